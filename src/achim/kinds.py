"""What an edition of each kind is made from: its places, its topics, and what it does in its own way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from achim import ports
from achim.about_ai_model import load_about_ai
from achim.attention_model import load_attention
from achim.domain.edition import EditionKind
from achim.domain.paper import Story
from achim.domain.topic import Taxonomy
from achim.ports import Clock, Enricher, Fetcher, Source
from achim.sentence_models import load_sentence_models
from achim.settings import Settings
from achim.sources.page_text import PageReader
from achim.sourcing import make_news_sources, make_sources, source_weights, sources_about_ai
from achim.steps.about_ai import AboutAi, about_ai
from achim.steps.beat import Beat, papers_beat
from achim.steps.beat_news import news_beat
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
    reader: ports.PageReader | None


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
        beat=papers_beat(load_attention()),
        reader=None,
    )


def _news(settings: Settings, fetcher: Fetcher, as_of: datetime) -> KindParts:
    sources, enrichers = make_news_sources(settings.news, fetcher)
    model, of_ai = load_about_ai(), sources_about_ai(settings.news)

    def about(story: Story) -> AboutAi:
        return about_ai(story, model, by_setting=not of_ai.isdisjoint(story.sources))

    return KindParts(
        sources=sources,
        enrichers=enrichers,
        taxonomy=load_taxonomy(settings.edition.news_taxonomy, "news"),
        topic_model=load_topic_model("news"),
        beat=news_beat(about, source_weights(settings.news)),
        reader=PageReader(fetcher, read_at=as_of),
    )
