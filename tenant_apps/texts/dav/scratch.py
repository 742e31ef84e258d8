"""检验用的空房间: folders and files to try a WebDAV client on, through the same door."""

import io
from datetime import datetime
from typing import Any
from urllib.parse import quote

from wsgidav import util
from wsgidav.dav_provider import DAVCollection, DAVNonCollection

from shared_apps.kernel import storage
from tenant_apps.texts.dav.resources import Buffer, Environ
from tenant_apps.texts.models import Pass, ScratchNode
from tenants.current import current_unit

ROOM = "/scratch"


def find(path: str, environ: Environ) -> Any:
    held: Pass = environ["heshu.pass"]
    place = _place(path)
    if place == "/":
        made = held.created_at
        return Room("/", environ, ScratchNode(path="/", made_at=made, changed_at=made))
    row = held.nodes.filter(path=place).first()
    if row is None:
        return None
    return (Room if row.is_folder else File)(path, environ, row)


class _Node:
    """What files and folders of the room share."""

    environ: Environ
    provider: Any
    row: ScratchNode

    @property
    def held(self) -> Pass:
        held: Pass = self.environ["heshu.pass"]
        return held

    @property
    def at(self) -> datetime:
        at: datetime = self.environ["heshu.at"]
        return at

    def get_ref_url(self) -> str:
        return quote(f"{ROOM}/{self.held.pk}{self.get_preferred_path()}")  # type: ignore[attr-defined]

    def get_creation_date(self) -> float:
        return self.row.made_at.timestamp()

    def get_last_modified(self) -> float:
        return self.row.changed_at.timestamp()

    def support_recursive_delete(self) -> bool:
        return False

    def support_recursive_move(self, dest_path: str) -> bool:
        return False

    def delete(self) -> None:
        self.row.delete()
        self.remove_all_properties(recursive=True)  # type: ignore[attr-defined]
        self.remove_all_locks(recursive=True)  # type: ignore[attr-defined]

    def copy_move_single(self, dest_path: str, *, is_move: bool) -> None:
        self.held.nodes.update_or_create(
            path=_place(dest_path),
            defaults={
                "is_folder": self.row.is_folder,
                "sha256": self.row.sha256,
                "size": self.row.size,
                "changed_at": self.at,
            },
            create_defaults={
                "is_folder": self.row.is_folder,
                "sha256": self.row.sha256,
                "size": self.row.size,
                "changed_at": self.at,
                "made_at": self.at,
            },
        )
        margins = self.provider.prop_manager
        there = find(dest_path, self.environ).get_ref_url()
        if is_move:
            margins.move_properties(self.get_ref_url(), there, with_children=False)
        else:
            margins.copy_properties(self.get_ref_url(), there)


class Room(_Node, DAVCollection):
    def __init__(self, path: str, environ: Environ, row: ScratchNode) -> None:
        super().__init__(path, environ)
        self.row = row

    def get_member_names(self) -> list[str]:
        below = _place(self.path).rstrip("/") + "/"
        paths = self.held.nodes.filter(path__startswith=below).values_list("path", flat=True)
        return [path[len(below) :] for path in paths if "/" not in path[len(below) :]]

    def get_member(self, name: str) -> Any:
        return find(util.join_uri(self.path, name), self.environ)

    def get_etag(self) -> str | None:
        return None

    def support_etag(self) -> bool:
        return False

    def create_empty_resource(self, name: str) -> Any:
        return self._make(name, is_folder=False)

    def create_collection(self, name: str) -> None:
        self._make(name, is_folder=True)

    def _make(self, name: str, *, is_folder: bool) -> Any:
        path = util.join_uri(self.path, name)
        self.held.nodes.create(
            path=_place(path), is_folder=is_folder, made_at=self.at, changed_at=self.at
        )
        return find(path, self.environ)


class File(_Node, DAVNonCollection):
    def __init__(self, path: str, environ: Environ, row: ScratchNode) -> None:
        super().__init__(path, environ)
        self.row = row

    def get_content_length(self) -> int:
        return self.row.size

    def get_content_type(self) -> str:
        kind: str = util.guess_mime_type(self.path)
        return kind

    def get_etag(self) -> str:
        return f"{self.row.pk}-{self.row.changed_at.timestamp()}-{self.row.sha256[:16]}"

    def support_etag(self) -> bool:
        return True

    def support_ranges(self) -> bool:
        return True

    def get_content(self) -> Any:
        if not self.row.sha256:
            return io.BytesIO()
        return storage.open_(current_unit().schema_name, self.row.sha256)

    def begin_write(self, *, content_type: str | None = None) -> Buffer:
        return Buffer(self._save)

    def _save(self, content: bytes) -> None:
        self.row.sha256, self.row.size = storage.put(current_unit().schema_name, [content])
        self.row.changed_at = self.at
        self.row.save(update_fields=["sha256", "size", "changed_at"])


def _place(path: str) -> str:
    return "/" + path.strip("/")
