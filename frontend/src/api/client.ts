/** The only fetch of the front end: one client, one kind of refusal. */
import createClient, { type Middleware } from "openapi-fetch";

import { Refusal, toRefusal } from "./refusal";
import type { components, paths } from "./schema";

export { Refusal } from "./refusal";

const CSRF_COOKIE = "heshu_csrf";
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

function cookie(name: string): string {
  const pair = document.cookie.split("; ").find((item) => item.startsWith(`${name}=`));
  return pair ? decodeURIComponent(pair.slice(name.length + 1)) : "";
}

/** For uploads, which report their progress and so cannot go through fetch. */
export const csrfToken = (): string => cookie(CSRF_COOKIE);

const csrf: Middleware = {
  onRequest({ request }) {
    if (!SAFE_METHODS.has(request.method)) {
      request.headers.set("X-CSRFToken", csrfToken());
    }
    return request;
  },
};

type Listener = () => void;
let onSignedOut: Listener = () => undefined;

/** What to do when the server no longer knows us; the router sends people to the login page. */
export function whenSignedOut(listener: Listener): void {
  onSignedOut = listener;
}

export type Schemas = components["schemas"];

export const api = createClient<paths>({ baseUrl: "/", credentials: "same-origin" });
api.use(csrf);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

interface Unwrapping {
  /** Set where a 401 is an answer rather than the end of the session. */
  keepOn401?: boolean;
}

/** Turn openapi-fetch's pair into a value or a Refusal, so that pages have one error path. */
export async function unwrap<T>(asking: Promise<Answer<T>>, how: Unwrapping = {}): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await asking;
  } catch (cause) {
    // fetch says TypeError when there is no connection; anything else is a bug or an abort.
    if (!(cause instanceof TypeError)) throw cause;
    throw new Refusal({ code: "offline", status: 0, message: "连不上服务器，请检查网络后重试。" });
  }
  const { data, error, response } = answer;
  if (response.ok) return data as T;
  if (response.status === 401 && !how.keepOn401) onSignedOut();
  throw toRefusal(response, error);
}

type AnyMethod = "get" | "post" | "put" | "delete";
type AnyPaths = Record<string, Record<AnyMethod, object>>;

interface Asking {
  body?: unknown;
  query?: Record<string, string>;
  signal?: AbortSignal;
}

/** To an address that is put together at run time, such as an office verb's. */
export function ask<T>(method: AnyMethod, path: string, asking: Asking = {}): Promise<T> {
  const untyped = api as unknown as ReturnType<typeof createClient<AnyPaths>>;
  const { body, query, signal } = asking;
  const options = { body, params: { query }, signal } as Record<string, unknown>;
  return unwrap(untyped.request(method, path, options) as Promise<Answer<T>>);
}
