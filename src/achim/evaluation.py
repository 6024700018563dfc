"""``achim eval``: a writer measured on the papers of kept editions and records; nothing is published.

A language model is asked what a build would ask, word for word, and its answers are kept in the archive as a build
keeps them. So neither asks again what the other has paid for, and the same answers can be judged anew.
"""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path

from achim.app import App, silent_model
from achim.domain.edition import Edition
from achim.domain.form import FORMS
from achim.domain.measure import Evaluated
from achim.domain.note import Note
from achim.drafting import write_topics
from achim.errors import SettingsError, UserError
from achim.glossary import Glossary, load_glossary
from achim.ports import Clock, LanguageModel, ModelAnswer, Question, Spent
from achim.request import KINDS, BuildRequest, Kinds
from achim.scratch import scratch
from achim.settings import ModelSettings
from achim.steps.compose import TopicEntries
from achim.steps.measure import TermRule, measured
from achim.writers.answers import Answers, RecordingAnswers, ReplayedAnswers, StoredAnswers
from achim.writing import NONE, REPLAY, MakeModel, chosen

Days = Sequence[tuple[date, date]]
_SPAN = re.compile(r"\s*(\d{4}-\d\d-\d\d)(?:\s*\.\.\s*(\d{4}-\d\d-\d\d))?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalRequest:
    """What ``achim eval`` was asked: ``records`` by their folders, else kept editions of ``days``, else the newest.

    ``model`` is as a build has it; with *replay* nobody is asked: a record's answers or those that the archive
    remembers of the edition's own writer are judged anew.
    """

    records: tuple[Path, ...] = ()
    days: Days = ()
    kind: Kinds = "all"
    lang: str | None = None
    model: str | None = None


def parse_days(text: str) -> Days:
    """``2024-11-01..2024-11-04,2024-11-09``, both ends within. Raises UserError."""
    return tuple(_span(part) for part in text.split(","))


def _span(text: str) -> tuple[date, date]:
    found = _SPAN.fullmatch(text)
    try:
        first, last = (date.fromisoformat(day) for day in (found[1], found[2] or found[1])) if found else (None, None)
    except ValueError:
        first = last = None
    if first is None or last is None or first > last:
        raise UserError(Note.of("error.days", text=text.strip()))
    return first, last


def evaluate(app: App, request: EvalRequest) -> tuple[Evaluated, ...]:
    """Each edition's papers written about and judged as a build would. Raises UserError."""
    if request.records:
        return tuple(_of_record(app, folder, request) for folder in request.records)
    if not app.has_archive():
        raise UserError(Note.of("error.eval_none", home=app.home))
    with app.archive() as store:
        lang = request.lang or app.settings.edition.lang
        spoken = [each for each in store.editions() if each.key.lang == lang]
        kept = [each for each in spoken if request.kind in (each.key.kind, "all")]
        answers = StoredAnswers(store, app.clock)
        return tuple(
            _evaluated(edition, _for_edition(app, edition, request.model), answers)
            for edition in _wanted(kept, request.days)
        )


def _wanted(kept: Sequence[Edition], days: Days) -> Sequence[Edition]:
    """Those of the days, the oldest first; ``kept`` has the newest first. Raises UserError."""
    found = (
        [each for each in kept if any(first <= each.key.day <= last for first, last in days)] if days else _newest(kept)
    )
    there = {each.key.day for each in found}
    missing = [str(first) for first, last in days if first == last and first not in there]
    if missing or not found:
        wanted = missing or [f"{first}..{last}" for first, last in days]
        raise UserError(Note.of("error.eval_days", days=", ".join(wanted) or "-"))
    return found[::-1]


def _newest(kept: Sequence[Edition]) -> Sequence[Edition]:
    """Of each kind; the newest day is first."""
    of_day = [each for each in kept if each.key.day == kept[0].key.day]
    return sorted(of_day, key=lambda each: KINDS.index(each.key.kind), reverse=True)


def _for_edition(app: App, edition: Edition, model: str | None) -> App:
    if model != REPLAY:
        return _with_model(app, chosen(app.settings.model, model), app.make_model)
    writer = dict(edition.ledger.makers).get("writer", "")
    try:
        return _with_model(app, chosen(app.settings.model, writer), silent_model)
    except SettingsError as error:
        raise UserError(Note.of("error.eval_unwritten", day=edition.key.day)) from error


def _with_model(app: App, model: ModelSettings, make: MakeModel) -> App:
    return replace(app, settings=app.settings.model_copy(update={"model": model}), make_model=make)


def _of_record(app: App, folder: Path, request: EvalRequest) -> Evaluated:
    """The record's edition is made apart, quoted; then its papers are written about."""
    asked = BuildRequest(replay=folder, lang=request.lang, model=request.model)
    replaying, _, record = app.replayed(folder, asked)
    with scratch() as place:
        apart = replace(app, home=place)
        edition = apart.build(replace(asked, model=NONE, out=place / "files")).outcome.edition
    if not replaying.settings.model.name or replaying.make_model is silent_model:
        return _evaluated(edition, replaying, ReplayedAnswers(record.model_answers))
    with app.archive() as store:
        return _evaluated(edition, replaying, StoredAnswers(store, app.clock))


class _CountingModel:
    """Counts what the model behind it answers."""

    def __init__(self, inner: LanguageModel) -> None:
        self._inner = inner
        self.answered: list[str] = []

    @property
    def name(self) -> str:
        return self._inner.name

    def ask(self, question: Question, spent: Spent | None = None) -> ModelAnswer:
        answer = self._inner.ask(question, spent)
        self.answered.append(question.version)
        return answer

    def close(self) -> None:
        self._inner.close()


def _evaluated(edition: Edition, app: App, answers: Answers) -> Evaluated:
    models: list[_CountingModel] = []

    def counted(settings: ModelSettings, clock: Clock) -> LanguageModel | None:
        models.extend(_CountingModel(model) for model in [app.make_model(settings, clock)] if model)
        return models[0] if models else None

    used, glossary = RecordingAnswers(answers), load_glossary(app.settings.edition.glossary)
    with ExitStack() as stack:
        parts = replace(app, make_model=counted).writing_parts(edition.key.kind, glossary, used, stack)
        begun = time.perf_counter()
        told = write_topics([TopicEntries(each.topic, each.entries) for each in edition.sections], edition.key, parts)
        wall = time.perf_counter() - begun
    figures = measured(
        tuple(edition.entries),
        chain.from_iterable(told.judged.values()),
        told.notes,
        tuple(_rules(glossary, edition)),
        FORMS[edition.key.kind],
    )
    return Evaluated(
        key=edition.key,
        makers=(("writer", parts.writer.name), *parts.writer.makers, ("embedder", parts.embedder.name)),
        measured=replace(
            figures,
            use=told.use,
            asked=sum(len(model.answered) for model in models),
            answer_seconds=round(sum(each.answer.seconds for each in used.recorded()), 3),
            wall_seconds=round(wall, 3),
        ),
        notes=told.notes,
    )


def _rules(glossary: Glossary, edition: Edition) -> Iterator[TermRule]:
    """The glossary is Korean; in another language there is nothing that it asks."""
    if edition.key.lang == "ko":
        for term in glossary.terms:
            if term.is_subject:
                yield TermRule(term.english, term.renderings, term.forbidden)
