"""The small marks of an edition: the number of a paper, and the places a claim rests on."""

from collections.abc import Iterable, Mapping, Sequence

from achim.domain.claim import Citation
from achim.domain.ids import PaperId
from achim.domain.paper import LEFT_OUT

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"


def circled(number: int) -> str:
    """``①`` to ``⑫``, then ``(13)``."""
    return _CIRCLED[number - 1] if 1 <= number <= len(_CIRCLED) else f"({number})"


def place(citation: Citation, numbers: Mapping[PaperId, int]) -> str:
    """``1·s4–6, s9``; a paper that is not in the edition stands under its id."""
    return f"{numbers.get(citation.paper, citation.paper)}·{', '.join(_runs(citation.sentences))}"


def places(citations: Iterable[Citation], numbers: Mapping[PaperId, int]) -> tuple[str, ...]:
    """One place per paper, in the order in which they are cited."""
    return tuple(place(citation, numbers) for citation in by_paper(citations))


def by_paper(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Citations of one paper put together, their sentences once and in order; quotes follow the citations, an
    ellipsis between them."""
    merged: dict[PaperId, Citation] = {}
    for citation in citations:
        known = merged.get(citation.paper)
        merged[citation.paper] = _joined(known, citation) if known else citation
    return tuple(merged.values())


def _joined(first: Citation, second: Citation) -> Citation:
    quote = first.quote if second.quote in first.quote else LEFT_OUT.join(filter(None, (first.quote, second.quote)))
    return Citation(first.paper, tuple(sorted({*first.sentences, *second.sentences})), quote)


def _runs(sentences: Sequence[int]) -> list[str]:
    runs: list[list[int]] = []
    for number in sorted(set(sentences)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [f"s{run[0]}" if len(run) == 1 else f"s{run[0]}–{run[-1]}" for run in runs]
