from django.urls import path

from tenant_apps.organization.api import (
    authority,
    calendar,
    directory,
    session,
    staffing,
    structure,
)

ONE_DEPARTMENT = "organization/departments/<uuid:department_id>"
ONE_STAFF = "organization/staff/<uuid:staff_id>"
ONE_YEAR = "organization/calendar/<int:year>"
ONE_DUTY = "organization/duties/<uuid:duty_id>"

urlpatterns = [
    path("session", session.SessionView.as_view()),
    path("session/password", session.PasswordView.as_view()),
    path("session/claim", session.ClaimView.as_view()),
    path("session/ticket", session.TicketView.as_view()),
    path("tokens", session.TokensView.as_view()),
    path("organization/departments", structure.DepartmentsView.as_view()),
    path(ONE_DEPARTMENT, structure.DepartmentView.as_view()),
    path(f"{ONE_DEPARTMENT}/close", structure.DepartmentCloseView.as_view()),
    path("organization/posts", structure.PostsView.as_view()),
    path("organization/staff", staffing.StaffListView.as_view()),
    path(ONE_STAFF, staffing.StaffOneView.as_view()),
    path(f"{ONE_STAFF}/disable", staffing.StaffDisableView.as_view()),
    path(f"{ONE_STAFF}/enable", staffing.StaffEnableView.as_view()),
    path(f"{ONE_STAFF}/invite", staffing.StaffInviteView.as_view()),
    path("organization/duties", authority.DutiesView.as_view()),
    path(ONE_DUTY, authority.DutyView.as_view()),
    path(f"{ONE_DUTY}/holders", authority.DutyHoldersView.as_view()),
    path("organization/permissions", authority.PermissionsView.as_view()),
    path(ONE_YEAR, calendar.CalendarYearView.as_view()),
    path(f"{ONE_YEAR}/days", calendar.CalendarDaysView.as_view()),
    path(f"{ONE_YEAR}/import", calendar.CalendarListView.as_view()),
    path("directory/units", directory.DirectoryUnits.as_view()),
    path("directory/people", directory.DirectoryPeople.as_view()),
]
