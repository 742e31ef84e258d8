/**
 * Live updates, one stream per browser: the tab that holds the lock listens to the server and tells
 * the others over a BroadcastChannel. An event says only what changed; pages read it again.
 */
export interface LiveEvent {
  topic: string;
  id: string;
}

type Listener = (event: LiveEvent) => void;

const LOCK = "heshu.live";
const CHANNEL = "heshu.live";
const RETRY_MS = { first: 1_000, last: 30_000 };

const listeners = new Set<Listener>();
let stop: (() => void) | null = null;

export function onLive(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function parseLive(data: string): LiveEvent | null {
  try {
    const said = JSON.parse(data) as Partial<LiveEvent>;
    return typeof said.topic === "string" ? { topic: said.topic, id: String(said.id ?? "") } : null;
  } catch {
    return null;
  }
}

function tell(event: LiveEvent): void {
  for (const listener of listeners) listener(event);
}

/** Stay on the stream; EventSource gives up for good on an HTTP error, so we come back ourselves. */
function listen(
  url: string,
  hear: (event: LiveEvent) => void,
  signal: AbortSignal,
  tookOver: boolean,
): void {
  let missed = tookOver;
  let pause = RETRY_MS.first;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource | null = null;

  function open(): void {
    if (signal.aborted) return;
    source = new EventSource(url, { withCredentials: true });
    source.addEventListener("open", () => {
      // What happened while nobody listened is unknown: read everything again.
      if (missed) hear({ topic: "*", id: "" });
      missed = false;
      pause = RETRY_MS.first;
    });
    source.addEventListener("message", ({ data }: MessageEvent<string>) => {
      const event = parseLive(data);
      if (event) hear(event);
    });
    source.addEventListener("error", () => {
      source?.close();
      missed = true;
      timer = setTimeout(open, pause * (0.75 + Math.random() / 2));
      pause = Math.min(pause * 2, RETRY_MS.last);
    });
  }

  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    source?.close();
  });
  open();
}

/** Take part in the browser's one stream until stopped; starting again changes nothing. */
export function startLive(url: string): void {
  if (stop || !url) return;
  const ending = new AbortController();
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", ({ data }: MessageEvent<LiveEvent>) => tell(data));

  const since = Date.now();

  /** Whoever waited for the lock takes over from a tab that has gone. */
  function lead(): void {
    listen(
      url,
      (event) => {
        tell(event);
        channel.postMessage(event);
      },
      ending.signal,
      Date.now() - since > RETRY_MS.first,
    );
  }

  if (navigator.locks) {
    const untilStopped = new Promise<void>((resolve) => {
      ending.signal.addEventListener("abort", () => resolve());
    });
    const waiting = navigator.locks.request(LOCK, { signal: ending.signal }, () => {
      lead();
      return untilStopped;
    });
    waiting.catch(() => undefined); // Stopped while another tab was still leading.
  } else {
    lead(); // Plain http on an intranet has no locks: every tab keeps its own stream.
  }

  stop = () => {
    ending.abort();
    channel.close();
    stop = null;
  };
}

export function stopLive(): void {
  stop?.();
}
