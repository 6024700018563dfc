"""Which parts of a build go out to the workers of a cluster."""

from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.util import find_spec

from achim import __version__
from achim.domain.edition import EditionKey
from achim.domain.note import Note
from achim.embed import use
from achim.engines.cluster import Cluster
from achim.engines.far import FarEmbedder, FarModel, FarSource
from achim.engines.place import Place
from achim.errors import SettingsError, UserError
from achim.ports import Clock, Embedder, LanguageModel, Progress, Question, Source
from achim.settings import ModelSettings, Settings
from achim.settings_store import database_url
from achim.sources.http import Turns
from achim.sourcing import reading_digest
from achim.store.claims import SqlClaims, archive_name
from achim.store.sql import SqlStore
from achim.writers.answers import question_key
from achim.writing import patient


@dataclass(frozen=True, slots=True, kw_only=True)
class Far:
    """Of one build: that of ``key``, begun at ``as_of``."""

    cluster: Cluster
    claims: SqlClaims
    key: EditionKey
    as_of: datetime
    near: Embedder
    """The embedder that workers are to have too."""
    settings: Settings
    clock: Clock
    progress: Progress

    @staticmethod
    @contextmanager
    def of(
        settings: Settings,
        key: EditionKey,
        as_of: datetime,
        store: SqlStore,
        embedder: Embedder | None,
        clock: Clock,
        progress: Progress,
    ) -> "Generator[Far]":
        """Raises SettingsError where the settings do not suffice, UserError where the extra is not installed."""
        with (
            cluster_of(settings, progress, archive_name(store.engine)) as cluster,
            SqlClaims(store.engine, settings.engine.lease).alive() as claims,
        ):
            near = embedder or use.UseEmbedder()
            yield Far(
                cluster=cluster,
                claims=claims,
                key=key,
                as_of=as_of,
                near=near,
                settings=settings,
                clock=clock,
                progress=progress,
            )

    @property
    def embedder(self) -> Embedder:
        return FarEmbedder(self.near.name, self.cluster, key=self.key)

    def indexer(self) -> Embedder:
        """The embedder of the search index, which keeps its own vectors."""
        return FarEmbedder(self.near.name, self.cluster, keeps=False, key=self.key)

    def sources(self, sources: Sequence[Source]) -> tuple[Source, ...]:
        read_by = reading_digest(self.settings.news if self.key.kind == "news" else self.settings.sources)
        return tuple(FarSource(each, self.cluster, self.key, self.as_of, self.clock, read_by) for each in sources)

    def model(self, settings: ModelSettings, clock: Clock) -> LanguageModel | None:
        """The model that the settings name; its key is the workers' own, and is not looked for here."""
        if not settings.name:
            return None

        def kept_as(question: Question, nth: int) -> str:
            told = f"{question_key(settings.name, question)} {self.key} {self.as_of.isoformat()} {nth}"
            return sha256(told.encode()).hexdigest()

        def tell(note: Note) -> None:
            self.progress.told("cluster", note)

        far = FarModel(name=settings.name, cluster=self.cluster, key=self.key, kept_as=kept_as, tell=tell)
        return patient(far, settings, clock)


@contextmanager
def cluster_of(settings: Settings, progress: Progress, archive: str = "") -> Generator[Cluster]:
    """``archive`` is the name of what workers keep things in. Raises SettingsError where the settings do not suffice,
    UserError where the extra is not installed."""

    def tell(note: Note) -> None:
        progress.told("cluster", note)

    place, patience = place_of(settings), settings.engine.patience
    with closing(Cluster(place, achim=__version__, patience=patience, tell=tell, archive=archive)) as cluster:
        yield cluster


@contextmanager
def indexing(settings: Settings, embedder: Embedder | None, progress: Progress) -> Generator[Embedder]:
    """What makes the vectors of search: the workers where an engine is set, else this machine. Raises as
    ``cluster_of``."""
    near = embedder or use.UseEmbedder()
    if not settings.engine.scheduler:
        yield near
        return
    with cluster_of(settings, progress) as cluster:
        yield FarEmbedder(near.name, cluster, keeps=False)


@contextmanager
def turns_of(settings: Settings, store: SqlStore) -> Generator[Turns | None]:
    """What holds requests to their pace among all machines, where an engine is set."""
    if not settings.engine.scheduler:
        yield None
        return
    with SqlClaims(store.engine, settings.engine.lease).alive() as claims:
        yield claims.turn


def place_of(settings: Settings) -> Place:
    """Where the scheduler is. Raises SettingsError where a setting is missing, UserError where the extra is."""
    told = settings.engine
    if not told.scheduler:
        raise SettingsError(Note("error.no_engine"))
    if database_url(settings.store) is None:
        raise SettingsError(Note("error.engine_store"))
    if find_spec("distributed") is None:
        raise UserError(Note("error.cluster_extra"))
    place = Place(scheduler=told.scheduler, ca=told.ca_file, cert=told.cert_file, key=told.key_file)
    files = {"ca_file": told.ca_file, "cert_file": told.cert_file, "key_file": told.key_file}
    if place.is_encrypted and (wrong := [name for name, path in files.items() if path is None or not path.is_file()]):
        raise SettingsError(Note.of("error.engine_tls", names=", ".join(wrong)))
    return place
