"""What a custody register may say: patterns that no title and no content fits. Pure."""

import re

WHY = (
    "本系统是非涉密系统，不得存放、处理涉密文件的标题、内容和扫描件（条例第二十六条）。"
    "这里只登记纸件的编号、份号、密级、期限、持有人和存放位置，供清点、清退和销毁时核对；"
    "文件本身由机要渠道传递，放在保密柜里。"
)
NUMBER = re.compile(r"[A-Za-z0-9密机绝秘第号字\-－—〔〕\[\]（）()]{1,20}")
COPY = re.compile(r"\d{1,6}")
TERM = re.compile(r"(?:[1-9]\d?年|[1-9]\d?个月|长期)?")
# 机要室2号柜3格: a room in a few words, then numbered cupboards and shelves. No title is so short.
_SPOT = "(?:号楼|号柜|号箱|号格|楼|室|柜|箱|格|层|架|库)"
PLACE = re.compile(rf"(?=.{{2,20}}$)[一-龥A-Za-z]{{0,8}}(?:[0-9A-Za-z]{{1,4}}{_SPOT})*")

PATTERNS = {
    "number": (NUMBER, "编号只用数字、字母和连接号，如“密2026-018”，不得写标题。"),
    "copy_number": (COPY, "份号是纸件左上角的数字，如“000012”。"),
    "term": (TERM, "保密期限写“10年”“6个月”或“长期”。"),
    "place": (PLACE, "存放位置写到室、柜、格，如“机要室2号柜3格”，不得写标题。"),
}


def unfit(said: dict[str, str]) -> dict[str, list[str]]:
    """Field → why; only of what was said."""
    return {
        name: [why]
        for name, (pattern, why) in PATTERNS.items()
        if name in said and not pattern.fullmatch(said[name])
    }
