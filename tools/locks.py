"""Do the lock files still match what the .in files ask for? Answered without a network."""

import re
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.environment import LOCKS
from tools.places import PROJECT

FOLDER = PROJECT / "requirements"
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)")
VIA = re.compile(r"-r (requirements/\w+\.in)")


def problems() -> Iterator[str]:
    """Everything wrong, in words; nothing when the locks are right."""
    locks = {name: _pins(FOLDER / f"{name}.txt") for name in LOCKS}
    for name, pins in locks.items():
        yield from _against_wishes(name, pins)
        yield from _against_hygiene(FOLDER / f"{name}.txt")
        for package, version in locks["base"].items():
            if pins.get(package) != version:
                yield f"{name}.txt 中的 {package} 与 base.txt（{version}）不一致"
    psycopg3 = [name for name, pins in locks.items() if "psycopg" in pins]
    if psycopg3:
        yield f"psycopg 3 不得进入锁文件（Django 会悄悄改用它）：{psycopg3}"


def _against_wishes(name: str, pins: dict[str, str]) -> Iterator[str]:
    wanted = {_plain(wish.name): wish for wish in _wishes(FOLDER / f"{name}.in")}
    for package, wish in wanted.items():
        if package not in pins:
            yield f"{name}.in 要求 {package}，{name}.txt 中没有"
        elif not wish.specifier.contains(pins[package], prereleases=True):
            yield f"{name}.in 要求 {wish}，{name}.txt 锁定的是 {pins[package]}"
    for package in _asked_directly(FOLDER / f"{name}.txt") - set(wanted):
        yield f"{name}.txt 说 {package} 是直接要求的，{name}.in 中没有"


def _against_hygiene(lock: Path) -> Iterator[str]:
    """Every pin carries hashes; no address of a registry, no path of somebody's machine."""
    for entry in _entries(lock):
        if PIN.match(entry) and "--hash=sha256:" not in entry:
            yield f"{lock.name}：{entry.split()[0]} 没有哈希"
    for number, line in enumerate(lock.read_text().splitlines(), 1):
        if "://" in line or re.search(r"(^|\s)(-c |-r )?(/|file:)", line):
            yield f"{lock.name}:{number} 含有地址或本机路径：{line.strip()}"


def _wishes(path: Path) -> Iterator[Requirement]:
    for line in path.read_text().splitlines():
        text = line.split("#")[0].strip()
        if text.startswith("-r "):
            yield from _wishes(path.parent / text.removeprefix("-r ").strip())
        elif text:
            yield Requirement(text)


def _entries(path: Path) -> list[str]:
    """A pin with its hashes and the comment on whom it is there for."""
    return re.split(r"\n(?=[A-Za-z0-9])", path.read_text())


def _pins(path: Path) -> dict[str, str]:
    found = (PIN.match(entry) for entry in _entries(path))
    return {_plain(pin[1]): pin[2] for pin in found if pin}


def _asked_directly(path: Path) -> set[str]:
    pinned = ((PIN.match(entry), VIA.search(entry)) for entry in _entries(path))
    return {_plain(pin[1]) for pin, via in pinned if pin and via}


def _plain(name: str) -> str:
    return canonicalize_name(name)


def main() -> int:
    import sys

    found = list(problems())
    sys.stdout.write("".join(f"{problem}\n" for problem in found))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
