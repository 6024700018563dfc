"""Topics → a picture of the day, as a Vega-Lite specification (https://vega.github.io/vega-lite/docs/spec.html)."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from achim.domain.edition import Section

Spec = Mapping[str, object]

WIDTH = 800
FONT = "Noto Sans KR"
_INK, _MUTED, _GRID, _PAPER = "#1c1a17", "#6b665e", "#e6e1d8", "#ffffff"
_NO_COLOR = "#777777"
_ROW, _BAR = 46, 24
_NO_ROW: dict[str, str | int] = {}
_FRAME = 24
_PICTOGRAPHS = ("So", "Sk", "Cs", "Co", "Cn", "Cf")
"""Unicode categories of what the font has no picture for, emoji and their modifiers before all."""
_LONGEST_NAME = 28


def chart(sections: Sequence[Section], *, lang: str, title: str, subtitle: str) -> Spec:
    """Horizontal bars, one per topic in the edition's order, each with its count; papers' titles are left to the page.

    ``title`` and ``subtitle`` are in the edition's language; a day without topics shows nothing but them.
    """
    rows = [
        {
            "topic": _name(section.topic.label(lang)),
            "papers": len(section.entries),
            "color": _color(section.topic.color),
        }
        for section in sections
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": _ROW * len(rows) + 130 if rows else 150,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": _FRAME,
        "background": _PAPER,
        "config": {"font": FONT, "view": {"stroke": None}},
        "title": _title(title, subtitle),
        "data": {"values": rows or [_NO_ROW]},
        **(_bars(max(len(section.entries) for section in sections)) if rows else _nothing()),
    }


def _title(title: str, subtitle: str) -> Spec:
    return {
        "text": title,
        "subtitle": subtitle,
        "anchor": "start",
        "frame": "bounds",
        "fontSize": 24,
        "fontWeight": 400,
        "color": _INK,
        "subtitleFontSize": 16,
        "subtitleFontWeight": 400,
        "subtitleColor": _MUTED,
        "subtitlePadding": 8,
        "offset": 22,
    }


def _bars(most: int) -> Spec:
    topic = {
        "field": "topic",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {
            "labelFontSize": 18, "labelColor": _INK, "labelPadding": 12, "labelLimit": 320,
            "ticks": False, "domainColor": _GRID,
        },
    }  # fmt: skip
    papers = {
        "field": "papers",
        "type": "quantitative",
        # bars that may be stacked are clipped under ids that count on through a process, and its files then differ
        "stack": None,
        "scale": {"domain": [0, max(most, 4) * 1.06]},
        "axis": None,
    }
    return {
        "encoding": {"y": topic, "x": papers},
        "layer": [
            {
                "mark": {"type": "bar", "height": _BAR, "cornerRadiusEnd": 3},
                "encoding": {"color": {"field": "color", "type": "nominal", "scale": None}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 10, "fontSize": 18, "color": _INK, "font": FONT},
                "encoding": {"text": {"field": "papers", "type": "quantitative"}},
            },
        ],
    }


def _nothing() -> Spec:
    """A rule where the bars would stand."""
    return {"mark": {"type": "rule", "color": _GRID, "strokeWidth": 2}, "encoding": {"y": {"value": 20}}}


def _color(color: str) -> str:
    return color if re.fullmatch(r"#[0-9A-Fa-f]{6}", color) else _NO_COLOR


def _name(text: str) -> str:
    shown = "".join(" " if char.isspace() else char for char in text if _has_picture(char))
    name = " ".join(shown.split())
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def _has_picture(char: str) -> bool:
    return (ord(char) <= 0xFFFF and unicodedata.category(char) not in (*_PICTOGRAPHS, "Cc", "Mn")) or char.isspace()
