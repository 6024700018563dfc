"""Puts the sources together from the settings."""

import httpx2

from achim.clock import SystemClock
from achim.ports import Clock, Enricher, Fetcher, Source
from achim.settings import SourcesSettings
from achim.sources.arxiv import Arxiv
from achim.sources.arxiv_api import ArxivApi
from achim.sources.arxiv_holidays import holidays
from achim.sources.arxiv_ways import OAI, Addresses
from achim.sources.deeplearn import DeepLearn
from achim.sources.huggingface import HuggingFace


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


def budgets(settings: SourcesSettings) -> dict[str, float]:
    """The seconds that what is slow may take of a build in all, by the name on whose behalf it is fetched."""
    return {ArxivApi.name: settings.arxiv.api_seconds, OAI: settings.arxiv.oai_seconds}


def named_hosts(settings: SourcesSettings) -> frozenset[str]:
    """Hosts that the user's settings name: these may be private, no other may."""
    arxiv = settings.arxiv
    urls = (
        *(arxiv.base_url, arxiv.feed_url, arxiv.oai_url, arxiv.api_url),
        settings.huggingface.base_url,
        settings.deeplearn.base_url,
    )
    return frozenset(httpx2.URL(url).host for url in urls)
