"""Every write about people: one office verb, one function."""

from tenant_apps.organization.actions.authority import assign_duty, change_duty, define_duty
from tenant_apps.organization.actions.crossing import take_ticket
from tenant_apps.organization.actions.departments import (
    change_department,
    close_department,
    open_department,
    open_post,
)
from tenant_apps.organization.actions.doors import Entered, LoginRefusal, log_in, log_out
from tenant_apps.organization.actions.founding import complete_duties, found_unit
from tenant_apps.organization.actions.lending import (
    end_mandate,
    end_mandates_of,
    expire_mandate,
    give_mandate,
)
from tenant_apps.organization.actions.passwords import (
    change_password,
    invite,
    issue_claim,
    redeem_claim,
)
from tenant_apps.organization.actions.staffing import (
    add_staff,
    change_staff,
    disable_staff,
    enable_staff,
)

__all__ = [
    "Entered",
    "LoginRefusal",
    "add_staff",
    "assign_duty",
    "change_department",
    "change_duty",
    "change_password",
    "change_staff",
    "close_department",
    "complete_duties",
    "define_duty",
    "disable_staff",
    "enable_staff",
    "end_mandate",
    "end_mandates_of",
    "expire_mandate",
    "found_unit",
    "give_mandate",
    "invite",
    "issue_claim",
    "log_in",
    "log_out",
    "open_department",
    "open_post",
    "redeem_claim",
    "take_ticket",
]
