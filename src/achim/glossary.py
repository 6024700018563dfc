"""The glossary: which terms are put into Korean and how, which stay English, and which renderings are wrong."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import cast

from achim.errors import SettingsError
from achim.steps.terms import Key, term_key

SHIPPED = "glossary.ko.toml"
_LEXICON = "lexicon.ko.json"
_MEANS = "means.json"
_FIELDS = {"version", "language", "translate", "words", "keep", "forbidden"}


@dataclass(frozen=True, slots=True)
class Term:
    """A term with its allowed renderings, the printed one first; none for a term that stays English."""

    english: str
    renderings: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    is_known: bool = True
    """False for a term that has nothing but forbidden renderings."""
    is_subject: bool = True
    """False for a word that papers of any subject use, *image* or *fine-grained*: no keyword."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """A checked list of terms. A term is found whatever its capitals, hyphens and plural."""

    version: str
    terms: tuple[Term, ...]
    _by_key: Mapping[Key, Term] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {term_key(term.english): term for term in self.terms})

    def term(self, english: str) -> Term | None:
        return self._by_key.get(term_key(english))

    def korean(self, english: str) -> str | None:
        """The printed Korean rendering, or None for a term that stays English or is unknown."""
        term = self.term(english)
        return term.renderings[0] if term and term.renderings else None

    def display(self, english: str, lang: str) -> str:
        """A keyword, as a first mention of a term: ``양자화(quantization)`` in Korean, the English itself otherwise."""
        term = self.term(english) if lang == "ko" else None
        return f"{term.renderings[0]}({english})" if term and term.is_subject and term.renderings else english

    def known(self) -> dict[str, str | None]:
        """English term to printed rendering, None where it stays English: what ``steps.keywords`` looks for."""
        told = (term for term in self.terms if term.is_known and term.is_subject)
        return {term.english: (term.renderings or (None,))[0] for term in told}


def load_glossary(path: Path | None = None) -> Glossary:
    """Read a glossary file, or the one that achim brings along. Raises SettingsError naming file and term."""
    return _read(path) if path else _shipped()


@cache
def _shipped() -> Glossary:
    return _read(None)


def _read(path: Path | None) -> Glossary:
    name = str(path) if path else SHIPPED
    try:
        text = (path or files("achim").joinpath("data", SHIPPED)).read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(f"{name}: {error}") from error
    if unknown := sorted(set(raw) - _FIELDS):
        raise SettingsError(f"{name}: unknown entry {unknown[0]!r}; known are {', '.join(sorted(_FIELDS))}")
    return Glossary(str(raw.get("version", "")), _terms(name, raw))


@cache
def load_lexicon() -> Mapping[str, Mapping[str, float]]:
    """By which English words a Korean word is told, and how often; made by ``tools/train_lexicon.py``."""
    text = files("achim").joinpath("data", _LEXICON).read_text(encoding="utf-8")
    return cast("Mapping[str, Mapping[str, float]]", json.loads(text))


@cache
def load_means() -> Mapping[str, Sequence[float]]:
    """The mean sentence vector of each language; made by ``tools/train_means.py``."""
    text = files("achim").joinpath("data", _MEANS).read_text(encoding="utf-8")
    return cast("Mapping[str, Sequence[float]]", json.loads(text))


def _terms(name: str, raw: Mapping[str, object]) -> tuple[Term, ...]:
    subjects = dict(_renderings(name, "translate", raw.get("translate", {})))
    words = dict(_renderings(name, "words", raw.get("words", {})))
    forbidden = dict(_renderings(name, "forbidden", raw.get("forbidden", {})))
    keep = _keep(name, raw.get("keep", {}))
    spelled = _spellings(name, (("translate", subjects), ("words", words), ("keep", keep)))
    translate = {**words, **subjects}
    wrong = {term_key(english): renderings for english, renderings in forbidden.items()}
    if len(wrong) < len(forbidden):
        raise SettingsError(f"{name}: [forbidden] names one term in two spellings")
    known = tuple(
        Term(english, translate.get(english, ()), wrong.get(key, ()), is_subject=english not in words)
        for key, english in sorted(spelled.items())
    )
    for term in known:
        _refuse_contradiction(name, term)
    rest = (Term(english, (), bad, is_known=False) for english, bad in sorted(forbidden.items()))
    return known + tuple(term for term in rest if term_key(term.english) not in spelled)


def _spellings(name: str, classes: Iterable[tuple[str, Iterable[str]]]) -> dict[Key, str]:
    """Key to the term as the file spells it; no term may be in two classes or twice in one."""
    spelled: dict[Key, str] = {}
    found: dict[Key, str] = {}
    for where, terms in classes:
        for english in terms:
            key = term_key(english)
            if key in spelled:
                twice = f"both {found[key]} and {where}" if found[key] != where else "it twice"
                raise SettingsError(f"{name}: {english!r} is the term {spelled[key]!r} again; the file has {twice}")
            spelled[key], found[key] = english, where
    return spelled


def _refuse_contradiction(name: str, term: Term) -> None:
    for rendering in term.renderings:
        for bad in term.forbidden:
            if bad in rendering:
                raise SettingsError(f"{name}: {term.english!r} allows {rendering!r} and forbids {bad!r}")


def _renderings(name: str, where: str, raw: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    if not isinstance(raw, dict):
        raise SettingsError(f"{name}: [{where}] must be a table of terms")
    for english, value in cast(dict[str, object], raw).items():
        listed = cast(list[object], value) if isinstance(value, list) else [value]
        texts = tuple(text for text in listed if isinstance(text, str) and text.strip())
        if not texts or len(texts) != len(listed) or not term_key(english):
            raise SettingsError(f"{name}: [{where}] {english!r} needs a text or a list of texts")
        yield english, texts


def _keep(name: str, raw: object) -> tuple[str, ...]:
    terms = cast(dict[str, object], raw).get("terms", []) if isinstance(raw, dict) else None
    if not isinstance(terms, list):
        raise SettingsError(f"{name}: [keep] needs terms, a list of texts")
    for term in cast(list[object], terms):
        if not isinstance(term, str) or not term_key(term):
            raise SettingsError(f"{name}: [keep] terms has {term!r}, which is no term")
    return tuple(cast(list[str], terms))
