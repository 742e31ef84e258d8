"""An XML file of a stranger: no entities, no document type, bounded size, depth and count."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from shared_apps.kernel.errors import Invalid

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
HESHU = "urn:heshu:flow:1"
LARGEST = 2_000_000  # bytes
MOST, DEEPEST = 40_000, 100


class NotBpmn(Invalid):
    code = "workflow.not_bpmn"


@dataclass
class Element:
    """One element; `tag` without its namespace, which stands in `space`."""

    space: str
    tag: str
    attributes: dict[str, str]
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.attributes.get("id", "")

    @property
    def name(self) -> str:
        return " ".join(self.attributes.get("name", "").split())

    def all(self, tag: str, space: str = BPMN) -> Iterator["Element"]:
        return (one for one in self.children if (one.space, one.tag) == (space, tag))

    def first(self, tag: str, space: str = BPMN) -> "Element | None":
        return next(self.all(tag, space), None)


class _Builder:
    def __init__(self) -> None:
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST or len(self.open) >= DEEPEST:
            raise NotBpmn("BPMN 文件的元素过多或嵌套过深，请拆成几个流程。")
        space, _, tag = name.rpartition(" ")
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        one = Element(space, tag, plain)
        if self.open:
            self.open[-1].children.append(one)
        else:
            self.root = one
        self.open.append(one)

    def end(self, _name: str) -> None:
        self.open.pop()

    def text(self, said: str) -> None:
        if self.open:
            self.open[-1].text += said


def read(xml: str) -> Element:
    """The root `definitions`, or a refusal that says what is wrong with the file."""
    content = xml.encode("utf-8", errors="replace")
    if len(content) > LARGEST:
        raise NotBpmn("BPMN 文件超过 2 MB，请拆成几个流程。")
    builder = _Builder()
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    try:
        parser.Parse(content, True)
    except expat.ExpatError as fault:
        raise NotBpmn(f"不是完好的 XML 文件：第 {fault.lineno} 行有错误。") from None
    root = builder.root
    if root is None or (root.space, root.tag) != (BPMN, "definitions"):
        raise NotBpmn("不是 BPMN 2.0 文件：根元素须是 definitions。")
    return root


def _refuse(*_: object) -> None:
    raise NotBpmn("文件里有文档类型或实体声明，出于安全不能导入；请用设计工具重新导出。")
