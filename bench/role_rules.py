"""Sentence roles by hand-set cue phrases, place and neighbours: the rules that the trained model is measured against.

The five roles are those of CSAbstruct (https://arxiv.org/abs/1909.04054). Points are in the scale of natural
log-odds, read off its train split and rounded; they add up per sentence, and the best sequence of roles wins.
English cues only: in other languages place and neighbours decide.
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from achim.domain.paper import Sentence

Role = Literal["background", "objective", "method", "result", "other"]
_THIRD_PERSON = re.compile(r"\b(?:the|these) authors\b|^they\b", re.IGNORECASE)
ROLES: tuple[Role, ...] = ("background", "objective", "method", "result", "other")

Points = tuple[float, float, float, float, float]
"""One number per role, in the order of ROLES."""


class _Cue(NamedTuple):
    pattern: re.Pattern[str]
    points: Points


def _cue(points: Points, pattern: str) -> _Cue:
    return _Cue(re.compile(pattern, re.IGNORECASE), points)


_CUES: tuple[_Cue, ...] = (
    # background
    _cue(
        (1.1, -0.3, -0.2, -0.6, -0.7),
        r"^(however|unfortunately|traditionally|conventionally|nowadays|currently|yet)\b",
    ),
    _cue(
        (0.7, -0.1, -0.3, -0.3, -0.7),
        r"^(recently|recent|in recent|in the (last|past)|over the (last|past)|today|while|although|since|"
        r"despite)\b",
    ),
    _cue(
        (0.7, -0.3, -0.5, -0.3, -0.7),
        r"\b(has|have) (\w+ )?(been|become|shown|emerged|attracted|gained|led|received|made|achieved)\b",
    ),
    _cue(
        (0.6, -0.1, -0.3, -0.3, -0.3),
        r"\b(in recent years|recently|years|decades?|nowadays|traditional|conventional|increasingly|emerging|"
        r"emerged)\b",
    ),
    _cue(
        (0.4, -0.2, -0.1, -0.1, -0.2),
        r"\b(many|most|often|typically|usually|commonly|widely|popular|tremendous|rapid(ly)?|growing|ubiquitous)\b",
    ),
    _cue(
        (0.6, 0, -0.1, -0.1, -0.3),
        r"\b(challeng(e|es|ing)|difficult(y)?|remains?|struggles?|suffers?|lack(s|ing|ed)?|limited|limits|"
        r"limitations?|costly|expensive|prone|fails?|little|unclear|cannot)\b",
    ),
    _cue(
        (0.4, -0.1, -0.1, -0.3, -0.3),
        r"\b(is|are) (an?|one of|crucial|essential|vital|important|critical|fundamental|known)\b",
    ),
    _cue(
        (0.4, -0.1, -0.1, -0.1, -0.3),
        r"\b(there (is|are|has|have)|it is|is one of|due to|such as|existing|previous(ly)?|prior)\b",
    ),
    _cue(
        (0.3, 0, -0.2, -0.1, -0.2),
        r"\b(important|crucial|attention|interest|internet|services?|technolog(y|ies)|recent)\b",
    ),
    # objective
    _cue(
        (-0.3, 1.3, -0.3, -0.4, -0.7),
        r"\b(aims?|aimed|goals?|objectives?|purpose|seeks?|attempts?|intends?) (of|is|was|to|are|at)\b",
    ),
    _cue((-0.6, 0.8, 0.1, 0, 0), r"\bthis (paper|work|study|article|thesis|survey|chapter|research|report|review)\b"),
    _cue((-0.6, 0.4, 0.1, -0.3, -0.6), r"\bin this (paper|work|study|article|thesis|survey|chapter|letter)\b"),
    _cue(
        (-0.8, 0.6, 0.4, -0.4, -0.7),
        r"\b(we|paper|work|study|article) (\w+ )?(propos|present|introduc|develop|investigat|examin|explor|stud|"
        r"address|consider|aim|tackl|review|survey)\w*\b",
    ),
    _cue(
        (0, 0.4, 0.1, -0.3, -0.7),
        r"\b(we address|we tackle|address(es)? (this|these|the)|to address|the problem of)\b",
    ),
    _cue(
        (-0.5, 0.8, 0.1, -0.2, -0.5),
        r"\b(is|are) (proposed|presented|introduced|investigated|addressed|discussed|reviewed|surveyed)\b",
    ),
    _cue(
        (-0.4, 0.5, 0, 0, -0.3),
        r"^(the |this )?(paper|research|work|study|article|thesis|survey|chapter|present|contribution)\b",
    ),
    # method
    _cue((-1.2, 0.1, 0.3, 0.3, -0.2), r"\b(we|our)\b"),
    _cue(
        (-0.6, -0.3, 0.6, -0.1, -0.6),
        r"^(first|firstly|second|secondly|then|next|specifically|in particular|concretely|to this end|once|given|"
        r"to do so|for this|by|using|unlike|our (method|approach|model|algorithm|framework|system|idea))\b",
    ),
    _cue(
        (-0.5, -0.2, 0.6, -0.1, -0.4),
        r"\b(we|are|is) (also |then |first |further )?(use|used|uses|employ|employed|apply|applied|adopt|design|"
        r"train|trained|formulate|extract|extracted|collect|collected|build|construct|describe|utilize|leverage|"
        r"combine|define|derive|extend|implement|implemented|computed|calculated|selected)\b",
    ),
    _cue(
        (-0.2, -0.1, 0.3, -0.1, -0.3),
        r"\b(we (then|first|also|further)|based on|consists? of|by using|using|is then|are then|a set of|into|via|"
        r"each|algorithm|input|output|features?)\b",
    ),
    # result
    _cue(
        (-0.8, -0.6, -0.4, 1.5, -0.6),
        r"\b(results?|experiments?|simulations?|findings|evaluations?|analysis|analyses|experimental|"
        r"observations?) (\w+ )?(\w+ )?(show|demonstrat|indicat|reveal|suggest|confirm|prov|verif|validat|"
        r"highlight|point)\w*\b",
    ),
    _cue(
        (-0.7, -0.4, -0.3, 1.1, -0.4),
        r"^(our |the |extensive |experimental |empirical |simulation |numerical |these |comprehensive )*(results|"
        r"experiments|findings|evaluations?|experimental results)\b",
    ),
    _cue(
        (-0.7, -0.3, -0.2, 0.8, -0.6),
        r"\b(we|study|paper|work) (also |further |then |finally )?(show|demonstrate|find|found|observe|conclude|"
        r"achieve|evaluate|obtain|report|prove|validate)(s|d|ed)?\b",
    ),
    _cue(
        (-0.3, -0.3, -0.2, 0.5, -0.4),
        r"\b(out-?perform(s|ed|ing)?|surpass\w*|superior(ity)?|state[- ]of[- ]the[- ]art|significant(ly)?|"
        r"better than|compared (to|with)|improve(s|d|ments?)|achiev(es|ed|ing)|effectiveness|best)\b",
    ),
    _cue(
        (-0.2, -0.3, -0.1, 0.4, -0.2),
        r"\b(showed|shows|show that|demonstrates? (that|the)|suggests?|indicates?|indicate that|conclude|"
        r"concluded|implications|future (work|research)|datasets?|benchmarks?|accuracy|performance|experiments?|"
        r"results)\b",
    ),
    _cue((-0.1, -0.6, -0.2, 0.7, -0.3), r"\b\d{1,9}(\.\d{1,9})? ?(%|percent\b|x\b|times\b)"),
    _cue(
        (-0.3, -0.4, 0.1, 0.5, -0.1),
        r"^(finally|in conclusion|overall|in addition|moreover|additionally|we conclude|remarkably|notably|"
        r"as a result)\b",
    ),
    _cue((-0.3, 0, -0.1, 0.4, 0.1), r"\b(conclusions?|discussed|insights?|lessons)\b"),
    # other
    _cue(
        (-1.4, -1.4, -1.4, -1, 3.2),
        r"\b(all rights reserved|elsevier|copyright|springer|wiley|published by|ltd|inc\.|B\.V|e-?mail|keywords|"
        r"rights)\b|[©]",
    ),
    _cue((-0.7, -0.7, -0.5, -0.1, 2), r"https?:|\bwww\.|github|project page"),
    _cue(
        (-0.7, -0.7, -0.3, 0, 1.8),
        r"\b(code|data|models?|implementation|source|software|weights|checkpoints?|"
        r"demos?)\b[^.]{0,60}\b(available|released?|open[- ]sourced?|can be found|accessible)\b",
    ),
)

_PLACES: tuple[Points, ...] = (
    (1.0, 0.0, -1.6, -2.8, -0.8),
    (0.8, 0.3, -0.6, -2.2, -1.2),
    (0.3, 0.5, 0.1, -1.4, -1.2),
    (-0.3, 0.4, 0.4, -0.8, -1.2),
    (-0.9, 0.0, 0.5, -0.3, -0.8),
    (-1.4, -0.6, 0.4, 0.4, -0.2),
    (-2.0, -0.9, -0.2, 0.9, 0.5),
    (-2.5, -1.5, -0.8, 1.0, 1.2),
)
"""Points by eighths of the abstract, for abstracts of two sentences and more."""

_AFTER: dict[Role, Points] = {
    "background": (0.2, 0.2, -0.2, -0.6, -0.4),
    "objective": (-0.5, 0.2, 0.2, -0.3, -0.4),
    "method": (-0.8, -0.4, 0.3, 0.0, -0.4),
    "result": (-0.9, -0.5, -0.2, 0.4, 0.1),
    "other": (-0.4, -0.5, -0.3, -0.2, 1.0),
}
_FIRST: Points = (0.8, 0.0, -1.0, -2.0, -1.0)
_PRIOR: Points = (0.0, -0.4, 0.4, -0.2, -1.0)
_BARE_WORDS = 3
_BARE: Points = (0.0, -0.7, -0.7, -0.6, 1.4)
"""A sentence of at most three words is mostly what was torn off: a label, a copyright line."""


def roles(sentences: Sequence[Sentence]) -> tuple[Role, ...]:
    """The role of every sentence, in order."""
    own = [_own_points(sentence.text, place, len(sentences)) for place, sentence in enumerate(sentences)]
    return _best_path(own)


def as_we(text: str) -> str:
    """Authors who speak of themselves as *the authors* say *we*, which is what cues look for."""
    return _THIRD_PERSON.sub("we", text)


def _own_points(text: str, place: int, count: int) -> Points:
    told = as_we(text)
    found = [cue.points for cue in _CUES if cue.pattern.search(told)]
    if len(text.split()) <= _BARE_WORDS:
        found.append(_BARE)
    if count > 1:
        found.append(_PLACES[place * len(_PLACES) // count])
    return _sum(_PRIOR, *found)


def _sum(*rows: Points) -> Points:
    background, objective, method, result, other = (sum(column) for column in zip(*rows, strict=True))
    return background, objective, method, result, other


def _best_path(own: Sequence[Points]) -> tuple[Role, ...]:
    """Viterbi over the roles; ties go to the earlier role of ROLES, so the answer never varies."""
    if not own:
        return ()
    totals = list(own[0] if len(own) == 1 else _sum(own[0], _FIRST))
    steps: list[list[int]] = []
    for points in own[1:]:
        came_from = [_best_before(totals, role) for role in range(len(ROLES))]
        totals = [totals[before] + _AFTER[ROLES[before]][role] + points[role] for role, before in enumerate(came_from)]
        steps.append(came_from)
    path = [max(range(len(ROLES)), key=totals.__getitem__)]
    for came_from in reversed(steps):
        path.append(came_from[path[-1]])
    return tuple(ROLES[role] for role in reversed(path))


def _best_before(totals: Sequence[float], role: int) -> int:
    return max(range(len(ROLES)), key=lambda before: totals[before] + _AFTER[ROLES[before]][role])
