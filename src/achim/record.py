"""A record: one readable folder that holds all a build asked of the world, and can be replayed without one.

::

    record.json      what was built, when, where, with which settings (no secrets)
    state.json       the slice of the archive that the build read
    answers/         every effective answer from upstream, faults included: NNN-host-path.json and its body beside it
    model/           every answer of a language model, without its prompt: NNN.json
"""

import json
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import httpx2
from pydantic import BaseModel

from achim.domain.edition import EditionKey
from achim.domain.note import Note
from achim.errors import FetchError, RecordError
from achim.ports import Answer, Fetcher, Memory
from achim.render.messages import say
from achim.store.codec import from_json, to_json
from achim.writers.answers import RecordedAnswer

FORMAT = 1
T = TypeVar("T")
_NAME = re.compile(r"[^A-Za-z0-9.]+")
_SUFFIXES = {"json": ".json", "html": ".html", "xml": ".xml", "plain": ".txt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordHead:
    """``settings`` is the part of the settings that bears on the build; it holds no secret."""

    format: int
    achim: str
    key: EditionKey
    as_of: datetime
    time_zone: str
    revise: bool
    settings: Mapping[str, Any]
    notice: Note | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    head: RecordHead
    memory: Memory
    answers: Mapping[str, "Recorded"]
    model_answers: Mapping[str, RecordedAnswer]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a request came to: an answer or a fault."""

    url: str
    answer: Answer | None
    fault: Note | None


class RecordingFetcher:
    """Notes what every request came to, as the sources saw it."""

    def __init__(self, inner: Fetcher) -> None:
        self._inner = inner
        self._guard = threading.Lock()
        self._recorded: dict[str, Recorded] = {}

    def get(
        self, url: str, *, source: str, again: bool = False, earlier: Callable[[Answer], bool] | None = None
    ) -> Answer:
        try:
            answer = self._inner.get(url, source=source, again=again, earlier=earlier)
        except FetchError as error:
            self._note(Recorded(url, None, error.note))
            raise
        self._note(Recorded(url, answer, None))
        return answer

    def _note(self, recorded: Recorded) -> None:
        with self._guard:
            self._recorded[recorded.url] = recorded

    def recorded(self) -> tuple[Recorded, ...]:
        with self._guard:
            return tuple(self._recorded[url] for url in sorted(self._recorded))


class ReplayTransport(httpx2.BaseTransport):
    """Answers from a record and from nothing else."""

    def __init__(self, record: Record) -> None:
        self._answers = {str(httpx2.URL(url)): recorded for url, recorded in record.answers.items()}
        self._final: dict[str, Answer] = {}

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = str(request.url)
        if url in self._final:
            return _response(self._final[url])
        recorded = self._answers.get(url)
        if recorded is None:
            raise RecordError(Note.of("error.record_answer", url=url))
        if recorded.fault or recorded.answer is None:
            raise FetchError("record", recorded.fault or Note.of("fetch.unreachable"), url)
        if recorded.answer.url == url:
            return _response(recorded.answer)
        self._final[recorded.answer.url] = recorded.answer
        return httpx2.Response(302, headers={"location": recorded.answer.url})


def _response(answer: Answer) -> httpx2.Response:
    """The body is kept unpacked, so what spoke of its packing is left out."""
    left_out = ("content-encoding", "content-length", "transfer-encoding")
    headers = {name: value for name, value in answer.headers.items() if name not in left_out}
    return httpx2.Response(answer.status, headers=headers, content=answer.body)


def write_record(
    folder: Path,
    head: RecordHead,
    memory: Memory,
    recorded: tuple[Recorded, ...],
    model_answers: tuple[RecordedAnswer, ...] = (),
    own_files: Mapping[str, Path] = MappingProxyType({}),
) -> None:
    """Write a record into a folder that is new or empty; it appears whole, by a rename. Raises RecordError.

    What a run that was killed left unfinished beside it is removed. ``own_files`` are copied in under their names.
    """
    unfinished = folder.with_name(f".{folder.name}.{os.getpid()}.achim-unfinished")
    try:
        for leftover in _unfinished(folder):
            shutil.rmtree(leftover)
        write_answers(unfinished / "answers", recorded)
        write_model_answers(unfinished / "model", model_answers)
        for name, own in own_files.items():
            shutil.copyfile(own, unfinished / name)
        (unfinished / "state.json").write_text(to_json(Memory, memory, indent=1) + "\n", encoding="utf-8")
        (unfinished / "record.json").write_text(to_json(RecordHead, head, indent=1) + "\n", encoding="utf-8")
        unfinished.replace(folder)
    except OSError as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise RecordError(Note.of("error.record_unwritable", folder=folder, why=error.strerror)) from error


def _unfinished(folder: Path) -> Iterator[Path]:
    """The folders that processes which are no more left of a record of this name."""
    name = re.compile(rf"\.{re.escape(folder.name)}\.(\d{{1,9}})\.achim-unfinished")
    for path in folder.parent.iterdir() if folder.parent.is_dir() else ():
        made = name.fullmatch(path.name)
        if made and not path.is_symlink() and (path / "answers").is_dir() and not _is_at_work(int(made[1])):
            yield path


def _is_at_work(process: int) -> bool:
    """Whether another process of that number is there."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return process != os.getpid()


def is_taken(folder: Path, head: RecordHead) -> bool:
    """Whether a folder holds the record of this very build, taken before it was killed.

    Raises RecordError where it holds anything else.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return False
    told = RecordError(Note.of("error.full", folder=folder, option="--record"))
    try:
        taken = from_json(RecordHead, _bytes(folder / "record.json"))
    except (OSError, ValueError) as error:
        raise told from error
    if (taken.key, taken.as_of) != (head.key, head.as_of):
        raise told
    return True


def write_answers(folder: Path, recorded: Iterable[Recorded]) -> None:
    """Each answer as a file that tells of it and its body beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, each in enumerate(recorded, start=1):
        _write_answer(folder, number, each)


def write_model_answers(folder: Path, recorded: Iterable[RecordedAnswer]) -> None:
    """Each as a file; no folder where there is none."""
    for number, each in enumerate(recorded, start=1):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:03d}.json").write_text(to_json(RecordedAnswer, each, indent=1) + "\n", encoding="utf-8")


