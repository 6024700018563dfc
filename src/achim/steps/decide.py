"""The choice of a topic after a language model was asked about it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from achim.domain.edition import TopicChoice
from achim.domain.note import Note
from achim.domain.topic import Taxonomy
from achim.ports import NO_USE, Decided


def all_decided(told: Sequence[Decided]) -> Decided:
    """What came of several questions, as of one."""
    return Decided(
        topics=tuple(chain.from_iterable(each.topics for each in told)),
        use=sum((each.use for each in told), NO_USE),
        notes=tuple(_counted(note for each in told for note in each.notes)),
    )


def _counted(notes: Iterable[Note]) -> Iterator[Note]:
    """Notes that differ in their number of papers alone, as one."""
    papers: Counter[tuple[str, tuple[tuple[str, str], ...]]] = Counter()
    for note in notes:
        others = tuple(each for each in note.params if each[0] != "papers")
        papers[note.code, others] += int(dict(note.params).get("papers", "1"))
    for (code, others), count in papers.items():
        yield Note.of(code, **dict(others), papers=count)


def decided(choice: TopicChoice, key: str | None, taxonomy: Taxonomy, model: str) -> TopicChoice:
    """The classifier's choice, or the model's where it names a topic; the reasons say who decided.

    The mark that the classifier was unsure stays, and its own choice is then the runner-up.
    """
    if key is None:
        return choice
    by = Note.of("topic.by_model", model=model)
    if key == choice.topic.key:
        return TopicChoice(choice.topic, (*choice.reasons, by), runner_up=choice.runner_up, unsure=choice.unsure)
    reasons = (by, Note.of("topic.instead", **choice.topic.named("topic")))
    return TopicChoice(taxonomy.topic(key), reasons, runner_up=choice.topic.key, unsure=choice.unsure)
