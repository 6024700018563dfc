"""What editions printed → how topics and keywords move over weeks and months.

A work counts once, in the period in which it was first printed, so that the weeks of a month add up to it. Nothing is
said of a period with too few editions, nor of a series with too few such periods.

Keywords rise by the log-odds ratio with an informative Dirichlet prior of Monroe, Colaresi and Quinn, "Fightin'
Words", Political Analysis 16 (2008), equations 16 and 20 to 22, taken over works instead of words: a work has a
keyword or has it not. The prior is ``PRIOR`` works that have it as often as all works of both times together.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from achim.domain.ids import PaperId
from achim.domain.shelf import Head, Shown, TopicCount
from achim.domain.topic import OTHER
from achim.domain.trends import (
    BEFORE_WEEKS,
    LEAST_EDITIONS,
    LEAST_WORKS,
    LEAST_Z,
    MONTH_EDITIONS,
    MONTHS_NEEDED,
    MONTHS_SHOWN,
    RECENT_WEEKS,
    WEEK_EDITIONS,
    WEEKS_NEEDED,
    WEEKS_SHOWN,
    Distribution,
    Rising,
    RisingKeyword,
    Span,
    Trends,
)
from achim.domain.weeks import monday
from achim.steps.terms import Key, holds, term_key

PRIOR = 50.0
MOST_RISING = 12
_GLOSSED = re.compile(r"\(([^()]+)\)$")
_WEEK = timedelta(weeks=1)


def trends(heads: Sequence[Head], shown: Iterable[Shown]) -> Trends | None:
    """Of one series, all of its editions; None where none printed anything."""
    printing = [head for head in heads if head.printed]
    if not printing:
        return None
    firsts = first_printings(shown)
    weeks = _spans(printing, firsts, monday, _next_week, WEEK_EDITIONS)
    months = _spans(printing, firsts, _month, _next_month, MONTH_EDITIONS)
    return Trends(
        weeks=_distribution(printing, weeks[-WEEKS_SHOWN:], WEEKS_NEEDED),
        months=_distribution(printing, months[-MONTHS_SHOWN:], MONTHS_NEEDED),
        rising=_rising(weeks, firsts),
    )


def first_printings(shown: Iterable[Shown]) -> tuple[Shown, ...]:
    """Each printed work as it was first printed, oldest day first."""
    found: dict[PaperId, Shown] = {}
    for each in sorted((each for each in shown if each.number is not None), key=lambda each: each.key.day):
        found.setdefault(each.work, each)
    return tuple(found.values())


def topics_of(heads: Iterable[Head], counts: Mapping[str, int]) -> tuple[TopicCount, ...]:
    """Topics by their keys with counts of ours, named as in the newest edition; most first, *Other* last."""
    names = {topic.key: topic for head in sorted(heads, key=lambda head: head.key.day) for topic in head.topics}
    found = [replace(topic, count=counts[key]) for key, topic in names.items() if counts.get(key)]
    return tuple(sorted(found, key=lambda topic: (topic.key == OTHER, -topic.count, topic.key)))


def _month(day: date) -> date:
    return day.replace(day=1)


def _next_week(first: date) -> date:
    return first + _WEEK


def _next_month(first: date) -> date:
    return _month(first + timedelta(days=31))


def _spans(
    heads: Sequence[Head],
    firsts: Sequence[Shown],
    period: Callable[[date], date],
    following: Callable[[date], date],
    least: int,
) -> tuple[Span, ...]:
    """All periods from the first edition's to the last one's, those between them without an edition too."""
    editions = Counter(period(head.key.day) for head in heads)
    counts: defaultdict[date, Counter[str]] = defaultdict(Counter)
    for each in firsts:
        counts[period(each.key.day)][each.topic] += 1
    return tuple(
        Span(first=first, editions=editions[first], counts=counts[first], is_enough=editions[first] >= least)
        for first in _periods(min(editions), max(editions), following)
    )


def _periods(first: date, last: date, following: Callable[[date], date]) -> Iterator[date]:
    while first <= last:
        yield first
        first = following(first)


def _distribution(heads: Sequence[Head], spans: Sequence[Span], needed: int) -> Distribution:
    counts = sum((Counter(span.counts) for span in spans), Counter[str]())
    return Distribution(topics=topics_of(heads, counts), spans=tuple(spans), needed=needed)


def _rising(weeks: Sequence[Span], firsts: Sequence[Shown]) -> Rising:
    recent_from = weeks[-1].first - (RECENT_WEEKS - 1) * _WEEK
    before_from = recent_from - BEFORE_WEEKS * _WEEK
    recent = [each for each in firsts if each.key.day >= recent_from]
    before = [each for each in firsts if before_from <= each.key.day < recent_from]
    rising = Rising(
        keywords=(),
        before_from=before_from,
        recent_from=recent_from,
        recent_works=len(recent),
        before_works=len(before),
        recent_measured=sum(week.is_enough for week in weeks if week.first >= recent_from),
        before_measured=sum(week.is_enough for week in weeks if before_from <= week.first < recent_from),
    )
    return replace(rising, keywords=_keywords(recent, before)) if rising.is_enough else rising


def _keywords(recent: Sequence[Shown], before: Sequence[Shown]) -> tuple[RisingKeyword, ...]:
    new, old = _by_keyword(recent), _by_keyword(before)
    told = [
        RisingKeyword(
            term=_commonest_spelling(key, works),
            recent=len(works),
            before=len(old.get(key, ())),
            z=log_odds_z(len(works), len(recent), len(old.get(key, ())), len(before)),
            works=tuple(sorted(works, key=lambda each: each.key.day, reverse=True)),
        )
        for key, works in new.items()
        if len(works) >= LEAST_WORKS and len({each.key.day for each in works}) >= LEAST_EDITIONS
    ]
    best = sorted((each for each in told if each.z >= LEAST_Z), key=lambda each: (-each.z, each.term))
    return tuple(_apart(best))[:MOST_RISING]


def log_odds_z(recent: int, recent_works: int, before: int, before_works: int) -> float:
    """How many standard deviations the odds of having a keyword are above those before; 0 where it does not move.

    ``recent`` of ``recent_works`` works have it now, ``before`` of ``before_works`` had it; neither total is 0.
    """
    prior = PRIOR * (recent + before) / (recent_works + before_works)
    now, then = recent + prior, before + prior
    ratio = math.log(now / (recent_works + PRIOR - now)) - math.log(then / (before_works + PRIOR - then))
    return ratio / math.sqrt(1 / now + 1 / then)


def _by_keyword(works: Iterable[Shown]) -> dict[Key, list[Shown]]:
    found: defaultdict[Key, list[Shown]] = defaultdict(list)
    for each in works:
        for key in dict.fromkeys(map(keyword_key, each.keywords)):
            found[key].append(each)
    return dict(found)


def keyword_key(keyword: str) -> Key:
    """What two showings of one keyword have in common: *긴 글 생성(long-form generations)*, *long-form generation*."""
    glossed = _GLOSSED.search(keyword)
    return term_key(glossed[1] if glossed else keyword) or (keyword.casefold(),)


def _commonest_spelling(key: Key, works: Iterable[Shown]) -> str:
    spelled = Counter(word for each in works for word in each.keywords if keyword_key(word) == key)
    return min(spelled, key=lambda word: (-spelled[word], word))


def _apart(keywords: Iterable[RisingKeyword]) -> Iterator[RisingKeyword]:
    """Those that say something beside the ones before them: *reward* rises by the works that have *reward model*."""
    taken: list[tuple[Key, frozenset[PaperId]]] = []
    for each in keywords:
        key, works = keyword_key(each.term), frozenset(shown.work for shown in each.works)
        if not any(works <= other and (holds(key, known) or holds(known, key)) for known, other in taken):
            taken.append((key, works))
            yield each
