"""A phrase among 20,000 documents of 900 characters: the index beside LIKE over the same rows.

The question is the one the page asks (queries.find): visibility, order and count included. LIKE
gets the bare statement. Letters are drawn at random from a thousand, the worst case for pairs.
"""

import random
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from statistics import median, quantiles
from typing import Any

from django.db import connection
from django.utils import timezone

from shared_apps.kernel.ids import new_id
from tenant_apps.correspondence.models import IncomingDocument
from tenant_apps.search import queries, tokens
from tenant_apps.search.models import Passage
from tenants.crossing import in_unit
from tenants.models import Unit
from tests.make import organization as people

DOCUMENTS, LENGTH, PORTION = 20_000, 900, 500
TIMES, LIKES = 200, 10
P95_GOAL_MS = 10
_CHARACTERS = [chr(0x4E00 + 19 * number) for number in range(1000)]


def measured(unit: Unit) -> dict[str, Any]:
    rng = random.Random(20261129)
    with in_unit(unit):
        viewer = people.staff("检索的人", duties=["registrar"])
        asked = _fill(rng)
        index = [
            _timed(partial(queries.find, queries.Asked(q=phrase), None, viewer=viewer))
            for phrase in rng.sample(asked, TIMES)
        ]
        like = [_timed(partial(_like, phrase)) for phrase in rng.sample(asked, LIKES)]
    p95 = quantiles(index, n=20)[-1]
    return {
        "ratio": round(median(like) / median(index), 1),
        "ok": p95 < P95_GOAL_MS,
        "p50_ms": round(median(index), 2),
        "p95_ms": round(p95, 2),
        "p95_goal_ms": P95_GOAL_MS,
        "like_p50_ms": round(median(like), 1),
        "documents": DOCUMENTS,
    }


def _fill(rng: random.Random) -> list[str]:
    """Documents that came in, and their passages; returns phrases of four that stand in them."""
    at, phrases = timezone.now(), []
    for _ in range(0, DOCUMENTS, PORTION):
        documents = [_document(at) for _ in range(PORTION)]
        texts = ["".join(rng.choices(_CHARACTERS, k=LENGTH)) for _ in documents]
        IncomingDocument.objects.bulk_create(documents)
        Passage.objects.bulk_create(
            Passage(
                subject_kind="incoming",
                subject_id=document.pk,
                title=document.title,
                text=text,
                words=tokens.vector(text),
                at=at,
            )
            for document, text in zip(documents, texts, strict=True)
        )
        places = [rng.randrange(LENGTH - 4) for _ in texts]
        phrases += [text[at_ : at_ + 4] for text, at_ in zip(texts, places, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return phrases


def _document(at: datetime) -> IncomingDocument:
    return IncomingDocument(
        envelope_id=new_id(),
        source_id=new_id(),
        from_code="ZFB",
        from_name="区政府办公室",
        from_short_name="区政府办公室",
        doc_kind="notice",
        urgency="ordinary",
        title="关于做好有关工作的通知",
        number="〔2026〕1号",
        body="",
        digest="0" * 64,
        sealed_at=at,
        received_at=at,
        pdf_sha256="0" * 64,
        page_count=1,
    )


def _like(phrase: str) -> None:
    list(Passage.objects.filter(text__contains=phrase).defer("words")[:21])


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
