"""The writer that asks a language model: one call a topic, more only where its context would overflow."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import chain, zip_longest
from typing import Generic, TypeVar

from achim.domain.claim import Claim, ClaimRole, Draft, JudgedClaim
from achim.domain.edition import EditionKind, Entry, ModelUse
from achim.domain.form import Form
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.errors import ModelFault
from achim.ports import (
    Assignment,
    Decided,
    Doubted,
    Engine,
    LanguageModel,
    Mended,
    Mending,
    ModelAnswer,
    Question,
    Spent,
    Undecided,
    Written,
)
from achim.writers.answer import Reading, Unreadable, read_repair, read_report, read_verdicts
from achim.writers.answers import NOT_RECORDED, Answers
from achim.writers.budget import Budget, Plan, likely_tokens
from achim.writers.deciding import DECIDE_VERSION, decide_prompt, read_topics
from achim.writers.prompting import Prompt, Prompting

_TRIES = 2
"""An answer that cannot be read is asked for once more; papers that overflow the context are halved meanwhile."""
_PER_ANSWER, _PER_PAPER, _PER_CHOICE = 2_000, 1_200, 40
"""Tokens that an answer of the asked-for length needs at most, in the tokenizers that are worst at Korean."""
_OVERFLOW = "model.context"


About = TypeVar("About")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How a model is used. ``context`` is in tokens, prompt and answer together; ``max_output`` 0 is as needed.
    ``temperature`` and ``place`` are those of ``ports.Question``."""

    context: int = 32_000
    max_output: int = 0
    second_reader: bool = False
    decides: bool = False
    """Whether it is asked for the topics of papers of which the classifier is unsure."""
    temperature: float | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """Papers of one assignment that are asked about together."""

    at: int
    assignment: Assignment
    entries: tuple[Entry, ...]
    tries: int = 0


@dataclass(frozen=True, slots=True)
class _Got(Generic[Value]):
    """What a call came to: what was read out of the answer, or why there is nothing."""

    value: Value | None
    answer: ModelAnswer | None
    note: Note | None = None
    passes: bool = False


@dataclass(slots=True)
class _Made:
    """What becomes of one assignment while its jobs come in."""

    readings: list[Reading] = field(default_factory=list[Reading])
    use: ModelUse = field(default_factory=ModelUse)
    notes: list[Note] = field(default_factory=list[Note])
    gap: Note | None = None


