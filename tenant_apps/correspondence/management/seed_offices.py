"""Who does what in a unit of the demonstration, and what they say while doing it."""

from collections.abc import Iterable
from dataclasses import dataclass

from tenant_apps.organization.management.seed_accounts import HIGHLIGHTS
from tenant_apps.organization.models import Staff
from tenant_apps.organization.queries import holders_of
from tenants.crossing import in_unit
from tenants.models import Unit

REVIEWED = ("格式和内容已核，请签发。", "已核，涉及数据与科室核对一致。", "拟同意，呈请签发。")
SIGNED = ("同意。", "同意印发。", "请按程序印发。")
SENT_BACK = (
    "请补充资金测算依据后再送。",
    "附件名称与正文不一致，请核对。",
    "请压缩篇幅，突出结论。",
)
PROPOSED = ("拟请分管领导阅示。", "拟请相关科室研究提出意见。", "拟同意来文意见，呈领导批示。")
INSTRUCTED = ("请抓紧办理，按时反馈。", "请会同相关科室研究落实。", "请认真核实后提出处理意见。")
HANDLED = ("已完成核查，情况属实。", "已落实，相关材料齐备。", "已按要求办理，并留存台账。")
ANSWERED = (
    "来文收悉，有关事项已按要求落实。",
    "经研究，同意来文所提意见。",
    "已安排专人负责，月底前完成。",
)
DECLINED = ("不属于我单位职责，请转送主管部门。", "附件缺失，请补齐后重新发送。")
RETURNED = ("此事由区级主管部门统一办理，请径送主管部门。", "属贵单位职权，请研究后自行办理。")
NOTED = ("请有关同志阅知。", "请各科室负责人传阅。")
WITHDRAWN = ("附件有误，更正后另行发送。", "会议时间有调整，另行通知。")

ACCOUNTS = {one.account for one in HIGHLIGHTS}


@dataclass
class Office:
    """The people of one unit, by what they may do."""

    unit: Unit
    clerks: list[Staff]
    head: Staff
    leaders: list[Staff]
    principals: list[Staff]  # 主要负责人
    registrar: Staff
    keeper: Staff | None  # 印章保管人
    handlers: list[Staff]


def open_office(unit: Unit) -> Office:
    with in_unit(unit):
        leaders = list(holders_of("correspondence.outgoing.sign"))
        heads = list(holders_of("correspondence.outgoing.review"))
        principals = list(holders_of("correspondence.outgoing.sign_major"))
        registrar = holders_of("correspondence.outgoing.release")[0]
        above = {one.pk for one in (*leaders, *heads, registrar)}
        drafters = holders_of("correspondence.outgoing.draft").exclude(pk__in=above)
        handlers = holders_of("correspondence.incoming.handle").exclude(pk__in=above)
        office = Office(
            unit,
            _shown(drafters),
            heads[0],
            _shown(leaders),
            _shown(principals),
            registrar,
            holders_of("seals.use").first(),
            _shown(handlers),
        )
        known = (*office.leaders, *office.principals, *office.clerks, *office.handlers)
        for person in (registrar, heads[0], *known):
            _ = person.permissions  # looked up once, kept for all they will do
        return office


def _shown(people: Iterable[Staff]) -> list[Staff]:
    """Those whose passwords visitors are given, if any: their desks shall not be bare."""
    found = list(people)
    return [person for person in found if person.account in ACCOUNTS] or found
