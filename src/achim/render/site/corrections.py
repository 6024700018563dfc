"""The page of corrections: how much of each month had to be corrected, and the newest ones."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from achim.domain.correction import MonthShare
from achim.domain.edition import Edition, EditionKey
from achim.render.dates import full_day
from achim.render.shares import share_line
from achim.render.shown import CorrectionView, Listed
from achim.render.site import places
from achim.render.site.frame import Frame, html
from achim.render.site.places import Link
from achim.render.view import view


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    at: datetime
    address: str
    edition: str
    told: CorrectionView


def corrections_page(
    frame: Frame, editions: Iterable[Edition], shares: Iterable[MonthShare], older: Iterable[EditionKey] = ()
) -> str:
    """``editions`` were corrected last, ``older`` before them; ``shares`` are of all months, the newest first."""
    link = Link(places.CORRECTIONS)
    lines = sorted((line for each in editions for line in _lines(each, link)), key=lambda line: line.at, reverse=True)
    return html(
        frame,
        "corrections",
        places.CORRECTIONS,
        frame.word("ui.corrections"),
        here=places.CORRECTIONS,
        about=frame.word("site.corrections.about"),
        lines=lines,
        older=[Listed(_named(frame, key), link.to(places.edition_page(key), "corrections")) for key in older],
        shares=[share_line(each, frame.lang) for each in shares],
        feeds=[
            (form, media_type, link.to(f"{places.CORRECTIONS_FOLDER}{name}")) for form, media_type, name in places.FEEDS
        ],
    )


def _named(frame: Frame, key: EditionKey) -> str:
    return f"{full_day(key.day, frame.lang)} {frame.word(f'site.{key.kind}')}"


def _lines(edition: Edition, link: Link) -> Iterator[Line]:
    shown, page = view(edition), places.edition_page(edition.key)
    for correction, told in zip(reversed(edition.corrections), shown.corrections, strict=True):
        yield Line(
            at=correction.at,
            address=link.to(page, told.anchor or "corrections"),
            edition=f"{shown.name}, {shown.day}",
            told=told,
        )