class ModelWriter:
    """See ``ports.Writer``. One of it serves one edition, whose budget it holds."""

    def __init__(
        self,
        model: LanguageModel,
        answers: Answers,
        prompting: Callable[[str, EditionKind], Prompting],
        budget: Budget,
        say: Callable[[Note, str], str],
        ways: Ways = Ways(),
    ) -> None:
        self._model = model
        self._answers = answers
        self._prompting = prompting
        self._budget = budget
        self._say = say
        self._ways = ways
        self._spoken = prompting("", "papers")

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def makers(self) -> tuple[tuple[str, str], ...]:
        return (
            *((("topics_prompt", DECIDE_VERSION),) if self._ways.decides else ()),
            ("prompt", self._spoken.version),
            *((("reader", self._model.name),) if self._ways.second_reader else ()),
        )

    def decide(self, undecided: Undecided, engine: Engine) -> Decided:
        """See ``ports.Writer``. One question for all papers; what fails leaves the classifier's choice."""
        nothing = (None,) * len(undecided.papers)
        question = self._deciding(undecided)
        if question is None:
            return Decided(topics=nothing)
        if not self._fits(question):
            return Decided(topics=nothing, notes=_undecided(Note(_OVERFLOW), len(nothing)))
        got = self._ask_all([(question, undecided)], read_topics, engine)[0]
        topics = got.value or nothing
        use = self._budget.use_of(got.answer) if got.answer else ModelUse()
        note = got.note or (Note.of("write.missing", count=topics.count(None)) if None in topics else None)
        return Decided(topics=topics, use=use, notes=_undecided(note, topics.count(None)))

    def write(self, assignments: Sequence[Assignment], engine: Engine) -> Sequence[Written]:
        """See ``ports.Writer``."""
        made = [_Made() for _ in assignments]
        jobs: list[_Job] = self._jobs(assignments)
        while jobs:
            got = self._ask_all([(self._report(job), job) for job in jobs], _read_report, engine)
            jobs = list(chain.from_iterable(self._take(job, each, made) for job, each in zip(jobs, got, strict=True)))
        return tuple(_written(each, state) for each, state in zip(assignments, made, strict=True))

    def plan(self, assignments: Sequence[Assignment], undecided: Sequence[Undecided] = ()) -> Plan:
        """What ``decide`` and ``write`` would ask at first, without asking; a repair costs at most as much again."""
        budget = Budget(self._budget.caps, self._budget.prices)
        prompt = completion = calls = 0
        capped: set[int] = set()
        for each in undecided:
            question = self._deciding(each)
            if question and self._fits(question) and budget.reserve(question):
                calls, completion = calls + 1, completion + 20 + _PER_CHOICE * len(each.papers)
                prompt += likely_tokens(question.system + question.user)
        for job in self._jobs(assignments):
            question = self._report(job)
            if budget.reserve(question) is None:
                capped.add(job.at)
                continue
            calls += 1
            prompt += likely_tokens(question.system + question.user)
            completion += 400 + 450 * len(job.entries)
        cost = budget.prices.cost(prompt, completion)
        return Plan(calls=calls, prompt_tokens=prompt, completion_tokens=completion, cost=cost, capped=len(capped))

    def mend(self, mendings: Sequence[Mending], engine: Engine) -> Sequence[Mended]:
        """See ``ports.Writer``."""
        asked = [(self._repair(each), each) for each in mendings]
        fitting = [(question, each) for question, each in asked if question is not None and each.refused]
        got = iter(self._ask_all(fitting, _read_repair, engine))
        return tuple(
            _mended(each, next(got), self._budget) if question is not None and each.refused else _unmended(each)
            for question, each in asked
        )

    def read(self, readings: Sequence[Mending], engine: Engine) -> Sequence[Doubted]:
        """See ``ports.Writer``."""
        if not self._ways.second_reader:
            return tuple(Doubted(reasons=(None,) * len(each.refused)) for each in readings)
        asked = [(self._reading(each), each) for each in readings if each.refused]
        got = iter(self._ask_all(asked, _read_verdicts, engine))
        return tuple(
            _doubted(each, next(got), self._budget) if each.refused else Doubted(reasons=()) for each in readings
        )

    def _jobs(self, assignments: Sequence[Assignment]) -> list[_Job]:
        return [
            _Job(at=at, assignment=assignment, entries=entries)
            for at, assignment in enumerate(assignments)
            for entries in self._split(assignment)
        ]

    def _split(self, assignment: Assignment) -> list[tuple[Entry, ...]]:
        """The entries in as few parts as the context holds; a work that overflows it alone is tried all the same.

        One without a text is not asked about: nothing could be said of it.
        """
        parts: list[tuple[Entry, ...]] = []
        for entry in (each for each in assignment.entries if each.paper.sentences):
            grown = (*parts[-1], entry) if parts else ()
            if grown and self._fits(self._report(_Job(at=0, assignment=assignment, entries=grown))):
                parts[-1] = grown
            else:
                parts.append((entry,))
        return parts

    def _fits(self, question: Question) -> bool:
        return likely_tokens(question.system + question.user) * 1.2 + question.max_output <= self._ways.context

    def _report(self, job: _Job) -> Question:
        assignment = job.assignment
        prompting = self._speaking(assignment)
        prompt = prompting.report(_label(assignment), job.entries)
        return self._question(prompt, assignment.day, _PER_PAPER * len(job.entries))

    def _repair(self, mending: Mending) -> Question | None:
        """None where nothing is refused, or what it needs overflows the context."""
        if not mending.refused:
            return None
        assignment, entries = mending.assignment, _concerned(mending)
        why = [[self._say(reason, assignment.lang) for reason in each.verdict.reasons] for each in mending.refused]
        prompt = self._speaking(assignment).repair(_label(assignment), entries, mending.refused, why)
        question = self._question(prompt, assignment.day, _PER_PAPER * len(entries))
        return question if self._fits(question) else None

    def _reading(self, reading: Mending) -> Question:
        prompt = self._speaking(reading.assignment).reader([each.claim for each in reading.refused])
        return self._question(prompt, reading.assignment.day, _PER_PAPER * (1 + len(reading.refused) // 10))

    def _deciding(self, undecided: Undecided) -> Question | None:
        """None where nothing is undecided, or the model is not to decide."""
        if not (self._ways.decides and undecided.papers):
            return None
        return self._question(decide_prompt(undecided), undecided.day, _PER_CHOICE * len(undecided.papers))

    def _speaking(self, assignment: Assignment) -> Prompting:
        self._spoken = self._prompting(assignment.lang, assignment.kind)
        return self._spoken

    def _question(self, prompt: Prompt, day: date, needed: int) -> Question:
        """``needed`` are the tokens that grow with what is asked."""
        return Question(
            version=prompt.version,
            day=day,
            system=prompt.system,
            user=prompt.user,
            schema=prompt.schema,
            max_output=self._ways.max_output or _PER_ANSWER + needed,
            temperature=self._ways.temperature,
            place=self._ways.place,
        )

    def _ask_all(
        self,
        questions: Sequence[tuple[Question, About]],
        read: Callable[[str, About], Value],
        engine: Engine,
    ) -> list[_Got[Value]]:
        """Reserved in order, asked together, settled in order."""
        granted = [self._budget.reserve(question) for question, _ in questions]

        def ask(at: int) -> _Got[Value]:
            question, about = questions[at]
            room = granted[at] or ModelUse()
            return self._ask(question, lambda text: read(text, about), partial(self._budget.spend, room))

        asked = iter(engine.map(ask, [at for at, room in enumerate(granted) if room]))
        got: list[_Got[Value]] = []
        for room in granted:
            if room is None:
                got.append(_Got(None, None, Note.of("write.capped")))
                continue
            got.append(each := next(asked))
            self._budget.settle(room, each.answer)
        return got

    def _ask(self, question: Question, read: Callable[[str], Value], spent: Spent) -> _Got[Value]:
        """What is known already, else what the model answers; a known answer that is damaged is asked for again."""
        known = self._answers.find(self._model.name, question)
        if known and (value := _readable(known, read)) is not None:
            return _Got(value, known)
        try:
            answer = self._model.ask(question, spent)
        except ModelFault as fault:
            return _Got(None, None, _DAMAGED if known and fault.note == NOT_RECORDED else fault.note, fault.passes)
        if (value := _readable(answer, read)) is None:
            return _Got(None, answer, Note.of("write.unreadable") if answer.text.strip() else Note.of("write.empty"))
        if answer.is_whole:
            self._answers.keep(self._model.name, question, answer)
        return _Got(value, answer, None if answer.is_whole else Note.of("write.cut"))

    def _take(self, job: _Job, got: _Got[Reading], made: list[_Made]) -> Iterable[_Job]:
        """Put what a call came to where it belongs; gives the jobs that are to be tried again."""
        state = made[job.at]
        if got.answer:
            state.use = state.use + self._budget.use_of(got.answer)
        if got.value:
            state.readings.append(got.value)
            state.notes += [got.note] if got.note else []
            if got.value.papers < len(job.entries):
                state.notes.append(Note.of("write.missing", count=len(job.entries) - got.value.papers))
            return ()
        if got.note and got.note.code == _OVERFLOW and len(job.entries) > 1:
            half = len(job.entries) // 2
            return [replace(job, entries=job.entries[:half]), replace(job, entries=job.entries[half:])]
        if got.answer and job.tries + 1 < _TRIES:
            return [replace(job, tries=job.tries + 1)]
        state.notes += [got.note] if got.note else []
        if got.passes:
            state.gap = got.note
        return ()


_DAMAGED = Note("write.damaged")


def _readable(answer: ModelAnswer, read: Callable[[str], Value]) -> Value | None:
    try:
        return read(answer.text)
    except Unreadable:
        return None


def _read_report(text: str, job: _Job) -> Reading:
    reading = read_report(text, [entry.paper.id for entry in job.entries], job.assignment.form)
    if not reading.claims:
        raise Unreadable("no claims")
    return reading


def _read_repair(text: str, mending: Mending) -> tuple[Claim | None, ...]:
    return read_repair(
        text,
        [each.claim for each in mending.refused],
        [e.paper.id for e in _concerned(mending)],
        mending.assignment.form,
    )


def _read_verdicts(text: str, reading: Mending) -> tuple[str | None, ...]:
    return read_verdicts(text, len(reading.refused))


def _written(assignment: Assignment, made: _Made) -> Written:
    claims = _limited(made.readings, assignment.form)
    return Written(
        draft=Draft(assignment.topic.key, claims), use=made.use, notes=tuple(dict.fromkeys(made.notes)), gap=made.gap
    )


def _limited(readings: Sequence[Reading], form: Form) -> tuple[Claim, ...]:
    """All that is said of papers; of the topic, where it was asked in parts, no more than one answer may say."""
    roles: list[ClaimRole] = [role for role, _ in form.of_topic]
    of_papers = [claim for reading in readings for claim in reading.claims if claim.role not in roles]
    parts = [[claim for claim in reading.claims if claim.role in roles] for reading in readings]
    in_turn = [claim for row in zip_longest(*parts) for claim in row if claim is not None]
    kept = [claim for role in roles for claim in [each for each in in_turn if each.role == role][: form.most[role]]]
    return (*of_papers, *kept)


def _concerned(mending: Mending) -> tuple[Entry, ...]:
    """The entries that the refused claims cite; all of them where one cites what is not there."""
    cited: set[PaperId] = set(chain.from_iterable(_cited(each) for each in mending.refused))
    entries = mending.assignment.entries
    known = {entry.paper.id for entry in entries}
    return tuple(entry for entry in entries if entry.paper.id in cited) if cited and cited <= known else entries


def _cited(judged: JudgedClaim) -> Iterable[PaperId]:
    return [citation.paper for citation in judged.claim.citations] or [PaperId("")]


def _mended(mending: Mending, got: _Got[tuple[Claim | None, ...]], budget: Budget) -> Mended:
    return Mended(
        claims=got.value or (None,) * len(mending.refused),
        use=budget.use_of(got.answer) if got.answer else ModelUse(),
        notes=_told("write.unrepaired", got.note),
        gap=got.note if got.passes else None,
    )


def _told(code: str, note: Note | None) -> tuple[Note, ...]:
    return (Note.of(code, reason=note.code, **dict(note.params)),) if note else ()


def _undecided(note: Note | None, papers: int) -> tuple[Note, ...]:
    """Why so many papers keep the classifier's choice."""
    return (Note.of("writing.unsure", papers=papers, what=note.code, **dict(note.params)),) if note else ()


def _unmended(mending: Mending) -> Mended:
    notes = (Note.of("write.unrepaired", reason=_OVERFLOW),) if mending.refused else ()
    return Mended(claims=(None,) * len(mending.refused), notes=notes)


def _doubted(reading: Mending, got: _Got[tuple[str | None, ...]], budget: Budget) -> Doubted:
    told = got.value or (None,) * len(reading.refused)
    return Doubted(
        reasons=tuple(None if each is None else Note.of("reader.refused", reason=each or "-") for each in told),
        use=budget.use_of(got.answer) if got.answer else ModelUse(),
        notes=_told("write.unread", got.note),
    )


def _label(assignment: Assignment) -> str:
    topic = assignment.topic
    label = topic.label(assignment.lang)
    return topic.name if label == topic.name else f"{label} ({topic.name})"
