"""What a news title says that may tell one event from another: names, models, sums, kinds of act, comment or report.

Korean and English titles are read into the same words, so that the two can be held against each other.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from achim.domain.text import fold
from achim.ports import Vector
from achim.steps.news_lexicon import ACTS, COMMENT, DOCUMENT, DULL, OUTCOMES, PORT
from achim.steps.news_names import Model, Named, named
from achim.steps.quantities import amount, quantities
from achim.steps.same_work import jaccard

_NEARLY_EQUAL = 0.8
"""Jaccard similarity of words from which on two titles say one thing."""
_WORDS_OF_TITLE = 16
_LONGEST = 400
_HALF = 0.5
"""Jaccard similarity of words from which on they alone can tell one event."""
_MOST = 0.65
_NEAR = 0.7
"""Cosine that titles with less than most of their words in common need."""
_MANY = 4
"""Words beside known names that two titles share, from which on they can."""
_SHORT = 4
"""Such words that a title must have to be the short form of another."""
_LARGE = 1_000
"""A bare number from which on it tells more than a version, a date or a size of a team."""
_COMMON = frozenset({"release"})
"""Acts that half of all titles tell of."""
_ACROSS = 0.2
"""What one kind of act weighs between two languages, which share few words."""
_SMALL = 10
_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*|[가-힣]+")
_HANGUL = re.compile(r"[가-힣]")
_ENDING = re.compile(r"(?<=[가-힣]{2})(?:으로|에서|에게|까지|부터|이|가|은|는|을|를|의|와|과|에|도|로)$")
_KIND = re.compile(
    r"^(?:show|launch|tell|ask) hn:|\[(?:video|pdf|audio)\]|"
    # a date and a section that a feed sets before the title, without a space
    r"^\w{3} \d{1,2}, \d{4}(?:Policy|Frontier Red Team|Alignment|Interpretability|Societal Impacts|Economic Research|"
    r"Announcements|Product|Research|Science)?",
    re.IGNORECASE,
)
_FOLLOWS = frozenset({"reply", "reach"})
"""Acts that follow another: what has one is no telling of what it followed."""
_SEQUEL = re.compile(
    r"\S\s+(?:after|following|in response to)\s+(?P<cause>.+)|^(?P<before>.+?)\s(?:이후|뒤|후|여파|에 대한)\s",
    re.IGNORECASE,
)
_OUT = re.compile(r"liv|launch|releas|unveil|debut|availabl|present|start")
_OWN_WORK = re.compile(r"^(?:show|launch) hn:", re.IGNORECASE)


@dataclass(frozen=True)
class Title:
    """A title with its vector, where there is one, and what it says that may tell one event from another."""

    text: str
    vector: Vector | None

    @cached_property
    def bare(self) -> str:
        return _KIND.sub(" ", self.text[:_LONGEST]).strip()

    @cached_property
    def named(self) -> Named:
        return named(self.bare)

    @cached_property
    def folded(self) -> str:
        return fold(self.bare)

    @cached_property
    def words(self) -> frozenset[str]:
        return words_of(self.named.plain)

    @cached_property
    def figures(self) -> frozenset[tuple[str, object]]:
        return figures_of(self.bare)

    @cached_property
    def acts(self) -> frozenset[str]:
        return acts_of(self.bare)

    @cached_property
    def is_comment(self) -> bool:
        return COMMENT.search(self.bare) is not None

    @cached_property
    def said(self) -> frozenset[str]:
        """Its words beside names, models and what says that they are out."""
        models = (" ".join((model.name, model.version, *model.tiers)) for model in self.named.models)
        names = self.named.companies | self.named.products | words_of(" ".join(models))
        return frozenset(word for word in self.words - names if not _OUT.match(word))

    @cached_property
    def outcomes(self) -> frozenset[str]:
        return frozenset(name for name, pattern in OUTCOMES.items() if pattern.search(self.bare))

    @cached_property
    def is_document(self) -> bool:
        return DOCUMENT.search(self.bare) is not None

    @cached_property
    def is_port(self) -> bool:
        return PORT.search(self.bare) is not None

    @cached_property
    def cause(self) -> frozenset[str]:
        """Words of what the title says that it followed."""
        match = _SEQUEL.search(self.named.plain)
        return words_of(match["cause"] or match["before"]) if match else frozenset()

    @cached_property
    def is_own_work(self) -> bool:
        return _OWN_WORK.match(self.text) is not None

    @cached_property
    def is_korean(self) -> bool:
        return _HANGUL.search(self.text) is not None


def words_of(text: str) -> frozenset[str]:
    """What a title is about: its words without endings, and without those that every title has."""
    found = _WORD.findall(fold(text))[:_WORDS_OF_TITLE]
    return frozenset(_stem(word) for word in found if word not in DULL)


def acts_of(text: str) -> frozenset[str]:
    """The kinds of act that a text speaks of."""
    return frozenset(name for name, pattern in ACTS.items() if pattern.search(text))


def figures_of(text: str) -> frozenset[tuple[str, object]]:
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


def nearly_equal(one: Title, other: Title) -> bool:
    return one.folded == other.folded or (len(one.words) > 1 and jaccard(one.words, other.words) >= _NEARLY_EQUAL)


def contradict(one: Title, other: Title, *, later: bool = False) -> bool:
    """Whether something tells two events apart, whatever else speaks for one.

    ``later`` lets one be what became of the other: a reply, another act, another sum.
    """
    if one.folded == other.folded:
        return False
    return (
        _models_differ(one.named.models, other.named.models)
        or _apart(one.named.companies, other.named.companies)
        or (_is_own(one, other) and not nearly_equal(one, other))
        or (not later and _has_moved(one, other))
    )


def _has_moved(one: Title, other: Title) -> bool:
    return (
        _figures_differ(one.figures, other.figures)
        or (bool(one.acts and other.acts) and one.acts.isdisjoint(other.acts))
        or one.acts & _FOLLOWS != other.acts & _FOLLOWS
        or one.outcomes != other.outcomes
        or _followed(one, other)
        or _followed(other, one)
    )


def _is_own(one: Title, other: Title) -> bool:
    """Whether one is a comment or shows somebody's own work, or only one is a port or a paper beside its thing."""
    return (
        one.is_comment
        or other.is_comment
        or one.is_own_work
        or other.is_own_work
        or one.is_port != other.is_port
        or one.is_document != other.is_document
    )


