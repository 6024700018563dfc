"""Canonical ids: one id for a work, whoever announced it.

arXiv's two forms and their versions: https://info.arxiv.org/help/arxiv_identifier.html
"""

import re
from dataclasses import dataclass
from typing import NewType
from urllib.parse import urlsplit

PaperId = NewType("PaperId", str)
"""``arxiv:2410.17170``, ``arxiv:hep-th/9901001``, ``doi:10.1000/xyz`` or ``url:https://…``."""

_NEW = r"\d{4}\.\d{4,5}"
_OLD = r"[a-z-]+(?:\.[A-Za-z-]{2,})?/\d{7}"
_ARXIV = re.compile(rf"(?P<id>{_NEW}|{_OLD})(?:v(?P<version>[1-9]\d*))?", re.IGNORECASE | re.ASCII)
_ARXIV_PATH = re.compile(r"/(?:abs|pdf|html|format|e-print|src|papers)/(?P<rest>.+?)(?:\.pdf)?/?$")
_ARXIV_HOSTS = ("arxiv.org", "huggingface.co")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ARXIV_DOI = "10.48550/arxiv."


@dataclass(frozen=True, slots=True)
class ArxivId:
    """An arXiv identifier with its version apart; ``id`` is canonical (no version, no subject class)."""

    id: str
    version: int | None = None

    @property
    def paper_id(self) -> PaperId:
        return PaperId(f"arxiv:{self.id}")


def parse_arxiv_id(text: str) -> ArxivId | None:
    """Read ``2410.17170v1``, ``math.NT/0510544``, ``arXiv:…``, ``oai:arXiv.org:…``, a DOI or an arxiv.org URL."""
    text = text.strip()
    if "://" in text:
        text = _arxiv_in_url(text)
    for prefix in ("oai:arxiv.org:", "arxiv:", "doi:", _ARXIV_DOI):
        if text.lower().startswith(prefix):
            text = text[len(prefix) :]
    match = _ARXIV.fullmatch(text)
    if match is None:
        return None
    version = match["version"]
    return ArxivId(_without_subject_class(match["id"].lower()), int(version) if version else None)


def _arxiv_in_url(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:  # an address like http://[ is none
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    if host == "doi.org":
        return parts.path.lstrip("/")
    if not any(host == known or host.endswith("." + known) for known in _ARXIV_HOSTS):
        return ""
    match = _ARXIV_PATH.search(parts.path)
    return match["rest"] if match else ""


def _without_subject_class(arxiv_id: str) -> str:
    archive, slash, number = arxiv_id.partition("/")
    return f"{archive.partition('.')[0]}/{number}" if slash else arxiv_id


def canonical_id(text: str) -> PaperId | None:
    """The canonical id that a URL, DOI or arXiv identifier stands for, or None where it is no such thing."""
    if arxiv := parse_arxiv_id(text):
        return arxiv.paper_id
    bare = text.strip()
    for prefix in ("https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "doi:"):
        if bare.lower().startswith(prefix):
            bare = bare[len(prefix) :]
    if _DOI.fullmatch(bare):
        return PaperId(f"doi:{bare.lower()}")
    if bare.startswith(("http://", "https://")):
        return PaperId(f"url:{bare}")
    return None


def arxiv_of(paper_id: PaperId) -> str | None:
    """``2410.17170`` for ``arxiv:2410.17170``; None for a work that arXiv does not hold."""
    return paper_id.removeprefix("arxiv:") if paper_id.startswith("arxiv:") else None
