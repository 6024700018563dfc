r"""Reads quantities out of English and Korean text: 74k, 7만 4천, ten times, 10배, one third, 3.2%p, $10^{-3}$.

Digits that belong to a name (GPT-4, top-1, 3D, 2nd) and vague numbers (hundreds of, 수백) are no quantities. Signs and
bounds (*over*, 이상) are not read, nor what is counted beyond tokens and parameters.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from achim.steps.numerals import (
    ALIKE,
    AND_A_HALF,
    FRACTION,
    IMPLIED,
    JOIN,
    LATEX,
    LETTER,
    LETTERS,
    MATH,
    MEANING,
    MYRIADS,
    NAMED_DIMENSIONS,
    NATIVE,
    NUM,
    NUMBERED,
    NUMERAL,
    ONE_FOR_ONE,
    ORDERS,
    ORDINAL,
    OTHER_DIGIT,
    PARTS,
    SCALE,
    SCALES,
    SINO,
    SPECIAL,
    SPELLINGS,
    STEPS,
    SUPERSCRIPTS,
    TIMES_TEN,
    UNIT,
    UNITS,
    WORDS,
)

__all__ = ["Quantity", "amount", "implied_counts", "names_with_digits", "quantities", "same_quantity"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that a text states. ``value`` counts ``unit``, a name of ``numerals.UNITS``; "" is a bare number.

    *half* and *1/3* have the unit ``part``. ``surface`` stands at ``start`` in the text.
    """

    value: Fraction
    unit: str
    surface: str
    start: int


_DIGITS = 60
_EXPONENT = 300
_REMEMBERED = 2000

_Read = tuple[Fraction, str, int]
"""A numeral's value, its unit where it says one, and where it ends."""


