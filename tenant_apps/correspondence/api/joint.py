"""联合行文 on the wire: the host's table of partners, and the matters of a partner."""

from uuid import UUID

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.paging import page
from shared_apps.kernel.problems import Problem
from tenant_apps.correspondence import jointly, matters, queries, standings, viewing
from tenant_apps.correspondence.actions import joining, partnering
from tenant_apps.correspondence.api import joint_shapes as shapes
from tenant_apps.correspondence.api.base import BYTES, REFUSALS, image, said
from tenant_apps.correspondence.api.standing_shapes import StandingOut
from tenant_apps.correspondence.models import JointMatter, OutgoingDocument
from tenant_apps.files.api import download
from tenant_apps.organization.api.base import StaffView

READS = {401: Problem, 404: Problem}


class JointView(StaffView):
    """Every answer about our own document is the whole table of its partners."""

    def table(self, document: OutgoingDocument) -> Response:
        picture = jointly.picture(document, viewer=self.staff, at=timezone.now())
        return Response(shapes.JointOut(picture).data)


class OutgoingJoint(JointView):
    @extend_schema(operation_id="outgoing_joint", responses={200: shapes.JointOut, **READS})
    def get(self, request: Request, document_id: UUID) -> Response:
        return self.table(queries.find_outgoing(document_id, viewer=self.staff))


class OutgoingJointUrge(JointView):
    @extend_schema(
        operation_id="outgoing_joint_urge",
        request=shapes.JointUrgeIn,
        responses={200: shapes.JointOut, **REFUSALS, 429: Problem},
    )
    def post(self, request: Request, document_id: UUID) -> Response:
        asked = said(shapes.JointUrgeIn, request)
        return self.table(
            joining.urge(document_id=document_id, by=self.staff, at=timezone.now(), **asked)
        )


class MatterView(StaffView):
    """Every answer about one matter is the whole matter, as its page shows it."""

    def whole(self, matter: JointMatter) -> Response:
        picture = matters.picture(matter, viewer=self.staff, at=timezone.now())
        return Response(shapes.JointMatterOut(picture).data)


class MatterList(MatterView):
    @extend_schema(
        operation_id="joint_list",
        parameters=[OpenApiParameter("cursor", str)],
        responses={200: shapes.JointMatterPage, 401: Problem},
    )
    def get(self, request: Request) -> Response:
        found = page(matters.matters_for(self.staff), request.query_params.get("cursor"))
        return Response(shapes.JointMatterPage(found).data)


class MatterDetail(MatterView):
    @extend_schema(operation_id="joint_read", responses={200: shapes.JointMatterOut, **READS})
    def get(self, request: Request, matter_id: UUID) -> Response:
        return self.whole(matters.find(matter_id, viewer=self.staff))


class MatterAcknowledge(MatterView):
    @extend_schema(
        operation_id="joint_acknowledge",
        request=shapes.MatterActIn,
        responses={200: shapes.JointMatterOut, **REFUSALS},
    )
    def post(self, request: Request, matter_id: UUID) -> Response:
        said(shapes.MatterActIn, request)  # the same click again finds it signed for
        return self.whole(
            partnering.acknowledge(matter_id=matter_id, by=self.staff, at=timezone.now())
        )


class MatterRetract(MatterView):
    @extend_schema(
        operation_id="joint_retract",
        request=shapes.RetractIn,
        responses={200: shapes.JointMatterOut, **REFUSALS},
    )
    def post(self, request: Request, matter_id: UUID) -> Response:
        reason = said(shapes.RetractIn, request)["reason"]
        return self.whole(
            partnering.retract(
                matter_id=matter_id, reason=reason, by=self.staff, at=timezone.now()
            )
        )


class MatterSeal(MatterView):
    @extend_schema(
        operation_id="joint_seal",
        request=shapes.MatterSealIn,
        responses={200: shapes.JointMatterOut, **REFUSALS},
    )
    def post(self, request: Request, matter_id: UUID) -> Response:
        asked = said(shapes.MatterSealIn, request)
        asked.pop("request_id")  # the same seal twice on one page is refused anyway
        return self.whole(
            partnering.seal(matter_id=matter_id, by=self.staff, at=timezone.now(), **asked)
        )


class MatterStanding(StaffView):
    @extend_schema(operation_id="joint_standing", responses={200: StandingOut, **READS})
    def get(self, request: Request, matter_id: UUID) -> Response:
        matter = matters.find(matter_id, viewer=self.staff)
        return Response(StandingOut(standings.joint_affair(matter)).data)


class MatterPdf(MatterView):
    @extend_schema(operation_id="joint_pdf", responses={**BYTES, **READS})
    def get(self, request: Request, matter_id: UUID) -> HttpResponseBase:
        matter = matters.find(matter_id, viewer=self.staff)
        return download.respond_pdf(viewing.joint_pdf(matter), name=f"{matter.title}.pdf")


class MatterPaper(MatterView):
    @extend_schema(operation_id="joint_page", responses={**BYTES, **READS})
    def get(self, request: Request, matter_id: UUID, number: int) -> HttpResponseBase:
        matter = matters.find(matter_id, viewer=self.staff)
        return image(viewing.joint_page(matter, number))


class MatterAttachment(MatterView):
    @extend_schema(operation_id="joint_attachment", responses={**BYTES, **READS})
    def get(self, request: Request, matter_id: UUID, attachment_id: UUID) -> HttpResponseBase:
        matter = matters.find(matter_id, viewer=self.staff)
        return download.respond(viewing.attachment("joint", matter.pk, attachment_id))
