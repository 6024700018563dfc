"""How long work shows itself: one line a step, with a spinner on a terminal."""

import sys
import time
import traceback
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from achim.domain.note import Note
from achim.render.messages import name_of, say, word


class PlainProgress:
    """A line per step on standard error, with the seconds since the start; for logs and pipes."""

    def __init__(self, lang: str, log: Path | None = None, stream: TextIO | None = None) -> None:
        self._lang = lang
        self._log = log
        self._stream = stream or sys.stderr
        self._begun = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Nothing to put away."""

    def step(self, name: str, detail: str = "") -> None:
        self._show(_line(name, detail, self._lang))

    def told(self, where: str, note: Note) -> None:
        self._show(f"  {name_of('source', where, self._lang)}: {say(note, self._lang)}")

    def trouble(self, where: str, error: Exception) -> None:
        self._show(word("cli.trouble", self._lang, where=where, error=f"{type(error).__name__}: {error}"))
        if self._log:
            self._log.parent.mkdir(parents=True, exist_ok=True)
            with self._log.open("a", encoding="utf-8") as file:
                file.writelines(traceback.format_exception(error))

    def _show(self, line: str) -> None:
        print(f"[{time.monotonic() - self._begun:6.1f} s] {line}", file=self._stream, flush=True)


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


def make_progress(lang: str, log: Path | None = None) -> PlainProgress:
    """Rich on a terminal, plain lines elsewhere."""
    return RichProgress(lang, log) if sys.stderr.isatty() else PlainProgress(lang, log)


def _line(name: str, detail: str, lang: str) -> str:
    step = word(f"step.{name}", lang)
    return f"{step}: {detail}" if detail else step
