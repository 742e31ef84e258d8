"""WeasyPrint at the other end of a pipe: a page of HTML a line, answered with its seconds."""

import json
import sys
import time

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

FONTS = FontConfiguration()  # read once, as a warm server would

for line in sys.stdin:
    page = json.loads(line)
    began = time.perf_counter()
    HTML(string=page).write_pdf(font_config=FONTS)
    sys.stdout.write(f"{time.perf_counter() - began}\n")
    sys.stdout.flush()
