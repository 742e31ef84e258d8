"""名片: what of a person goes into the city's directory, and nothing beyond it."""

from shared_apps.directory.publishing import PersonFacts
from tenant_apps.organization.models import Staff


def is_listed(staff: Staff) -> bool:
    return staff.is_active and staff.published


def of_person(staff: Staff) -> PersonFacts:
    return PersonFacts(
        staff_id=staff.pk,
        name=staff.name,
        department=staff.department.name,
        department_id=staff.department_id,
        title=staff.title,
        phone=staff.phone,
        mobile=staff.mobile if staff.mobile_published else "",
        department_position=staff.department.position,
        position=staff.position,
    )
