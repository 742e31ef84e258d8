"""公开核验: anybody drops a file and is told who sealed it. Nothing of it is kept."""

import hashlib
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as S
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.exchange import capsules, standings
from shared_apps.kernel.errors import DomainError
from shared_apps.kernel.problems import Problem
from shared_apps.passport.api.base import CityView
from shared_apps.passport.api.doors import address_of
from shared_apps.trust import asking
from shared_apps.trust.judging import verify_ofd, verify_pdf

ZIP = b"PK\x03\x04"


class TooLargeToVerify(DomainError):
    status = 413
    code = "trust.too_large"


class VerifyIn(S.Serializer[Any]):
    file = S.FileField()


class SealFoundOut(S.Serializer[Any]):
    name = S.CharField()
    organization = S.CharField()
    issuer = S.CharField()
    serial = S.CharField()
    sealed_at = S.DateTimeField(allow_null=True)
    stamped = S.BooleanField(help_text="The time is that of a time stamp.")
    expires_at = S.DateTimeField()
    revoked_at = S.DateTimeField(allow_null=True)
    whole = S.BooleanField()
    ok = S.BooleanField()
    problems = S.ListField(child=S.CharField())


class SealsReportOut(S.Serializer[Any]):
    ok = S.BooleanField()
    said = S.CharField()
    seals = SealFoundOut(many=True)


class CapsuleOut(S.Serializer[Any]):
    title = S.CharField()
    number = S.CharField()
    sender = S.CharField()
    sealed_at = S.CharField()
    signed = S.BooleanField()
    problems = S.ListField(child=S.CharField())


class FileStandingOut(S.Serializer[Any]):
    """Said by its issuer; the fact only, never what the document says."""

    what = S.CharField()
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract
    number = S.CharField()
    declared_at = S.DateTimeField()
    from_on = S.DateField(allow_null=True)


class VerifyOut(SealsReportOut):
    kind = S.ChoiceField(choices=["pdf", "ofd", "capsule"])
    capsule = CapsuleOut(allow_null=True)
    standing = FileStandingOut(allow_null=True, help_text="Null while it is in force.")


class VerifyFile(CityView):
    open_methods = ("POST",)  # who receives a sealed document need not be one of us
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="city_verify",
        request={"multipart/form-data": VerifyIn},
        responses={200: VerifyOut, 400: Problem, 409: Problem, 413: Problem, 429: Problem},
    )
    def post(self, request: Request) -> Response:
        asked = VerifyIn(data=request.data)
        asked.is_valid(raise_exception=True)
        upload = asked.validated_data["file"]
        if upload.size > settings.MAX_VERIFY_BYTES:
            most = settings.MAX_VERIFY_BYTES // 2**20
            raise TooLargeToVerify(f"文件超过 {most} MB，不能在线核验。")
        asking.count(address_of(request), at=timezone.now())
        return Response(VerifyOut(_verified(upload)).data)


def _verified(upload: Any) -> dict[str, Any]:
    """What kind of file it is, its own bytes say, not its name."""
    head = upload.read(len(ZIP))
    upload.seek(0)
    if head != ZIP:
        content = upload.read()
        standing = standings.of(hashlib.sha256(content).hexdigest())
        return {"kind": "pdf", "capsule": None, "standing": standing} | vars(verify_pdf(content))
    if capsules.is_capsule(cast(BinaryIO, upload)):
        found = capsules.verify(cast(BinaryIO, upload))
        seals = found.paper.seals if found.paper else []
        return {
            "kind": "capsule",
            "ok": found.ok,
            "said": found.said,
            "seals": seals,
            "capsule": found if found.title else None,
            "standing": standings.of(found.document) if found.document else None,
        }
    content = upload.read()
    standing = standings.of(hashlib.sha256(content).hexdigest())
    return {"kind": "ofd", "capsule": None, "standing": standing} | vars(verify_ofd(content))
