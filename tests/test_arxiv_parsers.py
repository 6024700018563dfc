"""The parsers of arXiv's pages, feeds and records, on bodies made here and on recorded ones."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from achim.errors import SourceError
from achim.sources.arxiv_api import parse_feed as parse_query_feed
from achim.sources.arxiv_categories import covers, oai_set
from achim.sources.arxiv_feed import parse_feed
from achim.sources.arxiv_listing import parse_listing
from achim.sources.arxiv_oai import announced, parse_records
from achim.sources.arxiv_tex import author_names, without_tex_accents
from achim.sources.arxiv_xml import parse_xml
from tests.arxiv_world import NOON
from tests.upstream import categories

RECORDED = Path(__file__).parents[2] / "shared" / "upstream" / "recorded"
_NO_RECORDINGS = f"no recorded answers at {RECORDED}"

RSS = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">
<channel><title>cs.LG updates on arXiv.org</title><pubDate>Tue, 11 Aug 2026 00:00:00 -0400</pubDate>{items}</channel></rss>"""
ITEM = """<item><title>Schr\\"odinger {{\\'E}}tudes of $\\'x$</title><link>https://arxiv.org/abs/2203.01250</link>
<description>arXiv:2203.01250v3 Announce Type: replace-cross \nAbstract: One.\n  Two: Abstract: three.</description>
<guid isPermaLink="false">oai:arXiv.org:2203.01250v3</guid><category>math.OC</category><category>cs.LG</category>
<category>68T07</category><pubDate>Tue, 11 Aug 2026 00:00:00 -0400</pubDate>
<arxiv:announce_type>replace-cross</arxiv:announce_type>
<dc:creator>Paulo Andr\\'e, Wei Wang (Inst of X (a lab), Univ Y), Sammy Davis, Jr</dc:creator></item>""".replace(
    "{{", "{"
).replace("}}", "}")


def test_a_feed_item_is_read_whole() -> None:
    (found,) = parse_feed(RSS.format(items=ITEM).encode(), NOON)

    assert (found.paper_id, found.version, found.kind) == ("arxiv:2203.01250", 3, "replace-cross")
    assert found.native_id == "2026-08-11/2203.01250"
    assert found.title == "Schrödinger Études of $\\'x$"
    assert found.abstract == "One. Two: Abstract: three."
    assert found.authors == ("Paulo André", "Wei Wang", "Sammy Davis, Jr")
    assert found.categories == ("math.OC", "cs.LG")


def test_a_feed_item_may_lack_abstract_and_creator() -> None:
    bare = ITEM[: ITEM.index("<dc:creator>")].replace("Abstract: One.\n  Two: Abstract: three.", "") + "</item>"
    (found,) = parse_feed(RSS.format(items=bare).encode(), NOON)

    assert (found.abstract, found.authors) == (None, ())


def test_a_feed_of_a_weekend_is_empty_and_no_fault() -> None:
    assert parse_feed(RSS.format(items="").encode(), NOON) == ()


def test_both_halves_of_the_year_have_the_label_of_new_york() -> None:
    """The date is that of midnight there, whichever offset it is told in."""
    for told in ("Mon, 23 Feb 2026 00:00:00 -0500", "Mon, 23 Feb 2026 05:00:00 +0000", "2026-02-23T00:00:00-05:00"):
        (found,) = parse_feed(RSS.format(items=ITEM.replace("Tue, 11 Aug 2026 00:00:00 -0400", told)).encode(), NOON)

        assert found.batch == date(2026, 2, 23)


BROKEN_FEEDS = {
    "error feed": RSS.format(items="").replace("cs.LG updates on arXiv.org", "Feed error for query: x"),
    "no id": RSS.format(items=ITEM.replace("oai:arXiv.org:2203.01250v3", "x")),
    "no date": RSS.format(items=ITEM.replace("Tue, 11 Aug 2026 00:00:00 -0400", "soon")),
    "a date beyond all": RSS.format(items=ITEM.replace("Tue, 11 Aug 2026 00:00:00 -0400", "0001-01-01T00:00:00+23:59")),
    "another kind": RSS.format(
        items=ITEM.replace("<arxiv:announce_type>replace-cross", "<arxiv:announce_type>featured")
    ),
    "no channel": "<rss version='2.0'/>",
    "entities": RSS.replace("<rss", '<!DOCTYPE rss [<!ENTITY a "b">]><rss', 1).format(items=ITEM),
    "text": "Rate exceeded.",
    "nothing": "",
}


