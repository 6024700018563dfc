"""Whether pieces of news tell of one event: names, numbers, words and meaning of their titles weighed together.

A wrong merge hides a story, so what contradicts parts: another version, another sum, another company, another kind of
act, comment beside report, two pages of one site. Every outcome is a function of the set, not of the order of arrival.
The number of comparisons grows with the number of items, not with its square.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations, product
from urllib.parse import urlsplit

from achim.domain.text import fold
from achim.ports import Vector
from achim.steps.news_names import Model, Named, home_of, named
from achim.steps.quantities import amount, quantities
from achim.steps.same_work import ALIKE_BY_AUTHORS, jaccard, shingles

WINDOW = 3
"""Days between two tellings of one event, at most."""
SAME = 1.0
"""Score from which on two tellings are of one event."""
_NEARLY_EQUAL = 0.8
"""Jaccard similarity of words that two pages of one site need."""
_CROWD = 48
"""A mark that more items share is a phrase of the day, and finds nothing."""
_NEIGHBOURS = 16
"""Items that one is compared with: those that share most marks with it."""
_WITNESSES = 4
"""Members of a group that a newcomer is held against."""
_TITLES = 3
_WORDS_OF_TITLE = 16
_OPENING = 600
_TEXT = 4_000
_SMALL = 10
_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*|[가-힣]+")
_HANGUL = re.compile(r"[가-힣]")
_ENDING = re.compile(r"(?<=[가-힣]{2})(?:으로|에서|에게|까지|부터|이|가|은|는|을|를|의|와|과|에|도|로)$")
_KIND = re.compile(r"^(?:show|launch|tell|ask) hn:|\[(?:video|pdf|audio)\]|^\w{3} \d{1,2}, \d{4}", re.IGNORECASE)
_DULL = frozenset(
    "a an the of to in on at by for with from and or as is are was be been it its this that than into over now can you your "
    "our their new introducing introduce announcing announce announces meet how what why when will not no out up more has "
    "have about after ai s t hn via 및 등 위한 위해 대한 인공지능 새 새로운 오늘 공식 ai".split()
)
_ACTS = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "buy": r"\bacquir|\bbuy(?:s|ing)?\b|\bbought\b|takeover|\bmerge[rs]?\b|인수|합병",
        "fund": r"\brais(?:es|ed|ing)\b|\bfunding\b|\bseries [a-h]\b|\bvaluation\b|\binvest|투자|유치|기업가치",
        "law": r"\bsue[sd]?\b|\bsuing\b|lawsuit|\bcourts?\b|\bjudge\b|\bruling\b|copyright|antitrust|소송|제소|고소|판결|법원|반독점",
        "leave": r"\bresign|\bleav(?:e|es|ing)\b|\bdepart|\bquits?\b|step(?:s|ped)? down|\bfired?\b|\boust|사임|퇴사|해임|떠나|떠난|물러",
        "hire": r"\bhires?\b|\bhiring\b|\bjoins?\b|\bappoint|\bpoach|영입|합류|임명|선임|채용",
        "cut": r"\blay-?offs?\b|\blays off\b|\bjob cuts\b|감원|해고|구조조정",
        "fault": r"\boutage|\bincident\b|\bdown\b|장애|먹통|중단",
        "breach": r"\bleak|\bhack|\bexploit|vulnerab|\bbreach|\bpoison|유출|해킹|취약점",
        "delay": r"\bdelay|\bpostpon|\bpause[sd]?\b|\bshelve|연기|보류|늦춰|늦춘",
        "ban": r"\bban(?:s|ned)?\b|\bblock(?:s|ed)?\b|\brestrict|금지|차단|규제",
        "price": r"\bprices?\b|\bpricing\b|\bcheaper\b|가격|요금|인하|인상",
        "deal": r"\bpartner|\bdeal\b|\bteam(?:s|ing)? up\b|\bagreement\b|\bjoint|협력|제휴|파트너|협약|맞손|손잡",
        "reply": r"\brespon(?:se|ds?)\b|\bden(?:y|ies|ied)\b|\bapologi|\bstatement\b|\bdidn.t\b|해명|부인|반박|사과|입장",
        "release": r"\breleas|\blaunch|\bunveil|\bdebut|\broll(?:s|ed|ing)? out\b|\bintroduc|\bships?\b|\bavailable\b|공개|출시|선보|내놓|내놔",
        "open": r"\bopen[- ]?sourc|\bopen[- ]weights?\b|오픈소스",
    }.items()
}
_COMMENT = re.compile(
    r"\b(?:vs|versus|review|hands[- ]on|opinion|how to|how i|guide|tutorial|best practices|tips|lessons|thoughts|bearish|"
    r"awesome|amazing|oh my|things to (?:try|know)|what we know|what to know|i|my|me|i've|i'm|needs? to|should|"
    r"is basically|just paid|step backwards|great|fantastic|worse|almost as good|day (?:0|zero)|loophole|"
    r"users (?:are )?delet|not very|impressive|everything after)\b|\?$|^how \w+ (?:uses?|teams)|"
    r"리뷰|사용기|써보니|써봤|칼럼|기고|왜 |까\?|전망|분석|비교|사설|총정리|방법|가이드|어떻게",
    re.IGNORECASE,
)
_JOINT = frozenset({"buy", "deal", "fund", "law", "hire"})
"""Acts of two parties, each of which may tell of it."""
_FEEDS = frozenset({"x.com", "reddit.com", "youtube.com", "news.ycombinator.com", "github.com", "medium.com", "linkedin.com"})
"""Sites on which anyone publishes, so that two pages of it are no one publisher's."""


