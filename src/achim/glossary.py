"""The glossary: which terms are put into Korean and how, which stay English, and which renderings are wrong."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import cast

from achim.errors import SettingsError
from achim.steps.terms import Key, term_key

SHIPPED = "glossary.ko.toml"
_LEXICON = "lexicon.ko.json"
_MEANS = "means.json"
_FIELDS = {"version", "language", "translate", "keep", "forbidden"}


@dataclass(frozen=True, slots=True)
class Term:
    """A term with its allowed renderings, the printed one first; none for a term that stays English."""

    english: str
    renderings: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    is_known: bool = True
    """False for a term that has nothing but forbidden renderings."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """A checked list of terms. A term is found whatever its capitals, hyphens and plural."""

    version: str
    terms: tuple[Term, ...]

    def term(self, english: str) -> Term | None:
        key = term_key(english)
        return next((term for term in self.terms if term_key(term.english) == key), None)

    def korean(self, english: str) -> str | None:
        """The printed Korean rendering, or None for a term that stays English or is unknown."""
        term = self.term(english)
        return term.renderings[0] if term and term.renderings else None

    def display(self, english: str, lang: str) -> str:
        """A first mention: ``양자화(quantization)`` in Korean, the English term itself otherwise."""
        korean = self.korean(english) if lang == "ko" else None
        return f"{korean}({english})" if korean else english

    def known(self) -> dict[str, str | None]:
        """English term to printed rendering, None where it stays English: what ``steps.keywords`` looks for."""
        return {term.english: (term.renderings or (None,))[0] for term in self.terms if term.is_known}


def load_glossary(path: Path | None = None) -> Glossary:
    """Read a glossary file, or the one that achim brings along. Raises SettingsError naming file and term."""
    name = str(path) if path else SHIPPED
    try:
        text = (path or files("achim").joinpath("data", SHIPPED)).read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(f"{name}: {error}") from error
    if unknown := sorted(set(raw) - _FIELDS):
        raise SettingsError(f"{name}: unknown entry {unknown[0]!r}; known are {', '.join(sorted(_FIELDS))}")
    return Glossary(str(raw.get("version", "")), _terms(name, raw))


def load_lexicon() -> dict[str, dict[str, float]]:
    """By which English words a Korean word is told, and how often; made by ``tools/train_lexicon.py``."""
    text = files("achim").joinpath("data", _LEXICON).read_text(encoding="utf-8")
    return cast("dict[str, dict[str, float]]", json.loads(text))


def load_means() -> dict[str, list[float]]:
    """The mean sentence vector of each language; made by ``tools/train_means.py``."""
    text = files("achim").joinpath("data", _MEANS).read_text(encoding="utf-8")
    return cast("dict[str, list[float]]", json.loads(text))


def _terms(name: str, raw: Mapping[str, object]) -> tuple[Term, ...]:
    translate = dict(_renderings(name, "translate", raw.get("translate", {})))
    forbidden = dict(_renderings(name, "forbidden", raw.get("forbidden", {})))
    keep = _keep(name, raw.get("keep", {}))
    spelled = _spellings(name, translate, keep)
    wrong = {term_key(english): renderings for english, renderings in forbidden.items()}
    if len(wrong) < len(forbidden):
        raise SettingsError(f"{name}: [forbidden] names one term in two spellings")
    known = tuple(
        Term(english, translate.get(english, ()), wrong.get(key, ())) for key, english in sorted(spelled.items())
    )
    for term in known:
        _refuse_contradiction(name, term)
    rest = (Term(english, (), bad, is_known=False) for english, bad in sorted(forbidden.items()))
    return known + tuple(term for term in rest if term_key(term.english) not in spelled)


def _spellings(name: str, translate: Mapping[str, object], keep: tuple[str, ...]) -> dict[Key, str]:
    """Key to the term as the file spells it; no term may be in both classes or twice in one."""
    spelled: dict[Key, str] = {}
    for english in (*translate, *keep):
        key = term_key(english)
        if key in spelled:
            where = "both translate and keep" if english in keep and spelled[key] in translate else "it twice"
            raise SettingsError(f"{name}: {english!r} is the term {spelled[key]!r} again; the file has {where}")
        spelled[key] = english
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
