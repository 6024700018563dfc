"""What counts beside votes and age: each signal a small function with its reason. Without interests it counts little.

Those of wishes are asked only about works that a wish may fit (``Mentions``), those of works once for all readers.

What is not known gives no part, so that a missing signal lowers nobody. Points below 0 come from weights below 0 alone.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from achim.domain.edition import ScorePart
from achim.domain.ids import PaperId
from achim.domain.interests import ExamplePaper, Interests, Never
from achim.domain.note import Note
from achim.domain.paper import AnyWork, Paper
from achim.ports import Closeness
from achim.steps.facts import Facts, name_key, says
from achim.steps.mentions import Mentions
from achim.steps.rank import Signals

WANTED = "interest."
"""What the codes of reasons begin with that come from a reader's interests."""
CLOSE = 6.0
"""Points of a work that has the same words as the examples; related ones have a tenth to a third of them."""
LEAST_CLOSE = 0.05
"""Closeness below which a work is not called close: any two abstracts share some words."""

Signal = Callable[[AnyWork, Facts], Iterable[ScorePart]]
Given = Iterable[tuple[PaperId, Sequence[ScorePart]]]
"""What some works get."""
_TOPIC, _IN_TITLE, _IN_TEXT, _AUTHOR, _LAB, _LANE, _NAMED = 2.0, 2.0, 1.0, 3.0, 2.0, 2.0, 6.0
_DATA = re.compile(r"huggingface\.co/datasets/|kaggle\.com/datasets?/|zenodo\.org/|aihub\.or\.kr|physionet\.org/")
_WEIGHTS = re.compile(r"huggingface\.co/(?!datasets/|papers/|spaces/|blog/)[\w.-]+/[\w.-]+|modelscope\.cn/models/")
_CODE = re.compile(r"(?:github\.com|gitlab\.com|codeberg\.org)/[\w.-]+/[\w.-]+|bitbucket\.org/[\w.-]+/[\w.-]+")
_LICENCE = re.compile(
    r"\b(Apache[- ]2\.0|MIT licen[cs]e|BSD|A?GPL(?:-?v?\d)?|CC[- ]BY(?:-[A-Z]{2})*|CC0|MPL[- ]2\.0)\b"
)
_VENUE = re.compile(
    r"\b(NeurIPS|NIPS|ICML|ICLR|AAAI|IJCAI|ACL|EMNLP|NAACL|EACL|COLING|CVPR|ICCV|ECCV|WACV|BMVC|KDD|WWW|SIGIR|WSDM|CIKM|"
    r"RecSys|ICRA|IROS|RSS|CoRL|INTERSPEECH|ICASSP|SIGGRAPH|CHI|UAI|AISTATS|COLT|COLM|TMLR|JMLR|TACL|TPAMI|MICCAI|OSDI|"
    r"SOSP|USENIX Security|Nature|Science)\b"
)
_SUBMITTED = re.compile(r"\b(?:submitted|submission|under review|in review|preprint)\b", re.IGNORECASE)
_HARDLY = 0.34


def own_parts(
    works: Sequence[AnyWork],
    interests: Interests,
    mentions: Mentions,
    closeness: Given,
    seen: Collection[str] | None,
) -> Mapping[PaperId, Sequence[ScorePart]]:
    """What one reader's interests give to works, the others left out; ``closeness`` is ``close_to``'s for the same
    works, ``seen`` are the words that the reader was told of late."""
    found: defaultdict[PaperId, list[ScorePart]] = defaultdict(list)
    wishes = (signal(interests, mentions) for signal in (_topics, _phrases, _authors, _labs, _lanes, _named))
    new = ((work.id, novelty(mentions.facts[work.id], seen)) for work in works) if seen is not None else ()
    for work, parts in chain(*wishes, closeness, new):
        if parts:
            found[work] += parts
    return found


def parts_of(work: AnyWork, known: Facts, signals: Iterable[Signal]) -> tuple[ScorePart, ...]:
    return tuple(part for signal in signals for part in signal(work, known))


@lru_cache(maxsize=4_096, typed=True)
def _part(points: float, code: str, **params: object) -> Sequence[ScorePart]:
    """None where the points are none; kept, as one wish gives the same to many works."""
    return (ScorePart(round(points, 3), Note.of(code, **params)),) if round(points, 3) else ()


def _topics(interests: Interests, mentions: Mentions) -> Given:
    for wish in interests.topics:
        for work in mentions.of_topic(wish.text):
            if topic := mentions.facts[work].topic:
                yield work, _part(_TOPIC * wish.weight, "interest.topic", **topic.named("topic"))


def _phrases(interests: Interests, mentions: Mentions) -> Given:
    for wish in interests.phrases:
        for work in mentions.saying(wish.text):
            known = mentions.facts[work]
            if says(known.title, wish.text):
                yield work, _part(_IN_TITLE * wish.weight, "interest.phrase", phrase=wish.text, where="title")
            elif says(known.text, wish.text):
                yield work, _part(_IN_TEXT * wish.weight, "interest.phrase", phrase=wish.text, where="abstract")


def _authors(interests: Interests, mentions: Mentions) -> Given:
    for wish in interests.authors:
        for work in mentions.of_author(wish.text):
            yield work, _part(_AUTHOR * wish.weight, "interest.author", author=wish.text)


def _labs(interests: Interests, mentions: Mentions) -> Given:
    for wish in interests.labs:
        for work in mentions.saying(wish.text):
            if says(mentions.facts[work].told, wish.text):
                yield work, _part(_LAB * wish.weight, "interest.lab", lab=wish.text)


