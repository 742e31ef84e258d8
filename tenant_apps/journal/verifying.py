"""Is the journal of this unit whole? Reads everything, trusts nothing it can recompute."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from tenant_apps.journal.models import DailyRoot, Entry
from tenant_apps.journal.sealing import root_of, seal, signature_of

# What can be wrong, in words for the auditor.
ALTERED = "记录内容与其校验值不符"
MISSING = "中间缺少记录"
BROKEN = "与前一条记录不相衔接"
TRUNCATED = "日根记载的末尾记录不见了"
VANISHED = "日根记载的事项整个不见了"
REPLACED = "与日根记载的校验值不符"
ROOT_ALTERED = "日根内容与其校验值不符"
ROOT_BROKEN = "日根与前一日根不相衔接"
ROOT_FORGED = "日根签名不符"
SHRUNK = "记录总数少于日根记载"


@dataclass(frozen=True)
class Fault:
    what: str
    subject: str  # a subject's id, or a root's day
    seq: int | None = None


def faults() -> Iterator[Fault]:
    """Every fault of the unit we are in; none means whole."""
    seen: dict[str, list[str]] = {}
    rows = Entry.objects.order_by("subject_id", "seq").iterator(chunk_size=2000)
    for subject, entries in groupby(rows, key=lambda entry: entry.subject_id):
        hashes = seen.setdefault(str(subject), [])
        yield from _faults_of_chain(subject, entries, hashes)
    yield from _faults_of_roots(seen)


def _faults_of_chain(
    subject: UUID, entries: Iterator[Entry], hashes: list[str]
) -> Iterator[Fault]:
    for entry in entries:
        while len(hashes) < entry.seq - 1:  # one fault for every entry that is gone
            hashes.append("")
            yield Fault(MISSING, str(subject), len(hashes))
        previous = hashes[-1] if hashes else ""
        if entry.hash != seal(entry):
            yield Fault(ALTERED, str(subject), entry.seq)
        elif previous not in ("", entry.previous) or (entry.seq == 1 and entry.previous):
            yield Fault(BROKEN, str(subject), entry.seq)
        hashes.append(entry.hash)


def _faults_of_roots(seen: dict[str, list[str]]) -> Iterator[Fault]:
    previous = ""
    last: DailyRoot | None = None
    for last in DailyRoot.objects.order_by("day").iterator(chunk_size=50):
        yield from _faults_of_root(last, previous)
        for subject, (seq, hash_) in last.heads.items():
            if what := _fault_of_head(seen.get(subject), int(seq), str(hash_)):
                yield Fault(what, subject, int(seq))
        previous = last.root
    if last and sum(map(len, seen.values())) < last.count:
        yield Fault(SHRUNK, str(last.day))


def _faults_of_root(root: DailyRoot, previous: str) -> Iterator[Fault]:
    day = str(root.day)
    said = root_of(day=root.day, count=root.count, heads=root.heads, previous=root.previous)
    if root.root != said:
        yield Fault(ROOT_ALTERED, day)
    if root.previous != previous:
        yield Fault(ROOT_BROKEN, day)
    if root.signature != signature_of(root.root):
        yield Fault(ROOT_FORGED, day)


def _fault_of_head(hashes: list[str] | None, seq: int, hash_: str) -> str | None:
    if not hashes:
        return VANISHED
    if len(hashes) < seq:
        return TRUNCATED
    return None if hashes[seq - 1] in (hash_, "") else REPLACED  # "": already told as missing
