"""保存正文: one road for all ways of writing. What comes too late is set aside, never lost."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.errors import DomainError, Invalid
from tenant_apps.files import converting, holders, intake
from tenant_apps.files.sniffing import DOC, DOCX
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.texts import (
    carrying,
    events,
    gate,
    locks,
    numbering,
    queries,
    redlines,
    stock,
    subjects,
    words,
)
from tenant_apps.texts.models import TextVersion

LONGEST_TEXT = 100_000
LARGEST_FILE = 50 << 20


class NotWord(Invalid):
    code = "texts.not_word"


class NotConverted(DomainError):
    """LibreOffice is not there just now, or did not manage."""

    status = 422
    code = "texts.not_converted"


class TooLong(Invalid):
    code = "texts.too_long"


class IsWord(DomainError):
    code = "texts.is_word"


class NotWordYet(DomainError):
    code = "texts.is_typed"


class Unmarked(DomainError):
    """留痕: the unit asks for a mark on every change, and these have none."""

    code = "texts.unmarked"


class SilentLoss(DomainError):
    """The program that saved dropped things nobody struck out."""

    code = "texts.silent_loss"


@dataclass(frozen=True)
class Arrived:
    """A Word file taken in: kept by its hash, read, and looked through."""

    sha256: str
    size: int
    text: str
    obstacles: list[str]
    left_out: list[str]
    parts: dict[str, bytes] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Save:
    """What a save says of itself. `base` is the version it grew from; None: whatever is there."""

    way: str
    base: int | None = None
    key: str = ""
    lost: list[str] = field(default_factory=list)
    is_plain: bool = False  # 不留痕, on purpose


def arrive(content: bytes, *, name: str) -> Arrived:
    """Into the store as .docx, whatever it came as. Under no lock: LibreOffice takes seconds."""
    label = intake.accepted_name(name)
    if len(content) > LARGEST_FILE:
        raise intake.TooLarge("正文文件超过 50 MB，请压缩其中的图片后再保存。")
    kept = intake.take_in([content], name=label)
    if kept.flaw == "encrypted":
        raise NotWord("这个文件有打开密码，请去掉密码后再上传。")
    if kept.content_type == DOC:
        content = _as_docx(content)
    elif kept.content_type != DOCX:
        raise NotWord("正文只收 Word 或 WPS 文字文件（.docx、.doc、.wps）。")
    found = words.with_short_ids(words.parts(content))
    text = words.text_of(words.body_of(found), label=numbering.of(found).label)
    if len(text) > LONGEST_TEXT:
        raise TooLong("正文超过十万字，请把部分内容作为附件。")
    packed = content if found == words.parts(content) else words.packed(found)
    stored = intake.take_in([packed], name=label)
    return Arrived(
        sha256=stored.sha256,
        size=stored.size,
        text=text,
        obstacles=gate.obstacles(found),
        left_out=carrying.left_out(found),
        parts=found,
    )


def _as_docx(content: bytes) -> bytes:
    """.doc and .wps are the same inside."""
    try:
        return converting.to_docx(content, DOC)
    except (converting.Unconvertible, converting.Away):
        raise NotConverted(
            "这个文件没有转换成功。请用 Word 或 WPS 打开，另存为 .docx 后再上传。"
        ) from None


@transaction.atomic
def save_word(
    *,
    subject_kind: str,
    subject_id: UUID,
    file: Arrived,
    save: Save,
    by: Staff,
    at: datetime,
) -> TextVersion:
    """保存 Word 正文. A side version comes back where the text has moved on meanwhile."""
    subject = subjects.of(subject_kind)
    holding = holders.edit(subject_kind, subject_id, by=by)
    known = queries.latest(subject_kind, subject_id)
    latest = known or _first(subject, subject_id, step=holding.step)
    here = known.number if known else 0  # as its page showed it
    row = _word(holding, file, save, here)
    if latest and (latest.sha256, latest.form) == (row.sha256, row.form):
        return latest
    pen = locks.Pen(way=save.way, key=save.key, by=by)
    if save.way == "upload":
        locks.refuse_others(holding, pen, at=at)  # the file is still on the person's own disk
    if row.base != here or locks.bars(holding, pen, at=at):
        return _set_aside(row, by=by, at=at)
    marked = latest.form == "word" and subject.marked(subject_id, by) if latest else ""
    if save.way == "browser" and latest and latest.form == "word":
        _refuse_silent_loss(latest, file, save, marked or "", by=by)
    fresh = _become(row, save, by=by, at=at)
    if marked and latest and save.way != "browser":
        # Nobody makes a person's own program mark anything: the server marks it afterwards.
        pair = (latest.number, fresh.number)
        redlines.ask(subject_kind, subject_id, pair, by=by, at=at)
    return fresh


@transaction.atomic
def keep_typed(
    *,
    subject_kind: str,
    subject_id: UUID,
    text: str,
    step: str,
    by: Staff,
    at: datetime,
) -> TextVersion:
    """录入: the document takes over what was typed and has locked itself; here it is kept."""
    place = holders.Holding(kind=subject_kind, id=subject_id, title="", step=step)
    locks.refuse_others(place, _pen(by), at=at)
    latest = _latest(subjects.of(subject_kind), subject_id, step=step)
    if latest and latest.form == "word":
        raise IsWord("正文现在是 Word 文件，请用编辑按钮修改，或先改回直接录入。")
    row = _typed(subject_kind, subject_id, text, step=step)
    if latest and latest.sha256 == row.sha256:
        return latest
    row.base = latest.number if latest else 0
    locks.put(place, _pen(by), at=at)
    _lay(row, by=by, at=at)
    record(_saved(row, []), by=by, at=at)
    return row


@transaction.atomic
def set_file_aside(
    *,
    subject_kind: str,
    subject_id: UUID,
    file: Arrived,
    save: Save,
    by: Staff,
    at: datetime,
) -> TextVersion | None:
    """旁稿: a program's save was refused at the door, and what it sent is kept all the same."""
    holding = holders.edit(subject_kind, subject_id, by=by)
    if queries.has_words(subject_kind, subject_id, file.sha256):
        return None
    row = _word(holding, file, save)
    return _set_aside(row, by=by, at=at)


