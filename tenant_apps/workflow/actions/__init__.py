"""Every operation on a run. Each runs in the caller's transaction, beside the caller's own change.

The run's row is locked first and alone, and all else is read afterwards; a caller that changes the
subject as well locks that same row before it looks. Nothing is written before all is decided.
A request id that was answered before gets the same answer again and changes nothing.
"""

from tenant_apps.workflow.actions.concluding import conclude
from tenant_apps.workflow.actions.delegating import delegate
from tenant_apps.workflow.actions.freeing import Following
from tenant_apps.workflow.actions.handling import (
    AlreadyRunning,
    answered,
    approve,
    call_off,
    reject,
    send_back,
    start,
    take_back,
    transfer,
    withdraw,
)
from tenant_apps.workflow.actions.reseating import reseat
from tenant_apps.workflow.actions.retracting import retract
from tenant_apps.workflow.actions.signers import add, remove
from tenant_apps.workflow.recording import Outcome
from tenant_apps.workflow.turns import (
    LONGEST_OPINION,
    LONGEST_REQUEST_ID,
    BadRequestId,
    Chosen,
    OpinionTooLong,
    ReasonRequired,
    RequestReused,
)

__all__ = [
    "LONGEST_OPINION",
    "LONGEST_REQUEST_ID",
    "AlreadyRunning",
    "BadRequestId",
    "Chosen",
    "Following",
    "OpinionTooLong",
    "Outcome",
    "ReasonRequired",
    "RequestReused",
    "add",
    "answered",
    "approve",
    "call_off",
    "conclude",
    "delegate",
    "reject",
    "remove",
    "reseat",
    "retract",
    "send_back",
    "start",
    "take_back",
    "transfer",
    "withdraw",
]
