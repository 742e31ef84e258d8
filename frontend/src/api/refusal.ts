interface Problem {
  code: string;
  status: number;
  message: string;
  byField?: Record<string, string>;
  requestNumber?: string | null;
  extra?: Record<string, unknown>;
}

/** What the server says when it refuses. `code` is for programs, `message` for people. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly byField: Record<string, string>;
  /** The number of the request in the server's log, for the person to quote. */
  readonly requestNumber: string | null;
  readonly extra: Record<string, unknown>;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = "Refusal";
    this.code = problem.code;
    this.status = problem.status;
    this.byField = problem.byField ?? {};
    this.requestNumber = problem.requestNumber ?? null;
    this.extra = problem.extra ?? {};
  }
}

const FALLBACK: Record<number, string> = {
  401: "登录已过期，请重新登录。",
  403: "您没有办理此事的权限，可请本单位管理员授权。",
  404: "没有找到，可能已被撤回，或您无权查看。",
  413: "文件太大，服务器没有收下。",
  429: "操作太频繁，请稍后再试。",
  502: "服务器正在重启，请稍后再试。",
  503: "系统正在维护，请稍后再试。",
};

/** Messages for a field may come as one sentence or as a list of them. */
function flatten(byField: unknown): Record<string, string> {
  if (typeof byField !== "object" || byField === null) return {};
  return Object.fromEntries(
    Object.entries(byField).map(([field, said]) => [
      field,
      Array.isArray(said) ? said.map(String).join(" ") : String(said),
    ]),
  );
}

/** The problem document of a refused request, whoever wrote it: our server or a proxy in between. */
export function toRefusal(response: Response, error: unknown): Refusal {
  const said = (typeof error === "object" && error !== null ? error : {}) as Record<
    string,
    unknown
  >;
  const { code, message, by_field, ...extra } = said;
  const { status } = response;
  return new Refusal({
    status,
    code: typeof code === "string" ? code : `http_${status}`,
    message:
      typeof message === "string" ? message : (FALLBACK[status] ?? "服务器出错了，请稍后再试。"),
    byField: flatten(by_field),
    requestNumber: response.headers.get("X-Request-ID"),
    extra,
  });
}

/** Any thrown thing as a sentence a person can act on; a bug stays a bug. */
export function asRefusal(thrown: unknown): Refusal | null {
  return thrown instanceof Refusal ? thrown : null;
}
