"""What a reader's interests change in the day's work: what is kept out, what counts, and how the page is made up.

What is the same for every reader is worked out once for all of them (``Common``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial

from achim.domain.edition import DEFAULT_PROFILE, Edition, EditionKey, RankedPaper, TopicChoice
from achim.domain.ids import PaperId
from achim.domain.interests import ExamplePaper, Interests
from achim.domain.paper import AnyWork
from achim.domain.topic import Taxonomy, Topic
from achim.drafting import Together, WritingParts
from achim.kept_vectors import KeptVectors
from achim.ports import Closeness, Memory, Store, Vector
from achim.steps.admit import Admission, Refusal
from achim.steps.classify import classify
from achim.steps.facts import facts_of, words_told
from achim.steps.headlines import headline
from achim.steps.learn import Learnt, learn
from achim.steps.mentions import Mentions, mentions_of
from achim.steps.page import Page, choose, is_surprise
from achim.steps.rank import Choose, Plain, Signals, plain, scored
from achim.steps.signals import OF_WORKS, close_to, own_parts, parts_of, sides, unwanted, usual_signals
from achim.steps.topic_model import TopicModel

REMEMBERED = timedelta(days=90)
"""What was told before that is new again."""


@dataclass(slots=True)
class Common:
    """What was worked out about works, whoever reads of them; of one day, whose works do not change."""

    choices: dict[PaperId, tuple[AnyWork, TopicChoice]] = field(
        default_factory=dict[PaperId, tuple[AnyWork, TopicChoice]]
    )
    works: dict[PaperId, AnyWork] = field(default_factory=dict[PaperId, AnyWork])
    """Those that all below is of."""
    topics: dict[PaperId, Topic] = field(default_factory=dict[PaperId, Topic])
    mentions: Mentions = field(default_factory=lambda: mentions_of({}))
    signals: Signals = ()
    """Those that ``plain`` is of."""
    plain: dict[PaperId, Plain] = field(default_factory=dict[PaperId, Plain])


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoosingParts(WritingParts):
    """What choosing works and their topics needs of the world."""

    store: Store
    taxonomy: Taxonomy
    topic_model: TopicModel
    closeness: Closeness
    common: Common = field(default_factory=Common)


@dataclass(frozen=True, slots=True)
class Preferred:
    """What is let in, with its scores, and how the page is made up."""

    admission: Admission
    scored: Sequence[RankedPaper]
    choose: Choose | None = None


@dataclass(frozen=True, slots=True)
class SharedTopics:
    """What a further reader's edition takes over from the default one of the day: the topics of works, and which works
    of a topic are written of as a whole, in their order."""

    choices: Mapping[PaperId, TopicChoice] = field(default_factory=dict[PaperId, TopicChoice])
    together: Together = ()


def shared_by(key: EditionKey, store: Store) -> SharedTopics | None:
    """None for the default edition, which shares nothing; where there is none yet, a further reader takes over nothing.

    A topic that is quoted there because its writing failed is not taken over.
    """
    if key.profile == DEFAULT_PROFILE:
        return None
    default = store.edition(replace(key, profile=DEFAULT_PROFILE))
    if default is None:
        return SharedTopics()
    written = [section for section in default.sections if section.note is None]
    return SharedTopics(
        choices={entry.paper.id: entry.choice for entry in default.entries},
        together=tuple(tuple(entry.paper.id for entry in section.entries) for section in written),
    )


def prefer(
    admission: Admission,
    interests: Interests,
    key: EditionKey,
    memory: Memory,
    signals: Signals,
    parts: ChoosingParts,
) -> Preferred:
    """Keep out what is never to be shown, and weigh the rest by what counts for everybody and by the interests; stories
    by interests only where there are some."""
    if interests.is_empty and key.kind != "papers":
        return Preferred(admission, scored(admission.papers, signals))
    seen = words_told(f"{each.title} {each.abstract}" for each in memory.told)
    if interests.is_empty:
        usual = usual_signals(admission.papers, facts_of(admission.papers, {}, {}), seen)
        return Preferred(admission, scored(admission.papers, (*signals, *usual)))
    common = _known((*admission.papers, *(each.paper for each in admission.updated)), key.day, signals, parts)
    admission = _without(admission, interests, common.mentions)
    close = close_to(admission.papers, told_of(interests.papers, parts.store), parts.closeness)
    own = own_parts(admission.papers, interests, common.mentions, close, seen)
    plain = [(common.plain[work.id], own.get(work.id)) for work in admission.papers]
    page = Page(
        topics=common.topics,
        most_of_topic=interests.most_of_topic,
        surprise=interests.surprise,
        surprised=_surprised(memory.earlier),
    )
    weighed = [each.given(given) if given else each.ranked for each, given in plain]
    return Preferred(admission, weighed, partial(choose, page=page))


def taught(
    interests: Interests, profile: str, store: Store, *, until: datetime, since: datetime | None = None
) -> Learnt:
    """The interests with what the profile's stars and mutes teach."""
    kept = store.marks.kept(profile)
    works = store.works.announced([mark.work for mark in kept.marks])
    return learn(interests, kept, works, until=until, since=since)


