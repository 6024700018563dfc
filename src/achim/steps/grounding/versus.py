"""Comparisons told in phrases (*small models beat large ones*), and whose figure a figure is."""

import re
from collections.abc import Iterator

from achim.domain.note import Note
from achim.steps.grounding.names import has_name, names_of, runs
from achim.steps.grounding.reading import Reading, english_of, english_stems, ground
from achim.steps.quantities import Quantity, quantities, same_quantity

_SUBJECT = (
    r"(?:(?<![많같높낮작짧깊좋않적넓밝얻받맞굳])은|(?<![하되있없키지오쓰리내드치])는|(?<=[가-힣A-Za-z0-9)])[이가])\s"
)
_THAN = r"(?:보다|에 비해|에 비하여|(?:을|를) (?:능가|앞서|앞선|앞섰|뛰어넘|상회|웃돌|넘어서))"
_KOREAN = re.compile(rf"(?P<left>[^,.;]{{2,60}}?){_SUBJECT}(?P<right>[^,.;]{{2,60}}?){_THAN}")
_TURNED = re.compile(rf"(?P<right>[^,.;]{{2,60}}?)(?:보다|에 비해)\s(?:더\s)?(?P<left>[^,.;]{{2,40}}?){_SUBJECT}")
_SIDE = 3
"""Words beside the comparing one that name a side."""
_LESS = re.compile(
    r"(?<![가-힣])(?:낮|뒤처|뒤진|뒤떨|못 미|열등|나쁘|나쁜|느리|느린|느려|떨어|밀린|하회|적은|적게|적다|작은|작다|짧은|짧다|약하|약한|덜 |저조|못하|부진)"
)
_WORD = re.compile(r"[A-Za-z]+|[가-힣]{2,}")
_COMPARES = re.compile(
    r"\b(?:outperform\w*|surpass\w*|exceed\w*|beats?|than|superior to|inferior to|ahead of|behind|over|compared (?:to|with)|relative to|versus|underperform\w*)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:outperform\w*|surpass\w*|exceed\w*|beats?|superior|ahead|more|better|higher|larger|greater|faster|stronger|longer|improv\w*|bigger|deeper)\b",
    re.IGNORECASE,
)
_FEWER = re.compile(
    r"\b(?:less|worse|lower|smaller|slower|weaker|fewer|shorter|inferior|behind|underperform\w*|poorer)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:outperformed|surpassed|beaten|exceeded)\s+by\b", re.IGNORECASE)
_CLAUSE = re.compile(r",\s|;\s|\s(?:and|while|whereas|but|versus|vs\.?|compared (?:to|with)|against|than|over)\s")
_OPENS = re.compile(
    r"\W*(?:while |whereas |and |but )?(?:that of |the |our )?(?!We\b|It\b|This\b|The\b|Our\b|On\b|In\b|With\b|At\b)[A-Z][\w.+-]+"
)
_FOR = re.compile(r"\b(?:for|by) (?:the )?[A-Z][\w.+-]+")
_HANGUL = re.compile(r"[가-힣]")


def comparison_is_kept(reading: Reading) -> Iterator[Note]:
    """Refused where the two sides of a claim's comparison stand the other way about in the sentence.

    Sides are known by the lexicon; what both sides have in common tells nothing, and one that the sentence lacks
    leaves the comparison undecided, which is let pass (decision 0019).
    """
    if reading.claim.quoted or reading.claim.kind == "view" or not _HANGUL.search(reading.text):
        return
    for pattern in (_KOREAN, _TURNED):
        if match := pattern.search(reading.text):
            lexicon = reading.standard.lexicon
            left, right = (english_of(_WORD.findall(_last(match[side])), lexicon) for side in ("left", "right"))
            left, right = left - right, right - left
            votes = [vote for text in ground(reading) for vote in _votes(text, left, right)]
            is_less = bool(_LESS.search(reading.text[match.end() : match.end() + 30]))
            wanted = -1 if is_less else 1
            if votes and all(vote == -wanted for vote in votes):
                yield Note.of("verify.roles", left=match["left"].strip()[-40:], right=match["right"].strip()[-40:])
            return


def _last(side: str) -> str:
    return " ".join(side.split()[-_SIDE:])


def _votes(text: str, left: frozenset[str], right: frozenset[str]) -> Iterator[int]:
    """Per comparing word: 1 where the sentence has more of the left side, -1 where more of the right; none undecided."""
    for match in _COMPARES.finditer(text):
        near = text[max(0, match.start() - 60) : match.end()]
        more, fewer = _MORE.search(near), _FEWER.search(near)
        if bool(more) == bool(fewer):
            continue
        way = 1 if more else -1
        before, after = english_stems(text[: match.start()]), english_stems(text[match.end() :])
        if _BY.search(text[match.start() : match.end() + 4]):
            way = -way
        straight = bool(left & before) + bool(right & after)
        turned = bool(right & before) + bool(left & after)
        if straight == 2 and turned == 0:
            yield way
        elif turned == 2 and straight == 0:
            yield -way


def figures_have_their_owner(reading: Reading) -> Iterator[Note]:
    """Refused where a figure beside one name in the claim stands beside another in the sentence, and that name has its own.

    Only where a sentence gives each of two names a figure of one unit in clauses of their own.
    """
    if reading.claim.quoted or reading.claim.kind == "view":
        return
    for said, name in _owned(reading.text):
        for text in ground(reading):
            owners = _owners(text)
            mine = [figure for figure, names in owners if has_name(name, names)]
            of_it = [names for figure, names in owners if same_quantity(said, figure)]
            is_other = of_it and not any(has_name(name, names) for names in of_it)
            if is_other and any(figure.unit == said.unit for figure in mine):
                yield Note.of("verify.owner", number=said.surface[:60], name=name[:60])


def _owned(text: str) -> Iterator[tuple[Quantity, str]]:
    """Figures of a claim with the only name of their clause before them."""
    for part in re.split(r"(?<=[고며만])\s|,\s|;\s", text):
        names = list(dict.fromkeys(names_of(part)))
        figures = quantities(part)
        if len(names) == 1 and len(figures) == 1 and part.find(names[0]) < figures[0].start:
            yield figures[0], names[0]


def _owners(text: str) -> list[tuple[Quantity, frozenset[str]]]:
    """Figures of a sentence, each with its clause, which opens with a name of its own or gives the figure *for* one."""
    found: list[tuple[Quantity, frozenset[str]]] = []
    for part in _CLAUSE.split(text):
        figures = quantities(part)
        if len(figures) == 1 and (_OPENS.match(part) or _FOR.search(part, figures[0].start)):
            found.append((figures[0], runs(part)))
    return found
