"""The folder a pass opens, with the one file in it: every PUT is a version."""

import io
from abc import abstractmethod
from collections.abc import Callable
from typing import Any

from wsgidav.dav_error import HTTP_FORBIDDEN, HTTP_PRECONDITION_FAILED, DAVError
from wsgidav.dav_provider import DAVCollection, DAVNonCollection

from tenant_apps.files import actions as files
from tenant_apps.files.models import Version
from tenant_apps.files.sniffing import DOCX
from tenant_apps.texts import locks, places, queries, stock
from tenant_apps.texts.actions import saving
from tenant_apps.texts.dav.errors import refused
from tenant_apps.texts.models import Pass, TextVersion

Environ = dict[str, Any]


class Buffer(io.BytesIO):
    """Gathers what is sent; closing it is the save."""

    def __init__(self, save: Callable[[bytes], None]) -> None:
        super().__init__()
        self._save = save

    def close(self) -> None:
        if not self.closed:
            self._save(self.getvalue())
        super().close()


class Folder(DAVCollection):
    """What clients probe before they open the file: nothing can be put into it."""

    def __init__(self, environ: Environ) -> None:
        super().__init__("/", environ)
        self.held: Pass = environ["heshu.pass"]

    def get_member_names(self) -> list[str]:
        return [self.held.file_name]

    def get_member(self, name: str) -> Any:
        return self.provider.get_resource_inst(f"/{name}", self.environ)

    def get_ref_url(self) -> str:
        return f"/{self.held.subject_kind}/{self.held.subject_id}/"

    def get_etag(self) -> str | None:
        return None

    def support_etag(self) -> bool:
        return False

    def prevent_locking(self) -> bool:
        return True

    def create_empty_resource(self, name: str) -> Any:
        raise DAVError(HTTP_FORBIDDEN, "这里只能打开和保存这一个文件，不能新建。")

    create_collection = create_empty_resource

    def handle_delete(self) -> bool:
        raise DAVError(HTTP_FORBIDDEN)

    def support_recursive_delete(self) -> bool:
        return False


class KeptFile(DAVNonCollection):
    """One file as it stands: read and saved, never deleted, copied or renamed here."""

    def __init__(self, path: str, environ: Environ) -> None:
        super().__init__(path, environ)
        self.held: Pass = environ["heshu.pass"]
        assert self.held.subject_id is not None  # noqa: S101  the table's own constraint
        self.kind, self.subject_id = self.held.subject_kind, self.held.subject_id
        with refused():
            places.read(self.kind, self.subject_id, by=self.held.staff)
            self.version = self.standing()
        self._content: bytes | None = None

    @abstractmethod
    def standing(self) -> TextVersion | Version: ...

    @abstractmethod
    def kept(self) -> bytes: ...

    @abstractmethod
    def save(self, content: bytes) -> None: ...

    @property
    def content(self) -> bytes:
        if self._content is None:
            with refused():
                self._content = self.kept()
        return self._content

    def get_ref_url(self) -> str:
        """One place for all passes to it: locks and margins are the file's, not the link's."""
        return f"/{self.kind}/{self.subject_id}/file"

    def get_content_length(self) -> int:
        return len(self.content)

    def get_creation_date(self) -> float:
        return self.version.at.timestamp()

    def get_last_modified(self) -> float:
        return self.version.at.timestamp()

    def get_etag(self) -> str:
        return f"{self.version.number}-{self.version.sha256}"

    def support_etag(self) -> bool:
        return True

    def support_ranges(self) -> bool:
        return True

    def get_content(self) -> io.BytesIO:
        self.has_seen(self.version.number)
        return io.BytesIO(self.content)

    def begin_write(self, *, content_type: str | None = None) -> Buffer:
        return Buffer(self.save)

    def has_seen(self, number: int) -> None:
        Pass.objects.filter(pk=self.held.pk).update(seen=number)

    def handle_delete(self) -> bool:
        raise DAVError(HTTP_FORBIDDEN, "文件不能在这里删除。")

    def handle_copy(self, dest_path: str, *, depth_infinity: bool) -> bool:
        raise DAVError(HTTP_FORBIDDEN, "文件不能在这里复制。")

    def handle_move(self, dest_path: str) -> bool:
        raise DAVError(HTTP_FORBIDDEN, "文件不能在这里改名。")


class TextFile(KeptFile):
    """正文: saved as the next version by the same action as the browser's."""

    version: TextVersion

    def standing(self) -> TextVersion:
        return queries.standing(self.kind, self.subject_id)

    def kept(self) -> bytes:
        return stock.content(self.version)

    def get_content_type(self) -> str:
        return DOCX

    def save(self, content: bytes) -> None:
        tokens = self.environ.get("wsgidav.ifLockTokenList") or [""]
        with refused():
            version = saving.save_word(
                subject_kind=self.kind,
                subject_id=self.subject_id,
                file=saving.arrive(content, name=self.held.file_name),
                save=saving.Save(way="webdav", base=self.held.seen, key=tokens[0]),
                by=self.held.staff,
                at=self.environ["heshu.at"],
            )
        if version.is_side:
            self.environ["heshu.keep"] = True
            raise DAVError(HTTP_PRECONDITION_FAILED, "正文已有新版本，这一稿已存为旁稿。")
        self.version, self._content = version, None
        self.has_seen(version.number)

    def set_aside(self, content: bytes) -> None:
        """Refused for want of the pen: what was written is kept beside the text all the same."""
        with refused():
            saving.set_file_aside(
                subject_kind=self.kind,
                subject_id=self.subject_id,
                file=saving.arrive(content, name=self.held.file_name),
                save=saving.Save(way="webdav", base=self.held.seen),
                by=self.held.staff,
                at=self.environ["heshu.at"],
            )
        self.environ["heshu.keep"] = True


class AttachedFile(KeptFile):
    """附件: saved as its next version, under its own name. What comes too late is refused: the
    program still has it."""

    version: Version

    def standing(self) -> Version:
        return places.attachment(self.subject_id).version

    def kept(self) -> bytes:
        return stock.kept(self.version.sha256)

    def get_content_type(self) -> str:
        return self.version.content_type

    def save(self, content: bytes) -> None:
        tokens = self.environ.get("wsgidav.ifLockTokenList") or [""]
        pen = locks.Pen(way="webdav", key=tokens[0], by=self.held.staff)
        with refused():
            place = places.edit(self.kind, self.subject_id, by=self.held.staff)
            locks.refuse_others(place, pen, at=self.environ["heshu.at"])
            if self.held.seen not in (0, self.standing().number):
                raise DAVError(HTTP_PRECONDITION_FAILED, "附件已有新版本，请重新打开后再改。")
            saved = files.replace(
                attachment_id=self.subject_id,
                chunks=[content],
                size=len(content),
                by=self.held.staff,
                at=self.environ["heshu.at"],
            )
        self.version, self._content = saved.version, None
        self.has_seen(saved.version.number)
