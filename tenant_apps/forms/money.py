"""大写: an amount in the characters that cannot be altered, by the rules for bills.

支付结算办法附一: 「整」 after 元 and 角; one 零 for zeros inside; 分 is rounded half up. Where the
元 is zero and a 角 follows, the rule leaves the 零 free: we write none.
"""

from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿")
LIMIT = Decimal(10) ** 12


def in_capitals(amount: float | Decimal) -> str:
    """1680.32 → 壹仟陆佰捌拾元叁角贰分; empty beyond 9999 亿."""
    fen = Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if abs(fen) >= LIMIT:
        return ""
    whole, cents = divmod(int(abs(fen) * 100), 100)
    sign = "负" if fen < 0 else ""
    if not whole and not cents:
        return "零元整"
    return sign + (_whole(whole) + "元" if whole else "") + _cents(cents, bool(whole))


def _cents(cents: int, after_yuan: bool) -> str:
    jiao, fen = divmod(cents, 10)
    if not cents:
        return "整"
    if not jiao:
        return ("零" if after_yuan else "") + DIGITS[fen] + "分"
    return DIGITS[jiao] + "角" + (DIGITS[fen] + "分" if fen else "整")


def _whole(number: int) -> str:
    words = ""
    for place in (2, 1, 0):
        group, number = divmod(number, 10_000**place)
        if not group:
            continue
        words += ("零" if words and group < 1000 else "") + _group(group) + GROUPS[place]
    return words


def _group(number: int) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit, number = divmod(number, 10**place)
        if not digit:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + DIGITS[digit] + PLACES[place]
        gap = False
    return words