def _followed(one: Title, other: Title) -> bool:
    """Whether one says that it came after what the other tells."""
    return bool(one.cause and not other.cause) and len(one.cause & other.words) * 2 >= len(one.cause)


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


def agree(one: Title, other: Title) -> bool:
    """Whether two titles share what tells an event, and not only whom or what it is about.

    That is a sum, a kind of act and what it was done to, a model that both release, half of their words, or several
    words beside the names.
    """
    if any(kind or (isinstance(value, Fraction) and value >= _LARGE) for kind, value in one.figures & other.figures):
        return True
    shared = one.words & other.words
    acts = one.acts & other.acts
    if one.is_korean != other.is_korean:
        return bool(acts) or bool(one.named.models & other.named.models)
    return (
        (bool(acts - _COMMON - _FOLLOWS - {"open"}) and len(shared) > 1)
        or (bool(acts & _COMMON) and bool(one.named.models & other.named.models))
        or _say_one_thing(one, other)
    )


def _say_one_thing(one: Title, other: Title) -> bool:
    """By words alone. A name and the same name with something more are two."""
    if bool(one.said) != bool(other.said):
        return False
    shared = one.words & other.words
    names = one.named.companies | one.named.products | other.named.companies | other.named.products
    is_short_form = len(one.said & other.said) >= _SHORT and (one.words <= other.words or other.words <= one.words)
    alike = jaccard(one.words, other.words)
    if is_short_form or alike >= _MOST:
        return True
    if one.vector and other.vector and _cosine(one.vector, other.vector) < _NEAR:
        return False
    return alike >= _HALF or len(shared - names) >= _MANY


def reports(own: Title, other: Title) -> bool:
    """Whether the other says that a company released the model that a page of that company names."""
    companies = own.named.companies & other.named.companies & other.words
    return bool(companies and own.named.models & other.named.models and other.acts & _COMMON)


def score(one: Title, other: Title) -> float:
    """Cosine, words and what is shared; two titles without vectors have only the rest."""
    if one.folded == other.folded and (len(one.folded.split()) > 1 or one.named.models):
        return 2.0
    figures = bool(one.figures & other.figures)
    shared = one.words & other.words
    if not shared and not figures:
        return 0.0
    companies = one.named.companies & other.named.companies
    special = len(shared - companies) + max(len(companies) - 1, 0)
    points = _cosine(one.vector, other.vector) + 0.1 * bool(companies)
    points += 0.2 * bool(one.named.models & other.named.models)
    acts = one.acts & other.acts
    if one.is_korean != other.is_korean:
        return points + 0.4 * figures + _ACROSS * bool(acts - _COMMON) + 0.1 * bool(acts) + 0.15 * min(special, 3)
    points += 0.6 * jaccard(one.words, other.words)
    return points + 0.25 * figures + 0.1 * bool(acts) + 0.05 * min(special, 3)


def _cosine(one: Vector | None, other: Vector | None) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True)) if one and other else 0.0
