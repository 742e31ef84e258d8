"""权限: what a duty may allow, by module. Names are API: they are stored, and never renamed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Permission:
    name: str
    label: str


@dataclass(frozen=True)
class Module:
    name: str
    label: str
    items: tuple[Permission, ...]


CATALOGUE = (
    Module(
        "correspondence.outgoing",
        "发文",
        (
            Permission("correspondence.outgoing.draft", "拟稿"),
            Permission("correspondence.outgoing.review", "审核"),
            Permission("correspondence.outgoing.sign", "签发"),
            Permission("correspondence.outgoing.sign_major", "签发上行文和重要公文"),
            Permission("correspondence.outgoing.verify", "复核"),
            Permission("correspondence.outgoing.register", "登记编号"),
            Permission("correspondence.outgoing.print", "印制"),
            Permission("correspondence.outgoing.release", "核发"),
            Permission("correspondence.numbering.manage", "维护发文机关标志和代字"),
        ),
    ),
    Module(
        "correspondence.incoming",
        "收文",
        (
            Permission("correspondence.incoming.acknowledge", "签收"),
            Permission("correspondence.incoming.register", "登记"),
            Permission("correspondence.incoming.screen", "初审"),
            Permission("correspondence.incoming.propose", "拟办"),
            Permission("correspondence.incoming.instruct", "批示"),
            Permission("correspondence.incoming.handle", "承办"),
        ),
    ),
    Module(
        "correspondence.read",
        "公文查阅",
        (Permission("correspondence.read.unit", "查阅本单位全部公文"),),
    ),
    Module(
        "custody",
        "涉密纸件",
        (Permission("custody.keep", "登记和保管涉密纸件"),),
    ),
    Module(
        "seals",
        "印章",
        (
            Permission("seals.manage", "维护印章库"),
            Permission("seals.use", "保管印章和用印"),
        ),
    ),
    Module(
        "correspondence.fonts",
        "公文版式",
        (Permission("correspondence.fonts.manage", "维护本单位字体"),),
    ),
    Module(
        "workflow",
        "流程",
        (
            Permission("workflow.supervise", "流程督办与干预"),
            Permission("workflow.design", "设计流程和表单"),
        ),
    ),
    Module(
        "requests",
        "办事",
        (
            Permission("requests.approve", "审批申请（分管领导）"),
            Permission("requests.dispatch", "派车和安排会议室"),
            Permission("requests.seal", "监印"),
            Permission("requests.supplies", "发放物品"),
            Permission("requests.finance", "经费审核"),
            Permission("requests.read.unit", "查阅本单位全部申请"),
            Permission("requests.manage", "维护事项、车辆会议室和假期额度"),
        ),
    ),
    Module(
        "organization",
        "组织",
        (
            Permission("organization.departments.manage", "维护部门和岗位"),
            Permission("organization.staff.manage", "维护人员和账号"),
            Permission("organization.duties.manage", "维护职责和授权"),
        ),
    ),
    Module("webhooks", "对接", (Permission("webhooks.manage", "维护事件通知"),)),
    Module("journal", "审计", (Permission("journal.read", "查阅操作台账"),)),
)
NAMES = frozenset(item.name for module in CATALOGUE for item in module.items)

# 三员: what belongs to one of the three administrators may be given to nobody else.
GUARDED = {
    "organization.departments.manage": "system",
    "organization.staff.manage": "system",
    "workflow.design": "system",
    "webhooks.manage": "system",
    "correspondence.fonts.manage": "system",
    "organization.duties.manage": "security",
    "journal.read": "audit",
}


@dataclass(frozen=True)
class StockDuty:
    """A duty every unit starts with; the unit may edit it, but not remove it."""

    code: str
    name: str
    permissions: tuple[str, ...]
    guard: str = ""
    for_newcomers: bool = False


STOCK_DUTIES = (
    StockDuty("drafter", "拟稿人", ("correspondence.outgoing.draft",), for_newcomers=True),
    StockDuty(
        "office_head",
        "办公室主任",
        (
            "correspondence.outgoing.review",
            "correspondence.numbering.manage",
            "correspondence.incoming.propose",
            "correspondence.read.unit",
            "seals.manage",
            "workflow.supervise",
            "requests.dispatch",
            "requests.seal",
            "requests.supplies",
            "requests.read.unit",
            "requests.manage",
        ),
    ),
    StockDuty(
        "leader",
        "单位领导",
        (
            "correspondence.outgoing.sign",
            "correspondence.incoming.instruct",
            "correspondence.read.unit",
            "workflow.supervise",
            "requests.approve",
            "requests.read.unit",
        ),
    ),
    # 重要公文和上行文由机关主要负责人签发 (条例 22).
    StockDuty(
        "principal",
        "主要负责人",
        ("correspondence.outgoing.sign", "correspondence.outgoing.sign_major"),
    ),
    StockDuty(
        "registrar",
        "机要文书",
        (
            "correspondence.outgoing.verify",
            "correspondence.outgoing.register",
            "correspondence.outgoing.print",
            "correspondence.outgoing.release",
            "correspondence.incoming.acknowledge",
            "correspondence.incoming.register",
            "correspondence.incoming.screen",
            "correspondence.read.unit",
            "custody.keep",
            "seals.use",
        ),
    ),
    StockDuty("accountant", "财务人员", ("requests.finance",)),
    StockDuty("handler", "承办人", ("correspondence.incoming.handle",), for_newcomers=True),
    StockDuty(
        "system_admin",
        "系统管理员",
        (
            "organization.departments.manage",
            "organization.staff.manage",
            "workflow.design",
            "webhooks.manage",
            "correspondence.fonts.manage",
        ),
        guard="system",
    ),
    StockDuty("security_admin", "安全管理员", ("organization.duties.manage",), guard="security"),
    StockDuty("audit_admin", "审计管理员", ("journal.read",), guard="audit"),
)
