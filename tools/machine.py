"""What pip cannot bring: a browser, a broker, Chinese fonts. Brought by apt where that works."""

import os
import shutil
import subprocess

from tools.places import IN_CI, Refused, heading, warn


class Need:
    """One package of the operating system and what the tests use it for."""

    def __init__(self, package: str, program: str, purpose: str) -> None:
        self.package, self.program, self.purpose = package, program, purpose

    def met(self) -> bool:
        if self.program.startswith("font:"):
            return _has_font(self.program.removeprefix("font:"))
        if self.program.startswith("file:"):
            return os.path.exists(self.program.removeprefix("file:"))
        return shutil.which(self.program, path=_wide_path()) is not None


NEEDS = (
    Need("chromium", "chromium", "浏览器测试"),
    Need("redis-server", "redis-server", "celery 引擎的测试"),
    Need("fonts-noto-cjk", "font:zh", "浏览器截图中的汉字"),
    Need("fontconfig", "fc-list", "检查字体"),
    Need("poppler-utils", "pdftoppm", "公文版面和印章的测试"),
    Need("qpdf", "qpdf", "PDF 结构的测试"),
    Need("libreoffice-writer-nogui", "soffice", "文字文稿的转换与桌面编辑"),
    Need("libreoffice-calc-nogui", "file:/usr/lib/libreoffice/program/libsclo.so", "表格的转换"),
    Need("libreoffice-impress-nogui", "file:/usr/lib/libreoffice/program/libsdlo.so", "幻灯片"),
    Need("python3-uno", "file:/usr/lib/python3/dist-packages/uno.py", "常驻的转换服务"),
    Need("litmus", "litmus", "WebDAV 的测试"),
)
# What the conversion service needs to run at all.
OFFICE = tuple(
    need for need in NEEDS if need.package in ("libreoffice-writer-nogui", "python3-uno")
)


def prepare() -> list[Need]:
    """Install what is missing; returns what still is, and says so loudly. In CI nothing may be."""
    missing = [need for need in NEEDS if not need.met()]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        heading("安装系统软件包：" + " ".join(need.package for need in missing))
        _install([need.package for need in missing])
        missing = [need for need in NEEDS if not need.met()]
    if missing:
        lines = "\n".join(f"  缺少 {need.package}：{need.purpose}" for need in missing)
        text = f"这台机器装不了下列软件，相关测试没有运行：\n{lines}"
        if IN_CI:
            raise Refused(text)
        warn(text)
    return missing


def prepare_office() -> None:
    """For running: bring LibreOffice where that can be done. Without it only previews are less."""
    wanted = [need for need in NEEDS if need.package.startswith("libreoffice") or need in OFFICE]
    missing = [need.package for need in wanted if not need.met()]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        heading("安装 LibreOffice（文档转换）：" + " ".join(missing))
        _install(missing)


def _install(packages: list[str]) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ["-qq", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=300"]
    subprocess.run(["apt-get", *options, "update"], env=quiet)
    subprocess.run(
        ["apt-get", *options, "install", "-y", "--no-install-recommends", *packages],
        env=quiet,
        stdout=subprocess.DEVNULL,
    )


def _has_font(language: str) -> bool:
    if shutil.which("fc-list") is None:
        return False
    found = subprocess.run(["fc-list", f":lang={language}"], capture_output=True, text=True)
    return bool(found.stdout.strip())


def _wide_path() -> str:
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/bin", "/usr/sbin"])
