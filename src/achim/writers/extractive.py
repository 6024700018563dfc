"""The writer that needs no language model: it quotes the paper's own sentences and says nothing itself."""

from collections.abc import Sequence

from achim.domain.claim import Citation, Claim, ClaimRole, Draft
from achim.domain.edition import Entry
from achim.domain.paper import Paper, Sentence
from achim.domain.topic import Topic
from achim.steps.extract import Chooser


class ExtractiveWriter:
    """Quotes of each entry: problem, approach and result as far as the abstract says them; no claim otherwise."""

    def __init__(self, chooser: Chooser) -> None:
        self._chooser = chooser

    @property
    def name(self) -> str:
        return "extractive/2"

    def write(self, topic: Topic, entries: Sequence[Entry], lang: str) -> Draft:
        """The quotes stay in the paper's language, whatever ``lang`` is."""
        return Draft(
            topic.key,
            tuple(
                _quote(entry.paper, extract.place, extract.sentence)
                for entry in entries
                for extract in self._chooser.extracts(entry.paper.title, entry.paper.sentences)
            ),
        )


def _quote(paper: Paper, role: ClaimRole, sentence: Sentence) -> Claim:
    citation = Citation(paper.id, (sentence.number,))
    return Claim(kind="fact", role=role, text=sentence.text, citations=(citation,), quoted=True)
