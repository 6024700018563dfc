"""Errors planted into true claims. Each maker takes a pair and gives claims that its citations do not bear out."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bench.grounding import words
from bench.grounding.data import Pair
from bench.grounding.forms import (
    counted,
    language,
    loop,
    misquoted,
    nothing,
    other_register,
    script,
    smuggled,
    unattributed,
    view_fact,
    view_name,
    view_number,
    view_of_figure,
)
from bench.grounding.planted import Maker, Planted, cited, same_name

_NUMBER = re.compile(
    r"(?<![A-Za-z0-9.,_@+-])(?<![가-힣]-)\$?([0-9][0-9,]*(?:\.[0-9]+)?)\s?(?:[kKMB](?![A-Za-z])|(?:thousand|million|billion|trillion)\b"
    r"|[십백천]*[만억조]|천|백만)?(?:\s?(?:%|배))?(?![A-Za-z0-9])"
)
_SPELT = re.compile(r"(?<![가-힣A-Za-z])(?:두|세|네|다섯|여섯|일곱|여덟|아홉)(?=\s(?:가지|개|단계|종류|편|쌍|명)|개)")
_WORDS = dict(zip(["두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"], range(2, 10), strict=True))
_ENGLISH = dict(
    zip(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], range(2, 11), strict=True)
)
_ACRONYM = re.compile(r"(?<![A-Za-z-])[A-Z]{2,5}(?![A-Za-z0-9-])")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.+][A-Za-z0-9]+)*")
_UNITS = (
    ("%", "배"),
    ("배", "%"),
    ("시간", "분"),
    ("GB", "MB"),
    ("ms", "초"),
    ("토큰", "GB"),
    ("B", "K"),
    ("K", "B"),
    ("M", "B"),
)
_MADE_UP = 5


def true_claim(pair: Pair) -> Planted:
    return Planted(pair.said, ((pair, (pair.evidence,)),))


def beside(maker: Maker) -> Maker:
    """The hard form: the citation names a sibling too, so that there are more words to hide behind."""

    def made(pair: Pair, others: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
        for planted in maker(pair, others, dice):
            (source, texts), *rest = planted.sources
            if source.siblings:
                yield replace(planted, sources=((source, (*texts, dice.choice(source.siblings))), *rest))

    return made


def value(written: str) -> float | None:
    """The bare number of a written one, to tell whether two plants differ."""
    digits = re.search(r"[0-9][0-9,]*(?:\.[0-9]+)?", written)
    return float(digits.group().rstrip(",").replace(",", "")) if digits else _WORDS.get(written)


def numbers(text: str) -> set[float]:
    bare = {number for match in re.finditer(r"[0-9][0-9,]*(?:\.[0-9]+)?", text) if (number := value(match.group()))}
    return bare | {float(number) for word, number in _ENGLISH.items() if re.search(rf"(?i)\b{word}\b", text)}


def _places(pair: Pair) -> list[re.Match[str]]:
    return [match for pattern in (_NUMBER, _SPELT) for match in pattern.finditer(pair.said)]


def _swapped(pair: Pair, place: re.Match[str], new: str) -> Planted:
    return cited(pair, pair.said[: place.start()] + new + pair.said[place.end() :])


def number_easy(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    """One of the same size and form that is nowhere in the abstract."""
    taken = numbers(pair.work.abstract)
    for place in _places(pair):
        for _try in range(_MADE_UP):
            if (new := _changed(place.group(), dice)) and value(new) not in taken:
                yield _swapped(pair, place, new)
                break


def _changed(written: str, dice: random.Random) -> str:
    if written in _WORDS:
        return dice.choice([word for word in _WORDS if word != written])
    digits = re.sub(r"[1-9]", lambda match: dice.choice("123456789".replace(match.group(), "")), written)
    return digits if value(digits) else ""


def number_hard(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    """One that stands elsewhere in the abstract."""
    near = numbers(pair.evidence)
    donors = [match.group() for match in _NUMBER.finditer(pair.rest) if value(match.group()) not in near]
    for place in _places(pair):
        if others := [donor for donor in donors if value(donor) != value(place.group())]:
            yield _swapped(pair, place, dice.choice(others))


def unit(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    for old, new in _UNITS:
        text, count = re.subn(rf"(?<=[0-9]){re.escape(old)}(?![A-Za-z%p])", new, pair.said, count=1)
        if count:
            yield cited(pair, text)


def percent_point(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    """Percent said as percentage points, where the source does not speak of points."""
    if "%" in pair.said and "point" not in pair.evidence:
        yield cited(pair, re.sub(r"%(?!p|포인트)", "%p", pair.said, count=1))


def _names(text: str) -> list[str]:
    return [name for name in _LATIN.findall(text) if len(name) > 2 and not name.islower() and not name.istitle()]


def name_easy(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    for name in _names(pair.said)[:1]:
        if others := [other for other in words.MODELS if not same_name(other, pair.work.abstract + pair.work.title)]:
            yield cited(pair, pair.said.replace(name, dice.choice(others)))


def name_hard(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    """A name from elsewhere in the abstract; the paper's own stands for *we* anywhere, and is measured as a role."""
    own = pair.work.title
    others = [
        name
        for sibling in pair.siblings
        for name in _names(sibling)
        if not same_name(name, pair.evidence + own) and not same_name(name.rstrip("s"), pair.evidence)
    ]
    for name in _names(pair.said)[:1]:
        if others:
            yield cited(pair, pair.said.replace(name, dice.choice(others)))


