"""OFD 文件 (GB/T 33190): a zip of XML, opened as something a stranger made."""

import io
import posixpath
import zipfile
from functools import cached_property

from lxml import etree

NAMESPACE = "http://www.ofdspec.org/2016"
MOST_ENTRIES, MOST_BYTES, MOST_XML = 3000, 200 * 2**20, 16 * 2**20
SIGNING_BODY = "署名机关"  # CustomData of DocInfo, one for each: whose seals there must be
_NO_TIME, _PACKED = (1980, 1, 1, 0, 0, 0), zipfile.ZIP_DEFLATED
_PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


class NotOfd(ValueError):
    """No OFD, or one that was made to do harm."""


class Container:
    """The parts of one file by their absolute names; nothing is written to disk. A file may hold
    several documents: `place` is whose body and seals are meant."""

    def __init__(self, content: bytes, *, place: int = 0) -> None:
        self._place = place
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except zipfile.BadZipFile:
            raise NotOfd("不是 OFD 文件，或文件已损坏。") from None
        entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
            raise NotOfd("OFD 文件里的内容过多或过大，不予打开。")
        self._names = {"/" + entry.filename.lstrip("/"): entry for entry in entries}
        if len(self._names) != len(entries):
            raise NotOfd("OFD 文件里有重名的内容，不予打开。")
        if "/OFD.xml" not in self._names:
            raise NotOfd("不是 OFD 文件，或文件已损坏。")

    @property
    def names(self) -> list[str]:
        return list(self._names)

    def bytes_of(self, name: str) -> bytes:
        entry = self._names.get(name)
        if entry is None:
            raise NotOfd(f"OFD 文件缺少 {name[:80]}。")
        try:
            with self._zip.open(entry) as part:
                found = part.read(entry.file_size + 1)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
            raise NotOfd("OFD 文件已损坏。") from None
        if len(found) != entry.file_size:
            raise NotOfd("OFD 文件已损坏。")
        return found

    def xml_of(self, name: str) -> etree._Element:
        text = self.bytes_of(name)
        if len(text) > MOST_XML or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise NotOfd("OFD 文件里有不允许的内容，不予打开。")
        try:
            return etree.fromstring(text, etree.XMLParser(**_PARSER))
        except etree.XMLSyntaxError:
            raise NotOfd("OFD 文件已损坏。") from None

    @cached_property
    def body(self) -> etree._Element:
        if len(self.bodies) <= self._place:
            raise NotOfd("OFD 文件里没有文档。")
        return self.bodies[self._place]

    @cached_property
    def bodies(self) -> list[etree._Element]:
        return every(self.xml_of("/OFD.xml"), "DocBody")

    @property
    def signing_bodies(self) -> list[str]:
        """联合行文: who all seals it, as the file itself says under every seal."""
        listed = every(child(child(self.body, "DocInfo"), "CustomDatas"), "CustomData")
        return [one.text or "" for one in listed if one.get("Name") == SIGNING_BODY]

    @cached_property
    def root(self) -> str:
        return at("/", said(self.body, "DocRoot"))


def child(node: etree._Element | None, name: str) -> etree._Element | None:
    return None if node is None else node.find(f"{{{NAMESPACE}}}{name}")


def every(node: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if node is None else node.findall(f"{{{NAMESPACE}}}{name}")


def said(node: etree._Element | None, name: str) -> str:
    found = child(node, name)
    return (found.text or "").strip() if found is not None else ""


def at(folder: str, place: str) -> str:
    """A part's absolute name; what climbs out of the file names nothing."""
    found = posixpath.normpath(place if place.startswith("/") else posixpath.join(folder, place))
    return "/" + found.lstrip("/")


def folder_of(name: str) -> str:
    return posixpath.dirname(name)


# ---- the other way: parts written -----------------------------------------------------------


def root_of(name: str, **said: str) -> etree._Element:
    return etree.Element(f"{{{NAMESPACE}}}{name}", said, nsmap={"ofd": NAMESPACE})


def add(parent: etree._Element, name: str, **said: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", said)


def xml(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def zipped(parts: dict[str, bytes]) -> bytes:
    """Parts by their absolute names; the same parts give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name.lstrip("/"), _NO_TIME), content, _PACKED)
    return target.getvalue()
