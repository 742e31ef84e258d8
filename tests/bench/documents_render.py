"""One red-head document as PDF, warm: ours by Typst with its fit settled and as PDF/A; WeasyPrint
from ready HTML of the same words in the same fonts, in a process of its own that stays warm too.

In turns, so that a busy moment meets both; every page is another, so that nothing is remembered.
"""

import html
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from tenant_apps.correspondence.layout import RedHead, render_pdf

ROUNDS = int(os.environ.get("HESHU_BENCH_ROUNDS", "20"))
MOST_MS = 40  # warm, at the median: quick enough to look at while typing
HERE = Path(__file__).resolve().parent
PEER = HERE.parents[1] / "var" / "bench" / "weasyprint"
WANTED = ("weasyprint==70.*",)
FONTS = HERE.parents[1] / "tenant_apps" / "correspondence" / "layout" / "fonts"
TEXT = (
    "今年以来，我镇先后遭受三次暴雨，境内道路、农田和房屋不同程度受损，现将有关情况报告如下。",
    "一、基本情况",
    "截至十月底，全镇共有一千二百余户受灾，直接经济损失四百三十万元，已经紧急转移安置群众二百余人。",
    "二、请求事项",
    "为保障受灾群众基本生活，恳请区政府从救灾资金中安排八十万元，用于冬春生活救助和水毁道路修复。",
    "妥否，请批示。",
)


def measured() -> dict[str, Any]:
    ours: list[float] = []
    theirs: list[float] = []
    cpu: list[float] = []
    with _weasyprint() as peer:
        for number in range(ROUNDS + 2):
            page = _page(number)
            began, worked = time.perf_counter(), time.process_time()
            render_pdf(page)
            mine, work = time.perf_counter() - began, time.process_time() - worked
            other = peer(_as_html(page))
            if number >= 2:  # the first ones read the fonts
                ours.append(mine)
                cpu.append(work)
                theirs.append(other)
    ours_ms, peer_ms = median(ours) * 1000, median(theirs) * 1000
    return {
        "ratio": round(peer_ms / ours_ms, 2),
        "ours_ms": round(ours_ms, 1),
        "peer_ms": round(peer_ms, 1),
        "ours_cpu_ms": round(median(cpu) * 1000, 1),  # what is left of it on a busy machine
        "most_ms": MOST_MS,
        "ok": ours_ms < MOST_MS,
        "best_ms": {"ours": round(min(ours) * 1000, 1), "peer": round(min(theirs) * 1000, 1)},
        "rounds": ROUNDS,
        "what": "红头公文排成 PDF（热），对 WeasyPrint",
    }


def _page(number: int) -> RedHead:
    day = date(2026, 11, 2)
    return RedHead(
        letterhead="太和镇人民政府文件",
        title=f"太和镇人民政府关于申请拨付第{number}批救灾专项资金的请示",
        body="\n".join(TEXT),
        author="太和镇人民政府",
        printed_by="太和镇党政办公室",
        dated_on=day,
        printed_on=day,
        number=f"太和府文〔2026〕{number + 1}号",
        upward=True,
        signatory="李堃",
        addressees="合川区人民政府",
        copies="区应急管理局，区财政局",
    )


@contextmanager
def _weasyprint() -> Iterator[Any]:
    """In an environment of its own, made once; our locks know nothing of it."""
    python = PEER / "bin" / "python"
    uv = Path(sys.executable).with_name("uv")
    if not python.exists():
        subprocess.run([uv, "venv", "-q", "--python", sys.executable, PEER], check=True)
    subprocess.run([uv, "pip", "install", "-q", "--python", python, *WANTED], check=True)
    process = subprocess.Popen(
        [python, HERE / "peers" / "weasy.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def render(page: str) -> float:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("The peer is asked through pipes.")
        process.stdin.write(json.dumps(page) + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        if not answer:
            raise RuntimeError("WeasyPrint gave up, see above.")
        return float(answer)

    try:
        yield render
    finally:
        process.kill()
        process.wait()


_STYLE = """
@font-face { font-family: fang; src: url(file://FONTS/FandolFang-Regular.otf) }
@font-face { font-family: hei; src: url(file://FONTS/FandolHei-Regular.otf) }
@font-face { font-family: song; src: url(file://FONTS/FandolSong-Bold.otf) }
@page { size: 210mm 297mm; margin: 37mm 26mm 35mm 28mm;
        @bottom-right { content: "— " counter(page) " —" } }
body { font: 5.571mm/10.449mm fang; text-align: justify } p { margin: 0; text-indent: 2em }
.flag { font: 15mm song; color: #e60012; text-align: center; padding-top: 35mm }
.number { text-indent: 0; margin-top: 20mm; border-bottom: 0.7mm solid #e60012 }
h1 { font: 22pt song; text-align: center } .head { font-family: hei } .sign { text-align: right }
.imprint { font-size: 14pt; border: solid black; border-width: 0.35mm 0; text-indent: 0 }
""".replace("FONTS", str(FONTS))


def _as_html(page: RedHead) -> str:
    lines = [
        f'<p class="{"head" if line[1] == "、" else ""}">{html.escape(line)}</p>'
        for line in page.body.splitlines()
    ]
    return (
        f'<style>{_STYLE}</style><p class="flag">{page.letterhead}</p>'
        f'<p class="number">{page.number} 签发人：{page.signatory}</p><h1>{page.title}</h1>'
        f"<p>{page.addressees}：</p>{''.join(lines)}"
        f'<p class="sign">{page.author}</p><p class="sign">2026年11月2日</p>'
        f'<p class="imprint">抄送：{page.copies}。{page.printed_by}</p>'
    )
