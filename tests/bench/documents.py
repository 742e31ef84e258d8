"""Documents as files: laid out, converted, searched. Each part is a module with `measured()`.

`ratio` is the worst of theirs; `ok` when every part keeps its own goal as well. A new part needs
its file `documents_<part>.py` and its line here.
"""

from typing import Any

from tests.bench import documents_convert, documents_render, documents_search
from tests.bench.place import city

GOAL = 1


def run() -> dict[str, Any]:
    with city("documents", units=1) as (unit,):
        parts = {
            "render": documents_render.measured(),
            "convert": documents_convert.measured(),
            "search": documents_search.measured(unit),
        }
    ratio = min(part["ratio"] for part in parts.values())
    return {
        "ratio": ratio,
        "goal": GOAL,
        "ok": ratio >= GOAL and all(part["ok"] for part in parts.values()),
        "what": (
            "红头排版对 WeasyPrint；docx 转 PDF 对每次冷启动的 soffice；两万份公文查短语对 LIKE"
        ),
        **parts,
    }