@dataclass(frozen=True)
class Title:
    """A title and what it says that may tell one event from another."""

    text: str
    vector: Vector | None

    @cached_property
    def bare(self) -> str:
        return _KIND.sub(" ", self.text[:400]).strip()

    @cached_property
    def named(self) -> Named:
        return named(self.bare)

    @cached_property
    def folded(self) -> str:
        return fold(self.bare)

    @cached_property
    def words(self) -> frozenset[str]:
        found = _WORD.findall(fold(self.named.plain))[:_WORDS_OF_TITLE]
        return frozenset(_stem(word) for word in found if word not in _DULL)

    @cached_property
    def figures(self) -> frozenset[tuple[str, object]]:
        return figures(self.bare)

    @cached_property
    def acts(self) -> frozenset[str]:
        return acts(self.bare)

    @cached_property
    def is_comment(self) -> bool:
        return _COMMENT.search(self.bare) is not None

    @cached_property
    def is_korean(self) -> bool:
        return _HANGUL.search(self.text) is not None


def acts(text: str) -> frozenset[str]:
    """The kinds of act that a text speaks of."""
    return frozenset(name for name, pattern in _ACTS.items() if pattern.search(text))


def figures(text: str) -> frozenset[tuple[str, object]]:
    """The amounts of a text that can tell an event: with a unit, or above what counts parts; years are none."""
    return frozenset(
        amount(each)
        for each in quantities(text)
        if each.unit or (each.value > _SMALL and each.value.denominator == 1 and not 1990 <= each.value <= 2100)
    )


def _stem(word: str) -> str:
    if not word.isascii():
        return _ENDING.sub("", word)
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and word.isalpha():
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word


