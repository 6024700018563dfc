"""Whether pieces of news tell of one event: names, numbers, words and meaning of their titles weighed together.

A wrong merge hides a story, so what contradicts parts: another version, another sum, another company, another kind of
act, comment beside report, two pages of one site. Every outcome is a function of the set, not of the order of arrival.
The number of comparisons grows with the number of items, not with its square.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise, product
from urllib.parse import urlsplit

from achim.ports import Vector
from achim.steps.news_launch import is_one_launch, launch_of
from achim.steps.news_names import home_of, maker_of, named
from achim.steps.news_titles import Title, agree, contradict, figures_of, nearly_equal, reports, score
from achim.steps.same_work import ALIKE_BY_AUTHORS, jaccard, shingles

WINDOW = 3
"""Days between two tellings of one event, at most."""
SAME = 1.0
"""Score from which on two tellings are of one event."""
_CROWD = 48
"""A mark that more items share is a phrase of the day, and finds nothing."""
_NEIGHBOURS = 16
"""Items that one is compared with: those that share most marks with it."""
_WITNESSES = 4
"""Members of a group that a newcomer is held against."""
_TITLES = 3
_OPENING = 600
_TEXT = 4_000
_ENOUGH = 20
"""Word triples that a text must have to be compared."""
_SKETCH = 8
_MARKED = 18
_OPENING_SHARED = 0.05
_JOINT = frozenset({"buy", "deal", "fund", "law", "hire"})
"""Acts of two parties, each of which may tell of it."""
_FEEDS = frozenset(
    {"x.com", "reddit.com", "youtube.com", "news.ycombinator.com", "github.com", "medium.com", "linkedin.com"}
)
"""Sites on which anyone publishes, so that two pages of it are no one publisher's."""
_OWN_PRESS = frozenset(
    """
    substack.com medium.com github.io wordpress.com blogspot.com bearblog.dev ghost.io daringfireball.net dwarkesh.com
    garymarcus.com gwern.net interconnects.ai jeffgeerling.com latent.space marginalrevolution.com oneusefulthing.org
    pluralistic.net simonwillison.net stratechery.com thezvi.com wheresyoured.at xeiaso.net
    """.split()  # noqa: SIM905
)
"""Where one writes for oneself, and rather on an event than of it."""


@dataclass(frozen=True, slots=True)
class Tellings:
    """A page, or an event that was told before, with what is known of it by which another may be told to be the same.

    ``day`` is when it was told; ``titles`` are at most three; ``opening`` holds amounts and products of its text.
    """

    key: str
    day: date
    site: str
    titles: tuple[Title, ...]
    opening: frozenset[object]
    texts: tuple[frozenset[int], ...]

    @classmethod
    def of(
        cls, key: str, day: date, titles: Iterable[str], texts: Iterable[str | None], vectors: Mapping[str, Vector]
    ) -> "Tellings":
        told = sorted({text for text in texts if text}, key=lambda text: (-len(text), text))[:_TITLES]
        openings = (text[:_OPENING] for text in told)
        return cls(
            key,
            day,
            site_of(key),
            tuple(Title(title, vectors.get(title)) for title in sorted({each for each in titles if each})[:_TITLES]),
            frozenset[object]().union(*(figures_of(each) | named(each).products for each in openings)),
            tuple(found for text in told if len(found := shingles(text[:_TEXT])) >= _ENOUGH),
        )


