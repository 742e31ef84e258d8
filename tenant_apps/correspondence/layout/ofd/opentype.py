"""OpenType around a bare font program (ISO/IEC 14496-22): the tables that a PDF does without."""

import struct
from dataclasses import dataclass

_MAGIC, _CHECKED = 0x5F0F3CF5, 0xB1B0AFBA
_BMP = 0xFFFF


@dataclass(frozen=True)
class Frame:
    """What is known of a face besides its outlines, in thousandths of an em."""

    name: str
    characters: dict[int, int]  # code point → glyph
    widths: dict[int, float]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int


def around_cff(program: bytes, frame: Frame) -> bytes:
    count = _index(program, _top(program)[17])[0]
    widths = [round(frame.widths.get(glyph, 0)) for glyph in range(count)]
    tables = {
        b"CFF ": program,
        b"head": struct.pack(
            ">4IHHqq4hHHhhh", 0x10000, 0x10000, 0, _MAGIC, 3, 1000, 0, 0, *frame.box, 0, 3, 2, 0, 0
        ),
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH",
            0x10000, frame.ascent, frame.descent, 0, max(widths), 0, 0, frame.box[2],
            1, 0, 0, 0, 0, 0, 0, 0, count,
        ),
        b"hmtx": b"".join(struct.pack(">Hh", width, 0) for width in widths),
        b"maxp": struct.pack(">IH", 0x5000, count),
    }  # fmt: skip
    return _joined(b"OTTO", tables | _said(frame, 1))


def around_truetype(program: bytes, frame: Frame) -> bytes:
    (count,) = struct.unpack_from(">H", program, 4)
    rows = (struct.unpack_from(">4s3I", program, 12 + 16 * turn) for turn in range(count))
    tables = {tag: program[at : at + length] for tag, _, at, length in rows}
    (em,) = struct.unpack_from(">H", tables[b"head"], 18)
    return _joined(b"\0\1\0\0", tables | _said(frame, em / 1000))


def is_numbered_plainly(program: bytes) -> bool:
    """A PDF speaks of characters by CID; here every CID must be its glyph's own number."""
    top = _top(program)
    count, at = _index(program, top[17])[0], top.get(15, 0)
    if at < 3 or (12, 30) not in top:
        return False
    kind, at, found = program[at], at + 1, 1
    while found < count:
        first, left = struct.unpack_from(">HH" if kind == 2 else ">HB", program, at)
        if kind == 0:
            left = 0
        if first != found:
            return False
        found += left + 1
        at += (2, 3, 4)[kind]
    return True


def _said(frame: Frame, scale: float) -> dict[bytes, bytes]:
    """Names, what says what, and how the lines stand: the same for both kinds."""
    ascent, descent = round(frame.ascent * scale), round(frame.descent * scale)
    codes = [code for code in frame.characters if code <= _BMP]
    first, last = min(codes, default=0), max(codes, default=0)
    up = max(ascent, round(frame.box[3] * scale))
    down = -min(descent, round(frame.box[1] * scale))
    os2 = struct.pack(
        ">Hh3H10hh10s4I4s3H3h2H2I2h3H",
        4, 1000, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0, bytes(10),
        0, 0, 0, 0, b"    ", 0x40, first, last, ascent, descent, 0, up, down,
        0, 0, 500, 700, 0, 32, 1,
    )  # fmt: skip
    return {
        b"OS/2": os2,
        b"cmap": _characters(frame.characters),
        b"name": _names(frame.name),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, -100, 50, 0, 0, 0, 0, 0),
    }


