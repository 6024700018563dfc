"""Thirty feeds with what feeds in the wild get wrong, in made-up words. Each tells which items can be read of it."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass

HEAD = '<?xml version="1.0" encoding="utf-8"?>'
BASE = "https://news.example.org/feed.xml"


@dataclass(frozen=True, slots=True)
class Wild:
    """A body and the titles in it; None where nothing true can be read, so that it is a fault."""

    body: bytes
    titles: tuple[str, ...] | None
    content_type: str = "application/rss+xml"


def item(title: str = "A kite that maps reefs", link: str = "https://news.example.org/1", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def rss(*items: str, head: str = HEAD, root: str = '<rss version="2.0">', title: str = "The Kite") -> str:
    body = "\n".join(items)
    return (
        f"{head}\n{root}<channel><title>{title}</title><link>https://news.example.org</link>\n{body}\n</channel></rss>"
    )


def atom(entry: str, root: str = '<feed xmlns="http://www.w3.org/2005/Atom">') -> str:
    return f"{HEAD}\n{root}<title>The Kite</title><id>urn:kite</id>{entry}</feed>"


KITE = "A kite that maps reefs"
KOREAN = "연으로 산호초를 그린다"
GOOD = rss(item(), item("Second", "https://news.example.org/2"))
_RDF = (
    f'{HEAD}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://news.example.org"><title>The Kite</title>'
    "</channel>"
    + item(more="<dc:date>2026-08-10T09:00+09:00</dc:date>").replace("<item>", '<item rdf:about="urn:1">')
    + "</rdf:RDF>"
)
_JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Kite",
    "items": [
        {"id": 7, "url": "/1", "title": KITE, "content_html": "<p>It flew over reefs.</p>", "date_published": "soon"},
        {"id": "x", "title": "No address"},
        "no item",
    ],
}

WILD: Mapping[str, Wild] = {
    "blank line before the declaration": Wild(("\n\n" + GOOD).encode(), (KITE, "Second")),
    "byte order mark": Wild(b"\xef\xbb\xbf" + GOOD.encode(), (KITE, "Second")),
    "UTF-16 that says UTF-8": Wild(GOOD.encode("utf-16"), (KITE, "Second")),
    "EUC-KR, declared": Wild(
        rss(item(KOREAN), head='<?xml version="1.0" encoding="euc-kr"?>').encode("euc-kr"), (KOREAN,)
    ),
    "CP949 that is declared EUC-KR": Wild(
        rss(item("똠방각하와 펲시"), head='<?xml version="1.0" encoding="EUC-KR"?>').encode("cp949"),
        ("똠방각하와 펲시",),
    ),
    "CP949, not declared": Wild(rss(item(KOREAN), head="").encode("cp949"), (KOREAN,)),
    "CP949 that says Latin-1": Wild(
        rss(item(KOREAN), head='<?xml version="1.0" encoding="iso-8859-1"?>').encode("cp949"), (KOREAN,)
    ),
    "charset in the header alone": Wild(
        rss(item("Ⅱ Čapek"), head="").encode("utf-16-le"), ("Ⅱ Čapek",), "text/xml; charset=utf-16-le"
    ),
    "Latin-1, not declared": Wild(rss(item("Le café à Orléans"), head="").encode("latin-1"), ("Le café à Orléans",)),
    "UTF-8 that says EUC-KR": Wild(
        rss(item(KOREAN), head='<?xml version="1.0" encoding="euc-kr"?>').encode(), (KOREAN,)
    ),
    "an encoding that nobody knows": Wild(
        rss(item(KOREAN), head='<?xml version="1.0" encoding="kites-8"?>').encode(), (KOREAN,)
    ),
    "letters lost in one title": Wild(
        rss(item("A kite tha\u00e9"), item("Second", "/2")).encode("latin-1"), ("Second",)
    ),
    "control characters": Wild(rss(item("A kite\x0bthat \x08maps&#x1b; reefs")).encode(), (KITE,)),
    "HTML's entities": Wild(
        rss(item("A&nbsp;kite that maps&hellip; reefs &copy;")).encode(), ("A kite that maps… reefs ©",)
    ),
    "a bare ampersand": Wild(
        rss(item("Kites & reefs", "https://news.example.org/?a=1&b=2")).encode(), ("Kites & reefs",)
    ),
    "entities escaped twice": Wild(rss(item("Kites &amp;amp; reefs&amp;#39; map")).encode(), ("Kites & reefs' map",)),
    "HTML in the title": Wild(rss(item("<![CDATA[A <b>kite</b> that <em>maps</em> reefs]]>")).encode(), (KITE,)),
    "a prefix that nobody declared": Wild(
        rss(item(more="<dc:creator>Ada</dc:creator><content:encoded>x</content:encoded>")).encode(), (KITE,)
    ),
    "a relative link": Wild(rss(item(link="/kites/1")).encode(), (KITE,)),
    "xml:base": Wild(
        atom(
            f'<entry xml:base="https://kite.example.org/a/"><title>{KITE}</title><link href="b"/><id>urn:1</id></entry>'
        ).encode(),
        (KITE,),
    ),
    "no link, a permalink as guid": Wild(
        rss(f"<item><title>{KITE}</title><guid>https://news.example.org/1</guid></item>").encode(), (KITE,)
    ),
    "RSS 0.91 with its document type": Wild(
        rss(
            item(),
            head='<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
            '"http://my.netscape.com/publish/formats/rss-0.91.dtd">',
            root='<rss version="0.91">',
        ).encode(),
        (KITE,),
    ),
    "RSS 1.0": Wild(_RDF.encode(), (KITE,)),
    "Atom with XHTML": Wild(
        atom(
            '<entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <i>kite</i> that maps reefs</div>'
            '</title><link rel="alternate" href="https://news.example.org/1"/><id>urn:1</id></entry>'
        ).encode(),
        (KITE,),
    ),
    "JSON Feed with a number as id": Wild(json.dumps(_JSON).encode(), (KITE,), "application/feed+json"),
    "cut short": Wild(GOOD.encode()[: len(GOOD) * 2 // 3], None),
    "an HTML page of an error": Wild(
        b"<!DOCTYPE html><html><head><title>Error 503</title></head><body><p>Backend fetch failed</p></body></html>",
        None,
        "text/html",
    ),
    "entities of its own": Wild(
        f'<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>{rss(item("&b;"), head="")}'.encode(), None
    ),
    "packed and not said": Wild(gzip.compress(GOOD.encode()), None),
    "titles without addresses": Wild(rss(item(link=""), item("Second", "javascript:alert(1)")).encode(), None),
    "two items that ran into one": Wild(
        rss(
            "<item><title>Kites</title><link>https://news.example.org/1</link>"
            "<title>Reefs</title><link>https://news.example.org/2</link></item>",
            item("Third", "/3"),
        ).encode(),
        ("Third",),
    ),
    "nothing": Wild(b"", None),
}
