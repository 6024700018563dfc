"""Answers of language models that are known already: kept in the archive, or recorded."""

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from achim.domain.note import Note
from achim.errors import ModelFault
from achim.ports import Clock, ModelAnswer, Question, Spent, Store


class Answers(Protocol):
    """Finished answers by question."""

    def find(self, model: str, question: Question) -> ModelAnswer | None: ...

    def keep(self, model: str, question: Question, answer: ModelAnswer) -> None: ...


def question_key(model: str, question: Question) -> str:
    """SHA-256 of everything that bears on the answer: model, place, prompt and its version, day, schema, parameters."""
    told = {
        "model": model,
        "version": question.version,
        "day": question.day.isoformat(),
        "system": question.system,
        "user": question.user,
        "schema": question.schema,
        "max_output": question.max_output,
        "temperature": question.temperature,
        "place": question.place,
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def record_key(model: str, question: Question) -> str:
    """The key in a record, whose answers all came from one place at one temperature: it names neither."""
    return question_key(model, replace(question, temperature=None, place=""))


class StoredAnswers:
    """Kept in the archive, so that a build that is made again or was killed asks nothing twice."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def find(self, model: str, question: Question) -> ModelAnswer | None:
        return self._store.model_answer(question_key(model, question))

    def keep(self, model: str, question: Question, answer: ModelAnswer) -> None:
        self._store.keep_model_answer(question_key(model, question), model, answer, self._clock.now())


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAnswer:
    """An answer as a record holds it, without the prompt: the key stands for that."""

    key: str
    model: str
    version: str
    answer: ModelAnswer


class RecordingAnswers:
    """Notes every answer that a build used, from wherever it came."""

    def __init__(self, inner: Answers) -> None:
        self._inner = inner
        self._guard = threading.Lock()
        self._recorded: dict[str, RecordedAnswer] = {}

    def find(self, model: str, question: Question) -> ModelAnswer | None:
        answer = self._inner.find(model, question)
        if answer:
            self._note(model, question, answer)
        return answer

    def keep(self, model: str, question: Question, answer: ModelAnswer) -> None:
        self._inner.keep(model, question, answer)
        self._note(model, question, answer)

    def _note(self, model: str, question: Question, answer: ModelAnswer) -> None:
        key = record_key(model, question)
        with self._guard:
            self._recorded[key] = RecordedAnswer(key=key, model=model, version=question.version, answer=answer)

    def recorded(self) -> tuple[RecordedAnswer, ...]:
        with self._guard:
            return tuple(self._recorded[key] for key in sorted(self._recorded))


class ReplayedAnswers:
    """Those of a record; nothing is added."""

    def __init__(self, recorded: Mapping[str, RecordedAnswer]) -> None:
        self._recorded = recorded

    def find(self, model: str, question: Question) -> ModelAnswer | None:
        known = self._recorded.get(record_key(model, question))
        return known.answer if known else None

    def keep(self, model: str, question: Question, answer: ModelAnswer) -> None: ...


NOT_RECORDED = Note("model.not_recorded")


@dataclass(frozen=True, slots=True)
class SilentModel:
    """A model that answers nothing: what stands behind a replay, or where the model cannot be used at all."""

    name: str
    note: Note = NOT_RECORDED
    passes: bool = False

    def ask(self, question: Question, spent: Spent | None = None) -> ModelAnswer:
        raise ModelFault(self.note, passes=self.passes)

    def close(self) -> None: ...
