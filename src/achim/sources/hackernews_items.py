"""Hacker News' own items: https://github.com/HackerNews/API

They hold votes and comments as they stand, and say what was killed or deleted since the search saw it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from achim.domain.note import Note
from achim.domain.paper import DELETED, Announcement, Signal
from achim.errors import SourceError
from achim.ports import Enriched, Fetcher

NAME = "hackernews_items"
_SOURCE = "hackernews"
_FAULTS_IN_A_ROW = 3


class HackerNewsItems:
    """The Enricher that counts stories anew, at most ``limit`` of them, those with most points first."""

    name = NAME

    def __init__(self, fetcher: Fetcher, *, item_url: str, limit: int) -> None:
        self._fetcher = fetcher
        self._base = item_url.rstrip("/")
        self._limit = limit

    def enrich(self, announcements: Sequence[Announcement]) -> Enriched:
        """Votes and comments of Hacker News' announcements; after some faults in a row no more are asked for."""
        counted: dict[str, Announcement] = {}
        faults: list[Note] = []
        in_a_row = 0
        for each in self._asked(announcements):
            try:
                counted[each.key] = self._counted(each)
                in_a_row = 0
            except SourceError as error:
                faults.append(error.note)
                in_a_row += 1
            if in_a_row == _FAULTS_IN_A_ROW:
                break
        told = tuple(counted.get(each.key, each) for each in announcements)
        return Enriched(told, faults[0] if faults else None)

    def _asked(self, announcements: Sequence[Announcement]) -> Sequence[Announcement]:
        ours = [each for each in announcements if each.source == _SOURCE]
        return sorted(ours, key=lambda each: (-_votes(each), each.native_id))[: self._limit]

    def _counted(self, announcement: Announcement) -> Announcement:
        url = f"{self._base}/v0/item/{announcement.native_id}.json"
        return with_item(announcement, self._fetcher.get(url, source=NAME).body)


def _votes(announcement: Announcement) -> int:
    return next((signal.value for signal in announcement.signals if signal.name == "votes"), 0)


def with_item(announcement: Announcement, body: bytes) -> Announcement:
    """The announcement with what its item tells; as it is where there is none yet. Raises SourceError."""
    try:
        told: object = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise SourceError(NAME, Note.of("source.unparsable", what="JSON")) from error
    if told is None:
        return announcement
    item: Mapping[str, Any] = cast(Mapping[str, Any], told) if isinstance(told, dict) else {}
    if str(item.get("id")) != announcement.native_id:
        raise SourceError(NAME, Note.of("source.unparsable", what="item"))
    if item.get("deleted") is True or item.get("dead") is True:
        return replace(announcement, comment=DELETED)
    counts = (Signal("votes", _count(item.get("score"))), Signal("comments", _count(item.get("descendants"))))
    fresh = {signal.name: signal for signal in counts if signal.value}
    kept = {signal.name: signal for signal in announcement.signals}
    return replace(announcement, signals=tuple({**kept, **fresh}.values()))


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else 0
