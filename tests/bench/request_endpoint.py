"""What both sides of the request bench answer: three indexed queries, twenty rows of JSON."""

from uuid import UUID

from django.urls import path
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tenant_apps.journal.models import Entry


class History(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)

    def get(self, request: Request, subject_id: UUID) -> Response:
        entries = Entry.objects.filter(subject_id=subject_id)
        newest = entries.order_by("-seq").first()
        rows = entries.order_by("seq")[:20].values("id", "seq", "name", "at", "actor_name")
        return Response(
            {"count": entries.count(), "newest": newest and newest.pk, "results": list(rows)}
        )


urlpatterns = [path("history/<uuid:subject_id>", History.as_view())]
