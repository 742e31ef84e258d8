import { type Duty, type PermissionModule, type Scope } from "./api";

/** What the administrator has ticked so far, by duty. */
export interface Draft {
  permissions: Set<string>;
  scope: Scope;
}

export type Drafts = Record<string, Draft>;

export const SCOPES: { key: Scope; label: string }[] = [
  { key: "own", label: "仅本人" },
  { key: "department", label: "本部门" },
  { key: "subtree", label: "本部门及下级" },
  { key: "unit", label: "本单位" },
];

export const scopeLabel = (key: string): string =>
  SCOPES.find((scope) => scope.key === key)?.label ?? key;

const width = (key: string): number => SCOPES.findIndex((scope) => scope.key === key);

export function draftOf({ permissions, scope }: Duty): Draft {
  return { permissions: new Set(permissions), scope };
}

/** The administrator whose own permission this is, if it is reserved to one of the three. */
export function reservedTo(permission: string, duties: readonly Duty[]): Duty | null {
  return duties.find(({ guard, permissions }) => guard && permissions.includes(permission)) ?? null;
}

/** Why a cell cannot be ticked; empty when it can. */
export function lockReason(permission: string, duty: Duty, duties: readonly Duty[]): string {
  if (duty.guard) {
    return duty.permissions.includes(permission)
      ? "三员的权限由系统固定，不能收回"
      : "三员分立：不办理业务，也不兼有另两员的权限";
  }
  const owner = reservedTo(permission, duties);
  return owner ? `三员分立：此权限只属于${owner.name}` : "";
}

export interface Difference {
  key: string;
  duty: Duty;
  what: string;
  before: string;
  after: string;
  kind: "more" | "less";
}

function labels(modules: readonly PermissionModule[]): Map<string, string> {
  return new Map(
    modules.flatMap(({ label, items }) =>
      items.map((item) => [item.name, `${label} · ${item.label}`] as const),
    ),
  );
}

/** Every cell and scope that is no longer what the server has. */
export function differences(
  duties: readonly Duty[],
  drafts: Drafts,
  modules: readonly PermissionModule[],
): Difference[] {
  const known = labels(modules);
  return duties.flatMap((duty) => {
    const draft = drafts[duty.id];
    if (!draft) return [];
    const had = new Set(duty.permissions);
    const cells: Difference[] = [...known].flatMap(([name, what]) => {
      const has = draft.permissions.has(name);
      if (has === had.has(name)) return [];
      const [before, after] = has ? ["无", "有"] : ["有", "无"];
      const kind = has ? ("more" as const) : ("less" as const);
      return [{ key: `${duty.id}-${name}`, duty, what, before, after, kind }];
    });
    if (draft.scope === duty.scope) return cells;
    return [
      ...cells,
      {
        key: `${duty.id}-scope`,
        duty,
        what: "数据范围",
        before: scopeLabel(duty.scope),
        after: scopeLabel(draft.scope),
        kind: width(draft.scope) > width(duty.scope) ? "more" : "less",
      },
    ];
  });
}

/** How many people hold a duty that is about to change, each counted once. */
export function peopleConcerned(changes: readonly Difference[]): number {
  return new Set(changes.flatMap(({ duty }) => duty.holders.map(({ id }) => id))).size;
}