@pytest.mark.parametrize("body", BROKEN_FEEDS.values(), ids=BROKEN_FEEDS)
def test_fault_what_is_no_feed_is_a_fault(body: str) -> None:
    with pytest.raises(SourceError):
        parse_feed(body.encode(), NOON)


LAUGHS = '<?xml version="1.0"{encoding}?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><lolz>&b;</lolz>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32", "cp037", "utf-7", "utf-8-sig"])
def test_hostile_no_document_type_gets_through_in_any_encoding(encoding: str) -> None:
    """In EBCDIC its bytes look like none."""
    head, rest = LAUGHS.format(encoding=f' encoding="{encoding}"').split("?>", 1)
    ascii_like = encoding.startswith(("utf-8", "cp"))
    body = (head + "?>").encode("utf-8" if ascii_like else encoding) + rest.encode(encoding)
    with pytest.raises(SourceError):
        parse_xml(body, source="arxiv", what="feed")


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        ("Andr\\'e", "André"),
        ("Erd\\H{o}s and Erd\\H os", "Erdős and Erdős"),
        ("{\\'E}va, \\'{E}va", "Éva, Éva"),
        ("\\c{C}elik, \\c Celik, \\v{S}koda, \\v s", "Çelik, Çelik, Škoda, š"),
        ('M\\"uller, M{\\"u}ller, M\\"{u}ller', "Müller, Müller, Müller"),
        ("Ma\\~nana, na\\\"{\\i}ve, \\'\\i", "Mañana, naïve, í"),
        (
            'S\\o ren, S{\\o}ren, \\O{}rsted, \\L{}ukasz, Stra\\ss e, \\AA ngstr\\"om',
            "Søren, Søren, Ørsted, Łukasz, Straße, Ångström",
        ),
        ("\\vec x, \\omega, \\cite{a}, \\url{b}, \\left", "\\vec x, \\omega, \\cite{a}, \\url{b}, \\left"),
        ("$\\'x \\v{x}$ \\'e", "$\\'x \\v{x}$ é"),
        ("no TeX {braces}", "no TeX {braces}"),
    ],
)
def test_accents_become_letters_and_mathematics_stays(tex: str, text: str) -> None:
    assert without_tex_accents(tex) == text


def test_names_are_parted() -> None:
    assert author_names("Ada Lovelace, Kim Min and Wei Wang (X, Y), ") == ("Ada Lovelace", "Kim Min", "Wei Wang")
    assert author_names("") == ()


def test_sets_and_archives() -> None:
    """As another reader of the same page has it."""
    codes = (*categories.NAMES, *categories.ARCHIVES)
    assert [oai_set(code) for code in codes] == [categories.oai_set(code) for code in codes]
    assert covers("math", "math.CO")
    assert not covers("math", "math-ph")
    assert not covers("cs.A", "cs.AI")


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"<h3>Showing new listings for Monday, 99 May 2026</h3>", b"\xff" * 100]
)
def test_fault_a_page_that_is_no_listing_is_a_fault(body: bytes) -> None:
    with pytest.raises(SourceError):
        parse_listing(body, NOON)


def _count(parse: Callable[[bytes], Any]) -> Callable[[bytes], int | None]:
    def count(body: bytes) -> int | None:
        try:
            return len(parse(body))
        except SourceError:
            return None

    return count


listing = _count(lambda body: parse_listing(body, NOON).announcements)
feed = _count(lambda body: parse_feed(body, NOON))
records = _count(lambda body: parse_records(body).records)
query = _count(lambda body: parse_query_feed(body).records)
_FEEDS = "arxiv-rss/generated_by_arxiv-feed"
_PAGES = "arxiv-listing/generated_by_arxiv-browse"