def acronym_hard(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    """One from elsewhere in the abstract."""
    near = pair.evidence + pair.work.title
    others = [name for name in _ACRONYM.findall(pair.rest) if name != "AI" and not same_name(name, near)]
    for name in [name for name in _ACRONYM.findall(pair.said) if name != "AI"][:1]:
        if others:
            yield cited(pair, pair.said.replace(name, dice.choice(others)))


def acronym(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    found = [name for name in _ACRONYM.findall(pair.said) if name != "AI"]
    for name in found[:1]:
        if others := [other for other in words.ACRONYMS if not same_name(other, pair.work.abstract + pair.work.title)]:
            yield cited(pair, pair.said.replace(name, dice.choice(others)))


_BEATS = re.compile(
    r"(?P<left>[A-Z][\w.+-]*[A-Z0-9][\w.+-]*)\s(?:significantly |consistently |substantially |also |even )*"
    r"(?:outperforms?|surpass(?:es)?|exceeds?|beats?)\s(?:the |both |previous |standard |existing )?(?P<right>[A-Z][\w.+-]*[A-Z0-9][\w.+-]*)"
)
_SAID = ("{}는 {}보다 성능이 높다.", "{}가 {}를 앞선다.", "{}는 {}에 비해 우수하다.", "{}의 점수가 {}보다 낫다.")


def compared(pair: Pair) -> Iterator[tuple[Pair, str, str, str]]:
    """Sentences of an abstract in which one name beats another, with both names and a Korean frame."""
    for number, sentence in enumerate(pair.work.sentences):
        if match := _BEATS.search(sentence.text):
            left, right = match["left"].rstrip(".,-"), match["right"].rstrip(".,-")
            frame = _SAID[number % len(_SAID)]
            yield Pair(pair.work, frame.format(left, right), sentence.text), left, right, frame


def roles(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    """Who beat whom, turned about: in the data's own comparisons and in those made of its English sentences."""
    match = re.search(
        r"(?P<left>[A-Z][\w.+-]*)(?P<mid>(?:가|이|는|은)\s(?:[^.,]{0,20}\s)?)(?P<right>[A-Z][\w.+-]*)(?=보다|에 비해)",
        pair.said,
    )
    if match and match["left"] != match["right"]:
        turned = match["right"] + match["mid"] + match["left"]
        yield cited(pair, pair.said[: match.start()] + turned + pair.said[match.end() :])


def roles_made(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    for made, left, right, frame in compared(pair):
        yield cited(made, frame.format(right, left))


def paper_swapped(pair: Pair, others: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    if (other := dice.choice(others)).work != pair.work:
        yield Planted(pair.said, ((other, (other.evidence,)),))


def paper_alike(pair: Pair, others: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    """Hard: the paper cited has the same keywords, most of all."""
    alike = sorted(others, key=lambda other: -len(set(other.work.keywords) & set(pair.work.keywords)))[:40]
    if alike := [other for other in alike if other.work != pair.work]:
        other = dice.choice(alike)
        yield Planted(pair.said, ((other, (other.evidence,)),))


def sibling(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    """The right paper, the wrong sentence."""
    if pair.siblings:
        yield Planted(pair.said, ((pair, (dice.choice(pair.siblings),)),))


def _flipped(pair: Pair, table: Sequence[tuple[str, str]]) -> str | None:
    for old, new in table:
        if old in pair.said:
            return pair.said.replace(old, new, 1)
    return None


def direction(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    if text := _flipped(pair, dice.sample(words.FLIPS, len(words.FLIPS))):
        yield cited(pair, text)


def direction_other(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    """By rarer words."""
    if text := _flipped(pair, words.OTHER_FLIPS):
        yield cited(pair, text)


def direction_idiom(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    if text := _flipped(pair, words.IDIOMS):
        yield cited(pair, text)


def opposite(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    """Large for small, static for dynamic."""
    if text := _flipped(pair, dice.sample(words.OPPOSITES, len(words.OPPOSITES))):
        yield cited(pair, text)


def noun(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    """One thing told as another: speed for accuracy, speech for pictures."""
    if text := _flipped(pair, dice.sample(words.NOUNS, len(words.NOUNS))):
        yield cited(pair, text)


def negation_idiom(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    yield from _ended(pair, words.NEGATION_IDIOMS, dice)


def negation_other(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    """By rarer turns."""
    yield from _ended(pair, words.OTHER_NEGATIONS, dice)


def _ended(pair: Pair, table: Sequence[tuple[str, str]], dice: random.Random) -> Iterator[Planted]:
    bare = pair.said.rstrip(". ")
    if ends := [(old, new) for old, new in table if bare.endswith(old)]:
        old, new = dice.choice(ends)
        yield cited(pair, bare.removesuffix(old) + new)


def negation(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    if text := _flipped(pair, words.NEGATIONS):
        yield cited(pair, text)


def _linked(text: str, tail: str) -> str | None:
    bare = text.rstrip(". ")
    for end, link in words.LINKS:
        if bare.endswith(end):
            return f"{bare.removesuffix(end)}{link}, {tail}"
    return None


def tail(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    if text := _linked(pair.said, dice.choice(words.TAILS)):
        yield cited(pair, text)


def tail_hard(pair: Pair, others: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    """The tail is true of the same paper, elsewhere in its abstract."""
    own = [other for other in others if other.work == pair.work and other.evidence not in pair.evidence]
    own = [other for other in own if pair.evidence not in other.evidence]
    if own and (text := _linked(pair.said, dice.choice(own).said)):
        yield cited(pair, text)


def hedge(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    hedged = re.search(
        r"\b(?:may|might|could|can|suggest|likely|potential|often|some|tend|mainly|primarily)", pair.evidence
    )
    if hedged and (text := _flipped(pair, words.HEDGES)) and text != pair.said:
        yield cited(pair, text)


def hedge_made(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    """Hedged sentences written for the test, about the paper's own name."""
    if (name := own_name(pair)) and dice.random() < 0.3:
        english, _said, bare = dice.choice(words.HEDGED)
        made = Pair(pair.work, bare.format(ko=f"{name}은"), english.format(en=name))
        yield cited(made, made.said)


def own_name(pair: Pair) -> str | None:
    match = re.match(r"([A-Z][\w-]{2,20}):\s", pair.work.title)
    return match[1] if match else None


def scope(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    if not re.search(r"(?i)\b(?:all|every|any|universal|entire|whole|each)\b", pair.evidence):
        text = _flipped(pair, words.WIDER)
        if text:
            yield cited(pair, text)


def absolute(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    """First, always, perfectly: put before the last word."""
    head, _space, last = pair.said.rstrip(". ").rpartition(" ")
    bare = not re.search(
        r"(?i)\b(?:first|all|every|any|always|perfect|state-of-the-art|sota|best|never)\b", pair.evidence
    )
    if head and bare:
        yield cited(pair, f"{head} {dice.choice(words.ABSOLUTES)} {last}")


def aggregation(pair: Pair, others: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    """Said of two papers, true of one."""
    if (other := dice.choice(others)).work != pair.work and not _places(pair):
        text = dice.choice(words.AGGREGATES).format(pair.said)
        yield Planted(text, ((pair, (pair.evidence,)), (other, (other.evidence,))))


def miscount(pair: Pair, others: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    """More papers counted than cited."""
    yield cited(pair, f"{dice.choice(['세', '네', '다섯'])} 편 모두 {pair.said}")


def forbidden(pair: Pair, _: Sequence[Pair], dice: random.Random) -> Iterator[Planted]:
    for english, wrong in words.TERMS:
        if re.search(rf"(?i)\b{english.replace('-', '[- ]')}", pair.evidence):
            for right in words.RENDERED.get(english, ()):
                if right in pair.said:
                    yield cited(pair, pair.said.replace(right, wrong, 1))
                    return


PLANTS: tuple[tuple[str, str, Maker], ...] = (
    ("number", "easy", number_easy), ("number", "hard", number_hard), ("unit", "easy", unit), ("unit", "hard", beside(unit)),
    ("percent point", "easy", percent_point), ("percent point", "hard", beside(percent_point)),
    ("name", "easy", name_easy), ("name", "hard", name_hard), ("acronym", "easy", acronym), ("acronym", "hard", acronym_hard),
    ("roles", "easy", roles), ("roles, made sentences", "easy", roles_made), ("roles, made sentences", "hard", beside(roles_made)),
    ("paper", "easy", paper_swapped), ("paper", "hard", paper_alike), ("sentence", "hard", sibling),
    ("direction", "easy", direction), ("direction", "hard", beside(direction)), ("direction, rarer words", "easy", direction_other),
    ("direction, idioms", "easy", direction_idiom), ("opposite", "easy", opposite), ("opposite", "hard", beside(opposite)), ("noun", "easy", noun), ("noun", "hard", beside(noun)),
    ("negation", "easy", negation), ("negation", "hard", beside(negation)), ("negation, rarer words", "easy", negation_other),
    ("negation, idioms", "easy", negation_idiom),
    ("invented tail", "easy", tail), ("invented tail", "hard", tail_hard),
    ("hedge", "easy", hedge), ("hedge", "hard", beside(hedge)), ("hedge, made sentences", "easy", hedge_made),
    ("hedge, made sentences", "hard", beside(hedge_made)), ("scope", "easy", scope), ("scope", "hard", beside(scope)),
    ("first, all, always", "easy", absolute), ("first, all, always", "hard", beside(absolute)),
    ("aggregation", "hard", aggregation), ("aggregation, count", "easy", miscount),
    ("forbidden term", "easy", forbidden), ("forbidden term", "hard", beside(forbidden)),
    ("view with a number", "easy", view_number), ("view with a name", "easy", view_name), ("view that is a fact", "hard", view_fact),
    ("script", "easy", script), ("script", "hard", beside(script)), ("language", "easy", language), ("loop", "easy", loop),
    ("loop", "hard", beside(loop)), ("smuggled", "easy", smuggled), ("nothing said", "easy", nothing), ("quotation changed", "easy", misquoted),
    ("register, as asked", "easy", other_register), ("great word as so, as asked", "easy", unattributed),
    ("counted thing", "easy", counted), ("view with a figure of its sentence only", "hard", view_of_figure),
)  # fmt: skip
"""Kind, form (easy: only the text is changed; hard: what is wrong is in reach, or a second sentence is cited), maker."""
