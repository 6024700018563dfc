"""What a language model is asked: prompts from versioned text files, with the papers fenced off as quotation."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from achim.domain.claim import Claim, JudgedClaim
from achim.domain.edition import EditionKind, Entry
from achim.domain.form import FORMS, Form
from achim.domain.text import clean
from achim.steps.length import most
from achim.steps.terms import term_key
from achim.writers.shapes import (
    READER_EXAMPLE,
    reader_schema,
    repair_example,
    repair_schema,
    report_example,
    report_schema,
)

VERSION = "2"
"""Of the files under ``prompts/``; a changed prompt gets a new number."""
Register = Literal["handa", "hapnida"]
_REGISTER = {
    ("ko", "handa"): "한다체(‘~한다’, ‘~이다’)로 쓴다.",
    ("ko", "hapnida"): "합니다체(‘~합니다’, ‘~입니다’)로 쓴다.",
    ("en", "handa"): "Plain report style, present tense.",
    ("en", "hapnida"): "Plain report style, present tense.",
}
_WORDS = {
    "ko": {
        "topic": "주제",
        "terms": "용어",
        "source": "자료",
        "paper": "논문",
        "story": "기사",
        "title": "제목",
        "mend": "고칠 문장",
        "keep": "원어 그대로",
        "not": "쓰지 않음",
        "why": "까닭",
        "end": "위 자료로 JSON을 쓴다.",
    },
    "en": {
        "topic": "Topic",
        "terms": "Terms",
        "source": "SOURCE",
        "paper": "Paper",
        "story": "Story",
        "title": "title",
        "mend": "To mend",
        "keep": "as it is",
        "not": "not",
        "why": "why",
        "end": "Write the JSON from this source.",
    },
}
_FILES: Mapping[EditionKind, str] = {"papers": "report", "news": "news"}
_TOPIC_FILES: Mapping[EditionKind, str] = {"papers": "topic", "news": "news-topic"}
_REPAIRS: Mapping[EditionKind, str] = {"papers": "repair", "news": "news-repair"}
"""How a version is told; the text is the same."""
_MOST_TERMS = 40
_LONGEST_SENTENCE = 1_500
"""Characters; a longer one is cut in the prompt, and what is cut off cannot be cited."""
_NO_FENCE = str.maketrans({"<": "‹", ">": "›"})


@dataclass(frozen=True, slots=True)
class PromptTerm:
    """A glossary term: its allowed renderings, none where it stays as it is, and those that are wrong."""

    english: str
    renderings: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    version: str
    system: str
    user: str
    schema: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Prompting:
    """Makes the prompts of one language. Pure: the same entries give the same text, whatever else the edition has."""

    lang: str
    register: Register = "handa"
    terms: tuple[PromptTerm, ...] = ()
    kind: EditionKind = "papers"

    @property
    def version(self) -> str:
        return f"{_FILES[self.kind]}.{self._language}.{VERSION}"

    def report(self, topic: str, entries: Sequence[Entry]) -> Prompt:
        """Claims about papers of one topic, numbered from 1 whatever the edition's other papers are."""
        several = len(entries) > 1
        return Prompt(
            version=self.version,
            system=self._system(several) + shaped(f"answer.{self._language}", report_example(several, self._form)),
            user=f"{self._material(topic, entries)}\n\n{self._words['end']}",
            schema=report_schema(len(entries), self._form),
        )

    def repair(
        self, topic: str, entries: Sequence[Entry], refused: Sequence[JudgedClaim], why: Sequence[Sequence[str]]
    ) -> Prompt:
        """The same papers, and claims with the reasons, in words, for which they did not hold."""
        words = self._words
        listed = "\n".join(
            self._refused(number, judged, reasons, entries)
            for number, (judged, reasons) in enumerate(zip(refused, why, strict=True), 1)
        )
        return Prompt(
            version=f"{_REPAIRS[self.kind]}.{self._language}.{VERSION}",
            system=self._system(len(entries) > 1) + shaped(f"repair.{self._language}", repair_example(self._form)),
            user="\n\n".join(
                [
                    self._material(topic, entries),
                    f"[{words['mend']}]\n{fenced(words['mend'], listed)}",
                    words["end"],
                ]
            ),
            schema=repair_schema(len(refused), self._form),
        )

    def reader(self, claims: Sequence[Claim]) -> Prompt:
        """Claims with nothing but the sentences they cite."""
        words = self._words
        listed = "\n".join(
            f"id {number} ({claim.kind})\n  claim: {quoted(claim.text)}\n  cited: "
            + " / ".join(quoted(citation.quote) for citation in claim.citations)
            for number, claim in enumerate(claims, 1)
        )
        return Prompt(
            version=f"reader.{self._language}.{VERSION}",
            system=shaped(f"reader.{self._language}", READER_EXAMPLE),
            user=f"[{words['source']}]\n{fenced(words['source'], listed)}\n\n{words['end']}",
            schema=reader_schema(len(claims)),
        )

    @property
    def _language(self) -> str:
        return "ko" if self.lang == "ko" else "en"

    @property
    def _words(self) -> Mapping[str, str]:
        return _WORDS[self._language]

    @property
    def _form(self) -> Form:
        return FORMS[self.kind]

    @property
    def _work(self) -> str:
        return self._words[self._form.one]

    def _system(self, several: bool) -> str:
        of_topic = _file(f"{_TOPIC_FILES[self.kind]}.{self._language}") + "\n" if several else ""
        text = _file(f"{_FILES[self.kind]}.{self._language}").replace("{{topic_part}}", of_topic)
        text = text.replace("{{register}}", _REGISTER[self._language, self.register])
        return text.replace("{{limit}}", str(most(self.lang)))

    def _material(self, topic: str, entries: Sequence[Entry]) -> str:
        words = self._words
        papers = "\n\n".join(self._paper(number, entry) for number, entry in enumerate(entries, 1))
        terms = [self._term(term) for term in _occurring(self.terms, entries)] if self.lang == "ko" else []
        listed = f"[{words['terms']}]\n" + "\n".join(terms) + "\n\n" if terms else ""
        return f"[{words['topic']}] {topic}\n\n{listed}[{words['source']}]\n{fenced(words['source'], papers)}"

    def _paper(self, number: int, entry: Entry) -> str:
        words, paper = self._words, entry.paper
        head = f"[{self._work} {number}] {words['title']}: {quoted(paper.title)}"
        return "\n".join([head, *(f"s{each.number}: {quoted(each.text)}" for each in paper.sentences)])

    def _term(self, term: PromptTerm) -> str:
        words = self._words
        rendering = ", ".join(term.renderings) or words["keep"]
        wrong = f" ({words['not']}: {', '.join(term.forbidden)})" if term.forbidden else ""
        return f"- {term.english} → {rendering}{wrong}"

    def _refused(self, number: int, judged: JudgedClaim, reasons: Sequence[str], entries: Sequence[Entry]) -> str:
        claim = judged.claim
        numbers = {entry.paper.id: at for at, entry in enumerate(entries, 1)}
        cites = ", ".join(
            f"{self._work} {numbers.get(citation.paper, '?')} "
            + " ".join(f"s{sentence}" for sentence in citation.sentences)
            for citation in claim.citations
        )
        said = "; ".join(quoted(reason) for reason in reasons)
        return f"id {number} ({claim.role}; {cites or '-'}): {quoted(claim.text)}\n  {self._words['why']}: {said}"


