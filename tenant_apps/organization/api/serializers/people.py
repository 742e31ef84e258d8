"""Departments, posts, staff and duties on the wire."""

from typing import Any

from rest_framework import serializers as S

from tenant_apps.organization.models import Duty, Staff


class StaffBrief(S.Serializer[Any]):
    id = S.UUIDField()
    name = S.CharField()
    title = S.CharField()


class DepartmentOut(S.Serializer[Any]):
    id = S.UUIDField()
    name = S.CharField()
    parent = S.UUIDField(source="parent_id", allow_null=True)  # type: ignore[assignment]
    order = S.IntegerField(source="position")
    phone = S.CharField()
    head = StaffBrief(allow_null=True)
    staff_count = S.IntegerField()


class DepartmentIn(S.Serializer[Any]):
    name = S.CharField(max_length=60)
    parent = S.UUIDField(source="parent_id")  # type: ignore[assignment]
    order = S.IntegerField(source="position", min_value=0, max_value=9999, required=False)
    phone = S.CharField(max_length=40, allow_blank=True, required=False)
    head = S.UUIDField(source="head_id", allow_null=True, required=False)


class PostOut(S.Serializer[Any]):
    id = S.UUIDField()
    name = S.CharField()
    department = S.UUIDField(source="department_id")
    order = S.IntegerField(source="position")


class PostIn(S.Serializer[Any]):
    name = S.CharField(max_length=60)
    department = S.UUIDField(source="department_id")


class StaffDepartment(S.Serializer[Any]):
    id = S.UUIDField()
    name = S.CharField()


class StaffDuty(S.Serializer[Any]):
    id = S.UUIDField(source="duty.id")
    code = S.CharField(source="duty.code")
    name = S.CharField(source="duty.name")


class StaffOut(S.Serializer[Any]):
    """Private numbers and the account are for the administrator and the person."""

    id = S.UUIDField()
    name = S.CharField()
    pinyin = S.CharField()
    initials = S.CharField()
    title = S.CharField()
    phone = S.CharField()
    mobile = S.SerializerMethodField()
    department = StaffDepartment()
    post = S.UUIDField(source="post_id", allow_null=True)
    order = S.IntegerField(source="position")
    is_active = S.BooleanField()
    published = S.BooleanField()
    mobile_published = S.BooleanField()
    account = S.SerializerMethodField()
    last_login = S.SerializerMethodField()
    duties = StaffDuty(source="duties_held.all", many=True)

    def get_mobile(self, staff: Staff) -> str:
        return staff.mobile if staff.mobile_published or self._is_close_to(staff) else ""

    def get_account(self, staff: Staff) -> str:
        return staff.account if self._is_close_to(staff) else ""

    def get_last_login(self, staff: Staff) -> str | None:
        shown = self._is_close_to(staff) and staff.last_login
        return staff.last_login.isoformat() if shown and staff.last_login else None

    def _is_close_to(self, staff: Staff) -> bool:
        viewer: Staff = self.context["viewer"]
        return viewer.pk == staff.pk or viewer.holds("organization.staff.manage")


class StaffPage(S.Serializer[Any]):
    results = StaffOut(many=True)
    next = S.CharField(allow_null=True)
    total = S.IntegerField(allow_null=True, help_text="With the first page only.")


class StaffFilter(S.Serializer[Any]):
    q = S.CharField(max_length=40, required=False, allow_blank=True)
    department = S.UUIDField(required=False)
    state = S.ChoiceField(choices=["active", "disabled", "all"], required=False)
    permission = S.CharField(max_length=80, required=False, allow_blank=True)
    cursor = S.CharField(max_length=600, required=False, allow_blank=True)


class StaffIn(S.Serializer[Any]):
    name = S.CharField(max_length=40)
    department = S.UUIDField(source="department_id")
    account = S.CharField(max_length=40, required=False, allow_blank=True)
    title = S.CharField(max_length=60, required=False, allow_blank=True)
    phone = S.CharField(max_length=40, required=False, allow_blank=True)
    mobile = S.CharField(max_length=20, required=False, allow_blank=True)
    post = S.UUIDField(source="post_id", required=False, allow_null=True)
    order = S.IntegerField(source="position", min_value=0, max_value=9999, required=False)
    published = S.BooleanField(required=False)
    mobile_published = S.BooleanField(required=False)


class StaffEdit(StaffIn):
    """An account is the name in the audit: it is chosen once."""

    account = None  # type: ignore[assignment]
    must_change_password = S.BooleanField(required=False)


class InviteOut(S.Serializer[Any]):
    url = S.CharField(help_text="Works once, for 72 hours.")


class DutyHolderOut(S.Serializer[Any]):
    id = S.UUIDField(source="staff.id")
    name = S.CharField(source="staff.name")
    title = S.CharField(source="staff.title")
    department = S.CharField(source="staff.department.name")


class DutyOut(S.Serializer[Any]):
    id = S.UUIDField()
    code = S.CharField()
    name = S.CharField()
    permissions = S.ListField(child=S.CharField())
    scope = S.ChoiceField(choices=Duty.Scope.choices)
    guard = S.ChoiceField(choices=Duty.Guard.choices)
    is_stock = S.BooleanField()
    for_newcomers = S.BooleanField()
    holders = DutyHolderOut(source="held_by.all", many=True)


class DutyIn(S.Serializer[Any]):
    name = S.CharField(max_length=40)
    permissions = S.ListField(child=S.CharField(max_length=80), max_length=100)
    scope = S.ChoiceField(choices=Duty.Scope.choices)


class DutyEdit(DutyIn):
    for_newcomers = S.BooleanField(required=False)


class HoldersIn(S.Serializer[Any]):
    staff_ids = S.ListField(child=S.UUIDField(), max_length=5000)


class PermissionOut(S.Serializer[Any]):
    name = S.CharField()
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract


class PermissionModule(S.Serializer[Any]):
    module = S.CharField(source="name")
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract
    items = PermissionOut(many=True)


class PeopleFilter(S.Serializer[Any]):
    q = S.CharField(max_length=40, required=False, allow_blank=True)
    unit = S.CharField(max_length=20, required=False, allow_blank=True)
    department = S.CharField(max_length=60, required=False, allow_blank=True)
    as_of = S.DateTimeField(required=False)
    cursor = S.CharField(max_length=600, required=False, allow_blank=True)
