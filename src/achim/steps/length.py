"""How much is printed of one paper: what is beyond its length is left out, the least needed first."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from achim.domain.claim import ClaimRole, JudgedClaim, Verdict
from achim.domain.edition import EditionKind
from achim.domain.note import Note

MOST_SYLLABLES, MOST_WORDS = 350, 110
"""Of one paper, and of a topic as a whole: Hangul syllables in Korean, words in any other language. 350 syllables of
Korean and 110 words of English are read in about the same time."""
_NEED: tuple[tuple[ClaimRole, int], ...] = (
    ("gist", 0),
    ("event", 0),
    ("figures", 0),
    ("statement", 0),
    ("approach", 0),
    ("result", 0),
    ("problem", 0),
    ("result", 1),
    ("approach", 1),
    ("theme", 0),
    ("trend", 0),
    ("impact", 0),
    ("outlook", 0),
)
"""Roles and places among the claims of a role, the most needed first; later places follow in their order."""
MINUTES_A_WORK: Mapping[EditionKind, float] = {"papers": 0.7, "news": 0.6}
"""A work at its full length, at 500 syllables a minute; a story's is seldom full (the sample: 9 in 5 minutes)."""
_SYLLABLE = re.compile(r"[가-힣]")
_OF_TOPIC: frozenset[ClaimRole] = frozenset({"theme", "trend", "impact", "outlook"})


def works_in(minutes: float, kind: EditionKind) -> int:
    """How many works are read in so much time; at least one."""
    return max(1, int(minutes / MINUTES_A_WORK[kind]))


def most(lang: str) -> int:
    """In the measure of the language."""
    return MOST_SYLLABLES if lang == "ko" else MOST_WORDS


def size(text: str, lang: str) -> int:
    return len(_SYLLABLE.findall(text)) if lang == "ko" else len(text.split())


def within_length(judged: Sequence[JudgedClaim], lang: str) -> tuple[JudgedClaim, ...]:
    """The claims, those that are beyond the length of their paper or topic refused for that; quotations have none.

    In the order of ``_NEED`` a claim is kept where it fits beside those kept before it.
    """
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(judged):
        if each.holds and not each.claim.quoted and each.claim.citations:
            groups["" if each.claim.role in _OF_TOPIC else each.claim.citations[0].paper].append(at)
    beyond = {at for places in groups.values() for at in _beyond(judged, places, lang)}
    refused = Verdict("unsupported", (Note.of("length.over", limit=most(lang)),))
    return tuple(replace(each, verdict=refused) if at in beyond else each for at, each in enumerate(judged))


def _beyond(judged: Sequence[JudgedClaim], places: Sequence[int], lang: str) -> list[int]:
    left, beyond = most(lang), list[int]()
    for at in sorted(places, key=lambda at: _need(judged, places, at)):
        length = size(judged[at].claim.text, lang)
        if length <= left:
            left -= length
        else:
            beyond.append(at)
    return beyond


def _need(judged: Sequence[JudgedClaim], places: Sequence[int], at: int) -> tuple[int, int]:
    role = judged[at].claim.role
    before = sum(judged[other].claim.role == role for other in places if other < at)
    return (_NEED.index((role, before)) if (role, before) in _NEED else len(_NEED), at)