def examples_of(
    interests: Interests, profile: str, store: Store, until: datetime
) -> tuple[tuple[ExamplePaper, ...], tuple[ExamplePaper, ...]]:
    """The examples by which a profile's works will be weighed: of what is wanted, and of what is not."""
    return sides(told_of(taught(interests, profile, store, until=until).interests.papers, store))


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
    lacking = [work for work in works if work.id not in known or not _is_known(work, known[work.id][0])]
    for work, vector in zip(lacking, _meanings(lacking, parts), strict=True):
        known[work.id] = (work, classify(work, parts.taxonomy, parts.topic_model, vector))
    return [known[work.id][1] for work in works]


def _is_known(work: AnyWork, before: AnyWork | None) -> bool:
    """Readers of one run are told of the same objects, so that comparing them costs nothing."""
    return work is before or work == before


def _meanings(works: Sequence[AnyWork], parts: ChoosingParts) -> Sequence[Vector | None]:
    """Vectors of the headlines, where the topics were learnt from vectors of this embedder."""
    if parts.embedder.name.partition("/")[0] != parts.topic_model.embedder:
        return [None] * len(works)
    return KeptVectors(parts.embedder, parts.store).embed([headline(work.title) for work in works])


def _known(works: Sequence[AnyWork], day: date, signals: Signals, parts: ChoosingParts) -> Common:
    """What is known of these works, and of those of the readers before."""
    common = parts.common
    if common.signals is not signals:
        common.signals, common.works = signals, {}
    lacking = [work for work in works if common.works.get(work.id) is not work and common.works.get(work.id) != work]
    if lacking:
        topics = {work.id: choice.topic for work, choice in zip(lacking, topic_choices(lacking, parts), strict=True)}
        found = facts_of(lacking, topics, parts.store.works.attention(day - REMEMBERED))
        common.works |= {work.id: work for work in lacking}
        common.topics |= topics
        common.mentions = mentions_of({**common.mentions.facts, **found})
        common.plain |= {work.id: plain(work, signals, parts_of(work, found[work.id], OF_WORKS)) for work in lacking}
    return common


def _without(admission: Admission, interests: Interests, mentions: Mentions) -> Admission:
    """What is never to be shown goes to the ledger, with the reason."""
    if not interests.never:
        return admission
    works = (*admission.papers, *(each.paper for each in admission.updated))
    touched = mentions.unwanted(interests.never)
    told = [(work.id, unwanted(work, mentions.facts[work.id], interests.never)) for work in works if work.id in touched]
    reasons = {work: reason for work, reason in told if reason}
    if not reasons:
        return admission
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
