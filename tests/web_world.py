"""A live reader over an archive of its own, asked without a socket."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import httpx2
from pydantic import SecretStr
from starlette.testclient import TestClient

from achim.app import App
from achim.clock import StandingClock
from achim.domain.edition import DEFAULT_PROFILE, Edition
from achim.domain.found import Document, Filters, Found, Highlight, Results, Showing
from achim.domain.ids import PaperId
from achim.settings import EditionSettings, Settings
from achim.settings_interests import InterestsSettings
from achim.settings_serve import ServeSettings
from achim.store.sql import SqlStore
from achim.web.gate import Gate
from achim.web.server import make_gate
from tests.editions import MADE_AT, full_day
from tests.fakes import FakeProgress, make_store

TOKEN = "an-honest-token-of-tests"
HOST = "http://127.0.0.1:8421"
FORM = {"sec-fetch-site": "same-origin"}


@dataclass
class WordSearch:
    """Finds the printed works whose title holds the query, and hits it there; ``asked`` keeps the filters."""

    store: SqlStore
    asked: list[Filters] = field(default_factory=list[Filters])

    def find(self, text: str, filters: Filters, limit: int) -> Results:
        self.asked.append(filters)
        found = [each for each in self._all() if text.lower() in each.title.lower()]
        return Results(query=text, found=tuple(_found(each, text) for each in found[:limit]))

    def similar(self, work: PaperId, filters: Filters, limit: int) -> Results:
        kinds = (filters.kind, *(() if filters.kind else ("papers", "news")))
        found = [each for each in self._all() if each.work != work and each.showings[0].kind in kinds]
        return Results(query=work, found=tuple(_found(each, "") for each in found[:limit]))

    def _all(self) -> Iterator[Document]:
        for each in self.store.shelf.shown():
            showing = Showing(day=each.key.day, series=each.key.series, kind=each.key.kind, bucket="printed", told="")
            yield Document(
                work=each.work, title=each.title, text=each.headline or each.title, url=each.url,
                authors=each.authors, sources=each.sources, showings=(showing,),
            )  # fmt: skip


def _found(document: Document, text: str) -> Found:
    at = document.title.lower().find(text.lower())
    hits = (Highlight("title", at, at + len(text)), Highlight("text", 0, 3)) if text and at >= 0 else ()
    return Found(document=document, score=0.5, ranks=(("text", 1),), highlights=hits)


def _nobody_asks(*asked: object) -> NoReturn:
    """No request of a reader's triggers one to another place, or a language model."""
    raise AssertionError(f"asked outside: {asked}")


@dataclass
class World:
    app: App
    gate: Gate
    client: TestClient
    said: list[str]
    progress: FakeProgress

    def keep(self, *editions: Edition) -> None:
        """As a build in another process does."""
        store = make_store(self.app.home)
        for edition in editions:
            store.keep(edition, (), ())
        store.close()

    def sign_in(self, client: TestClient | None = None) -> TestClient:
        asked = client or self.client
        answer = asked.post("/sign-in", data={"token": TOKEN}, headers=FORM)
        assert answer.status_code == 303, answer.text
        return asked


@contextmanager
def world(home: Path, *, editions: Sequence[Edition] | None = None, lang: str = "en", **serve: Any) -> Generator[World]:
    home.mkdir(exist_ok=True)
    told = ServeSettings.model_validate({"rate": 0, "rate_all": 0, "rate_search": 0, **serve})
    profiles = {} if told.profile == DEFAULT_PROFILE else {told.profile: InterestsSettings()}
    settings = Settings(edition=EditionSettings.model_validate({"lang": lang}), profiles=profiles, serve=told)
    said: list[str] = []
    progress = FakeProgress()
    app = App(
        settings=settings,
        home=home,
        progress=progress,
        say=said.append,
        clock=StandingClock(MADE_AT),
        transport=httpx2.MockTransport(_nobody_asks),
        make_model=_nobody_asks,
    )
    gate = make_gate(app, WordSearch, every=0.0)
    with TestClient(gate, base_url=HOST, raise_server_exceptions=False, follow_redirects=False) as client:
        made = World(app, gate, client, said, progress)
        if editions is None:
            editions = (full_day("en"),)
        if editions:
            made.keep(*editions)
        yield made


def with_user(**serve: Any) -> dict[str, Any]:
    return {"token": SecretStr(TOKEN), **serve}
