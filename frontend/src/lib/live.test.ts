import { afterEach, describe, expect, it, vi } from "vitest";

import { onLive, parseLive, startLive, stopLive } from "./live";

class FakeSource extends EventTarget {
  static opened: FakeSource[] = [];
  closed = false;

  constructor(readonly url: string) {
    super();
    FakeSource.opened.push(this);
  }

  close(): void {
    this.closed = true;
  }

  say(data: string): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
}

describe("live updates", () => {
  afterEach(() => {
    stopLive();
    FakeSource.opened = [];
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it("reads an event and passes over what it does not understand", () => {
    expect(parseLive('{"topic":"todo","id":"7"}')).toEqual({ topic: "todo", id: "7" });
    expect(parseLive("ping")).toBeNull();
    expect(parseLive("{}")).toBeNull();
  });

  it("opens one stream however often it is started, and closes it", () => {
    vi.stubGlobal("EventSource", FakeSource);
    startLive("http://taihe.localhost/events");
    startLive("http://taihe.localhost/events");
    expect(FakeSource.opened).toHaveLength(1);
    stopLive();
    expect(FakeSource.opened[0]?.closed).toBe(true);
  });

  it("tells who listens, and comes back after an error to read everything again", () => {
    vi.useFakeTimers();
    vi.stubGlobal("EventSource", FakeSource);
    const heard: string[] = [];
    const stopListening = onLive(({ topic }) => heard.push(topic));
    startLive("http://taihe.localhost/events");
    FakeSource.opened[0]?.say('{"topic":"incoming","id":"7"}');
    FakeSource.opened[0]?.dispatchEvent(new Event("error"));
    vi.advanceTimersByTime(2_000);
    FakeSource.opened[1]?.dispatchEvent(new Event("open"));
    stopListening();
    expect(heard).toEqual(["incoming", "*"]);
  });
});