def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text in their order."""
    return _remembered(text) if len(text) <= _REMEMBERED else _quantities(text)


def _quantities(text: str) -> tuple[Quantity, ...]:
    plain, places = _plain(text)
    found = _shared_units(plain, list(_readings(plain)))
    return tuple(
        Quantity(value, unit, text[places[start] : places[end]].rstrip(), places[start])
        for start, (value, unit, end) in found
    )


_remembered = lru_cache(maxsize=8192)(_quantities)


def names_with_digits(text: str) -> tuple[str, ...]:
    """The names of a text that hold digits: GPT-4, top-1, arXiv ids."""
    plain, _ = _plain(text)
    found = (match.group() for match in NUMERAL.finditer(plain) if match.lastgroup == "name")
    return tuple(name for name in found if any(letter.isdecimal() for letter in name))


def implied_counts(text: str) -> frozenset[Fraction]:
    """Counts that an English sentence says without a free numeral: *both*, *a single*, *ranked third*, *best-of-32*."""
    named = (Fraction(number) for number in NUMBERED.findall(text))
    return frozenset((*named, *(Fraction(count) for count, pattern in IMPLIED if pattern.search(text))))


def amount(quantity: Quantity) -> tuple[str, Fraction]:
    """Dimension and size there: 40 ms and 0.04 s are one amount, and so are *half*, 1/2, 50 % and 0.5x."""
    dimension, size = UNITS[quantity.unit]
    if dimension == "x" and quantity.value < 1:
        dimension, size = UNITS["part"]
    return dimension, quantity.value * size


def same_quantity(said: Quantity, found: Quantity) -> bool:
    """Whether a source that states ``found`` bears out ``said``; % is not %p, and a unit is not left out."""
    dimension, size = amount(said)
    found_dimension, found_size = amount(found)
    return size == found_size and (dimension == found_dimension or found_dimension in ALIKE.get(dimension, ()))


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """The text without LaTeX and with ASCII digits, and for each of its characters the place in ``text``."""
    ascii_text = text if text.isascii() else _ascii_digits(text)
    if not any(mark in ascii_text for mark in "\\${½"):
        return ascii_text, range(len(text) + 1)
    math = {edge for match in MATH.finditer(ascii_text) for edge in (match.start(), match.end() - 1)}
    pieces: list[str] = []
    places: list[int] = []
    end = 0
    for match in LATEX.finditer(ascii_text):
        pieces.append(ascii_text[end : match.start()])
        places.extend(range(end, match.start()))
        meaning = _meaning(match, match.start() in math)
        pieces.append(meaning)
        places.extend([match.start()] * len(meaning))
        end = match.end()
    return "".join([*pieces, ascii_text[end:]]), [*places, *range(end, len(text) + 1)]


def _meaning(match: re.Match[str], is_math: bool) -> str:
    kind = match.lastgroup or ""
    if kind == "dollar" and not is_math:
        return "$"
    return match["kept"] if kind == "kept" else MEANING[kind]


def _ascii_digits(text: str) -> str:
    return OTHER_DIGIT.sub(lambda match: str(unicodedata.decimal(match.group())), text.translate(ONE_FOR_ONE))


def _readings(text: str) -> Iterator[tuple[int, _Read]]:
    position = 0
    while match := NUMERAL.search(text, position):
        read = _READERS[match.lastgroup or ""](text, match)
        if read is not None:
            yield match.start(), read
        position = max(read[2] if read else 0, match.end())


def _shared_units(text: str, found: list[tuple[int, _Read]]) -> list[tuple[int, _Read]]:
    """In 5-10 % and *3 and 5 times* the first number has the unit of the second."""
    for here in range(len(found) - 2, -1, -1):
        (start, (value, unit, end)), (later, (_, later_unit, _)) = found[here : here + 2]
        if not unit and later_unit and JOIN.fullmatch(text, end, later):
            found[here] = start, (value, later_unit, end)
    return found


def _with_unit(text: str, value: Fraction, start: int, end: int) -> _Read:
    if orders := ORDERS.match(text, end):
        return _raised(Fraction(10), int(min(value, _EXPONENT))), "x", orders.end()
    unit = UNIT.match(text, end)
    if unit is None:
        return value, "usd" if start and text[start - 1] == "$" else "", end
    name = SPELLINGS[(unit.lastindex or 1) - 1][0]
    if more := AND_A_HALF.match(text, unit.end()):
        return value + Fraction(1, 2), name, more.end()
    is_calendar = name == "year" and value.denominator == 1 and 1000 <= value < 3000
    return value, "" if is_calendar else name, unit.end()


def _counted(text: str, value: Fraction, match: re.Match[str], end: int) -> _Read | None:
    """The value with its unit, or None where it numbers rather than counts (3rd, 세 번째, 3D)."""
    if ORDINAL.match(text, end) or (value in NAMED_DIMENSIONS and text.startswith("차원", end)):
        return None
    return _with_unit(text, value, match.start(), end)


def _number(text: str, match: re.Match[str]) -> _Read | None:
    value, end = _decimal(match.group()), match.end()
    if fraction := FRACTION.match(text, end):
        below = int(fraction[1])
        if 0 < value < below:
            return value / below, "part", fraction.end()
    if times := TIMES_TEN.match(text, end):
        exponent = next(group for group in times.groups() if group)
        return _counted(text, value * _raised(Fraction(10), _exponent(exponent)), match, times.end())
    magnitude, end = _magnitude(text, end)
    read = _counted(text, value * magnitude, match, end)
    if read and read[2] == match.end() and re.match(r"(?!(?:[xX]|times)[0-9])[A-Za-z]", text[end : end + 6]):
        return None
    return read


def _magnitude(text: str, end: int) -> tuple[int, int]:
    if letter := LETTER.match(text, end):
        return LETTERS[letter.group().lower()], letter.end()
    if scale := SCALE.match(text, end):
        factor = 1
        for word in re.findall(r"[a-z]+", scale.group().lower()):
            factor *= SCALES.get(word, 1)
        return factor, scale.end()
    return 1, end


def _words(text: str, match: re.Match[str]) -> _Read | None:
    value, section = 0, 0
    for word in re.findall(r"[a-z]+", match.group().lower()):
        if word in WORDS:
            section += WORDS[word]
        elif word in SCALES:
            section = (section or value or 1) * SCALES[word]
            value = 0
    return _counted(text, Fraction(value + section), match, match.end())


def _part(text: str, match: re.Match[str]) -> _Read:
    count, part = re.findall(r"[a-z]+", match.group().lower())
    value = Fraction(WORDS.get(count, 1), PARTS["half" if part == "halves" else part.removesuffix("s")])
    return value, "part", match.end()


def _power(text: str, match: re.Match[str]) -> _Read | None:
    base, exponent = re.split(r"\^\{?|(?=[⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹])", match.group().rstrip("}"), maxsplit=1)
    value = _raised(_decimal(base), _exponent(exponent))
    return _counted(text, value, match, match.end())


def _korean_part(text: str, match: re.Match[str]) -> _Read | None:
    below, above = (_decimal(number) for number in re.split(r"\s?분의\s?", match.group()))
    return (above / below, "part", match.end()) if below else None


def _myriads(text: str, match: re.Match[str]) -> _Read | None:
    """Korean magnitudes multiply what stands before them: 7만 4천 is 7 x 10,000 + 4 x 1,000, 12백만 is 12 x 10^6."""
    total = section = Fraction(0)
    current: Fraction | None = None
    for piece in re.findall(rf"{NUM}|[가-힣]", match.group()):
        if piece in STEPS:
            section, current = section + (1 if current is None else current) * STEPS[piece], None
        elif piece in MYRIADS:
            total, section, current = total + (section + (current or 0) or 1) * MYRIADS[piece], Fraction(0), None
        else:
            current = Fraction(SINO[piece]) if piece in SINO else _decimal(piece)
    return _counted(text, total + section + (current or 0), match, match.end())


def _native(text: str, match: re.Match[str]) -> _Read | None:
    numeral = match.group()
    tens = next((word for word in ("스물", "서른", "마흔", "예순", "열", "쉰") if numeral.startswith(word)), "")
    value = NATIVE.get(tens, 0) + NATIVE.get(numeral.removeprefix(tens), 0)
    return _counted(text, Fraction(value or NATIVE.get(numeral, 0)), match, match.end())


def _special(text: str, match: re.Match[str]) -> _Read:
    value, unit = SPECIAL[match.group().lower()]
    return value, unit, match.end()


def _factor(text: str, match: re.Match[str]) -> _Read:
    return _decimal(match.group().lstrip("xX× ")), "x", match.end()


def _name(text: str, match: re.Match[str]) -> _Read | None:
    """Nothing, unless a sign after the name's digits says that they count: a number is not hidden by gluing it."""
    digits = re.search(rf"{NUM}\Z", match.group()[-_DIGITS:])
    read = digits and _with_unit(text, _decimal(digits.group()), match.start(), match.end())
    return read if read and read[1] in ("%", "%p", "x") else None


def _nothing(text: str, match: re.Match[str]) -> None:
    return None


_READERS: Mapping[str, Callable[[str, re.Match[str]], _Read | None]] = MappingProxyType(
    {
        "marker": _nothing,
        "special": _special,
        "part": _part,
        "words": _words,
        "factor": _factor,
        "name": _name,
        "power": _power,
        "korean": _korean_part,
        "myriad": _myriads,
        "number": _number,
        "sino": _myriads,
        "native": _native,
    }
)


def _decimal(text: str) -> Fraction:
    return Fraction(text.replace(",", "")[:_DIGITS].rstrip("."))


def _exponent(text: str) -> int:
    return max(-_EXPONENT, min(_EXPONENT, int(text.translate(SUPERSCRIPTS)[:9])))


def _raised(base: Fraction, exponent: int) -> Fraction:
    return base**exponent if base else base
