"""Drawing forms: for those who design flows."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.errors import DomainError, Invalid
from shared_apps.kernel.problems import Problem
from tenant_apps.forms import actions, checking, comparing, drafting, fields, queries, rights
from tenant_apps.forms.api import shapes
from tenant_apps.forms.models import Form
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.api.reading import read

READING = {401: Problem, 403: Problem, 404: Problem}
REFUSALS = {400: Problem, **READING, 409: Problem}
EDITING = {**REFUSALS, 412: Problem, 428: Problem}
IF_MATCH = [OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True)]


class RevisionNeeded(DomainError):
    status = 428
    code = "forms.revision_needed"


def revision(request: Request) -> int:
    """The draft that the person has on screen (RFC 9110 If-Match)."""
    value = request.headers.get("If-Match", "").strip().strip('"')
    if not value:
        raise RevisionNeeded("缺少草稿版本号，请刷新页面后再保存。")
    if not value.isdigit() or len(value) > 9:
        raise Invalid("草稿版本号不正确，请刷新页面后再保存。")
    return int(value)


def row(form: Form) -> dict[str, Any]:
    return {
        "key": form.key,
        "name": form.name,
        "version": form.current.number if form.current else None,
        "has_draft": form.draft is not None,
        "is_stock": form.is_stock,
        "changed_at": form.changed_at,
        "changed_by": form.changed_by.name if form.changed_by else None,
    }


def drawn(form: Form) -> dict[str, Any]:
    if form.draft is not None:
        return dict(form.draft)
    return dict(form.current.ui) if form.current else {"title": form.name, "fields": []}


class FormView(StaffView):
    """Who may not see the drawing board learns nothing of what lies on it."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        queries.refuse_readers(self.staff)

    def whole(self, form: Form, status: int = 200) -> Response:
        ui = drawn(form)
        faults = [{"place": place, "message": said} for place, said in drafting.faults(ui)]
        facts = {**row(form), "revision": form.revision, "ui": ui, "faults": faults}
        return Response(shapes.FormOut(facts).data, status=status)

    def form(self, key: str) -> Form:
        return queries.find(key)


class FormsView(FormView):
    @extend_schema(
        operation_id="forms",
        responses={200: shapes.FormRow(many=True), 401: Problem, 403: Problem},
    )
    def get(self, request: Request) -> Response:
        rows = [row(form) for form in queries.listed()]
        return Response(shapes.FormRow(rows, many=True).data)

    @extend_schema(
        operation_id="form_open",
        request=shapes.FormIn,
        responses={201: shapes.FormOut, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        wanted = read(shapes.FormIn, request)
        return self.whole(
            actions.open_form(**wanted, by=self.staff, at=timezone.now()), status=201
        )


class FormOneView(FormView):
    @extend_schema(operation_id="form", responses={200: shapes.FormOut, **READING})
    def get(self, request: Request, key: str) -> Response:
        return self.whole(self.form(key))


class FormDraftView(FormView):
    @extend_schema(
        operation_id="form_save",
        request=shapes.FormDraftIn,
        parameters=IF_MATCH,
        responses={200: shapes.FormOut, **EDITING},
    )
    def put(self, request: Request, key: str) -> Response:
        form = actions.save_draft(
            key=key,
            revision=revision(request),
            **read(shapes.FormDraftIn, request),
            by=self.staff,
            at=timezone.now(),
        )
        return self.whole(form)

    @extend_schema(
        operation_id="form_drop_draft",
        request=None,
        parameters=IF_MATCH,
        responses={200: shapes.FormOut, **EDITING},
    )
    def delete(self, request: Request, key: str) -> Response:
        form = actions.drop_draft(
            key=key, revision=revision(request), by=self.staff, at=timezone.now()
        )
        return self.whole(form)


class FormPublishView(FormView):
    @extend_schema(
        operation_id="form_publish",
        request=None,
        parameters=IF_MATCH,
        responses={200: shapes.FormOut, **EDITING},
    )
    def post(self, request: Request, key: str) -> Response:
        version = actions.publish(
            key=key, revision=revision(request), by=self.staff, at=timezone.now()
        )
        return self.whole(version.form)


class FormTryView(FormView):
    """试填: the server's own answer to what is filled in on the draft; nothing is kept."""

    @extend_schema(
        operation_id="form_try",
        request=shapes.TryIn,
        responses={200: shapes.TryOut, **REFUSALS, 413: Problem},
    )
    def post(self, request: Request, key: str) -> Response:
        ui = drawn(self.form(key))
        actions.refuse_faults(ui)
        shape = fields.shape(ui)
        answers = checking.check(
            shape,
            read(shapes.TryIn, request)["answers"],
            rights.rights(shape, None, starting=True),
        )
        return Response(shapes.TryOut({"answers": answers}).data)


class FormVersionsView(FormView):
    @extend_schema(
        operation_id="form_versions",
        responses={200: shapes.FormVersionRow(many=True), **READING},
    )
    def get(self, request: Request, key: str) -> Response:
        rows = queries.versions(self.form(key))
        return Response(shapes.FormVersionRow(rows, many=True).data)


class FormVersionView(FormView):
    @extend_schema(operation_id="form_version", responses={200: shapes.FormVersionOut, **READING})
    def get(self, request: Request, key: str, number: int) -> Response:
        version = queries.version(self.form(key), number)
        return Response(shapes.FormVersionOut(version).data)


class FormDiffView(FormView):
    @extend_schema(
        operation_id="form_diff",
        parameters=[
            OpenApiParameter("against", int, description="The earlier version; 0 is the draft.")
        ],
        responses={200: shapes.FormDifference(many=True), 400: Problem, **READING},
    )
    def get(self, request: Request, key: str, number: int) -> Response:
        form = self.form(key)
        asked = request.query_params.get("against", str(number - 1))
        if not asked.isdigit() or len(asked) > 9:
            raise Invalid("要比较的版本号不正确。")
        newer = queries.version(form, number).ui
        if int(asked):
            found = comparing.differences(queries.version(form, int(asked)).ui, newer)
        else:
            found = comparing.differences(newer, drawn(form))
        return Response(shapes.FormDifference(found, many=True).data)
