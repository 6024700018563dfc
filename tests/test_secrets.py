"""Messages that quote addresses hold no password and no key."""

from pathlib import Path

import pytest

from achim.domain.secrets import has_credentials, masked, shown
from achim.errors import SettingsError
from achim.render.messages import said
from achim.settings import load_settings


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://bob:word@x.org/f", "http://***@x.org/f"),
        ("http://bob:wo/rd@x.org/f", "http://***@x.org/f"),
        ("http://bob:wo@rd@x.org/f", "http://***@x.org/f"),
        ("http://bob:word%40x.org/f", "http://***@x.org/f"),
        ("https://word@x.org", "https://***@x.org"),
        ("https://x.org/f?a=1&Api_Key=word&b=2#token=word", "https://x.org/f?a=1&Api_Key=***&b=2#token=***"),
        ("https://medium.example.org/feed/@kite", "https://medium.example.org/feed/@kite"),
        ("http://[::1]:80/@kite", "http://[::1]:80/@kite"),
    ],
)
def test_an_address_is_shown_without_its_secrets(url: str, expected: str) -> None:
    assert shown(url) == expected
    assert has_credentials(url) is ("***@" in expected)


def test_what_is_no_whole_address_is_masked_too() -> None:
    assert masked("'bob:my word@x.org' is no web address") == "'bob:***@x.org' is no web address"


def test_hostile_an_address_made_to_hurt_is_masked_in_linear_time() -> None:
    for text in (":" * 900_000, "//" * 900_000, "?" + "key" * 300_000, "?key=" * 200_000):
        assert masked(text)


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize(
    "text",
    [
        '[[news.feeds]]\nname = "a"\nurl = "http://bob:s3cr3t@x.org/f"',
        '[[news.feeds]]\nname = "a"\nurl = "http://bob:x/s3cr3t@x.org/f"',
        '[[news.feeds]]\nname = "a"\nurl = "ftp://x.org/f?token=s3cr3t"',
        '[sources.arxiv]\nbase_url = "ftp://bob:x/s3cr3t@x.org"',
        f'[sources.arxiv]\nbase_url = "ftp://s3cr3t{"x" * 90}@x.org"',
        '[sources.arxiv]\nbase_url = ["ftp://bob:x/s3cr3t@x.org"]',
        '[[news.feeds]]\nname = "a"\nurls = "http://x.org/?key=s3cr3t"',
        '[channels.a]\ntype = "telegram"\ntoken = "12345:s3cr3t"',
        '[channels.a]\ntoken = "12345:s3cr3t"',
        '[channels.a]\ntype = "mail"\nhost = "x.org"\nfrom = "me@x.org"\nuser = "s3cr3t"',
        '[channels]\na = "https://hooks.example.org/s3cr3t"',
        '[channels.a]\ntype = "webhook"\nurl = ["https://hooks.example.org/s3cr3t"]',
        '[channels.a]\ntype = "slack"\nsecret_variable = "xoxb-s3cr3t"',
        '[model]\nkey_variable = "sk-s3cr3t"',
    ],
)
def test_hostile_an_error_of_the_settings_repeats_no_password(text: str, lang: str, tmp_path: Path) -> None:
    path = tmp_path / "achim.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        load_settings(path)
    told = said(refused.value, "ko" if lang == "ko" else "en")
    assert told.startswith(f"{path}: ")
    assert "s3cr3t" not in told
