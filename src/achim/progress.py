"""How long work shows itself: one line a step, with a spinner on a terminal."""

import json
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from achim.domain.note import Note
from achim.render.messages import name_of, say, word


class PlainProgress:
    """A line per step on standard error, with the seconds since the start; for logs and pipes.

    ``hide`` takes out what no log may hold of what an error quotes.
    """

    def __init__(self, lang: str, log: Path | None = None, stream: TextIO | None = None) -> None:
        self._lang = lang
        self._log = log
        self._stream = stream or sys.stderr
        self._begun = time.monotonic()
        self.hide: Callable[[str], str] = str

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Nothing to put away."""

    def about(self, edition: str) -> None:
        """Who reads these lines sees the day's work in order."""

    def step(self, name: str, detail: str = "") -> None:
        self._show(_line(name, detail, self._lang))

    def told(self, where: str, note: Note) -> None:
        self._show(f"  {name_of('source', where, self._lang)}: {say(note, self._lang)}")

    def trouble(self, where: str, error: Exception) -> None:
        told = f"{type(error).__name__}: {self.hide(str(error))}"
        self._show(word("cli.trouble", self._lang, where=where, error=told))
        self._keep(error)

    def _keep(self, error: Exception) -> None:
        if self._log:
            self._log.parent.mkdir(parents=True, exist_ok=True)
            with self._log.open("a", encoding="utf-8") as file:
                file.write(self.hide("".join(traceback.format_exception(error))))

    def _show(self, line: str) -> None:
        write_line(f"[{time.monotonic() - self._begun:6.1f} s] {line}", self._stream)


class RichProgress(PlainProgress):
    """A spinner with the step under way; steps that are done stay on the screen."""

    def __init__(self, lang: str, log: Path | None = None) -> None:
        super().__init__(lang, log)
        from rich.console import Console

        self._console = Console(stderr=True, highlight=False)
        self._status = self._console.status("")

    def __enter__(self) -> Self:
        self._status.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._status.stop()

    def step(self, name: str, detail: str = "") -> None:
        from rich.text import Text

        super().step(name, detail)
        self._status.update(Text(_line(name, "", self._lang)))

    def _show(self, line: str) -> None:
        from rich.text import Text

        self._console.print(Text(f"{time.monotonic() - self._begun:6.1f} s  {line}", style="dim"))


class JsonProgress(PlainProgress):
    """A JSON object a line: ``at`` (UTC), ``event`` (step, told, trouble), ``seconds`` since the start, ``edition`` and
    ``step`` under way, ``item`` (a source, channel or edition), ``code`` and ``params`` of a note, ``text`` to read."""

    def __init__(self, lang: str, log: Path | None = None, stream: TextIO | None = None) -> None:
        super().__init__(lang, log, stream)
        self._edition = ""
        self._step = ""

    def about(self, edition: str) -> None:
        self._edition, self._step = edition, ""

    def step(self, name: str, detail: str = "") -> None:
        self._step = name
        self._write("step", detail=detail, text=_line(name, detail, self._lang))

    def told(self, where: str, note: Note) -> None:
        told = {"code": note.code, "params": dict(note.params), "text": say(note, self._lang)}
        self._write("told", item=where, **told)

    def trouble(self, where: str, error: Exception) -> None:
        self._write("trouble", item=where, error=type(error).__name__, text=self.hide(str(error)))
        self._keep(error)

    def _write(self, event: str, **told: object) -> None:
        line = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "event": event,
            "seconds": round(time.monotonic() - self._begun, 3),
            "edition": self._edition,
            "step": self._step,
            **told,
        }
        kept = {name: value for name, value in line.items() if value not in ("", {})}
        write_line(json.dumps(kept, ensure_ascii=False), self._stream)


def write_line(line: str, stream: TextIO) -> None:
    """A line and its end at once: threads write at a time, and ``print`` lets another in between the two."""
    stream.write(f"{line}\n")
    stream.flush()


def make_progress(lang: str, log: Path | None = None, style: str = "text") -> PlainProgress:
    """JSON where it is asked for, else rich on a terminal and plain lines elsewhere."""
    if style == "json":
        return JsonProgress(lang, log)
    return RichProgress(lang, log) if sys.stderr.isatty() else PlainProgress(lang, log)


def _line(name: str, detail: str, lang: str) -> str:
    step = word(f"step.{name}", lang)
    return f"{step}: {detail}" if detail else step
