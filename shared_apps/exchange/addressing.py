"""To whom: codes or schema names turned into units, or a refusal that names the unknown ones."""

from collections.abc import Iterable

from django.db.models import Q

from shared_apps.kernel.errors import Invalid
from tenants.models import Unit


class UnknownRecipient(Invalid):
    code = "exchange.unknown_recipient"


class ToItself(Invalid):
    code = "exchange.to_itself"


class NoRecipient(Invalid):
    code = "exchange.no_recipient"


def recipients(names: Iterable[str | Unit], *, of: Unit) -> list[Unit]:
    """The units addressed by `of`, each once, in that order. A suspended one may be written to."""
    wanted = list(dict.fromkeys(one if isinstance(one, str) else one.code for one in names))
    if not wanted:
        raise NoRecipient("请至少选择一个收文单位。")
    standing = Unit.objects.standing().filter(Q(code__in=wanted) | Q(schema_name__in=wanted))
    known = {name: unit for unit in standing for name in (unit.code, unit.schema_name)}
    if missing := [name for name in wanted if name not in known]:
        raise UnknownRecipient(
            f"没有这些收文单位：{'、'.join(missing)}。请从通讯录中重新选择。", unknown=missing
        )
    found = list({known[name].pk: known[name] for name in wanted}.values())
    if of in found:
        raise ToItself("不能向本单位发送公文，请去掉本单位。")
    return found