def site_of(address: str) -> str:
    """The host of an address, in its short form."""
    try:
        return (urlsplit(address.removeprefix("url:")).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def fit(one: Tellings, other: Tellings, days: int = WINDOW, *, later: bool = False) -> float | None:
    """How well two tellings fit one event, from ``SAME`` on; None where they do not, or something contradicts.

    ``later`` lets one tell what became of the other.
    """
    if any(jaccard(a, b) >= ALIKE_BY_AUTHORS for a, b in product(one.texts, other.texts)):
        return 2.0 if _near(one, other, days) else None
    pairs = _compatible(one, other, days, later=later)
    best = max((_points(one, a, other, b, later=later) for a, b in pairs), default=0.0)
    if best and one.opening & other.opening:
        best += _OPENING_SHARED
    return best if best >= SAME else None


def _points(one: Tellings, title: Title, other: Tellings, title_of_other: Title, *, later: bool) -> float:
    points = score(title, title_of_other)
    if _is_one_launch(one, title, other, title_of_other, later=later):
        return max(SAME, points)
    return points if _agree(one, title, other, title_of_other) else 0.0


def _is_one_launch(one: Tellings, title: Title, other: Tellings, title_of_other: Title, *, later: bool) -> bool:
    """What an edition told came out on the day before it."""
    mine, theirs = launch_of(title), launch_of(title_of_other)
    makers = maker_of(one.site), maker_of(other.site)
    if not mine or not theirs or _are_two(*makers):
        return False
    is_of_one = makers[0] is not None and makers[0] == makers[1]
    is_own = (is_of_one or makers[0] in mine.companies, is_of_one or makers[1] in theirs.companies)
    return is_one_launch(mine, theirs, is_own=is_own, days=abs((other.day - one.day).days - later))


def _are_two(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _agree(one: Tellings, title: Title, other: Tellings, title_of_other: Title) -> bool:
    return (
        agree(title, title_of_other)
        or (home_of(one.site) in title.named.companies and reports(title, title_of_other))
        or (home_of(other.site) in title_of_other.named.companies and reports(title_of_other, title))
    )


def _near(one: Tellings, other: Tellings, days: int) -> bool:
    return abs((one.day - other.day).days) <= days


def _compatible(
    one: Tellings, other: Tellings, days: int = WINDOW, *, later: bool = False
) -> list[tuple[Title, Title]]:
    """The pairs of titles that may be of one event."""
    if not _near(one, other, days):
        return []
    pairs = [(a, b) for a, b in product(one.titles, other.titles) if not contradict(a, b, later=later)]
    if not _rival_pages(one, other):
        return pairs
    return [(a, b) for a, b in pairs if nearly_equal(a, b) or _is_one_launch(one, a, other, b, later=later)]


def _rival_pages(one: Tellings, other: Tellings) -> bool:
    """Whether one publisher has a page for each, each stands on the site of another company, or one is an essay."""
    if one.site == other.site:
        return not is_shared_site(one.site)
    if _is_own_press(one.site) != _is_own_press(other.site):
        return True
    told = [each.acts for tellings in (one, other) for each in tellings.titles]
    return _are_two(home_of(one.site), home_of(other.site)) and not any(each & _JOINT for each in told)


def is_shared_site(site: str) -> bool:
    """Whether anyone publishes there: posts, threads, videos."""
    return site in _FEEDS


def _is_own_press(site: str) -> bool:
    """Whether one writes there for oneself. Also a blog beside the site of nobody known."""
    labels = site.split(".")
    hosts = {".".join(labels[start:]) for start in range(len(labels))}
    return not hosts.isdisjoint(_OWN_PRESS) or (labels[0] == "blog" and home_of(site) is None)


class Index:
    """Finds, among tellings, those that can fit another: by two things that both name, by title or by text."""

    def __init__(self, tellings: Iterable[Tellings], days: int = WINDOW) -> None:
        self._days = days
        self._found: defaultdict[Hashable, list[Tellings]] = defaultdict(list)
        for each in tellings:
            for mark in self._marks(each):
                self._found[mark].append(each)

    def near(self, one: Tellings) -> list[Tellings]:
        """At most ``_NEIGHBOURS``: those that share most marks."""
        shared: Counter[str] = Counter()
        of: dict[str, Tellings] = {}
        for mark in self._marks(one):
            crowd = self._found.get(mark, ())
            for each in crowd if len(crowd) <= _CROWD else ():
                shared[each.key] += 1
                of[each.key] = each
        shared.pop(one.key, None)
        return [of[key] for key in sorted(shared, key=lambda key: (-shared[key], key))[:_NEIGHBOURS]]

    def _marks(self, one: Tellings) -> set[Hashable]:
        """In spans of days that overlap, so that whatever is near in time shares one."""
        span = 2 * self._days
        spans = {(0, one.day.toordinal() // span), (1, (one.day.toordinal() + self._days) // span)}
        marks = {mark for title in one.titles for mark in _marks(title)}
        marks |= {triple for text in one.texts for triple in sorted(text)[:_SKETCH]}
        return set(product(marks, spans))


def _marks(title: Title) -> Iterator[Hashable]:
    """What it names, two and two; a company or product also alone."""
    yield title.folded
    names = title.named.companies | title.named.products
    yield from names
    yield from title.named.models
    told = sorted({*title.words, *names, *title.acts, *map(repr, title.figures)})[:_MARKED]
    yield from combinations(told, 2)


def candidates(tellings: Iterable[Tellings]) -> list[tuple[Tellings, Tellings]]:
    """The pairs to be compared, linear in the number of tellings. Those with one title are compared in a chain."""
    known = sorted(tellings, key=lambda each: each.key)
    index = Index(known)
    pairs = {_ordered(one, other) for one in known for other in index.near(one)}
    titled = sorted((title.folded, each.key) for each in known for title in each.titles)
    of = {each.key: each for each in known}
    chained = {(mine, theirs) for (one, mine), (other, theirs) in pairwise(titled) if one == other and mine != theirs}
    return [(of[one], of[other]) for one, other in sorted(pairs | chained)]


def _ordered(one: Tellings, other: Tellings) -> tuple[str, str]:
    return (one.key, other.key) if one.key < other.key else (other.key, one.key)


def gather(tellings: Iterable[Tellings]) -> tuple[tuple[Tellings, ...], ...]:
    """Tellings by event, sorted by key. The best fits are joined first; groups with what contradicts stay apart."""
    known = {each.key: each for each in tellings}
    fits = ((fit(one, other), one.key, other.key) for one, other in candidates(known.values()))
    group = {key: [each] for key, each in known.items()}
    for _, one, other in sorted((-points, one, other) for points, one, other in fits if points):
        mine, theirs = group[one], group[other]
        if mine is not theirs and _are_one(mine, theirs):
            mine.extend(theirs)
            mine.sort(key=lambda each: each.key)
            group |= {each.key: mine for each in theirs}
    seen = {id(members): tuple(members) for members in group.values()}
    return tuple(sorted(seen.values(), key=lambda members: members[0].key))


def _are_one(mine: Sequence[Tellings], theirs: Sequence[Tellings]) -> bool:
    """Whether the first few of both fit, most of them, and none is parted from another."""
    pairs = list(product(mine[:_WITNESSES], theirs[:_WITNESSES]))
    return all(_compatible(*pair) for pair in pairs) and 2 * sum(map(_fits, pairs)) >= len(pairs)


def _fits(pair: tuple[Tellings, Tellings]) -> bool:
    return fit(*pair) is not None
