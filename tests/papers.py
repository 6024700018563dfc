"""A paper with nothing but what is said of it."""

from collections.abc import Sequence

from achim.domain.ids import PaperId
from achim.domain.paper import Paper, Sentence


def bare_paper(
    title: str = "A title",
    abstract: str = "",
    *,
    paper_id: str = "arxiv:2411.00001",
    sentences: Sequence[str] = (),
    categories: tuple[str, ...] = (),
) -> Paper:
    """``sentences`` are numbered from 1, and are the abstract where none is given."""
    return Paper(
        id=PaperId(paper_id),
        title=title,
        url=f"https://arxiv.org/abs/{paper_id.rpartition(':')[2]}",
        abstract=abstract or " ".join(sentences),
        sentences=tuple(Sentence(number, text) for number, text in enumerate(sentences, 1)),
        authors=(),
        categories=categories,
        submitted_at=None,
        version=None,
        comment=None,
        code_url=None,
        signals=(),
        announcements=(),
        origins=(),
    )
