"""Which of the ranked works a reader's page has: no topic takes it over, and one work is a surprise."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from achim.domain.edition import SURPRISE, RankedPaper, Score, ScorePart
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.topic import Topic
from achim.steps.rank import Chosen, best_first
from achim.steps.signals import WANTED

ROOM_FOR_SURPRISE = 4
"""Works that a page must have before one of them is a surprise."""
_BY_TOPIC, _BY_SURPRISE = "held.topic", "held.surprise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """How a page is made up. ``topics`` are those of the works; ``surprised`` is the work
    that an earlier revision of the edition printed as its surprise."""

    topics: Mapping[PaperId, Topic]
    most_of_topic: int
    surprise: bool = True
    surprised: PaperId | None = None


def choose(ranked: Sequence[RankedPaper], kept: Collection[PaperId], room: int, page: Page) -> Chosen:
    """``ranked`` is best first, ``kept`` stay whatever happens, ``room`` is for all. A page is never left emptier for
    the sake of diversity: where nothing else is there, the topic takes the rest."""
    stay = [each for each in ranked if each.paper.id in kept]
    free = [each for each in ranked if each.paper.id not in kept]
    room = max(0, room - len(stay))
    taken, passed = _by_topic(stay, free, room, page)
    crowded = {topic.key: topic for topic in (page.topics[each.paper.id] for each in passed)}
    notes = {key: Note.of(_BY_TOPIC, most=page.most_of_topic, **topic.named("topic")) for key, topic in crowded.items()}
    held = {each.paper.id: notes[page.topics[each.paper.id].key] for each in passed}
    if page.surprised in kept:
        works = [_labelled(each) if each.paper.id == page.surprised else each for each in (*stay, *taken)]
        return Chosen(tuple(works), held)
    if not page.surprise or len(stay) + room < ROOM_FOR_SURPRISE or not taken:
        return Chosen((*stay, *taken), held)
    gone = taken[-1]
    here = {each.paper.id for each in taken}
    others = (each for each in free if each.paper.id not in here)
    surprise = _surprise(others, [*stay, *taken[:-1]], page)
    if surprise is None:
        return Chosen((*stay, *taken), held)
    held = {paper: note for paper, note in held.items() if paper != surprise.paper.id}
    return Chosen((*stay, *taken[:-1], _labelled(surprise)), {**held, gone.paper.id: Note.of(_BY_SURPRISE)})


def is_surprise(score: Score) -> bool:
    """Whether a score says that nobody asked for the work."""
    return any(part.note.code == SURPRISE for part in score.parts)


def _by_topic(
    stay: Sequence[RankedPaper], free: Sequence[RankedPaper], room: int, page: Page
) -> tuple[list[RankedPaper], list[RankedPaper]]:
    """Those that are taken, best first, and those that were passed over for others."""
    counts = Counter(page.topics[each.paper.id].key for each in stay)
    taken: list[RankedPaper] = []
    passed: list[RankedPaper] = []
    for each in free:
        if len(taken) == room:
            break
        topic = page.topics[each.paper.id].key
        if counts[topic] >= page.most_of_topic:
            passed.append(each)
            continue
        counts[topic] += 1
        taken.append(each)
    lacking = room - len(taken)
    return sorted(taken + passed[:lacking], key=best_first), passed[lacking:]


def _surprise(others: Iterable[RankedPaper], printed: Sequence[RankedPaper], page: Page) -> RankedPaper | None:
    """The best of what no interest speaks for or against, of a topic that the page lacks where there is one."""
    topics = {page.topics[each.paper.id].key for each in printed}
    best: RankedPaper | None = None
    for each in others:
        if any(map(_is_wanted, each.score.parts)) or each.total <= 0:
            continue
        if page.topics[each.paper.id].key not in topics:
            return each
        best = best or each
    return best


def _is_wanted(part: ScorePart) -> bool:
    return part.note.code.startswith(WANTED)


def _labelled(ranked: RankedPaper) -> RankedPaper:
    return replace(ranked, score=Score((*ranked.score.parts, ScorePart(0.0, Note.of(SURPRISE)))))
