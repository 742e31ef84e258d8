"""收发文簿 on the wire: its lines, its workbook, its sheets."""

from typing import Any
from urllib.parse import quote

from django.http import FileResponse, HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as S
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import NotFound
from shared_apps.kernel.paging import page
from shared_apps.kernel.problems import Problem
from tenant_apps.correspondence import registers
from tenant_apps.correspondence.kinds import Kind, Validity
from tenant_apps.correspondence.models import IncomingDocument
from tenant_apps.correspondence.registers.books import FILTERS, Wanted
from tenant_apps.files.api import download
from tenant_apps.organization.api.base import StaffView
from tenants.models import Unit

PARAMETERS = [
    OpenApiParameter("book", str, OpenApiParameter.PATH, enum=sorted(registers.BOOKS)),
    *(OpenApiParameter(name, str) for name in FILTERS),
]
FOUND = {401: Problem, 404: Problem}
CHUNK = 500


class ColumnOut(S.Serializer[Any]):
    key = S.CharField()
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract
    only_paper = S.BooleanField(help_text="Not on the screen: in the workbook and on paper only.")


class LineOut(S.Serializer[Any]):
    id = S.UUIDField()
    cells = S.ListField(child=S.CharField(), help_text="In the order of the columns.")


class LinesPage(S.Serializer[Any]):
    columns = ColumnOut(many=True)
    results = LineOut(many=True)
    next = S.CharField(allow_null=True)
    most_exported = S.IntegerField()
    most_printed = S.IntegerField()


class RegisterView(StaffView):
    def book(self, key: str) -> registers.Book:
        if key not in registers.BOOKS:
            raise NotFound("没有这本登记簿。")
        return registers.BOOKS[key]

    def wanted(self, request: Request) -> Wanted:
        return {name: request.query_params.get(name, "") for name in FILTERS}


class Lines(RegisterView):
    @extend_schema(
        operation_id="register_lines",
        parameters=[*PARAMETERS, OpenApiParameter("cursor", str)],
        responses={200: LinesPage, 400: Problem, **FOUND},
    )
    def get(self, request: Request, book: str) -> Response:
        chosen = self.book(book)
        found = page(
            chosen.find(self.staff, self.wanted(request)), request.query_params.get("cursor")
        )
        said = {
            "columns": chosen.columns,
            "results": registers.lines_of(chosen, found.results),
            "next": found.next,
            "most_exported": registers.MOST_EXPORTED,
            "most_printed": registers.MOST_PRINTED,
        }
        return Response(LinesPage(said).data)


class Workbook(RegisterView):
    @extend_schema(
        operation_id="register_workbook",
        parameters=PARAMETERS,
        responses={(200, registers.XLSX): OpenApiTypes.BINARY, **FOUND},
    )
    def get(self, request: Request, book: str) -> FileResponse:
        chosen = self.book(book)
        found = chosen.find(self.staff, self.wanted(request)).order_by("-pk")
        answer = FileResponse(
            registers.workbook(chosen, found.iterator(CHUNK)), content_type=registers.XLSX
        )
        name = quote(f"{chosen.label}.xlsx")
        answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        answer.headers["Cache-Control"] = "private, no-store"
        return answer


class Sheet(RegisterView):
    @extend_schema(
        operation_id="register_sheet",
        parameters=PARAMETERS,
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, 409: Problem, **FOUND},
    )
    def get(self, request: Request, book: str) -> HttpResponseBase:
        chosen, wanted = self.book(book), self.wanted(request)
        at = timezone.now().astimezone(ZONE)
        content = registers.sheet(
            chosen,
            chosen.find(self.staff, wanted).order_by("-pk").iterator(CHUNK),
            asked=_asked(chosen, wanted),
            foot=f"{self.staff.name} {at:%Y-%m-%d %H:%M} 打印",
        )
        return download.respond_pdf(content, name=f"{chosen.label}.pdf")


def _asked(book: registers.Book, wanted: Wanted) -> str:
    """By what it was narrowed, in words: a part of a book must not look like the whole."""
    kind = dict(Kind.choices).get(wanted["kind"], "")
    standing = dict(Validity.choices).get(wanted["standing"], "")
    parts = (
        f"{wanted['year']}年" if wanted["year"] else "",
        wanted["prefix"],
        str(kind),
        book.stages.get(wanted["stage"], ""),
        _unit(wanted["unit"]),
        str(dict(IncomingDocument.Channel.choices).get(wanted["channel"], "")),
        str(standing),
        f"含“{wanted['q']}”" if wanted["q"] else "",
    )
    return "　".join(part for part in parts if part)


def _unit(said: str) -> str:
    """By its code, or by its name where it is none of the city's."""
    found = Unit.objects.filter(code=said).values_list("short_name", flat=True).first()
    return found or said
