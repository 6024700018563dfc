"""Make the sample record that the package ships, from ``tools/sample/day.json``: ``make sample``.

The day's sources are served by the test server under their real addresses; the build is the real one.
"""

import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from achim.app import SAMPLE, App, BuildRequest
from achim.clock import StandingClock
from achim.domain.edition import EditionKey
from achim.domain.note import Note
from achim.domain.paper import Cursor
from achim.ports import Memory
from achim.progress import PlainProgress
from achim.record import RecordHead, read_record
from achim.settings import HttpSettings, Settings
from achim.store.codec import to_json
from tests.upstream.corpus import from_sample
from tests.upstream.server import UpstreamServer
from tests.world import WorldTransport

DAY = Path(__file__).parent / "sample" / "day.json"
MORNING = datetime(2024, 11, 3, 23, 0, tzinfo=UTC)
"""08:00 in Seoul on Monday, 2024-11-04: arXiv's next batch comes at 10:00."""
LIVED_BEFORE = Memory(
    cursors=(
        Cursor("arxiv", date(2024, 11, 1)),
        Cursor("deeplearn", date(2024, 11, 3)),
        Cursor("huggingface", date(2024, 10, 31)),
    )
)


def make_sample(folder: Path) -> None:
    """Write the record into a folder that is new or empty."""
    key = EditionKey(day=date(2024, 11, 4))
    with tempfile.TemporaryDirectory() as home, UpstreamServer(from_sample(DAY), MORNING) as server:
        app = App(
            settings=Settings(http=HttpSettings(pace=0.0, arxiv_pace=0.0)),
            home=Path(home),
            progress=PlainProgress("en"),
            say=print,
            clock=StandingClock(MORNING),
            transport=WorldTransport(server),
        )
        with app.archive() as store:
            store.restore(key, LIVED_BEFORE)
        app.build(BuildRequest(day=key.day, record=folder))
    _add_notice(folder)


def _add_notice(folder: Path) -> None:
    """And the model's settings and answers, which stay those that the sample has: see ``tools.model_answers``."""
    kept, made = read_record(SAMPLE).head.settings, read_record(folder).head
    settings = {**made.settings, "model": kept.get("model", made.settings["model"])}
    head = replace(made, notice=Note.of("notice.sample"), settings=settings)
    if (SAMPLE / "model").is_dir():
        shutil.copytree(SAMPLE / "model", folder / "model")
    (folder / "record.json").write_text(to_json(RecordHead, head, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory() as parent:
        fresh = Path(parent) / "sample"
        make_sample(fresh)
        shutil.rmtree(SAMPLE, ignore_errors=True)
        shutil.copytree(fresh, SAMPLE)
    print(SAMPLE)


if __name__ == "__main__":
    main()