def _lanes(interests: Interests, mentions: Mentions) -> Given:
    for lane in interests.lanes:
        for work in frozenset[PaperId]().union(*map(mentions.saying, lane.words)):
            if word := next((word for word in lane.words if says(mentions.facts[work].told, word)), None):
                yield work, _part(_LANE * lane.weight, "interest.lane", lane=lane.name, word=word)


def _named(interests: Interests, mentions: Mentions) -> Given:
    for paper in interests.papers:
        if paper.id in mentions.facts:
            yield paper.id, _part(_NAMED * paper.weight, "interest.named")


def close_to(works: Sequence[AnyWork], papers: Sequence[ExamplePaper], closeness: Closeness) -> Given:
    """What closeness to the examples gives to works, and what closeness to those with a weight below 0 takes."""
    for code, examples in zip(("interest.close", "interest.unlike"), sides(papers), strict=True):
        for work, close in closeness.near(works, examples, LEAST_CLOSE) if examples else ():
            if close.nearest:
                points = CLOSE * close.score * close.nearest.weight
                yield work.id, _part(points, code, example=close.nearest.title)


def sides(papers: Sequence[ExamplePaper]) -> tuple[tuple[ExamplePaper, ...], tuple[ExamplePaper, ...]]:
    """The examples of what is wanted and of what is not, as far as their words are known."""
    told = [each for each in papers if each.title]
    return tuple(each for each in told if each.weight > 0), tuple(each for each in told if each.weight < 0)


def code(work: AnyWork, known: Facts) -> Sequence[ScorePart]:
    """An address of code in the text, where no source gave one; whether it works nobody has tried."""
    if isinstance(work, Paper) and not work.code_url and any(map(_CODE.search, known.addresses)):
        return _part(0.5, "rank.code")
    return ()


def code_stars(work: AnyWork, known: Facts) -> Sequence[ScorePart]:
    stars = work.signal("code_stars")
    return _part(0.15 * math.log2(1 + stars), "rank.code_stars", stars=stars) if stars and stars > 0 else ()


def data(work: AnyWork, known: Facts) -> Sequence[ScorePart]:
    return _part(0.5, "rank.data") if any(map(_DATA.search, known.addresses)) else ()


def weights(work: AnyWork, known: Facts) -> Sequence[ScorePart]:
    return _part(0.5, "rank.weights") if any(map(_WEIGHTS.search, known.addresses)) else ()


def licence(work: AnyWork, known: Facts) -> Sequence[ScorePart]:
    found = _LICENCE.search(f"{work.abstract} {work.comment or ''}") if isinstance(work, Paper) else None
    return _part(0.25, "rank.licence", licence=found[1]) if found else ()


def venue(work: AnyWork, known: Facts) -> Sequence[ScorePart]:
    """Where its authors' comment says that it appears; *submitted to* says nothing."""
    comment = work.comment or "" if isinstance(work, Paper) else ""
    found = None if _SUBMITTED.search(comment) else _VENUE.search(comment)
    return _part(0.75, "rank.venue", venue=found[1]) if found else ()


def novelty(known: Facts, seen: Collection[str] | None) -> Sequence[ScorePart]:
    """The share of a title's words that are not among those ``seen`` in the last 90 days; a few are nothing new."""
    if seen is None or not known.telling:
        return ()
    new = [word for word in known.telling if word not in seen]
    share = len(new) / len(known.telling)
    return _part(0.75 * share, "rank.novel", words=", ".join(new[:3])) if share >= _HARDLY else ()


def attention(work: AnyWork, known: Facts) -> Sequence[ScorePart]:
    votes = known.attention
    return _part(0.5 * math.log2(1 + votes), "rank.hackernews", votes=votes) if votes and votes > 0 else ()


OF_TEXTS: tuple[Signal, ...] = (code, code_stars, data, weights, licence, venue)
"""Those that a work tells by itself."""
OF_WORKS: tuple[Signal, ...] = (*OF_TEXTS, attention)
"""Those that are the same for every reader."""
USUAL = 0.01
"""The share of their points that these and novelty give where nobody said what interests them: they part works that are
nearly level. Early attention reads addresses too, and three times the share made its order worse: docs/interests.md."""


def usual_signals(works: Iterable[AnyWork], facts: Mapping[PaperId, Facts], seen: Collection[str] | None) -> Signals:
    """The signals of a reader without interests; ``seen`` as in ``novelty``."""
    known = [(work, facts[work.id]) for work in works]
    parts = {work.id: (*parts_of(work, told, OF_TEXTS), *novelty(told, seen)) for work, told in known}
    small = {work: tuple(map(_in_small, found)) for work, found in parts.items()}
    return (lambda work: small.get(work.id, ()),)


def _in_small(part: ScorePart) -> ScorePart:
    return replace(part, points=max(0.001, round(USUAL * part.points, 3)))


def unwanted(work: AnyWork, known: Facts, never: Iterable[Never]) -> Note | None:
    """Why a work is never to be shown; None for one that may be."""
    hit = next((each for each in never if _hits(work, known, each)), None)
    if hit and hit.kind == "topic" and known.topic:
        return Note.of("withheld.never.topic", **known.topic.named("what"))
    return Note.of(f"withheld.never.{hit.kind}", what=hit.text) if hit else None


def _hits(work: AnyWork, known: Facts, never: Never) -> bool:
    if never.kind == "work":
        return never.text == work.id
    if never.kind == "author":
        return name_key(never.text) in known.authors
    if never.kind == "topic":
        return known.topic is not None and never.text == known.topic.key
    return says(known.told if never.kind == "lab" else known.text, never.text)
