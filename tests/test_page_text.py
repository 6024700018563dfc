"""The text of a story's page: asked for politely, plain, and none where there is no article."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from achim.domain.note import Note
from achim.errors import FetchError, SourceError
from achim.ports import Answer
from achim.sources.main_text import make_extract, paragraphs_text, trafilatura_text
from achim.sources.page_text import PageReader
from achim.sources.robots import parse_robots

NOW = datetime(2026, 8, 11, 1, 30, tzinfo=UTC)
URL = "https://articles.example.org/kites/1"
SENTENCE = "The kite mapped {} reefs in one night, which took its crew until the morning to believe."
PARAGRAPHS = [SENTENCE.format(number) for number in range(3, 9)]
ARTICLE = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Kites</title><script>track()</script></head><body>'
    "<nav><p>Read more of our newsletters about the coast, and subscribe to them today.</p></nav><article><h1>Kites</h1>"
    + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    + "</article><aside><p>Other stories that people on this coast have read this week.</p></aside>"
    "<footer><p>All rights of the coast are reserved by the people of the coast.</p></footer></body></html>"
)


@dataclass
class Web:
    """Answers by address; what is not there is 404. Remembers what it was asked."""

    answers: dict[str, Answer | FetchError] = field(default_factory=dict[str, "Answer | FetchError"])
    asked: list[str] = field(default_factory=list[str])

    def put(self, url: str, body: str | bytes, kind: str = "text/html", final: str = "") -> None:
        told = body.encode() if isinstance(body, str) else body
        self.answers[url] = Answer(final or url, 200, {"content-type": kind}, told)

    def fail(self, url: str, note: Note) -> None:
        self.answers[url] = FetchError("page", note, url)

    def get(self, url: str, *, source: str, again: bool = False, known: Answer | None = None, **_: object) -> Answer:
        self.asked.append(url)
        found = self.answers.get(url) or FetchError(source, Note.of("fetch.status", status=404), url)
        if isinstance(found, FetchError):
            raise found
        return found


@pytest.fixture
def web() -> Web:
    made = Web()
    made.put(URL, ARTICLE)
    return made


def fault(web: Web, url: str = URL) -> str:
    with pytest.raises(SourceError) as raised:
        PageReader(web, read_at=NOW).read(url)
    return raised.value.note.code


@pytest.mark.parametrize("extract", [paragraphs_text, trafilatura_text])
def test_an_article_is_its_paragraphs(extract: object, web: Web) -> None:
    read = PageReader(web, read_at=NOW, extract=extract).read(URL)  # pyright: ignore[reportArgumentType]

    assert read.text == " ".join(PARAGRAPHS)
    assert read.read_at == NOW


def test_an_article_that_no_element_marks_is_where_most_paragraphs_are(web: Web) -> None:
    page = ARTICLE.replace("<article>", "<div class='x'>").replace("</article>", "</div>")

    assert paragraphs_text(page) == " ".join(PARAGRAPHS)


@pytest.mark.parametrize(("opening", "depth"), [("<article>", 350), ("<x role=main>", 3_000)])
def test_hostile_articles_within_one_another_are_read_once(opening: str, depth: int) -> None:
    text = paragraphs_text("<html>" + opening * depth + "".join(f"<p>{each}</p>" for each in PARAGRAPHS * 800) + "</p>")

    assert text is not None
    assert text.startswith(" ".join(PARAGRAPHS))


def test_a_part_that_is_marked_is_read_with_the_article_around_it() -> None:
    inner = f"<main>{''.join(f'<p>{text}</p>' for text in PARAGRAPHS[1:])}</main>"

    assert paragraphs_text(f"<article><p>{PARAGRAPHS[0]}</p>{inner}</article>") == " ".join(PARAGRAPHS)


def test_the_extra_is_used_where_it_is_installed() -> None:
    assert make_extract() is trafilatura_text


def test_a_long_text_is_cut(web: Web) -> None:
    web.put(
        URL, ARTICLE.replace("<article>", "<article>" + "".join(f"<p>{SENTENCE.format(n)}</p>" for n in range(400)))
    )

    assert 19_000 < len(PageReader(web, read_at=NOW).read(URL).text) <= 20_000


@pytest.mark.parametrize("encoding", ["euc-kr", "utf-8"])
def test_a_korean_page_is_read_in_its_encoding(encoding: str, web: Web) -> None:
    sentence = "연은 하룻밤에 산호초 세 곳을 그렸고, 배에 탄 사람들은 아침까지도 그 일을 믿지 못하였다."
    body = "".join(f"<p>{sentence}</p>" for _ in range(8))
    page = (
        f'<html><head><meta charset="{encoding}"><title>연</title></head><body><article>{body}</article></body></html>'
    )
    web.put(URL, page.encode(encoding))

    assert PageReader(web, read_at=NOW, extract=paragraphs_text).read(URL).text.startswith(sentence)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/pdf", b"%PDF-1.7"),
        ("image/png", b"\x89PNG"),
        ("audio/mpeg", b"ID3"),
        ("application/json", b"{}"),
        ("text/plain", b"words"),
    ],
)
def test_what_is_no_page_has_no_text(kind: str, body: bytes, web: Web) -> None:
    web.put(URL, body, kind)

    assert fault(web) == "page.no_html"


@pytest.mark.parametrize(
    "body",
    [
        "<html><body><article><p>Subscribe to read the whole of this article about kites.</p></article></body></html>",
        "<html><body><p>We value your privacy. Accept all cookies to go on to the site.</p></body></html>",
        "<html><body><div id='root'></div><script>render()</script></body></html>",
        "",
    ],
)
def test_a_paywall_a_cookie_wall_or_an_empty_page_has_no_text(body: str, web: Web) -> None:
    web.put(URL, body)

    assert fault(web) == "page.too_short"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "http://localhost/x",
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://example.org/x",
        "https://user:word@example.org/x",
    ],
)
def test_hostile_an_address_that_is_not_the_public_webs_is_not_asked(url: str, web: Web) -> None:
    assert fault(web, url) == "fetch.private_address"
    assert web.asked == []


def test_hostile_a_redirect_does_not_lead_around_the_rules(web: Web) -> None:
    """Where it led to a site that asks not to be read, or inside, what came is not used."""
    web.put(URL, ARTICLE, final="http://10.0.0.1/x")
    assert fault(web) == "fetch.private_address"
    web.put(URL, ARTICLE, final="https://other.example.org/x")
    web.put("https://other.example.org/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
    assert fault(web) == "page.robots"


def test_robots_are_asked_once_a_site_and_heeded(web: Web) -> None:
    web.put("https://articles.example.org/robots.txt", "User-agent: *\nDisallow: /private/", "text/plain")
    reader = PageReader(web, read_at=NOW)
    reader.read(URL)
    reader.read(URL)
    with pytest.raises(SourceError) as raised:
        reader.read("https://articles.example.org/private/1")

    assert raised.value.note == Note.of("page.robots", host="articles.example.org")
    assert web.asked == ["https://articles.example.org/robots.txt", URL, URL]


@pytest.mark.parametrize(
    ("note", "is_read"),
    [
        (Note.of("fetch.status", status=404), True),
        (Note.of("fetch.status", status=403), True),
        (Note.of("fetch.status", status=503), False),
        (Note.of("fetch.rate_limited", status=429), False),
        (Note.of("fetch.timeout"), False),
        (Note.of("fetch.unreachable"), False),
    ],
)
def test_fault_robots_that_cannot_be_had_forbid_all(note: Note, is_read: bool, web: Web) -> None:
    """One that is not there forbids nothing: RFC 9309, 2.3.1."""
    web.fail("https://articles.example.org/robots.txt", note)

    if is_read:
        assert PageReader(web, read_at=NOW).read(URL).text
    else:
        assert fault(web) == "page.robots_unread"


ROBOTS = """
# a comment
User-agent: OtherBot
User-agent: achim
Disallow: /drafts/
Disallow: /*.pdf$
Disallow: /search?*q=
Allow: /drafts/open/
Disallow: /%ec%9d%b8

User-agent: *
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "is_allowed"),
    [
        ("/", True),
        ("/drafts/1", False),
        ("/drafts/open/1", True),
        ("/papers/a.pdf", False),
        ("/papers/a.pdf?page=2", True),
        ("/search?lang=ko&q=x", False),
        ("/인", False),
        ("/%EC%9D%B8/x", False),
        ("/robots.txt", True),
    ],
)
def test_the_longest_rule_of_our_own_group_decides(path: str, is_allowed: bool) -> None:
    assert parse_robots(ROBOTS.encode(), "achim").allows(f"https://example.org{path}") is is_allowed


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: Achim/1.0\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: achim\n\nUser-agent: *\nDisallow: /", False),
        ("User-agent: achimbot\nDisallow: /", True),
        ("Disallow: /", True),
        ("<html>Not found</html>", True),
        ("\ufeffUser-agent: *\r\nDisallow: /x\r\nAllow: /x", True),
    ],
)
def test_robots_as_sites_write_them(text: str, is_allowed: bool) -> None:
    assert parse_robots(text.encode(), "achim").allows("https://example.org/x") is is_allowed


def test_hostile_robots_made_to_hurt_are_read_in_linear_time() -> None:
    text = "User-agent: *\nDisallow: /" + "*a" * 2_000 + "b\n" + "Disallow: /" + "*" * 50_000 + "\n"

    assert parse_robots(text.encode(), "achim").allows("https://example.org/" + "a" * 1_900) is False
    assert parse_robots(b"\x00\xff" * 300_000, "achim").allows("https://example.org/")
