"""OFD 版式文件 (GB/T 33190): the printed page once more, made from its PDF.

Text stays text, in the very faces of the PDF and where the PDF has it; rules are paths, pictures
are pictures. What this cannot carry over is refused, never left out or drawn as a picture.
"""

from .fonts import NotWritable
from .writing import Facts, written

__all__ = ["Facts", "NotWritable", "written"]
