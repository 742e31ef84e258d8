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
        return shutil.which(self.program, path=_wide_path()) is not None


NEEDS = (
    Need("chromium", "chromium", "浏览器测试"),
    Need("redis-server", "redis-server", "celery 引擎的测试"),
    Need("fonts-noto-cjk", "font:zh", "浏览器截图中的汉字"),
    Need("fontconfig", "fc-list", "检查字体"),
    Need("poppler-utils", "pdftoppm", "公文版面的测试"),
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
