"""Whether a paper was withdrawn: arXiv has no flag for it; the comment or the abstract says so, in these words."""

import re

from achim.domain.paper import AnyWork, Paper

_WITHDRAWN = re.compile(
    r"\b(?:this|the) (?:paper|article|submission|manuscript|work)?\s*(?:has been|is) withdrawn\b", re.IGNORECASE
)


def is_withdrawn(work: AnyWork) -> bool:
    return says_withdrawn(work.comment if isinstance(work, Paper) else None, work.abstract)


def says_withdrawn(comment: str | None, abstract: str | None) -> bool:
    return any(_WITHDRAWN.search(text) for text in (comment or "", (abstract or "")[:400]))
