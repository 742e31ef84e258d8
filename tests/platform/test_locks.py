"""A lock that no longer says what was asked for, or says too much, is found without a network."""

from pathlib import Path

import pytest

from tools import locks

PIN = "django==5.2.19 \\\n    --hash=sha256:00aa\n    # via -r requirements/base.in\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The smallest right set of files."""
    monkeypatch.setattr(locks, "FOLDER", tmp_path)
    (tmp_path / "base.in").write_text("Django>=5.2,<5.3  # the framework\n")
    for name in ("run", "dev", "prod"):
        (tmp_path / f"{name}.in").write_text("-r base.in\n")
    for name in ("base", "run", "dev", "prod"):
        (tmp_path / f"{name}.txt").write_text(PIN)
    return tmp_path


def test_the_files_of_this_project_agree():
    assert list(locks.problems()) == []


def test_what_agrees_is_left_in_peace(folder):
    assert list(locks.problems()) == []


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("base.in", "Django>=5.2\nhuey\n", "base.in 要求 huey，base.txt 中没有"),
        ("base.in", "Django<5\n", "锁定的是 5.2.19"),
        ("prod.in", "", "prod.txt 说 django 是直接要求的，prod.in 中没有"),
        ("dev.txt", PIN.replace("5.2.19", "5.2.18"), "dev.txt 中的 django 与 base.txt"),
        ("prod.txt", PIN.replace("--hash", "# hash"), "prod.txt：django==5.2.19 没有哈希"),
        ("dev.txt", PIN + "    # from /home/someone/heshu\n", "含有地址或本机路径"),
        ("dev.txt", "--index-url https://mirror.example/simple\n" + PIN, "含有地址或本机路径"),
        ("dev.txt", PIN + "psycopg==3.3.9 \\\n    --hash=sha256:11\n", "psycopg 3 不得进入"),
    ],
)
def test_every_disagreement_is_named(folder, file, text, said):
    (folder / file).write_text(text)

    assert said in "\n".join(locks.problems())
