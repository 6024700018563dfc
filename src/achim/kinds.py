"""What an edition of each kind is made from: its places, its topics, and what it does in its own way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from achim.domain.edition import EditionKind
from achim.domain.topic import Taxonomy
from achim.ports import Clock, Enricher, Fetcher, PageReader, Source
from achim.sentence_models import load_sentence_models
from achim.settings import Settings
from achim.sourcing import make_sources
from achim.steps.beat import PAPERS, Beat
from achim.steps.extract import Chooser, Chooses
from achim.steps.extract_news import NewsChooser
from achim.steps.topic_model import TopicModel
from achim.taxonomy import load_taxonomy
from achim.topic_model import load_topic_model


@dataclass(frozen=True, slots=True, kw_only=True)
class KindParts:
    """The parts in which kinds of edition differ; see ``pipeline.Parts``."""

    sources: Sequence[Source]
    enrichers: Sequence[Enricher]
    taxonomy: Taxonomy
    topic_model: TopicModel
    beat: Beat
    reader: PageReader | None


def make_kind(kind: EditionKind, settings: Settings, fetcher: Fetcher, clock: Clock, as_of: datetime) -> KindParts:
    """Raises UserError where a taxonomy of the user's cannot be read."""
    return _news(settings, fetcher, as_of) if kind == "news" else _papers(settings, fetcher, clock)


def chooser_of(kind: EditionKind) -> Chooses:
    """Which of a work's own sentences are quoted."""
    if kind == "news":
        return NewsChooser()
    models = load_sentence_models()
    return Chooser(models.roles, models.gist)


def _papers(settings: Settings, fetcher: Fetcher, clock: Clock) -> KindParts:
    sources, enrichers = make_sources(settings.sources, fetcher, clock)
    return KindParts(
        sources=sources,
        enrichers=enrichers,
        taxonomy=load_taxonomy(settings.edition.taxonomy),
        topic_model=load_topic_model(),
        beat=PAPERS,
        reader=None,
    )
