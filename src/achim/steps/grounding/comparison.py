"""Comparisons: both names in one cited sentence, and the winner of the claim the winner of the sentence."""

import re
from collections.abc import Iterator

from achim.domain.note import Note
from achim.steps.grounding.reading import Reading, bare

_NAME = r"(?<![A-Za-z0-9_+.\-])[A-Z][A-Za-z0-9_+.\-]{0,60}(?:\s[A-Z0-9][A-Za-z0-9_+.\-]{0,60}){0,2}"
_KOREAN = (
    re.compile(
        rf"(?P<left>{_NAME})\)?(?:이|가|은|는|의\s[가-힣]{{1,8}}(?:이|가|은|는))\s[^.]{{0,40}}?(?P<right>{_NAME})\)?(?:의\s[가-힣]+)?(?:보다|에 비해|에 비하여|\s대비|을 능가|를 능가|을 앞|를 앞|을 상회|를 상회|을 뛰어넘|를 뛰어넘|을 넘|를 넘)"
    ),
    re.compile(rf"(?P<right>{_NAME})\)?(?:보다|에 비해|\s대비)\s[^.]{{0,30}}?(?P<left>{_NAME})\)?(?:이|가|은|는)\s"),
)
_LOSES = re.compile(r"낮|뒤|못 미|열등|나쁘|느리|떨어|밀린|하회")
_LOWER_IS_GOOD = re.compile(r"오류|비용|지연|시간|메모리|토큰|손실|파라미터|매개변수|perplexity|복잡도|오차")
_ENGLISH = re.compile(
    rf"(?P<left>{_NAME})(?P<way>[^.;]{{0,60}}?\b(?:outperform\w*|surpass\w*|exceed\w*|beat\w*|better than|superior to|ahead of|improv\w+ (?:over|upon)|"
    rf"(?:higher|faster|stronger|more \w+|better)\s(?:\w+\s){{0,6}}?(?:than|compared to|over)|over|compared (?:to|with)|than))"
    rf"\b[^.;]{{0,60}}?(?P<right>{_NAME})"
)
_PASSIVE = re.compile(r"\b(?:outperformed|surpassed|beaten|exceeded) by\b|\b(?:worse|lower|behind|underperform)\w*\b")
_SELF = re.compile(r"\b(?:we|our|it|this|the proposed)\b", re.IGNORECASE)
_OPENING = re.compile(r"(?:Compared|Relative|In comparison|In contrast) (?:to|with)[^,]{1,80},\s")
_LONGEST = 2000


def roles_are_kept(reading: Reading) -> Iterator[Note]:
    """Korean winner = English winner. A comparison of two names that cannot be decided is refused."""
    if reading.claim.quoted or (said := _said(reading.text[:_LONGEST])) is None:
        return
    winner, loser = said
    together = [
        sentence.text[:_LONGEST]
        for sentence in reading.sentences
        if bare(loser) in bare(sentence.text) and (bare(winner) in bare(sentence.text) or _SELF.search(sentence.text))
    ]
    if not together:
        yield Note.of("verify.comparison", left=winner, right=loser)
    elif not any(_is_borne(winner, loser, text) for text in together):
        yield Note.of("verify.roles", left=winner, right=loser)


def _said(text: str) -> tuple[str, str] | None:
    """Winner and loser of a claim's comparison."""
    for pattern in (*_KOREAN, _ENGLISH):
        if match := pattern.search(text):
            pair = match["left"].rstrip(".,-"), match["right"].rstrip(".,-")
            rest = text[match.end() : match.end() + 40]
            is_turned = bool(_LOSES.search(rest)) if pattern is not _ENGLISH else bool(_PASSIVE.search(match.group()))
            return (pair[1], pair[0]) if is_turned and not _LOWER_IS_GOOD.search(text) else pair
    return None


def _is_borne(winner: str, loser: str, text: str) -> bool:
    """Whether the sentence names the winner (or *we*, *our*) before its comparing word and the loser after it.

    Where the sentence begins with the comparison (*Compared with B, A is faster*), it is turned about first.
    """
    if opening := _OPENING.match(text):
        text = f"{text[opening.end() :]} {opening.group().lower()[:1]}{opening.group()[1:].rstrip(', ')}"
    for match in re.finditer(
        r"\b(?:outperform\w*|surpass\w*|exceed\w*|beat\w*|than|over|compared (?:to|with)|superior to|relative to|ahead of|improve\w*|instead of|against|versus|baselines?)\b",
        text,
    ):
        before, after = text[: match.start()], text[match.end() :]
        if _PASSIVE.search(text[max(0, match.start() - 20) : match.end() + 4]):
            before, after = after, before
        has_winner = bare(winner) in bare(before) or (bare(winner) not in bare(after) and bool(_SELF.search(before)))
        if has_winner and bare(loser) in bare(after) and bare(loser) not in bare(before).replace(bare(winner), ""):
            return True
    return False
