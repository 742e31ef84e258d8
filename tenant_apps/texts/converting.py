""".doc and .wps become .docx when they arrive: one run of LibreOffice each, in its own folder."""

import subprocess
import tempfile
from pathlib import Path

from shared_apps.kernel.errors import DomainError

SOFFICE = "soffice"
PATIENCE = 90  # seconds; a cold start takes three


class NoConverter(DomainError):
    """LibreOffice is not installed here, or did not manage."""

    status = 422
    code = "texts.not_converted"


def to_docx(content: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix="heshu-text-") as folder:
        source = Path(folder, "text.doc")
        source.write_bytes(content)
        command = [
            SOFFICE,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            folder,
            str(source),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True)
            return Path(folder, "text.docx").read_bytes()
        except (OSError, subprocess.SubprocessError):
            raise NoConverter(
                "这个文件没有转换成功。请用 Word 或 WPS 打开，另存为 .docx 后再上传。"
            ) from None
