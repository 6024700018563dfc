"""A work for reference managers: BibTeX, RIS, and the meta tags that Zotero reads on a page.

- BibTeX as Patashnik's *BibTeXing* (1988, https://ctan.org/pkg/bibtex) has it, with arXiv's fields
  (https://info.arxiv.org/help/hypertex/bibstyles.html). BibTeX counts braces without regard to backslashes, so a brace
  in a text is spelled as a command, and whatever stands in a field stays in it. Letters stay UTF-8.
- RIS as Reference Manager had it (https://en.wikipedia.org/wiki/RIS_%28file_format%29): ``TY`` first, ``ER`` last, a
  line each that ends in CRLF.
- Meta tags by Highwire Press and Dublin Core, as Zotero's translator *Embedded Metadata* reads them
  (https://github.com/zotero/translators/blob/master/Embedded%20Metadata.js): it parts authors at semicolons.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from achim.domain.ids import arxiv_of
from achim.domain.paper import AnyWork, Paper
from achim.domain.slugs import slug
from achim.render.inert import language_of, line, typeset, web_url

_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "$&%#_"},
    }
)
_LATIN_WORD = re.compile(r"([0-9A-Za-zÀ-ɏ]+(?:[-+./_][0-9A-Za-zÀ-ɏ]+)*)")
_CAPITAL_WITHIN = re.compile(r"\w[A-Z]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""Macros that every style of BibTeX defines, in the words of its language."""
_JOINS = re.compile(r"\b(?:and|others)\b|,", re.IGNORECASE)
_CATEGORY = re.compile(r"[a-zA-Z-]+(?:\.[a-zA-Z-]+)?", re.ASCII)
_CRLF = "\r\n"


def bibtex(work: AnyWork) -> str:
    """One ``@misc`` entry. Its key is the work's name in addresses, so it never changes."""
    fields = "".join(f",\n  {name} = {value}" for name, value in _bibtex_fields(work))
    return f"@misc{{{slug(work.id)}{fields}\n}}\n"


def ris(work: AnyWork) -> str:
    """One reference: an unpublished work on arXiv, or else a page of the web."""
    tags = [("TY", "UNPB" if arxiv_of(work.id) else "ELEC"), *_ris_tags(work), ("ER", "")]
    return "".join(f"{tag}  - {value}{_CRLF}" for tag, value in tags)


def meta_tags(work: AnyWork) -> tuple[tuple[str, str], ...]:
    """Names and contents, to be escaped by the page."""
    return tuple(_meta_tags(work))


def doi(work: AnyWork) -> str | None:
    """Its own, or the one that arXiv registers for every paper (https://info.arxiv.org/help/doi.html)."""
    arxiv = arxiv_of(work.id)
    if arxiv:
        return f"10.48550/arXiv.{arxiv}"
    return line(work.id.removeprefix("doi:")) if work.id.startswith("doi:") else None


def abstract_url(work: AnyWork) -> str | None:
    """Its page at arXiv, or where it was announced."""
    arxiv = arxiv_of(work.id)
    return web_url(f"https://arxiv.org/abs/{arxiv}" if arxiv else work.url)


def pdf_url(work: AnyWork) -> str | None:
    arxiv = arxiv_of(work.id)
    return web_url(f"https://arxiv.org/pdf/{arxiv}") if arxiv else None


def _bibtex_fields(work: AnyWork) -> Iterator[tuple[str, str]]:
    """Values as they stand behind the sign of equality."""
    for name, value in _texts(work):
        yield name, f"{{{value}}}"
    if day := _day(work):
        yield "month", _MONTHS[day.month - 1]


def _texts(work: AnyWork) -> Iterator[tuple[str, str]]:
    yield "title", _titled(typeset(work.title))
    if authors := _authors(work):
        yield "author", " and ".join(map(_named, authors))
    if day := _day(work):
        yield "year", str(day.year)
    if arxiv := arxiv_of(work.id):
        yield "eprint", _escaped(arxiv)
        yield "archiveprefix", "arXiv"
    if category := _category(work):
        yield "primaryclass", category
    if known := doi(work):
        yield "doi", _escaped(known)
    if publisher := _publisher(work):
        yield "howpublished", _escaped(publisher)
    if url := abstract_url(work):
        yield "url", url


def _titled(title: str) -> str:
    """Words whose capitals no style may take in braces, without particles and stops: *{GPT}는*, *{SelfCodeAlign}:*."""
    parts = (
        (_escaped(part), at % 2 and _CAPITAL_WITHIN.search(part)) for at, part in enumerate(_LATIN_WORD.split(title))
    )
    return "".join(f"{{{part}}}" if is_kept else part for part, is_kept in parts)


def _named(author: str) -> str:
    """A name that would be read as two, or the other way round, stays whole in braces."""
    escaped = _escaped(author)
    return f"{{{escaped}}}" if _JOINS.search(author) else escaped


def _escaped(text: str) -> str:
    """``text``, which is one line, as LaTeX spells it."""
    return text.translate(_SPECIAL)


def _ris_tags(work: AnyWork) -> Iterator[tuple[str, str]]:
    yield "ID", slug(work.id)
    yield "TI", typeset(work.title)
    for author in _authors(work):
        yield "AU", author
    if day := _day(work):
        yield "PY", f"{day:%Y}"
        yield "DA", f"{day:%Y/%m/%d}"
    if known := doi(work):
        yield "DO", known
    if arxiv := arxiv_of(work.id):
        yield "AN", f"arXiv:{arxiv}"
    if publisher := _publisher(work):
        yield "PB", publisher
    if url := abstract_url(work):
        yield "UR", url
    if pdf := pdf_url(work):
        yield "L1", pdf
    yield "LA", language_of(work.title)


def _meta_tags(work: AnyWork) -> Iterator[tuple[str, str]]:
    arxiv = arxiv_of(work.id)
    yield "DC.type", "preprint" if arxiv else "webpage"
    yield "citation_title", typeset(work.title)
    for author in _authors(work):
        yield "citation_author", author.replace(";", " ")
    if day := _day(work):
        yield "citation_publication_date", f"{day:%Y/%m/%d}"
    if arxiv:
        yield "citation_arxiv_id", arxiv
    if known := doi(work):
        yield "citation_doi", known
    if publisher := _publisher(work):
        yield "citation_publisher", publisher
    if url := abstract_url(work):
        yield "citation_public_url", url
        yield "citation_abstract_html_url", url
    if pdf := pdf_url(work):
        yield "citation_pdf_url", pdf
    yield "citation_language", language_of(work.title)


def _authors(work: AnyWork) -> Sequence[str]:
    return [name for author in work.authors if (name := line(author))]


def _publisher(work: AnyWork) -> str:
    return "arXiv" if arxiv_of(work.id) else "" if isinstance(work, Paper) else line(work.publisher)


def _day(work: AnyWork) -> date | None:
    """When it was published; where nobody told, when it was first announced."""
    if work.submitted_at:
        return work.submitted_at.date()
    return min((each.batch for each in work.announcements), default=None)


def _category(work: AnyWork) -> str | None:
    first = work.categories[0] if isinstance(work, Paper) and work.categories and arxiv_of(work.id) else ""
    return first if _CATEGORY.fullmatch(first) else None
