"""What a reader's interests change in the day's work: what is kept out, what counts, and how the page is made up.

Without interests nothing does. What is the same for every reader is worked out once for all of them (``Common``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial

from achim.domain.edition import Edition, EditionKey, TopicChoice
from achim.domain.ids import PaperId
from achim.domain.interests import ExamplePaper, Interests
from achim.domain.paper import AnyWork
from achim.domain.topic import Taxonomy, Topic
from achim.drafting import WritingParts
from achim.kept_vectors import KeptVectors
from achim.ports import Store, Vector
from achim.steps.admit import Admission, Refusal
from achim.steps.classify import classify
from achim.steps.facts import Facts, facts_of, words_told
from achim.steps.headlines import headline
from achim.steps.interest import InterestModel
from achim.steps.learn import Learnt, learn
from achim.steps.page import Page, choose, is_surprise
from achim.steps.rank import Choose, Signals
from achim.steps.signals import close_to, novelty, personal_signals, unwanted
from achim.steps.topic_model import TopicModel

REMEMBERED = timedelta(days=90)
"""What was told before that is new again."""


@dataclass(slots=True)
class Common:
    """What was worked out about works, whoever reads of them; of one day, whose works do not change."""

    choices: dict[PaperId, tuple[AnyWork, TopicChoice]] = field(
        default_factory=dict[PaperId, tuple[AnyWork, TopicChoice]]
    )
    facts: dict[PaperId, tuple[AnyWork, Facts]] = field(default_factory=dict[PaperId, tuple[AnyWork, Facts]])


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoosingParts(WritingParts):
    """What choosing works and their topics needs of the world."""

    store: Store
    taxonomy: Taxonomy
    topic_model: TopicModel
    interest_model: InterestModel
    """What closeness is reckoned with."""
    common: Common = field(default_factory=Common)


@dataclass(frozen=True, slots=True)
class Preferred:
    """What is let in, what counts beside what counts for everybody, and how the page is made up."""

    admission: Admission
    signals: Signals = ()
    choose: Choose | None = None


def prefer(
    admission: Admission, interests: Interests, key: EditionKey, earlier: Edition | None, parts: ChoosingParts
) -> Preferred:
    """Keep out what is never to be shown, and weigh the rest by the interests."""
    if interests.is_empty:
        return Preferred(admission)
    works = (*admission.papers, *(each.paper for each in admission.updated))
    chosen = topic_choices(works, parts)
    topics = {work.id: choice.topic for work, choice in zip(works, chosen, strict=True)}
    facts = _facts(works, topics, key.day, parts)
    admission = _without(admission, interests, facts)
    close = close_to(admission.papers, told_of(interests.papers, parts.store), parts.interest_model)
    told = parts.store.told(key, key.day - REMEMBERED)
    seen = words_told(f"{each.title} {each.abstract}" for each in told)
    signals = personal_signals(interests, facts, close, partial(novelty, seen=seen))
    page = Page(
        topics=topics,
        most_of_topic=interests.most_of_topic,
        surprise=interests.surprise,
        surprised=_surprised(earlier),
    )
    return Preferred(admission, signals, partial(choose, page=page))


def taught(
    interests: Interests, profile: str, store: Store, *, until: datetime, since: datetime | None = None
) -> Learnt:
    """The interests with what the profile's stars and mutes teach."""
    kept = store.marks.kept(profile)
    works = store.works.announced([mark.work for mark in kept.marks])
    return learn(interests, kept, works, until=until, since=since)


def told_of(papers: Sequence[ExamplePaper], store: Store) -> tuple[ExamplePaper, ...]:
    """The examples, those without a title with what the archive has of them."""
    found = store.works.announced([each.id for each in papers if each.id and not each.title])
    return tuple(
        replace(each, title=found[each.id].title, abstract=found[each.id].abstract or "") if each.id in found else each
        for each in papers
    )


def topic_choices(works: Sequence[AnyWork], parts: ChoosingParts) -> list[TopicChoice]:
    """A topic for each work, by the classifier alone; worked out once a work."""
    known = parts.common.choices
    lacking = [work for work in works if not (work.id in known and known[work.id][0] == work)]
    for work, vector in zip(lacking, _meanings(lacking, parts), strict=True):
        known[work.id] = (work, classify(work, parts.taxonomy, parts.topic_model, vector))
    return [known[work.id][1] for work in works]


def _meanings(works: Sequence[AnyWork], parts: ChoosingParts) -> Sequence[Vector | None]:
    """Vectors of the headlines, where the topics were learnt from vectors of this embedder."""
    if parts.embedder.name.partition("/")[0] != parts.topic_model.embedder:
        return [None] * len(works)
    return KeptVectors(parts.embedder, parts.store).embed([headline(work.title) for work in works])


def _facts(
    works: Iterable[AnyWork], topics: dict[PaperId, Topic], day: date, parts: ChoosingParts
) -> dict[PaperId, Facts]:
    known = parts.common.facts
    works = tuple(works)
    lacking = [work for work in works if not (work.id in known and known[work.id][0] == work)]
    if lacking:
        found = facts_of(lacking, topics, parts.store.works.attention(day - REMEMBERED))
        known.update((work.id, (work, found[work.id])) for work in lacking)
    return {work.id: known[work.id][1] for work in works}


def _without(admission: Admission, interests: Interests, facts: dict[PaperId, Facts]) -> Admission:
    """What is never to be shown goes to the ledger, with the reason."""
    if not interests.never:
        return admission
    works = (*admission.papers, *(each.paper for each in admission.updated))
    reasons = {
        work.id: reason for work in works if (reason := unwanted(work, facts[work.id], interests.never)) is not None
    }
    refused = [Refusal(work, "withheld", reasons[work.id]) for work in works if work.id in reasons]
    return replace(
        admission,
        papers=tuple(work for work in admission.papers if work.id not in reasons),
        updated=tuple(each for each in admission.updated if each.paper.id not in reasons),
        refused=(*admission.refused, *refused),
    )


def _surprised(earlier: Edition | None) -> PaperId | None:
    """The work that the revision before printed as its surprise."""
    labelled = (each for each in (earlier.entries if earlier else ()) if is_surprise(each.score))
    return next((each.paper.id for each in labelled), None)
