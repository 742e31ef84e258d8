"""发文 on the wire: parse, one call, render."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.paging import page
from shared_apps.kernel.problems import Problem, refusal
from tenant_apps.correspondence import queries, viewing
from tenant_apps.correspondence.actions import drafting, enclosing, issuing, outgoing
from tenant_apps.correspondence.api import serializers as shapes
from tenant_apps.correspondence.api.base import BYTES, REFUSALS, ZIP, if_match, image, said
from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.files.api import download
from tenant_apps.organization.api.base import StaffView


class OutgoingView(StaffView):
    """Every answer about one document is the whole document, as its page shows it."""

    def whole(self, document: OutgoingDocument, status: int = 200) -> Response:
        picture = queries.outgoing_picture(document, viewer=self.staff, at=timezone.now())
        return Response(shapes.OutgoingOut(picture).data, status=status)


class OutgoingList(OutgoingView):
    @extend_schema(
        operation_id="outgoing_list",
        parameters=[
            OpenApiParameter(name, str)
            for name in ("stage", "q", "year", "prefix", "kind", "cursor")
        ],
        responses={200: shapes.OutgoingPage, 401: Problem},
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        names = ("stage", "q", "year", "prefix", "kind")
        found = queries.outgoing_for(self.staff, **{name: asked.get(name, "") for name in names})
        return Response(shapes.OutgoingPage(page(found, asked.get("cursor"))).data)

    @extend_schema(
        operation_id="outgoing_draft",
        request=shapes.DraftIn,
        responses={201: shapes.OutgoingOut, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        content = said(shapes.DraftIn, request)
        document = drafting.draft(content=content, by=self.staff, at=timezone.now())
        return self.whole(document, status=201)


class OutgoingDetail(OutgoingView):
    @extend_schema(
        operation_id="outgoing_read",
        responses={200: shapes.OutgoingOut, 401: Problem, 404: Problem},
    )
    def get(self, request: Request, document_id: UUID) -> Response:
        return self.whole(queries.find_outgoing(document_id, viewer=self.staff))

    @extend_schema(
        operation_id="outgoing_revise",
        request=shapes.RevisionIn,
        parameters=[OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True)],
        responses={200: shapes.OutgoingOut, **REFUSALS, 412: Problem, 428: Problem},
    )
    def patch(self, request: Request, document_id: UUID) -> Response:
        content, now = said(shapes.RevisionIn, request), timezone.now()
        try:
            document = drafting.revise(
                document_id=document_id,
                version=if_match(request),
                content=content,
                by=self.staff,
                at=now,
            )
        except drafting.StaleDraft as stale:  # answered, not raised: what was typed stays kept
            side = drafting.set_aside(
                document_id=document_id, content=content, by=self.staff, at=now
            )
            kept = {"side": side.number} if side else {}
            return refusal(stale.status, stale.code, stale.message, **stale.extra, **kept)
        return self.whole(document)


def _verb(
    name: str,
    act: Callable[..., OutgoingDocument],
    shape: type[serializers.Serializer[Any]] = shapes.ActIn,
) -> type[OutgoingView]:
    """An office verb: POST under the document. The verbs differ in nothing but call and input."""

    @extend_schema(
        operation_id=f"outgoing_{name}",
        request=shape,
        responses={200: shapes.OutgoingOut, **REFUSALS},
    )
    def post(self: OutgoingView, request: Request, document_id: UUID) -> Response:
        document = act(
            document_id=document_id, by=self.staff, at=timezone.now(), **said(shape, request)
        )
        return self.whole(document)

    return type(f"Outgoing{name.title().replace('_', '')}", (OutgoingView,), {"post": post})


VERBS = {
    "submit": _verb("submit", outgoing.submit),
    "review": _verb("review", outgoing.review, shapes.ReviewIn),
    "agree": _verb("agree", outgoing.agree),
    "cosign": _verb("cosign", outgoing.cosign),
    "sign": _verb("sign", outgoing.sign),
    "refuse": _verb("refuse", outgoing.refuse, shapes.ReasonIn),
    "verify": _verb("verify", issuing.verify),
    "amend": _verb("amend", issuing.amend, shapes.AmendIn),
    "register": _verb("register", issuing.register, shapes.RegisterIn),
    "explain": _verb("explain", drafting.explain, shapes.ExplainIn),
    "discard": _verb("discard", issuing.discard, shapes.ReasonIn),
    "print": _verb("print", issuing.print_),
    "release": _verb("release", issuing.release),
    "send_back": _verb("send_back", outgoing.send_back, shapes.SendBackIn),
    "transfer": _verb("transfer", outgoing.transfer, shapes.TransferIn),
    "withdraw": _verb("withdraw", issuing.withdraw, shapes.WithdrawIn),
    "void": _verb("void", drafting.void, shapes.ReasonIn),
}


class OutgoingAttachments(OutgoingView):
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="outgoing_enclose",
        request={"multipart/form-data": shapes.FileIn},
        responses={201: shapes.OutgoingOut, **REFUSALS, 413: Problem},
    )
    def post(self, request: Request, document_id: UUID) -> Response:
        upload = said(shapes.FileIn, request)["file"]
        document = enclosing.enclose(
            document_id=document_id,
            name=upload.name,
            chunks=upload.chunks(),
            size=upload.size,
            by=self.staff,
            at=timezone.now(),
        )
        return self.whole(document, status=201)


class OutgoingAttachment(OutgoingView):
    @extend_schema(
        operation_id="outgoing_attachment", responses={**BYTES, 401: Problem, 404: Problem}
    )
    def get(self, request: Request, document_id: UUID, attachment_id: UUID) -> HttpResponseBase:
        document = queries.find_outgoing(document_id, viewer=self.staff)
        return download.respond(viewing.attachment("outgoing", document.pk, attachment_id))

    @extend_schema(
        operation_id="outgoing_unenclose",
        request=None,
        responses={200: shapes.OutgoingOut, **REFUSALS},
    )
    def delete(self, request: Request, document_id: UUID, attachment_id: UUID) -> Response:
        document = enclosing.remove(
            document_id=document_id,
            attachment_id=attachment_id,
            by=self.staff,
            at=timezone.now(),
        )
        return self.whole(document)


class OutgoingPdf(OutgoingView):
    @extend_schema(operation_id="outgoing_pdf", responses={**BYTES, 401: Problem, 404: Problem})
    def get(self, request: Request, document_id: UUID) -> HttpResponseBase:
        document = queries.find_outgoing(document_id, viewer=self.staff)
        return download.respond_pdf(viewing.outgoing_pdf(document), name=f"{document.title}.pdf")


class OutgoingCapsule(OutgoingView):
    @extend_schema(
        operation_id="outgoing_capsule", responses={**BYTES, 401: Problem, 404: Problem}
    )
    def get(self, request: Request, document_id: UUID) -> HttpResponseBase:
        document = queries.find_outgoing(document_id, viewer=self.staff)
        return download.respond_saved(
            viewing.capsule(document.envelope_id), name=f"{document.title}.zip", content_type=ZIP
        )


class OutgoingPage(OutgoingView):
    @extend_schema(operation_id="outgoing_page", responses={**BYTES, 401: Problem, 404: Problem})
    def get(self, request: Request, document_id: UUID, number: int) -> HttpResponseBase:
        document = queries.find_outgoing(document_id, viewer=self.staff)
        return image(viewing.outgoing_page(document, number))
