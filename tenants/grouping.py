"""How people look for a unit: eight groups, from its kind."""

from tenants.models import Unit

K = Unit.Kind
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "party": ("党委机关", (K.PARTY_COMMITTEE, K.DISCIPLINE, K.PARTY_DEPARTMENT)),
    "congress": ("人大机关", (K.CONGRESS, K.CONGRESS_OFFICE)),
    "government": ("政府", (K.GOVERNMENT,)),
    "consultative": ("政协机关", (K.CONSULTATIVE, K.CONSULTATIVE_OFFICE)),
    "department": ("政府部门", (K.BUREAU, K.VERTICAL)),
    "town": ("镇与街道", (K.TOWN, K.SUBDISTRICT)),
    "association": ("群团组织", (K.ASSOCIATION,)),
    "judicial": ("司法机关", (K.JUDICIAL,)),
}


def group_of(kind: str) -> str:
    return next(name for name, (_, kinds) in GROUPS.items() if kind in kinds)
