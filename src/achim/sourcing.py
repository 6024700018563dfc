"""Puts the sources together from the settings."""

from datetime import datetime
from hashlib import sha256

from achim.clock import SystemClock
from achim.domain.schedule import Calendar
from achim.ports import FEED, Clock, Enricher, Fetcher, Source
from achim.settings import NewsSettings, SourcesSettings
from achim.sources.arxiv import NAME as ARXIV
from achim.sources.arxiv import Arxiv
from achim.sources.arxiv_api import ArxivApi
from achim.sources.arxiv_calendar import announced_at, batches, is_holiday, newest_batch
from achim.sources.arxiv_holidays import holidays
from achim.sources.arxiv_ways import OAI, Addresses
from achim.sources.deeplearn import DeepLearn
from achim.sources.feed import Feed
from achim.sources.guard import Place, place_of
from achim.sources.hackernews import HackerNews
from achim.sources.hackernews_items import HackerNewsItems
from achim.sources.huggingface import HuggingFace
from achim.sources.technologyreview_kr import TechnologyReviewKr


def make_sources(
    settings: SourcesSettings, fetcher: Fetcher, clock: Clock | None = None
) -> tuple[tuple[Source, ...], tuple[Enricher, ...]]:
    """Every source that is enabled, and those that fill in what another left out. A new source is one line here.

    Without a clock nothing is waited for.
    """
    arxiv = Arxiv(
        fetcher,
        clock=clock or SystemClock(),
        addresses=Addresses(
            base_url=settings.arxiv.base_url, feed_url=settings.arxiv.feed_url, oai_url=settings.arxiv.oai_url
        ),
        categories=settings.arxiv.categories,
        holidays=holidays() | frozenset(settings.arxiv.holidays),
        wait_minutes=settings.arxiv.wait_minutes if clock else 0,
    )
    huggingface = HuggingFace(fetcher, base_url=settings.huggingface.base_url)
    deeplearn = DeepLearn(fetcher, base_url=settings.deeplearn.base_url)
    api = ArxivApi(fetcher, base_url=settings.arxiv.api_url)
    sources: tuple[tuple[bool, Source], ...] = (
        (settings.arxiv.enabled, arxiv),
        (settings.huggingface.enabled, huggingface),
        (settings.deeplearn.enabled, deeplearn),
    )
    enrichers: tuple[tuple[bool, Enricher], ...] = (
        (settings.deeplearn.enabled, deeplearn),
        (settings.arxiv.enabled, api),
    )
    return tuple(each for on, each in sources if on), tuple(each for on, each in enrichers if on)


def turns(settings: SourcesSettings, since: datetime, until: datetime) -> Calendar:
    """When the sources that have a calendar turned between two moments; no request is made."""
    if not settings.arxiv.enabled:
        return {}
    closed = holidays() | frozenset(settings.arxiv.holidays)
    labels = batches(newest_batch(since), newest_batch(until))
    return {ARXIV: tuple(announced_at(label) for label in labels if not is_holiday(label, closed))}


def reading_digest(settings: SourcesSettings | NewsSettings) -> str:
    """What tells apart settings by which something else is read."""
    return sha256(settings.model_dump_json().encode()).hexdigest()[:16]


def budgets(settings: SourcesSettings) -> dict[str, float]:
    """The seconds that what is slow may take of a build in all, by the name on whose behalf it is fetched."""
    return {ArxivApi.name: settings.arxiv.api_seconds, OAI: settings.arxiv.oai_seconds}


def make_news_sources(settings: NewsSettings, fetcher: Fetcher) -> tuple[tuple[Source, ...], tuple[Enricher, ...]]:
    """Every source of news that is enabled, each feed one of its own, and those that fill in what another left out."""
    told = settings.hackernews
    hackernews = HackerNews(fetcher, search_url=told.search_url, digest_url=told.digest_url, min_points=told.min_points)
    technologyreview_kr = TechnologyReviewKr(fetcher, base_url=settings.technologyreview_kr.base_url)
    feeds = tuple(Feed(fetcher, name=feed.name, url=feed.url, publisher=feed.title) for feed in settings.feeds)
    sources: tuple[tuple[bool, Source], ...] = (
        (told.enabled, hackernews),
        (settings.technologyreview_kr.enabled, technologyreview_kr),
        *((True, feed) for feed in feeds),
    )
    items = HackerNewsItems(fetcher, item_url=told.item_url, limit=told.live)
    enrichers: tuple[Enricher, ...] = (items,) if told.enabled and told.live else ()
    return tuple(each for on, each in sources if on), enrichers


def news_source_names(settings: NewsSettings) -> tuple[str, ...]:
    """The sources of news that the settings have on."""
    switches = (
        ("hackernews", settings.hackernews.enabled),
        ("technologyreview_kr", settings.technologyreview_kr.enabled),
    )
    return (*(name for name, on in switches if on), *(f"{FEED}{feed.name}" for feed in settings.feeds))


def source_weights(settings: NewsSettings) -> dict[str, float]:
    """How much the word of each feed counts in the ranking, by source; others count 1.0."""
    return {f"{FEED}{feed.name}": feed.weight for feed in settings.feeds}


def sources_about_ai(settings: NewsSettings) -> frozenset[str]:
    """The feeds all of whose items are about AI."""
    return frozenset(f"{FEED}{feed.name}" for feed in settings.feeds if feed.about == "ai")


def named_news_places(settings: NewsSettings) -> frozenset[Place]:
    """Hosts and ports that the user named, and no file or page: these may be private, no other may."""
    told = settings.hackernews
    urls = (told.search_url, told.item_url, told.digest_url, settings.technologyreview_kr.base_url)
    return frozenset(map(place_of, (*urls, *(feed.url for feed in settings.feeds if not feed.found))))


def named_places(settings: SourcesSettings) -> frozenset[Place]:
    """Hosts and ports that the user's settings name: these may be private, no other may."""
    arxiv = settings.arxiv
    urls = (
        *(arxiv.base_url, arxiv.feed_url, arxiv.oai_url, arxiv.api_url),
        settings.huggingface.base_url,
        settings.deeplearn.base_url,
    )
    return frozenset(map(place_of, urls))
