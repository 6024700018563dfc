"""Make the records that the package ships, from ``tools/sample/``: ``make sample``.

The sample day, and three of its papers told by answers with errors planted in them (``planted.json``). The day's
sources are served by the test server under their real addresses; the build is the real one.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from achim.app import PLANTED, SAMPLE, SAMPLE_NEWS, App
from achim.clock import StandingClock
from achim.domain.edition import EditionKey
from achim.domain.note import Note
from achim.domain.paper import Cursor
from achim.ports import Memory, ModelAnswer, Question, Spent
from achim.progress import PlainProgress
from achim.record import RecordHead, read_record
from achim.request import BuildRequest
from achim.settings import EditionSettings, FeedSettings, HttpSettings, ModelSettings, NewsSettings, Settings
from achim.sourcing import news_source_names
from achim.store.codec import to_json
from achim.writers.budget import likely_tokens
from tests.upstream.corpus import from_sample
from tests.upstream.server import UpstreamServer
from tests.world import WorldTransport
from tools.sample_news import SampleNews, read_news

PLACE = Path(__file__).parent / "sample"
DAY = PLACE / "day.json"
PLANTS = PLACE / "planted.json"
MORNING = datetime(2024, 11, 3, 23, 0, tzinfo=UTC)
"""08:00 in Seoul on Monday, 2024-11-04: arXiv's next batch comes at 10:00."""
LIVED_BEFORE = Memory(
    cursors=(
        Cursor("arxiv", date(2024, 11, 1)),
        Cursor("deeplearn", date(2024, 11, 3)),
        Cursor("huggingface", date(2024, 10, 31)),
    )
)


_PAPER = re.compile(r"^\[논문 (\d+)\] 제목: (.*)$", re.MULTILINE)


class PlantedModel:
    """Answers with the claims of ``planted.json``, and mends none of them."""

    name = "recorded:planted-errors"

    def __init__(self, planted: Mapping[str, Any], titles: Mapping[str, str]) -> None:
        self._planted = planted
        self._ids = {title: arxiv_id for arxiv_id, title in titles.items()}

    def ask(self, question: Question, spent: Spent | None = None) -> ModelAnswer:
        is_repair = question.version.startswith("repair")
        told: Mapping[str, object] = {"claims": []} if is_repair else self._report(question.user)
        text = json.dumps(told, ensure_ascii=False)
        prompt = likely_tokens(question.system + question.user)
        return ModelAnswer(text=text, prompt_tokens=prompt, completion_tokens=likely_tokens(text))

    def close(self) -> None: ...

    def _report(self, user: str) -> Mapping[str, object]:
        numbers = {self._ids[title]: int(number) for number, title in _PAPER.findall(user)}
        papers = [_told(number, self._planted["papers"][arxiv_id]) for arxiv_id, number in numbers.items()]
        impact = [
            {
                "text": view["text"],
                "cites": [{"paper": numbers[paper], "sentences": at} for paper, at in view["cites"].items()],
            }
            for view in self._planted["impact"]
        ]
        return {"papers": papers, "theme": [], "trend": [], "impact": impact, "outlook": []}


def _told(number: int, claims: list[Mapping[str, Any]]) -> Mapping[str, object]:
    told: dict[str, Any] = {"paper": number, "gist": {}, "problem": [], "approach": [], "result": []}
    for claim in claims:
        said = {"text": claim["text"], "sentences": claim["sentences"]}
        told[claim["role"]] = said if claim["role"] == "gist" else [*told[claim["role"]], said]
    return told


def make_planted(folder: Path) -> None:
    """Write the record with planted errors into a folder that is new or empty."""
    planted = json.loads(PLANTS.read_text(encoding="utf-8"))
    day = json.loads(DAY.read_text(encoding="utf-8"))
    day["papers"] = [paper for paper in day["papers"] if paper["arxiv_id"] in planted["papers"]]
    model = PlantedModel(planted, {paper["arxiv_id"]: paper["title"] for paper in day["papers"]})
    with tempfile.TemporaryDirectory() as place:
        part = Path(place) / "day.json"
        part.write_text(json.dumps(day), encoding="utf-8")
        settings = Settings(
            edition=EditionSettings(taxonomy=PLACE / "planted_taxonomy.toml"), model=ModelSettings(name=model.name)
        )
        _record(folder, part, settings, model)
    _put_head(folder, replace(read_record(folder).head, notice=Note.of("notice.planted")))


def make_sample(folder: Path) -> None:
    """Write the record into a folder that is new or empty."""
    _record(folder, DAY, Settings())
    _add_notice(folder, SAMPLE)


def _record(folder: Path, day: Path, settings: Settings, model: PlantedModel | None = None) -> None:
    key = EditionKey(day=date(2024, 11, 4))
    quick = settings.model_copy(update={"http": HttpSettings(pace=0.0, arxiv_pace=0.0)})
    with tempfile.TemporaryDirectory() as home, UpstreamServer(from_sample(day), MORNING) as server:
        app = App(
            settings=quick,
            home=Path(home),
            progress=PlainProgress("en"),
            say=print,
            clock=StandingClock(MORNING),
            transport=WorldTransport(server),
            make_model=lambda settings, clock: model,
        )
        with app.archive() as store:
            store.restore(key, LIVED_BEFORE)
        app.build(BuildRequest(day=key.day, record=folder))


def make_sample_news(folder: Path) -> None:
    """Write the record of the day's news into a folder that is new or empty."""
    told = read_news()
    feed = FeedSettings(name=told["feed"]["name"], url=told["feed"]["url"], about="ai", title=told["feed"]["title"])
    settings = Settings(news=NewsSettings(feeds=(feed,)), http=HttpSettings(pace=0.0))
    key = EditionKey(day=date(2024, 11, 4), kind="news")
    lived = Memory(cursors=tuple(Cursor(name, date(2024, 10, 31)) for name in news_source_names(settings.news)))
    with tempfile.TemporaryDirectory() as home:
        app = App(
            settings=settings,
            home=Path(home),
            progress=PlainProgress("en"),
            say=print,
            clock=StandingClock(MORNING),
            transport=SampleNews(told),
        )
        with app.archive() as store:
            store.restore(key, lived)
        app.build(BuildRequest(day=key.day, kind="news", record=folder))
    _add_notice(folder, SAMPLE_NEWS)


def _add_notice(folder: Path, shipped: Path) -> None:
    """And the model's settings and answers, which stay those that the sample has: see ``tools.model_answers``."""
    made = read_record(folder).head
    kept = read_record(shipped).head if (shipped / "record.json").is_file() else made
    settings = {**made.settings, "model": kept.settings.get("model", made.settings["model"])}
    if (shipped / "model").is_dir():
        shutil.copytree(shipped / "model", folder / "model")
    _put_head(folder, replace(made, notice=Note.of("notice.sample"), settings=settings))


def _put_head(folder: Path, head: RecordHead) -> None:
    (folder / "record.json").write_text(to_json(RecordHead, head, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    for made, make in ((SAMPLE, make_sample), (SAMPLE_NEWS, make_sample_news), (PLANTED, make_planted)):
        with tempfile.TemporaryDirectory() as parent:
            fresh = Path(parent) / made.name
            make(fresh)
            shutil.rmtree(made, ignore_errors=True)
            shutil.copytree(fresh, made)
        print(made)


if __name__ == "__main__":
    main()