def _characters(known: dict[int, int]) -> bytes:
    """Format 4 for all readers; 12 besides, where a character lies beyond its reach."""
    near = sorted((code, glyph) for code, glyph in known.items() if code < _BMP)
    count = len(near) + 1
    power = 1 << (count.bit_length() - 1)
    codes = [code for code, _ in near] + [_BMP]
    deltas = [(glyph - code) & _BMP for code, glyph in near] + [1]
    four = struct.pack(
        ">7H", 4, 16 + 8 * count, 0, 2 * count, 2 * power, power.bit_length() - 1,
        2 * (count - power),
    )  # fmt: skip
    four += struct.pack(f">{count}HH{count}H", *codes, 0, *codes)
    four += struct.pack(f">{count}H{count}H", *deltas, *([0] * count))
    if len(near) == len(known):
        return struct.pack(">HHHHI", 0, 1, 3, 1, 12) + four
    rows = b"".join(struct.pack(">3I", code, code, known[code]) for code in sorted(known))
    twelve = struct.pack(">HHIII", 12, 0, 16 + len(rows), 0, len(known)) + rows
    return struct.pack(">HHHHIHHI", 0, 2, 3, 1, 20, 3, 10, 20 + len(four)) + four + twelve


def _names(name: str) -> bytes:
    family, _, style = name.partition("-")
    said = {1: family, 2: style or "Regular", 3: name, 4: name, 6: name}
    rows, words = b"", b""
    for number, text in said.items():
        word = text.encode("utf-16-be")
        rows += struct.pack(">6H", 3, 1, 0x409, number, len(word), len(words))
        words += word
    return struct.pack(">3H", 0, len(said), 6 + len(rows)) + rows + words


def _joined(kind: bytes, tables: dict[bytes, bytes]) -> bytes:
    power = 1 << (len(tables).bit_length() - 1)
    front = kind + struct.pack(
        ">4H", len(tables), 16 * power, power.bit_length() - 1, 16 * (len(tables) - power)
    )
    head = bytearray(tables[b"head"])
    head[8:12] = bytes(4)
    tables = tables | {b"head": bytes(head)}
    at, rows, body = 12 + 16 * len(tables), b"", b""
    for tag, content in sorted(tables.items()):
        rows += tag + struct.pack(">3I", _sum(content), at + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    whole = bytearray(front + rows + body)
    place = at + body.index(bytes(head)) + 8
    whole[place : place + 4] = struct.pack(">I", (_CHECKED - _sum(bytes(whole))) & 0xFFFFFFFF)
    return bytes(whole)


def _sum(content: bytes) -> int:
    padded = content + bytes(-len(content) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF


# ---- as much of CFF as says where things lie ---------------------------------------------------


def _index(program: bytes, at: int) -> tuple[int, int, list[int]]:
    """How many entries, where the index ends, and where each entry begins (and the last ends)."""
    (count,) = struct.unpack_from(">H", program, at)
    if count == 0:
        return 0, at + 2, []
    size = program[at + 2]
    offsets = [
        int.from_bytes(program[at + 3 + size * turn : at + 3 + size * (turn + 1)])
        for turn in range(count + 1)
    ]
    base = at + 2 + size * (count + 1)
    return count, base + offsets[-1], [base + offset for offset in offsets]


def _top(program: bytes) -> dict[int | tuple[int, int], int]:
    """The Top DICT: operator → its last operand, where that is a whole number."""
    _, after_names, _ = _index(program, program[2])
    _, _, (first, last, *_) = _index(program, after_names)
    found: dict[int | tuple[int, int], int] = {}
    value, at = 0, first
    while at < last:
        byte = program[at]
        if byte <= 21:
            key: int | tuple[int, int] = (12, program[at + 1]) if byte == 12 else byte
            found[key], at = value, at + (2 if byte == 12 else 1)
        elif byte == 28:
            value, at = int.from_bytes(program[at + 1 : at + 3], signed=True), at + 3
        elif byte == 29:
            value, at = int.from_bytes(program[at + 1 : at + 5], signed=True), at + 5
        elif byte == 30:  # a real number: digits to the nibble that ends it
            at += 1
            while program[at] & 15 != 15 and program[at] >> 4 != 15:
                at += 1
            value, at = 0, at + 1
        elif byte <= 246:
            value, at = byte - 139, at + 1
        else:
            sign, start = (1, 247) if byte <= 250 else (-1, 251)
            value, at = sign * ((byte - start) * 256 + program[at + 1] + 108), at + 2
    return found
