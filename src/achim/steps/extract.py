"""Choose the sentences of an abstract that say its problem, approach and result.

Points are set by hand: a role found by ``steps.roles`` counts one, a telling phrase one or more; a sentence is chosen
for a place only where it reaches THRESHOLD, so that a place may stay empty. Phrases are English and Korean. Among the
sentences that could tell the approach about as well, the ranking of ``steps.gist`` decides.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from achim.domain.claim import ClaimRole
from achim.domain.paper import Sentence
from achim.steps.gist import GistModel, gist_points
from achim.steps.roles import Role, RoleModel, as_we, roles

Place = Literal["problem", "approach", "result"]
PLACES: tuple[Place, ...] = ("problem", "approach", "result")
THRESHOLD = 1.0
NEAR = 1.5
"""Points below the best within which a sentence tells the approach about as well."""
_TITLED = 1.5
"""Points of a sentence that speaks of the work as its title does."""
LONGEST = 800
"""Characters; what is longer is no sentence one would quote."""


@dataclass(frozen=True, slots=True)
class Extract:
    """A sentence chosen for a place."""

    place: ClaimRole
    sentence: Sentence


class Chooses(Protocol):
    """Chooses the sentences of a work that are quoted."""

    def extracts(self, title: str, sentences: Sequence[Sentence]) -> tuple[Extract, ...]:
        """At most one sentence per place, none twice, in the order in which they are read."""
        ...


_Judged = tuple[Sentence, Role]


class _Phrase(NamedTuple):
    pattern: re.Pattern[str]
    points: float


def _phrase(points: float, pattern: str) -> _Phrase:
    return _Phrase(re.compile(pattern, re.IGNORECASE), points)


_AVAILABILITY = re.compile(
    r"https?://|\bwww\.|\bgithub\b|\bproject (page|website)\b"
    r"|\b(code|data(sets?)?|models?|weights|checkpoints?|implementations?|software|demos?|artifacts)\b[^.;]{0,80}"
    r"\b((is|are|be|been|made) (\w+ )?(available|released?|open[- ]sourced?|found|accessible|public)"
    r"|(publicly|freely) available)\b"
    r"|\bwe (\w+ )?(release|open[- ]source|make)\b[^.;]{0,40}"
    r"\b(code|data|models?|weights|implementation|available|public)\b"
    r"|(코드|데이터|모델)[^.]{0,30}(공개|배포)",
    re.IGNORECASE,
)
_READABLE = re.compile(
    r"\b(the|an?|of|and|is|are|we|to|in|for|with|on|by|as|that|this|our|how)\b|[가-힣]", re.IGNORECASE
)
_AFTER_NAME = "|".join(rf"(?<=\s(?-i:[A-Z][a-z]{{{letters}}})\s)" for letters in range(2, 10))
_VERSION = rf"(?!(?:{_AFTER_NAME})[1-9]\.\d(?!\d|\s?%))"
"""Not the number of *Gemini 3.1*, which measures nothing."""
_FIGURE = re.compile(
    r"(?<![\w.\-])\d{1,9}(?:[.,]\d{1,9})*(?:[-–]\d{1,9}(?:\.\d{1,9})?)?(?:\s?(?:\\?%|percent\b|[x×](?![\w-])|times\b|fold\b|-fold\b|points?\b|배|퍼센트))"
    rf"|(?<![\w.\-]){_VERSION}"
    r"\d{1,9}\.\d{1,9}(?![\w]|\.\d|-\w|\s?(?:[mbtr]illion|thousand|hours|[KMBT]\b))",
    re.IGNORECASE,
)
_GAIN = (
    r"\b(out-?perform\w*|surpass\w*|superior(ity)?|exceed\w*|improv\w+|reduc(es?|ed|ing|tions?)|achiev(es?|ed|ing)"
    r"|gains?|competitive|faster|(better|higher|lower)( \w+)? than)\b|능가|향상|개선|달성|우수|뛰어난"
)
_OURS = re.compile(r"\b(we|our|this (paper|work|study)|results?|experiments?)\b|우리|본 (논문|연구)", re.IGNORECASE)
_OWN = r"(we|this (paper|work|study|article|report|survey)|the (paper|authors?|study))"

_PHRASES: dict[Place, tuple[_Phrase, ...]] = {
    "problem": (
        _phrase(0.6, r"\b(however|yet|but|unfortunately|nevertheless|despite|although|while)\b|그러나|하지만|반면"),
        _phrase(
            1.0,
            r"\b(challeng(es?|ing)|difficult(y|ies)?|limitations?|limited|limits|limiting|lack(s|ing|ed)?|absence|"
            r"gaps?|bottlenecks?|struggles?|suffers?|fails?|failing|cannot|unclear|ambiguous|vulnerab\w+|costly|"
            r"expensive|prohibitive|inefficien\w+|unexplored|under-?explored|problems?|hinder\w*|neglect\w*|"
            r"overlook\w*|harms?|prone|scarc\w+|impractical|insufficient|unreliable|poor(ly)?|risks?|"
            r"remains? (an? )?(open|largely|under))\b|한계|어렵|어려움|부족|문제|취약",
        ),
        _phrase(
            1.0,
            r"\b(existing|current|previous|prior|conventional|traditional)\b[^.;]{0,60}\b(rely|relies|requires?|"
            r"ignores?|focus(es)?|depends?|only|primarily|often)\b",
        ),
        _phrase(1.0, r"\?$"),
        _phrase(-0.4, r"^(this|these|it|they|such|additionally|moreover|furthermore)\b"),
        _phrase(-1.2, r"\b(we|our)\b|^(to (address|tackle|overcome|mitigate)|unlike|in this (paper|work|study))\b"),
        _phrase(-1.5, r"\b(experiments?|results?) (\w+ ){0,3}(show|demonstrate|indicate)\b"),
    ),
    "approach": (
        _phrase(
            2.0,
            rf"\b{_OWN}[^.;]{{0,80}}\b(propos|introduc|present)(e|es|ed|ing)?\b(?! that)|제안|소개한다|소개했다|제시",
        ),
        _phrase(
            1.2,
            rf"\b{_OWN}[^.;]{{0,40}}\b(develop|design|devis|build|construct|formulat|investigat|stud(y|ies)|explor"
            r"|examin|analy[sz]|address|leverag|revisit|describ|review|survey)\w*\b|개발|설계|분석",
        ),
        _phrase(1.0, r"\b(is|are) (proposed|introduced|presented|developed)\b"),
        _phrase(0.5, r"\b(called|named|dubbed|termed|coined)\b|^[A-Z][\w-]* (is|are) (an?|the)\b"),
        _phrase(0.2, r"\b(novel|new|first|simple|efficient)\b"),
        _phrase(0.4, r"^(in this (paper|work|study)|here|to (address|tackle|overcome|mitigate|this end))\b"),
        _phrase(
            -0.7,
            r"\bwe (also|further|additionally|then|finally|first)\b|^(then|next|finally|additionally|moreover)\b",
        ),
        _phrase(-0.3, r"\b(existing|previous|prior|recent) (works?|methods?|approaches|studies|research)\b"),
        _phrase(
            -0.8,
            r"^to (support|enable|explain|understand|test|verify) (this|these)\b"
            r"|\b(of|to) this (difficulty|phenomenon|term)\b",
        ),
        _phrase(-2.0, r"\b(has|have) been (proposed|introduced|developed|presented)\b"),
        _phrase(
            -1.5,
            r"\b(experiments?|results?|evaluations?) (\w+ ){0,4}(show|demonstrat|indicat|reveal)\w*\b|실험 결과",
        ),
    ),
    "result": (
        _phrase(2.2, _FIGURE.pattern),
        _phrase(2.0, rf"^(?=.*?(?:{_FIGURE.pattern}))(?=.*?(?:{_GAIN}))"),
        _phrase(1.0, _GAIN),
        _phrase(
            1.0,
            r"\b(results?|experiments?|experimental validation|evaluations?|ablations?|analys[ei]s|findings|studies|"
            r"simulations?|study)\b[^.;]{0,60}\b(show|demonstrat|indicat|reveal|suggest|confirm|validat|find|highlight)\w*\b|"
            r"실험 결과|결과",
        ),
        _phrase(
            1.2,
            r"\bwe (\w+ )?(find|found|show|demonstrate|observe|prove|achieve|obtain|report|validate|conclude|"
            r"present that)\b|보였다|보인다",
        ),
        _phrase(1.2, r"\b(is|are|was|were) (\w+ )?(found|shown|seen) to\b|^according to (the|our) results\b"),
        _phrase(0.3, r"\b(leads? to|results? in|distinguish\w*|effective(ness)?)\b"),
        _phrase(
            -0.3,
            r"^(in particular|for example|additionally|moreover|furthermore|we (also|further)|as a comparison)\b",
        ),
        _phrase(
            0.6, r"^(on|across) (an?|the|our|both|all|\w+) [^,]{0,80}\b(benchmarks?|datasets?|tasks?|suites?|tests?)\b"
        ),
        _phrase(
            -1.5,
            r"\b(pave|shed|insights?|future (work|research)|first step|potential|implications|will|pathways?"
            r"|contributions|(intended|aims?|aimed|designed) to)\b",
        ),
        _phrase(-1.5, r"\$[^$]+\$[^$]+\$[^$]+\$"),
        _phrase(
            -1.2, r"^(it|they) (features?|consists?|includes?|comprises?|contains?|covers?|spans?)\b|\bto obtain\b"
        ),
        _phrase(
            -1.5,
            r"\b(however|existing|previous|prior) (works?|methods?|approaches|studies|research) (has|have|show|"
            r"achieve|rely|often)\b|^(recent|existing|previous|prior|recently|however)\b",
        ),
        _phrase(
            -0.8,
            r"\b(has|have) been shown to\b|\b(has|have) (significantly|greatly|recently|demonstrated|shown|"
            r"achieved)\b",
        ),
        _phrase(-1.0, rf"\b{_OWN}[^.;]{{0,60}}\b(propos|introduc|aim)\w*\b"),
    ),
}

_MEANS: dict[Place, dict[Role, float]] = {
    "problem": {"background": 0.4, "objective": 0.2, "result": -0.8, "method": -0.4, "other": -0.6},
    "approach": {"method": 1.0, "objective": 1.0, "background": -0.6, "result": -0.8, "other": -0.6},
    "result": {"result": 1.0, "method": 0.0, "objective": -0.6, "background": -1.2, "other": -0.6},
}
_ALONE: dict[Role, Place] = {
    "background": "problem",
    "objective": "approach",
    "method": "approach",
    "result": "result",
    "other": "approach",
}


def has_figure(text: str) -> bool:
    """Whether a measured number is in it: with a decimal point, a per cent sign, *times* or *points*."""
    return _FIGURE.search(text) is not None


def is_availability(text: str) -> bool:
    """Whether it says where code or data is, which is no finding."""
    return _AVAILABILITY.search(text) is not None


@dataclass(frozen=True, slots=True)
class Chooser:
    """Chooses by rules over trained roles and the gist ranking."""

    roles: RoleModel
    gist: GistModel

    def extracts(self, title: str, sentences: Sequence[Sentence]) -> tuple[Extract, ...]:
        """At most one sentence per place, none twice, in the order problem, approach, result."""
        points = gist_points(title, sentences, self.gist)
        worth = {sentence.number: point for sentence, point in zip(sentences, points, strict=True)}
        return _extracts(_Title.of(title), sentences, roles(sentences, self.roles), worth)


@dataclass(frozen=True, slots=True)
class _Title:
    """What a title calls the work: the name before its colon, and its words."""

    name: str
    words: frozenset[str]

    @classmethod
    def of(cls, title: str) -> "_Title":
        before, colon, _ = title.partition(":")
        return cls(before.strip() if colon and before.count(" ") < 3 else "", frozenset(_long_words(title)))

    def share(self, text: str) -> float:
        """How far a sentence of the authors speaks of the work as its title does, from 0 to 1."""
        if not re.search(rf"\b{_OWN}\b", text, re.IGNORECASE):
            return 0.0
        if self.name and self.name in text:
            return 1.0
        return len(self.words & frozenset(_long_words(text))) / max(1, len(self.words))


def _long_words(text: str) -> Iterable[str]:
    return re.findall(r"[a-z]{4,}", text.lower())


def _extracts(
    title: _Title, sentences: Sequence[Sentence], said: Sequence[Role], worth: Mapping[int, float]
) -> tuple[Extract, ...]:
    quotable: list[_Judged] = [
        (sentence, role)
        for sentence, role in zip(sentences, said, strict=True)
        if len(sentence.text) <= LONGEST and sentence.text.strip() and not is_availability(sentence.text)
    ]
    if len(sentences) == 1:
        return tuple(_only(sentence, role) for sentence, role in quotable)
    chosen: dict[Place, Sentence] = {}
    for place in ("approach", "result", "problem"):
        free: list[_Judged] = [(sentence, role) for sentence, role in quotable if sentence not in chosen.values()]
        fitting = _fitting(place, free, chosen.get("approach"))
        bonus = {each.number: _TITLED * title.share(each.text) for each, _ in fitting} if place == "approach" else {}
        if best := _best(place, fitting, worth if place == "approach" else {}, bonus):
            chosen[place] = best
    return tuple(Extract(place, chosen[place]) for place in PLACES if place in chosen)


def _fitting(place: Place, free: Sequence[_Judged], approach: Sentence | None) -> Sequence[_Judged]:
    """A difficulty told after the approach is the approach's own; a result told before it is others', unless it says
    whose it is."""
    if approach is None or place == "approach":
        return free
    if place == "problem":
        return [pair for pair in free if pair[0].number < approach.number]
    return [pair for pair in free if pair[0].number > approach.number or _OURS.search(pair[0].text)]


def _only(sentence: Sentence, role: Role) -> Extract:
    points = {place: _points(place, sentence.text, role) for place in PLACES}
    best = max(PLACES, key=points.__getitem__)
    return Extract(best if points[best] >= THRESHOLD else _ALONE[role], sentence)


def _best(
    place: Place, free: Iterable[_Judged], worth: Mapping[int, float], bonus: Mapping[int, float]
) -> Sentence | None:
    """The earliest of the sentences with most points; where ``worth`` is told, the worthiest of those near the most."""
    scored = [
        (_points(place, sentence.text, role) + bonus.get(sentence.number, 0.0), sentence) for sentence, role in free
    ]
    most = max((points for points, _ in scored), default=0.0)
    floor = max(THRESHOLD, most - NEAR if worth else most)
    near = [
        (worth.get(sentence.number, 0.0), -sentence.number, sentence) for points, sentence in scored if points >= floor
    ]
    return max(near, key=lambda row: row[:2])[2] if near else None


def _points(place: Place, text: str, role: Role) -> float:
    told = as_we(text)
    by_role = _MEANS[place][role] if _READABLE.search(told) else 0.0
    return round(by_role + sum(phrase.points for phrase in _PHRASES[place] if phrase.pattern.search(told)), 3)