@transaction.atomic
def keep_aside(
    *, subject_kind: str, subject_id: UUID, text: str, by: Staff, at: datetime
) -> TextVersion | None:
    """旁稿: typed on a text that has moved on. The same words again are kept once."""
    holding = holders.edit(subject_kind, subject_id, by=by)
    row = _typed(subject_kind, subject_id, text, step=holding.step)
    if queries.has_words(subject_kind, subject_id, row.sha256):
        return None
    return _set_aside(row, by=by, at=at)


@transaction.atomic
def back_to_typed(*, subject_kind: str, subject_id: UUID, by: Staff, at: datetime) -> TextVersion:
    """改回直接录入: the words stay, the file's own look does not; the file stays a version."""
    subject = subjects.of(subject_kind)
    holding = holders.edit(subject_kind, subject_id, by=by)
    locks.refuse_others(holding, _pen(by), at=at)
    latest = _latest(subject, subject_id, step=holding.step)
    if latest is None or latest.form != "word":
        raise NotWordYet("正文本来就是直接录入的。")
    row = _typed(subject_kind, subject_id, latest.text, step=holding.step)
    row.base = latest.number
    return _become(row, Save(way="typed"), by=by, at=at)


def _word(holding: holders.Holding, file: Arrived, save: Save, here: int = 0) -> TextVersion:
    return TextVersion(
        subject_kind=holding.kind,
        subject_id=holding.id,
        base=here if save.base is None else save.base,
        form="word",
        way=save.way,
        step=holding.step,
        text=file.text,
        sha256=file.sha256,
        size=file.size,
        obstacles=file.obstacles,
        left_out=file.left_out,
    )


def _pen(by: Staff) -> locks.Pen:
    """The textarea saves itself all the time: one pen a person, in whatever tab."""
    return locks.Pen(way="typed", key=f"typed:{by.pk}", by=by)


def _typed(subject_kind: str, subject_id: UUID, text: str, *, step: str) -> TextVersion:
    return TextVersion(
        subject_kind=subject_kind,
        subject_id=subject_id,
        form="typed",
        way="typed",
        step=step,
        text=text,
        sha256=queries.words_hash(text),
        size=len(text.encode()),
    )


def _latest(subject: subjects.Subject, subject_id: UUID, *, step: str) -> TextVersion | None:
    return queries.latest(subject.kind, subject_id) or _first(subject, subject_id, step=step)


def _first(subject: subjects.Subject, subject_id: UUID, *, step: str) -> TextVersion | None:
    """A document older than its versions gets the first one when the second is due."""
    standing = subject.now(subject_id)
    if not standing.text:
        return None
    row = _typed(subject.kind, subject_id, standing.text, step=step)
    _lay(row, by=standing.author, at=standing.at)
    return row


def _become(row: TextVersion, save: Save, *, by: Staff, at: datetime) -> TextVersion:
    _lay(row, by=by, at=at)
    subjects.of(row.subject_kind).take(row.subject_id, row, by)
    record(_saved(row, save.lost), by=by, at=at)
    return row


def _set_aside(row: TextVersion, *, by: Staff, at: datetime) -> TextVersion:
    row.is_side = True
    _lay(row, by=by, at=at)
    record(
        events.TextSetAside(
            subject_id=row.subject_id,
            subject_kind=row.subject_kind,
            number=row.number,
            base=row.base,
            sha256=row.sha256,
        ),
        by=by,
        at=at,
    )
    return row


def _lay(row: TextVersion, *, by: Staff, at: datetime) -> None:
    row.number = queries.last_number(row.subject_kind, row.subject_id) + 1
    row.author, row.author_name, row.at = by, by.name, at
    row.save(force_insert=True)


def _saved(row: TextVersion, lost: list[str]) -> events.TextSaved:
    return events.TextSaved(
        subject_id=row.subject_id,
        subject_kind=row.subject_kind,
        number=row.number,
        way=row.way,
        form=row.form,
        sha256=row.sha256,
        lost=lost,
    )


def _refuse_silent_loss(
    latest: TextVersion, file: Arrived, save: Save, marked: str, *, by: Staff
) -> None:
    """Only the browser's editor is known to drop things, and only it can be made to mark."""
    before = words.parts(stock.content(latest))
    if marked and (count := gate.unmarked(before, file.parts)):
        raise Unmarked(f"{marked}这一稿有 {count} 字的改动没有修订标记，没有保存。", count=count)
    plain = save.is_plain and not marked
    lost = gate.losses(before, file.parts, by=by.name, is_plain=plain)
    if unsaid := [one for one in lost if one not in save.lost]:
        raise SilentLoss(
            f"浏览器编辑器保存后会丢失：{'；'.join(unsaid)}。没有保存。请改用桌面软件编辑，"
            "或确认丢弃后再保存。",
            lost=lost,
        )
