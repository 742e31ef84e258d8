"""What the people's side of a unit allows, as pure answers."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from tenant_apps.organization.permissions import GUARDED, NAMES

GUARD_NAMES = {"system": "系统管理员", "security": "安全管理员", "audit": "审计管理员"}


def unknown_permissions(names: Iterable[str]) -> list[str]:
    return sorted(set(names) - NAMES)


def reserved_permissions(names: Iterable[str], *, guard: str) -> list[str]:
    """Those that belong to one of the three administrators, and not to this duty."""
    return sorted(name for name in names if name in GUARDED and GUARDED[name] != guard)


def makes_a_circle(parents: Mapping[UUID, UUID | None], *, moved: UUID, under: UUID) -> bool:
    """Would the department stand below itself?"""
    above: UUID | None = under
    while above is not None:
        if above == moved:
            return True
        above = parents[above]
    return False


def clash_of_guards(name: str, held: str, wanted: str) -> str:
    return (
        f"{name}已是{GUARD_NAMES[held]}，不能再任{GUARD_NAMES[wanted]}："
        "系统管理员、安全管理员、审计管理员必须由三人分任。请另选人员，或先解除其原职责。"
    )
