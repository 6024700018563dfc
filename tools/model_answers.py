"""Prompts of a replayed day as files, and answers from files as a recorded day.

    python -m tools.model_answers dump  RECORD FOLDER [--name openai:gpt-5]
    python -m tools.model_answers take  RECORD FOLDER NEW_RECORD [--name …]

``dump`` writes every prompt that achim would send for the record, exactly as sent, as ``FOLDER/<name>.txt``. Whoever
has a model puts its answer beside it as ``<name>.answer.json``; dumping again then judges the answers, writes the
prompts of the repair round, and says what was printed. ``take`` makes a record with the answers in it, marked with
``--name``; `recorded:` stands for a provider that cannot be asked. RECORD ``sample`` is the package's own.
"""

import argparse
import json
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from achim.app import SAMPLE, App, Built
from achim.domain.note import Note
from achim.errors import ModelFault
from achim.ports import ModelAnswer, Question, Spent
from achim.progress import PlainProgress
from achim.request import BuildRequest
from achim.settings import Settings
from achim.writers.answers import question_key
from achim.writers.budget import likely_tokens

_TOPIC = re.compile(r"\(([^()]+)\)\s*$")
_NAME = "recorded:language-model"


@dataclass(frozen=True, slots=True)
class FileModel:
    """A language model whose answers lie in a folder; a question without one is written there."""

    name: str
    folder: Path

    def ask(self, question: Question, spent: Spent | None = None) -> ModelAnswer:
        stem = file_name(question, self.name)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{stem}.txt").write_text(as_text(question), encoding="utf-8")
        answer = self.folder / f"{stem}.answer.json"
        if not answer.exists():
            raise ModelFault(Note("model.not_recorded"), passes=False)
        text = answer.read_text(encoding="utf-8").strip()
        prompt = likely_tokens(question.system + question.user)
        return ModelAnswer(text=text, prompt_tokens=prompt, completion_tokens=likely_tokens(text))

    def close(self) -> None: ...


def file_name(question: Question, model: str) -> str:
    """``report-llm-1a2b3c4d``."""
    first = question.user.partition("\n")[0]
    named = _TOPIC.search(first)
    topic = re.sub(r"[^a-z0-9]+", "-", (named[1] if named else first.partition("] ")[2]).lower()).strip("-")
    return f"{question.version.partition('.')[0]}-{topic or 'topic'}-{question_key(model, question)[:8]}"


def as_text(question: Question) -> str:
    """A question for people: what is sent as system, as user and as schema."""
    schema = json.dumps(question.schema, ensure_ascii=False, indent=1)
    return f"=== system ({question.version})\n{question.system}\n\n=== user\n{question.user}\n\n=== schema\n{schema}\n"


def run(record: Path, folder: Path, name: str, record_to: Path | None = None, out: Path | None = None) -> Built:
    """Build the record's day with the folder as its model."""
    with tempfile.TemporaryDirectory() as home:
        app = App(
            settings=Settings(),
            home=Path(home),
            progress=PlainProgress("en"),
            say=print,
            make_model=lambda settings, clock: FileModel(settings.name, folder),
        )
        return app.build(BuildRequest(replay=record, model=name, record=record_to, out=out or Path(home) / "out"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("dump", "take"))
    parser.add_argument("record", help="a record's folder, or 'sample'")
    parser.add_argument("folder", type=Path, help="prompts and answers")
    parser.add_argument("new_record", type=Path, nargs="?")
    parser.add_argument("--name", default=_NAME, help="what the answers are marked with")
    parser.add_argument("--out", type=Path, help="where the edition's files go")
    told = parser.parse_args()
    if told.what == "take" and told.new_record is None:
        parser.error("take needs the folder of the new record")
    record = SAMPLE if told.record == "sample" else Path(told.record)
    built = run(record, told.folder, told.name, told.new_record if told.what == "take" else None, told.out)
    ledger = built.outcome.edition.ledger
    print(json.dumps({"claims": {**_counts(built)}, "calls": ledger.use.calls}, ensure_ascii=False), file=sys.stderr)


def _counts(built: Built) -> dict[str, object]:
    claims = built.outcome.edition.ledger.claims
    return {
        "proposed": claims.proposed,
        "printed": claims.printed,
        "repaired": claims.repaired,
        "dropped": dict(claims.dropped),
    }


if __name__ == "__main__":
    main()
