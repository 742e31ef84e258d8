"""What may be done with seals: keep them in the bank, and use them."""

from tenant_apps.seals.actions.bank import (
    BadSize,
    NameTaken,
    NotInThatState,
    UnknownKeeper,
    change,
    destroy,
    make,
    refuse_others,
    replace_picture,
    resume,
    suspend,
)
from tenant_apps.seals.actions.using import (
    NoPlace,
    NotApproved,
    NotUsable,
    PagingTooLate,
    SealedAlready,
    Subject,
    seal,
)
from tenant_apps.seals.keeping import picture

__all__ = [
    "BadSize",
    "NameTaken",
    "NoPlace",
    "NotApproved",
    "NotInThatState",
    "NotUsable",
    "PagingTooLate",
    "SealedAlready",
    "Subject",
    "UnknownKeeper",
    "change",
    "destroy",
    "make",
    "picture",
    "refuse_others",
    "replace_picture",
    "resume",
    "seal",
    "suspend",
]
