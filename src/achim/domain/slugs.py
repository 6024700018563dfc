"""Names of works in addresses: they never change, and hold nothing but lower-case letters, digits, dots and hyphens."""

import hashlib
import re

from achim.domain.ids import PaperId, arxiv_of

_PLAIN = re.compile(r"[a-z0-9][a-z0-9.-]*", re.ASCII)
_DIGITS = 20


def slug(work: PaperId) -> str:
    """``arxiv-2410.17170``, ``arxiv-hep-th-9901001``; for a DOI or an address ``doi-…``, ``url-…`` with 80 bits of its
    SHA-256, since they hold signs of all kinds.
    """
    arxiv = arxiv_of(work)
    if arxiv and _PLAIN.fullmatch(named := f"arxiv-{arxiv.replace('/', '-')}"):
        return named
    scheme = work.partition(":")[0]
    digest = hashlib.sha256(work.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
    return f"{scheme if scheme in ('arxiv', 'doi', 'url') else 'work'}-{digest}"