@pytest.mark.skipif(not RECORDED.is_dir(), reason=_NO_RECORDINGS)
@pytest.mark.parametrize(
    ("path", "count", "items"),
    [
        ("arxiv-listing/polaris_cs.AI_new_2026-08-12_sample.html", listing, 6),
        (f"{_PAGES}/list_math_new.200.html", listing, 6),
        (f"{_PAGES}/list_math_new__skip-2_show-25.200.html", listing, 4),
        (f"{_PAGES}/list_cs.AI_new.200.html", listing, 0),
        (f"{_PAGES}/catchup_math_2011-02-03__abs-True.200.html", listing, 2),
        (f"{_PAGES}/catchup_cs.AI_2011-02-05_saturday.200.html", listing, 0),
        (f"{_PAGES}/catchup_future.400.html", listing, None),
        (f"{_PAGES}/list_math_recent.200.html", listing, None),
        (f"{_PAGES}/abs_0906.3421v1.200.html", listing, None),
        ("arxiv-rss/doc_sample_math.OC.rss.xml", feed, 1),
        ("arxiv-rss/doc_sample_math.OC.atom.xml", feed, 1),
        ("arxiv-rss/zotero-arxiv-daily_arxiv_rss_example.xml", feed, 7),
        (f"{_FEEDS}/rss_cs.LG_edge_cases.xml", feed, 7),
        (f"{_FEEDS}/atom_cs.LG_edge_cases.xml", feed, 7),
        (f"{_FEEDS}/rss_cs.LG_empty_weekend.xml", feed, 0),
        (f"{_FEEDS}/atom_cs.LG_empty_weekend.xml", feed, 0),
        (f"{_FEEDS}/rss_error.400.xml", feed, None),
        (f"{_FEEDS}/atom_error.400.xml", feed, None),
        ("arxiv-oai/recorded_excerpt_2026-09-27_cs.LG_arXivRaw.xml", records, 2),
        ("arxiv-oai/generated_by_arxiv-oaipmh/norecords.200.xml", records, 0),
        ("arxiv-oai/generated_by_arxiv-oaipmh/badtoken.200.xml", records, None),
        ("arxiv-oai/generated_by_arxiv-oaipmh/listrecords_arXiv.200.xml", records, None),
        ("arxiv-api/q_testing_s0_m100_cfe7536492ca.atom.xml", query, 100),
        ("arxiv-api/id_quant-ph_0201082v1_s0_m100_86989fe779ef.atom.xml", query, 1),
        ("arxiv-api/id_0808.05394_1707.08567_s0_m100_42e5aa0ec3af.atom.xml", query, 1),
        ("arxiv-api/id_abc_s0_m100_b79c8dcf6bc3.atom.xml", query, None),
        ("arxiv-api/rate_exceeded.429.txt", query, None),
        ("arxiv-api/sotawhat_transformer.atom.xml", query, 5),
    ],
)
def test_recorded_answers_are_read(path: str, count: Callable[[bytes], int | None], items: int | None) -> None:
    """The same parsers, the items that each holds; None where it is an error."""
    assert count((RECORDED / path).read_bytes()) == items


@pytest.mark.skipif(not RECORDED.is_dir(), reason=_NO_RECORDINGS)
def test_a_recorded_replacement_is_told_from_a_new_paper() -> None:
    """2609.27532 came on 2026-09-23, and again on the 24th, for Friday's batch."""
    body = (RECORDED / "arxiv-oai/recorded_excerpt_2026-09-27_cs.LG_arXivRaw.xml").read_bytes()
    record = next(each for each in parse_records(body).records if each.arxiv.id == "2609.27532")
    wednesday, thursday = (datetime(2026, 9, day, 18, tzinfo=UTC) for day in (23, 24))
    tuesday = datetime(2026, 9, 22, 18, tzinfo=UTC)
    first = announced(record, "cs.LG", date(2026, 9, 24), tuesday, wednesday, NOON)
    second = announced(record, "cs.CL", date(2026, 9, 25), wednesday, thursday, NOON)

    assert (first.kind if first else None, second.kind if second else None) == ("new", "replace-cross")
    assert announced(record, "cs.LG", date(2026, 9, 28), thursday, NOON.replace(year=2027), NOON) is None


def test_hostile_a_heading_that_never_ends_is_read_in_good_time() -> None:
    """Half a megabyte of beginnings would be tried against each other for a minute."""
    with pytest.raises(SourceError):
        parse_listing(b"<h1>" + b"Catchup results for a on " * 20_000 + b"</h1>", datetime(2026, 8, 11, tzinfo=UTC))