@dataclass(frozen=True, slots=True)
class Tellings:
    """A page, or an event that was told before, with all that is known of it by which another may be told to be the same.

    ``day`` is when it was told; ``titles`` are at most three; ``opening`` are amounts and names of its text's beginning.
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
            frozenset[object]().union(*(figures(each) | named(each).products for each in openings)),
            tuple(found for text in told if len(found := shingles(text[:_TEXT])) >= _ENOUGH),
        )


_ENOUGH = 20


def site_of(address: str) -> str:
    """The host of an address, in its short form."""
    try:
        return (urlsplit(address.removeprefix("url:")).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def fit(one: Tellings, other: Tellings, days: int = WINDOW) -> float | None:
    """How well two tellings fit one event, from ``SAME`` on; None where they do not, or something contradicts."""
    if abs((one.day - other.day).days) > days:
        return None
    if any(jaccard(a, b) >= ALIKE_BY_AUTHORS for a, b in product(one.texts, other.texts)):
        return 2.0
    pairs = [(a, b) for a, b in product(one.titles, other.titles) if not contradict(a, b)]
    best = max((_score(a, b) for a, b in pairs), default=0.0)
    if one.opening & other.opening and best:
        best += _OPENING_SHARED
    if _rival_pages(one, other) and not any(_nearly_equal(a, b) for a, b in pairs):
        return None
    return best if best >= SAME else None


_OPENING_SHARED = 0.05


def _rival_pages(one: Tellings, other: Tellings) -> bool:
    """Whether one publisher has a page for each, or each tells of it on the site of a company of its own."""
    if one.site == other.site:
        return one.site not in _FEEDS
    homes = {home_of(one.site), home_of(other.site)}
    told = [each.acts for tellings in (one, other) for each in tellings.titles]
    return None not in homes and len(homes) == 2 and not any(each & _JOINT for each in told)


def _nearly_equal(one: Title, other: Title) -> bool:
    return one.folded == other.folded or (len(one.words) > 2 and jaccard(one.words, other.words) >= _NEARLY_EQUAL)


def contradict(one: Title, other: Title) -> bool:
    """Whether something tells two events apart, whatever else speaks for one."""
    if one.folded == other.folded:
        return False
    return (
        _models_differ(one.named.models, other.named.models)
        or _apart(one.named.companies, other.named.companies)
        or _figures_differ(one.figures, other.figures)
        or one.is_comment != other.is_comment
        or (bool(one.acts and other.acts) and one.acts.isdisjoint(other.acts))
    )


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Each has one that the other lacks."""
    return bool(one - other) and bool(other - one)


def _figures_differ(one: frozenset[tuple[str, object]], other: frozenset[tuple[str, object]]) -> bool:
    kinds = {kind for kind, _ in one} & {kind for kind, _ in other}
    return any({each for each in one if each[0] == kind}.isdisjoint(other) for kind in kinds)


def _models_differ(one: frozenset[Model], other: frozenset[Model]) -> bool:
    names = {model.name for model in one} & {model.name for model in other}
    mine, theirs = ({name: {each for each in models if each.name == name} for name in names} for models in (one, other))
    return any(mine[name].isdisjoint(theirs[name]) and not _is_family(mine[name], theirs[name]) for name in names)


def _is_family(one: set[Model], other: set[Model]) -> bool:
    """*Claude 4*, where the other title names its members."""
    few, many = sorted((one, other), key=len)
    bare = {each.version for each in few if not each.tiers}
    return len(many) > 1 and bool(bare & {each.version for each in many})


def _score(one: Title, other: Title) -> float:
    """Cosine, words and what is shared; two titles without vectors have only the rest."""
    if one.folded == other.folded and (len(one.folded.split()) > 1 or one.named.models):
        return 2.0
    near = _cosine(one.vector, other.vector)
    shared = one.words & other.words
    companies = one.named.companies & other.named.companies
    special = {each for each in shared if each not in one.named.companies}
    models = one.named.models & other.named.models
    across = one.is_korean != other.is_korean
    score = near + (0.0 if across else 0.6 * jaccard(one.words, other.words))
    score += 0.25 * bool(one.figures & other.figures) + 0.2 * bool(models) + 0.1 * bool(companies)
    score += 0.1 * bool(one.acts & other.acts)
    score += (0.15 if across else 0.05) * min(len(special), 3)
    return score if shared or one.figures & other.figures else 0.0


def _cosine(one: Vector | None, other: Vector | None) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True)) if one and other else 0.0
