"""The bytes of a version: the file itself, or a fresh .docx of what was typed."""

from shared_apps.kernel import storage
from shared_apps.kernel.errors import DomainError
from tenant_apps.texts import words
from tenant_apps.texts.models import TextVersion
from tenants.current import current_unit


class FileMissing(DomainError):
    """The row is there, the disk lost its file."""

    status = 503
    code = "texts.file_missing"


def content(version: TextVersion) -> bytes:
    return words.as_word(version.text) if version.form == "typed" else kept(version.sha256)


def kept(sha256: str) -> bytes:
    try:
        with storage.open_(current_unit().schema_name, sha256) as file:
            return file.read()
    except storage.Missing:
        raise FileMissing("服务器上缺少这份正文文件，请联系系统管理员从备份恢复。") from None