def _write_answer(folder: Path, number: int, recorded: Recorded) -> None:
    name = f"{number:03d}-{_NAME.sub('-', recorded.url.partition('://')[2])[:80].strip('-.')}"
    told: dict[str, Any] = {"url": recorded.url}
    if answer := recorded.answer:
        body = name + ".body" + _suffix(answer)
        (folder / body).write_bytes(answer.body)
        told |= {"final_url": answer.url, "status": answer.status, "headers": dict(answer.headers), "body": body}
    if fault := recorded.fault:
        told["fault"] = {"code": fault.code, "params": dict(fault.params)}
    text = json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _suffix(answer: Answer) -> str:
    return next((suffix for kind, suffix in _SUFFIXES.items() if kind in answer.content_type), ".bin")


def read_head(folder: Path) -> RecordHead:
    """What a record says of itself. Raises RecordError."""
    return _read(folder / "record.json", RecordHead)


def read_record(folder: Path) -> Record:
    """Raises RecordError naming the file that is missing or wrong."""
    head = read_head(folder)
    if head.format != FORMAT:
        raise RecordError(f"{folder}/record.json: format {head.format}; this achim replays format {FORMAT}")
    try:
        ZoneInfo(head.time_zone)
        if head.notice:
            _sayable(head.notice)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise RecordError(f"{folder}/record.json: {error}") from error
    memory = _read(folder / "state.json", Memory)
    answers = [_read_answer(path) for path in sorted((folder / "answers").glob("*.json")) if ".body" not in path.name]
    told = [_read(path, RecordedAnswer) for path in sorted((folder / "model").glob("*.json"))]
    return Record(
        head=head,
        memory=memory,
        answers={each.url: each for each in answers},
        model_answers={each.key: each for each in told},
    )


def _read(path: Path, kind: type[T]) -> T:
    try:
        return from_json(kind, _bytes(path))
    except (OSError, ValueError, RecursionError) as error:
        raise RecordError(f"{path}: cannot be read as part of a record: {error}") from error


def _read_answer(path: Path) -> Recorded:
    try:
        told = _Told.model_validate_json(_bytes(path))
        if told.fault:
            return Recorded(told.url, None, _sayable(Note.of(told.fault.code, **told.fault.params)))
        if told.body is None or told.final_url is None or told.status is None:
            raise ValueError("it tells neither an answer nor a fault")
        body = _bytes(path.parent / Path(told.body).name)
    except (OSError, ValueError, RecursionError) as error:
        raise RecordError(f"{path}: cannot be read as a recorded answer: {error}") from error
    return Recorded(told.url, Answer(told.final_url, told.status, told.headers, body), None)


def _bytes(path: Path) -> bytes:
    """A file of the record itself: no link to elsewhere, no pipe that never ends."""
    if path.is_symlink() or not path.is_file():
        raise ValueError(f"{path.name} is no plain file")
    return path.read_bytes()


def _sayable(note: Note) -> Note:
    """A note that the renderings have words for. Raises ValueError."""
    try:
        say(note, "ko")
    except KeyError as error:
        raise ValueError(f"there is no message {error}") from error
    return note


class _Fault(BaseModel):
    code: str
    params: dict[str, str] = {}


class _Told(BaseModel):
    """The file beside an answer's body."""

    url: str
    final_url: str | None = None
    status: int | None = None
    headers: dict[str, str] = {}
    body: str | None = None
    fault: _Fault | None = None
