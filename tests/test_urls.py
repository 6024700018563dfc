"""One form for the addresses of one page."""

import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achim.domain.text import is_web_url
from achim.domain.urls import canonical_url

PAGE = "https://news.example/2025/story"
HANGUL = "구글-제미나이-공개"

SAME = [
    ("scheme and host", "HTTP://News.Example/2025/story", PAGE),
    ("www", "https://www.news.example/2025/story", PAGE),
    ("mobile", "https://m.news.example/2025/story", PAGE),
    ("mobile inside", "https://en.m.wikipedia.org/wiki/AI", "https://en.wikipedia.org/wiki/AI"),
    ("mobile Naver blog", "https://m.blog.naver.com/a/223", "https://blog.naver.com/a/223"),
    ("amp host", "https://amp.news.example/2025/story", PAGE),
    ("amp path", f"{PAGE}/amp/", PAGE),
    ("amp file", "https://news.example/2025/story.amp.html", "https://news.example/2025/story.html"),
    ("amp parameter", f"{PAGE}?amp=1", PAGE),
    ("bare amp parameter", f"{PAGE}?amp", PAGE),
    ("amp output", f"{PAGE}?outputType=amp", PAGE),
    ("Google's amp viewer", "https://www.google.com/amp/s/www.news.example/2025/story/amp", PAGE),
    ("Google's amp viewer, Korea", "https://www.google.co.kr/amp/s/news.example/2025/story", PAGE),
    ("amp cache", "https://news-example.cdn.ampproject.org/c/s/news.example/2025/story/amp?usqp=mq331", PAGE),
    (
        "Google Alerts",
        "https://www.google.com/url?rct=j&sa=t&url=https%3A%2F%2Fnews.example%2F2025%2Fstory&ct=ga",
        PAGE,
    ),
    ("archived", "https://web.archive.org/web/20250102030405/https://www.news.example/2025/story", PAGE),
    ("campaign", f"{PAGE}?utm_source=rss&utm_medium=feed&UTM_Campaign=x&fbclid=1&gclid=2&mc_cid=3&ref=hn", PAGE),
    ("share of a post", f"{PAGE}?igshid=1&spm=a.b&ref_src=twsrc%5Etfw&guccounter=1", PAGE),
    ("BBC's campaign", f"{PAGE}?at_medium=RSS&at_campaign=KARANGA", PAGE),
    ("fragment", f"{PAGE}#comments", PAGE),
    ("text fragment", f"{PAGE}#:~:text=AI", PAGE),
    ("hash-bang", "https://app.example/#!/story/1", "https://app.example#!/story/1"),
    ("index", "https://news.example/2025/story/index.html", PAGE),
    ("trailing slash", f"{PAGE}/", PAGE),
    ("default port", "https://news.example:443/2025/story", PAGE),
    ("other port", "http://news.example:8080/2025/story", "http://news.example:8080/2025/story"),
    ("trailing dot", "https://news.example./2025/story", PAGE),
    ("id stays", "https://news.example/read?utm_source=x&id=7", "https://news.example/read?id=7"),
    ("WordPress id stays", "https://news.example/?p=123", "https://news.example?p=123"),
    ("order of parameters", "https://news.example/r?oid=2&aid=1", "https://news.example/r?aid=1&oid=2"),
    ("hex case", "https://news.example/%ea%b0%80", "https://news.example/%EA%B0%80"),
    ("needless escapes", "https://news.example/%7Ekim", "https://news.example/~kim"),
    ("escaped slash stays", "https://news.example/a%2fb", "https://news.example/a%2Fb"),
    ("no UTF-8 (CP949)", "https://news.example/%b0%a1", "https://news.example/%B0%A1"),
    ("IDNA", "https://한글.example/x", "https://xn--bj0bj06e.example/x"),
    ("short video", "https://youtu.be/dQw4w9WgXcQ?si=abc", "https://youtube.com/watch?v=dQw4w9WgXcQ"),
    (
        "video",
        "https://www.youtube.com/watch?t=4s&v=dQw4w9WgXcQ&feature=share",
        "https://youtube.com/watch?v=dQw4w9WgXcQ",
    ),
    ("shorts", "https://m.youtube.com/shorts/dQw4w9WgXcQ", "https://youtube.com/watch?v=dQw4w9WgXcQ"),
    ("post", "https://mobile.twitter.com/OpenAI/status/1790?s=20", "https://x.com/openai/status/1790"),
    ("post by a mirror", "https://nitter.net/OpenAI/status/1790#m", "https://x.com/openai/status/1790"),
    ("photo of a post", "https://x.com/OpenAI/status/1790/photo/1", "https://x.com/openai/status/1790"),
    (
        "old Reddit",
        "https://old.reddit.com/r/LocalLLaMA/comments/1abc/some_title/?share_id=1",
        "https://reddit.com/r/localllama/comments/1abc",
    ),
    ("Medium", "https://medium.com/@kim/a-story-12ab?source=rss------ai-5", "https://medium.com/@kim/a-story-12ab"),
    ("Naver", "https://n.news.naver.com/mnews/article/001/0014?sid=105", "https://n.news.naver.com/article/001/0014"),
    ("OpenAI in Korean", "https://openai.com/ko-KR/index/gpt-5/", "https://openai.com/index/gpt-5"),
    ("OpenAI before 2024", "https://openai.com/blog/chatgpt", "https://openai.com/index/chatgpt"),
    ("a thread", "https://news.ycombinator.com/item?id=42", "https://news.ycombinator.com/item?id=42"),
]

