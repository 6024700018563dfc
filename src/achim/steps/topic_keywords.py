"""Keywords of a topic: what several of its papers share, and what each has to itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from achim.domain.edition import TopicKeyword
from achim.domain.ids import PaperId
from achim.domain.paper import Work
from achim.steps.compose import TopicEntries
from achim.steps.keywords import is_telling
from achim.steps.meaning import alike
from achim.steps.paper_text import PaperText
from achim.steps.terms import Key, KnownTerms, holds, term_key

SHARED = 4
"""Keywords at most that papers share."""


@dataclass(frozen=True, slots=True)
class KeyedPaper:
    """A paper of a topic: its number in the edition, and its keywords in English, the most telling first."""

    number: int
    paper: Work
    keywords: tuple[str, ...]


def topic_keywords(name: str, papers: Sequence[KeyedPaper], terms: KnownTerms) -> tuple[TopicKeyword, ...]:
    """Shared ones by how many papers have them, then one per paper that no other has; none for a single paper.

    ``name`` is the topic's English name: what the topic is called by says nothing of its papers.
    """
    if len(papers) < 2:
        return ()
    texts = {each.number: PaperText.of(each.paper, terms) for each in papers}
    near = alike((word for each in papers for word in each.keywords), _acronyms(texts.values(), terms))
    shared = tuple(_shared(term_key(name), papers, texts, near))
    same = [term_key(word) for each in shared for word in (each.term, *near[each.term])]
    return (*shared, *_apart(papers, texts, same))


def _acronyms(texts: Iterable[PaperText], terms: KnownTerms) -> dict[Key, Key]:
    """The known ones, and those that papers define, unless two of them mean different things by one."""
    told = [(short, long) for text in texts for short, long in text.short.items()]
    meant = {short: {other for each, other in told if each == short} for short, _ in told}
    return {**terms.acronyms, **{short: next(iter(longs)) for short, longs in meant.items() if len(longs) == 1}}


def _shared(
    name: Key, papers: Sequence[KeyedPaper], texts: Mapping[int, PaperText], near: Mapping[str, frozenset[str]]
) -> Iterator[TopicKeyword]:
    first = {word: place for each in papers for place, word in reversed(list(enumerate(each.keywords)))}
    told = [TopicKeyword(word, _numbers(word, papers, texts, near)) for word in first]
    told = [each for each in told if len(each.entries) > 1 and is_telling(each.term)]
    taken: list[Key] = []
    kept = 0
    order = {each.term: (-len(each.entries), len(term_key(each.term)), first[each.term], each.term) for each in told}
    for each in sorted(told, key=lambda each: order[each.term]):
        key = term_key(each.term)
        if kept < SHARED and not holds(name, key) and not any(_are_one(key, other) for other in taken):
            taken += [key, *(term_key(other) for other in near[each.term])]
            kept += 1
            yield each


def _are_one(one: Key, other: Key) -> bool:
    return holds(one, other) or holds(other, one)


def _numbers(
    word: str, papers: Sequence[KeyedPaper], texts: Mapping[int, PaperText], near: Mapping[str, frozenset[str]]
) -> tuple[int, ...]:
    """The papers that have a keyword, or one alike, or say either at least twice."""
    same = {term_key(each) for each in (word, *near[word])}
    return tuple(
        each.number
        for each in papers
        if same & {term_key(own) for own in each.keywords} or any(_says(texts[each.number], key) for key in same)
    )


def _says(text: PaperText, key: Key) -> bool:
    return text.in_title(key) or text.mentions(key) > 1


def _apart(
    papers: Sequence[KeyedPaper], texts: Mapping[int, PaperText], shared: Sequence[Key]
) -> Iterator[TopicKeyword]:
    for each in papers:
        others = [texts[other.number] for other in papers if other is not each]
        for word in each.keywords:
            key = term_key(word)
            is_shared = any(_are_one(key, other) for other in shared) or any(text.mentions(key) for text in others)
            is_name = each.paper.title.startswith(f"{word}:")
            if is_telling(word) and not is_name and not is_shared:
                yield TopicKeyword(word, (each.number,))
                break


def with_keywords(
    topic: TopicEntries,
    found: Mapping[PaperId, tuple[str, ...]],
    terms: KnownTerms,
    show: Callable[[str], str],
) -> TopicEntries:
    """The topic with its keywords as an edition shows them; ``found`` has those of its papers in English."""
    papers = [KeyedPaper(entry.number, entry.paper, found.get(entry.paper.id, ())) for entry in topic.entries]
    told = topic_keywords(topic.topic.name, papers, terms)
    return replace(topic, keywords=tuple(replace(each, term=show(each.term)) for each in told))
