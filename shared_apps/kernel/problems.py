"""One shape for every refusal: {code, message, by_field?, ...extra}."""

from typing import Any

from django.db import OperationalError, transaction
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import exception_handler

from shared_apps.kernel.errors import Busy, DomainError

LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL: the lock did not come free within lock_timeout
RETRY_SECONDS = 3
SAID_IN_CHINESE = {
    "not_authenticated": "请先登录。",
    "authentication_failed": "登录已失效，请重新登录。",
    "permission_denied": "您没有办理此事的权限。",
    "not_found": "没有这一项，或您无权查看。",
    "method_not_allowed": "此处不支持这种操作。",
    "parse_error": "提交的内容格式不正确，请刷新页面后重试。",
    "unsupported_media_type": "不支持这种提交格式。",
    "throttled": "操作太频繁，请稍后再试。",
    "not_acceptable": "不支持这种返回格式。",
}


class Problem(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="Stable; for programs.")
    message = serializers.CharField(help_text="Chinese; for people.")
    by_field = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), required=False
    )


def handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every refusal takes back whatever its request had written."""
    if isinstance(exc, OperationalError) and _waited_too_long(exc):
        exc = Busy("同一件事正有人在办，请过几秒再试；您填写的内容没有提交，也没有丢失。")
    if isinstance(exc, Busy):
        _take_back()
        problem = refusal(exc.status, exc.code, exc.message, **exc.extra)
        problem.headers["Retry-After"] = str(RETRY_SECONDS)
        return problem
    if isinstance(exc, DomainError):
        _take_back()
        return refusal(exc.status, exc.code, exc.message, **exc.extra)
    response = exception_handler(exc, context)
    if response is None:  # a bug: let it be a 500, logged with its traceback
        return None
    _take_back()
    if isinstance(exc, exceptions.ValidationError):
        problem = refusal(400, "invalid", "请检查填写内容。", by_field=_by_field(response.data))
    else:
        code = getattr(response.data["detail"], "code", "refused")
        message = SAID_IN_CHINESE.get(code, str(response.data["detail"]))
        problem = refusal(response.status_code, code, message)
    for name, value in response.headers.items():
        problem.headers.setdefault(name, value)
    return problem


def refusal(status: int, code: str, message: str, /, **extra: object) -> Response:
    return Response({"code": code, "message": message, **extra}, status=status)


def _by_field(found: Any) -> dict[str, list[str]]:
    """Flatten DRF's nested answer to field → sentences."""
    if isinstance(found, list):
        return {"non_field_errors": [str(one) for one in found]}
    return {
        name: [str(one) for one in said] if isinstance(said, list) else [str(said)]
        for name, said in found.items()
    }


def _waited_too_long(exc: OperationalError) -> bool:
    return getattr(exc.__cause__, "pgcode", None) == LOCK_NOT_AVAILABLE


def _take_back() -> None:
    if transaction.get_connection().in_atomic_block:
        transaction.set_rollback(True)
