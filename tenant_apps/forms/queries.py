"""Questions about forms."""

from django.db.models import QuerySet

from shared_apps.kernel.errors import Forbidden, NotFound
from tenant_apps.forms.models import Form, FormVersion
from tenant_apps.organization.models import Staff


class UnknownForm(NotFound):
    code = "forms.unknown"


def refuse_readers(viewer: Staff) -> None:
    """Drawing is for designers; what one is asked to fill in comes with the request itself."""
    if not (viewer.holds("workflow.design") or viewer.holds("workflow.supervise")):
        raise Forbidden("只有负责流程设计的管理员可以查看表单设计，请联系系统管理员。")


def listed() -> QuerySet[Form]:
    return Form.objects.select_related("current", "changed_by").order_by("name", "key")


def find(key: str, *, lock: bool = False) -> Form:
    rows = Form.objects.all()
    if lock:  # the row alone: what hangs on it may be null, and is read afterwards
        rows = rows.select_for_update(no_key=True, of=("self",))
    form = rows.filter(key=key).first()
    if form is None:
        raise UnknownForm("没有这个表单，可能标识已写错。")
    return form


def in_use(key: str) -> FormVersion:
    """The version that new requests are filled in on."""
    form = Form.objects.select_related("current").filter(key=key).first()
    if form is None or form.current is None:
        raise UnknownForm(f"表单“{key}”还没有发布，请联系负责流程设计的管理员。")
    return form.current


def versions(form: Form) -> list[FormVersion]:
    return list(form.versions.select_related("published_by").order_by("-number"))


def version(form: Form, number: int) -> FormVersion:
    found = form.versions.select_related("published_by").filter(number=number).first()
    if found is None:
        raise UnknownForm(f"这个表单没有第 {number} 版。")
    return found
