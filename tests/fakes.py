"""Stand-ins for the world: plain objects that keep the ports' promises without a network or a model."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from achim.domain.ids import PaperId, parse_arxiv_id
from achim.domain.note import Note
from achim.domain.paper import Announcement, Batch, Signal, Window
from achim.embed.use import UseEmbedder
from achim.engines.local import LocalEngine
from achim.errors import SourceError
from achim.glossary import load_glossary
from achim.interest_model import load_interest_model
from achim.interests import SharedCloseness
from achim.phrase_model import load_phrases
from achim.pipeline import Parts
from achim.ports import Answer, Embedder, Engine, Enricher, Progress, Source, Store, Vector, Writer
from achim.sentence_models import load_sentence_models
from achim.steps.extract import Chooser
from achim.steps.terms import KnownTerms
from achim.store.sql import SqlStore, open_store
from achim.taxonomy import load_taxonomy
from achim.topic_model import load_topic_model
from achim.writers.extractive import ExtractiveWriter

_MODELS = load_sentence_models()
TOPICS = load_topic_model()
CHOOSER = Chooser(_MODELS.roles, _MODELS.gist)

MORNING = datetime(2024, 11, 3, 23, 0, tzinfo=UTC)
DAY = date(2024, 11, 4)
ABSTRACT = (
    "Translating speech is slow on small devices. We propose Sparrow, a compact model for large language models. "
    "Sparrow reaches 31.4 BLEU on MuST-C, 2.1 points above the baseline."
)


def announcement(number: int = 1, source: str = "huggingface", **fields: object) -> Announcement:
    """An announcement of the made-up paper ``number``; every field may be told otherwise."""
    told: dict[str, object] = {
        "source": source,
        "native_id": f"2024-11-01/{number}",
        "batch": date(2024, 11, 1),
        "kind": "featured",
        "title": f"Sparrow {number}: translating speech with compact models",
        "url": f"https://arxiv.org/abs/2410.{10000 + number}",
        "seen_at": MORNING,
        "paper_id": PaperId(f"arxiv:2410.{10000 + number}"),
        "abstract": ABSTRACT,
        "authors": (f"Ada Lovelace{number}", "Kim Min"),
        "categories": ("cs.CL",),
        "signals": (Signal("votes", number),),
    }
    return Announcement(**{**told, **fields})  # pyright: ignore[reportArgumentType]


@dataclass
class FakeSource:
    """Announces what it is given, less what its window has seen; ``fault`` makes it fail."""

    name: str = "huggingface"
    known: tuple[Announcement, ...] = ()
    fault: Note | Exception | None = None
    cursor: date | None = date(2024, 11, 3)
    turned: bool = False
    windows: list[Window] = field(default_factory=list[Window])

    def has_turned(self, since: datetime, at: datetime) -> bool:
        return self.turned

    def announcements(self, window: Window) -> Batch:
        self.windows.append(window)
        if isinstance(self.fault, Note):
            raise SourceError(self.name, self.fault)
        if self.fault:
            raise self.fault
        found = tuple(each for each in self.known if window.since is None or each.batch > window.since)
        note = None if found else Note.of("source.quiet")
        return Batch(source=self.name, announcements=found, cursor=self.cursor, note=note)


class FakeEmbedder:
    """Vectors made of a text's hash; counts what it was asked."""

    name = "fake/1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        self.asked += texts
        digests = [hashlib.sha256(text.encode()).digest()[:8] for text in texts]
        return [tuple(byte / sum(digest) for byte in digest) for digest in digests]


class OnceEmbedder(UseEmbedder):
    """The packaged vectors, each text's computed once a process: many tests build the same sample."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, Vector] = {}

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        lacking = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known |= zip(lacking, super().embed(lacking), strict=True)
        return [self._known[text] for text in texts]


ONCE = OnceEmbedder()


@dataclass
class FakeProgress:
    """Remembers the steps; ``at_step`` may do something at each."""

    steps: list[str] = field(default_factory=list[str])
    notes: list[tuple[str, Note]] = field(default_factory=list[tuple[str, Note]])
    troubles: list[tuple[str, Exception]] = field(default_factory=list[tuple[str, Exception]])
    at_step: Callable[[str], None] = lambda name: None

    def step(self, name: str, detail: str = "") -> None:
        self.steps.append(name)
        self.at_step(name)

    def told(self, where: str, note: Note) -> None:
        self.notes.append((where, note))

    def about(self, edition: str) -> None: ...

    def trouble(self, where: str, error: Exception) -> None:
        self.troubles.append((where, error))


class FakeFetcher:
    """Answers from a mapping of URLs to bodies; counts the requests. An exception as a body is raised."""

    def __init__(self, bodies: Mapping[str, bytes | Exception]) -> None:
        self.bodies = bodies
        self.asked: list[str] = []

    def get(
        self, url: str, *, source: str, again: bool = False, earlier: Callable[[Answer], bool] | None = None
    ) -> Answer:
        self.asked.append(url)
        body = self.bodies[url]
        if isinstance(body, Exception):
            raise body
        return Answer(url, 200, {"content-type": "text/html"}, body)


class NoLock:
    """A lock for tests with one build."""

    def __enter__(self) -> None: ...

    def __exit__(self, *exc: object) -> None: ...


def make_store(folder: Path) -> SqlStore:
    return open_store(f"sqlite:///{folder / 'archive.sqlite'}", NoLock())


def make_parts(
    store: Store,
    sources: Iterable[Source],
    *,
    enrichers: Sequence[Enricher] = (),
    embedder: Embedder | None = None,
    progress: Progress | None = None,
    writer: Writer | None = None,
    engine: Engine | None = None,
) -> Parts:
    glossary = load_glossary()
    return Parts(
        sources=tuple(sources),
        enrichers=enrichers,
        taxonomy=load_taxonomy(None),
        topic_model=TOPICS,
        terms=KnownTerms.of(glossary.known()),
        phrases=load_phrases(),
        closeness=SharedCloseness(load_interest_model()),
        show_term=glossary.display,
        embedder=embedder or FakeEmbedder(),
        writer=writer or ExtractiveWriter(CHOOSER),
        store=store,
        engine=engine or LocalEngine(2),
        progress=progress or FakeProgress(),
        chooser=CHOOSER,
    )


def arxiv_id(text: str) -> PaperId:
    found = parse_arxiv_id(text)
    assert found
    return found.paper_id
