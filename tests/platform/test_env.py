"""Settings that are wrong are refused at once, by name; secrets may lie in files."""

import pytest

from config import env


def test_a_value_comes_from_the_environment_or_the_default(monkeypatch):
    monkeypatch.setenv("HESHU_CITY_NAME", "重庆市合川区")

    assert env.text("HESHU_CITY_NAME") == "重庆市合川区"
    assert env.text("HESHU_NOT_THERE", "默认") == "默认"


def test_a_secret_is_read_from_the_file_that_is_named(monkeypatch, tmp_path):
    secret = tmp_path / "key"
    secret.write_text("钥匙-123\n")
    monkeypatch.setenv("HESHU_SECRET_KEY", "ignored")
    monkeypatch.setenv("HESHU_SECRET_KEY_FILE", str(secret))

    assert env.text("HESHU_SECRET_KEY") == "钥匙-123"


def test_what_is_missing_is_named(monkeypatch):
    monkeypatch.delenv("HESHU_SECRET_KEY", raising=False)

    with pytest.raises(env.Misconfigured, match="HESHU_SECRET_KEY"):
        env.text("HESHU_SECRET_KEY")


def test_a_secret_file_that_is_not_there_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("HESHU_SECRET_KEY_FILE", str(tmp_path / "nowhere"))

    with pytest.raises(env.Misconfigured, match="HESHU_SECRET_KEY_FILE"):
        env.text("HESHU_SECRET_KEY")


@pytest.mark.parametrize(
    ("said", "meant"), [("1", True), ("TRUE", True), ("no", False), ("0", False), ("", True)]
)
def test_a_flag_is_yes_or_no(monkeypatch, said, meant):
    monkeypatch.setenv("HESHU_FLAG", said)

    assert env.flag("HESHU_FLAG", default=True) is meant


@pytest.mark.parametrize(
    ("reader", "said"), [(env.flag, "也许"), (env.number, "三十"), (env.number, "1.5")]
)
def test_nonsense_is_refused_and_quoted(monkeypatch, reader, said):
    monkeypatch.setenv("HESHU_ODD", said)

    with pytest.raises(env.Misconfigured, match=f"HESHU_ODD.*{said}"):
        reader("HESHU_ODD", 1)


def test_words_are_split_at_commas(monkeypatch):
    monkeypatch.setenv("HESHU_HOSTS", " a.gov.cn, b.gov.cn ,")

    assert env.words("HESHU_HOSTS") == ["a.gov.cn", "b.gov.cn"]
