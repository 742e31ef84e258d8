import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { api, Refusal, unwrap, whenSignedOut } from "./client";

const answers = (status: number, body: unknown, headers = {}) =>
  vi.fn(() =>
    Promise.resolve(
      new Response(body === undefined ? null : JSON.stringify(body), {
        status,
        headers: { "Content-Type": "application/json", ...headers },
      }),
    ),
  );

const ask = (fetch: ReturnType<typeof answers>) =>
  unwrap(api.GET("/api/session", { fetch: fetch as never, baseUrl: "http://taihe.localhost" }));

describe("the client", () => {
  const signedOut = vi.fn();
  beforeEach(() => whenSignedOut(signedOut));
  afterEach(() => signedOut.mockReset());

  it("returns what the server says", async () => {
    await expect(ask(answers(200, { idle_seconds: 1800 }))).resolves.toEqual({
      idle_seconds: 1800,
    });
  });

  it("turns a problem into a refusal with its code, fields and number", async () => {
    const problem = {
      code: "login.locked",
      message: "请稍后",
      by_field: { a: ["一", "二"] },
      retry_after: 95,
    };
    const refusal = await ask(answers(429, problem, { "X-Request-ID": "7f" })).catch((e) => e);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({
      code: "login.locked",
      message: "请稍后",
      byField: { a: "一 二" },
      extra: { retry_after: 95 },
      requestNumber: "7f",
    });
  });

  it("has words of its own when a proxy answers", async () => {
    const broken = vi.fn(() => Promise.resolve(new Response("<html>", { status: 502 })));
    await expect(ask(broken)).rejects.toMatchObject({ code: "http_502", status: 502 });
  });

  it("says that there is no connection", async () => {
    const cut = vi.fn(() => Promise.reject(new TypeError("Failed to fetch")));
    await expect(ask(cut as never)).rejects.toMatchObject({ code: "offline", status: 0 });
  });

  it("tells the router when the session is over, unless 401 is an answer", async () => {
    await ask(answers(401, {})).catch(() => undefined);
    expect(signedOut).toHaveBeenCalledOnce();

    const asking = api.GET("/api/session", {
      fetch: answers(401, {}) as never,
      baseUrl: "http://taihe.localhost",
    });
    await unwrap(asking, { keepOn401: true }).catch(() => undefined);
    expect(signedOut).toHaveBeenCalledOnce();
  });

  it("sends the CSRF token with what changes something, and only then", async () => {
    document.cookie = "heshu_csrf=abc";
    const fetch = answers(204, undefined);
    const options = { fetch: fetch as never, baseUrl: "http://taihe.localhost" };
    await api.DELETE("/api/session", options);
    await api.GET("/api/session", options);
    const sent = fetch.mock.calls.map(([request]: unknown[]) => (request as Request).headers);
    expect(sent.map((headers) => headers.get("X-CSRFToken"))).toEqual(["abc", null]);
  });
});
