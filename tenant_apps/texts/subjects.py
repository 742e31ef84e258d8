"""Whose texts are kept here: each app with a text says how it reads and how a new one is taken.

    subjects.register(Subject(kind="outgoing", now=…, take=…, marked=…))

Called from the app's `ready()`. Who may read or change is files.holders' matter, asked before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared_apps.kernel.errors import NotFound
from tenant_apps.organization.models import Staff
from tenant_apps.texts.models import TextVersion


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The text as the document holds it, from before its first version was kept."""

    text: str
    author: Staff
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Subject:
    kind: str
    now: Callable[[UUID], Standing]
    # A new version became the text: the document takes it over, locked by holders.edit.
    take: Callable[[UUID, TextVersion, Staff], None]
    # 留痕: why every change of this person's is to be marked now; empty where it need not.
    marked: Callable[[UUID, Staff], str]


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> Subject:
    if _subjects.get(subject.kind, subject) is not subject:
        raise RuntimeError(f"The texts of {subject.kind!r} are registered twice.")
    _subjects[subject.kind] = subject
    return subject


def of(kind: str) -> Subject:
    try:
        return _subjects[kind]
    except KeyError:
        raise NotFound("这类事项没有可以编辑的正文。") from None
