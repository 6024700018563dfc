"""Whether a paper was withdrawn: arXiv has no flag for it; the comment or the abstract says so, in these words."""

import re

from achim.domain.paper import Paper

_WITHDRAWN = re.compile(
    r"\b(?:this|the) (?:paper|article|submission|manuscript|work)?\s*(?:has been|is) withdrawn\b", re.IGNORECASE
)


def is_withdrawn(paper: Paper) -> bool:
    return any(_WITHDRAWN.search(text) for text in (paper.comment or "", paper.abstract[:400]))