OTHER = [
    ("videos", "https://youtu.be/aaaaaaaaaaa", "https://youtu.be/bbbbbbbbbbb"),
    ("ids", "https://news.example/read?id=1", "https://news.example/read?id=2"),
    ("letters of a path", "https://bit.example/aB", "https://bit.example/ab"),
    ("escaped signs of a query", "https://news.example/?q=a%26b", "https://news.example/?q=a&b"),
    ("plus and space", "https://news.example/?q=C%2B", "https://news.example/?q=C+"),
    ("a repository called amp", "https://github.com/sourcegraph/amp", "https://github.com/sourcegraph"),
    ("a page called amp", "https://example.com/amp", "https://example.com/"),
    ("a branch", "https://github.com/o/r?ref=main", "https://github.com/o/r?ref=dev"),
    ("sub-sites", "https://blog.example.com/x", "https://docs.example.com/x"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "plain"), [each[1:] for each in SAME], ids=[each[0] for each in SAME])
def test_one_page_has_one_form(url: str, plain: str) -> None:
    assert canonical_url(url) == plain


@pytest.mark.parametrize(("one", "other"), [each[1:] for each in OTHER], ids=[each[0] for each in OTHER])
def test_pages_stay_apart(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_long_korean_path_has_one_form_however_it_is_written(form: str) -> None:
    """As WordPress of a Korean magazine gives it: capitals, small letters, or as Hangul."""
    written = unicodedata.normalize(form, HANGUL)  # pyright: ignore[reportArgumentType]
    known = {
        canonical_url(f"https://www.technologyreview.kr/{each}/")
        for each in (written, quote(written), quote(written).lower())
    }

    assert known == {f"https://technologyreview.kr/{quote(HANGUL)}"}


@pytest.mark.parametrize(
    "text",
    ["", "no address", "mailto:a@b.example", "ftp://a.example/x", "http://[", "https://", "https://a b.example/",
     "https://user:secret@a.example/", "https://a.example:99999/", "https://" + "가" * 300 + ".example/", "javascript:alert(1)"],
)  # fmt: skip
def test_hostile_what_is_no_web_address_comes_back_as_it_is(text: str) -> None:
    assert canonical_url(text) == text


def test_hostile_addresses_inside_addresses_without_end() -> None:
    deep = "https://www.google.com/amp/s/" * 12 + "news.example/x"

    assert canonical_url(deep) == canonical_url(canonical_url(deep))


_PIECES = st.sampled_from(
    ["http://", "HTTPS://", "www.", "m.", "amp.", "news.example", "한글.example", "google.com", "/amp/s/", "/amp", ".amp", "/url",
     "youtu.be/", "youtube.com/watch", "x.com", "twitter.com", "/A/status/1", "old.reddit.com/r/A/comments/b/", "openai.com/blog/",
     "n.news.naver.com/mnews/article/1", "web.archive.org/web/2024/", "a.cdn.ampproject.org/c/s/", "/index.html", "/", "//", ".", "?", "&",
     "=", "v=", "q=", "url=", "utm_source=x", "ref=x", "+", "%2B", "%2f", "%", "%zz", "%EA%B0%80", "%b0", "#", "#!", "#/", ":443", ":80",
     "가", "각", ";", "[", "]", "@", "\u200b", "ß", "İ"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=14).map("".join) | st.text(max_size=40).map("https://a.example/{}".format))
def test_property_total_and_idempotent(url: str) -> None:
    once = canonical_url(url)

    assert canonical_url(once) == once
    assert not is_web_url(url) or is_web_url(once)


@given(
    st.lists(st.sampled_from(["id=1", "p=2", "page=3", "q=a"]), unique=True),
    st.lists(st.sampled_from(["utm_id=4", "fbclid=5", "mc_eid=6", "ref=7", "igshid=8"])),
    st.randoms(use_true_random=False),
)
def test_property_tracking_changes_nothing(content: list[str], tracking: list[str], dice: object) -> None:
    mixed = [*content, *tracking]
    dice.shuffle(mixed)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]

    assert canonical_url(f"{PAGE}?{'&'.join(mixed)}") == canonical_url(f"{PAGE}?{'&'.join(content)}")