def quoted(text: str) -> str:
    """Text of others on one line: cleaned, shortened, and without the signs that a fence is made of."""
    return clean(text, limit=_LONGEST_SENTENCE).translate(_NO_FENCE)


def fenced(name: str, text: str) -> str:
    """The text between marks that hold its own digest, which nothing inside it can know."""
    mark = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"<<<{name} {mark}>>>\n{text}\n<<</{name} {mark}>>>"


def _occurring(terms: Iterable[PromptTerm], entries: Sequence[Entry]) -> list[PromptTerm]:
    """Those that stand in a title or an abstract; the longer, the more telling."""
    keys = [term_key(text) for entry in entries for text in (entry.paper.title, entry.paper.abstract)]
    runs = {words[at : at + size] for words in keys for size in range(1, 6) for at in range(len(words) - size + 1)}
    found = [term for term in terms if term_key(term.english) in runs]
    kept = sorted(found, key=lambda term: -len(term_key(term.english)))[:_MOST_TERMS]
    return sorted(kept, key=lambda term: term.english.casefold())


def shaped(name: str, shape: str) -> str:
    return "\n" + _file(name).replace("{{shape}}", shape)


@cache
def _file(name: str) -> str:
    return files("achim.writers").joinpath("prompts", f"{name}.{VERSION}.txt").read_text(encoding="utf-8").rstrip("\n")
