"""The chart as a picture: a Vega-Lite specification drawn to PNG or SVG with the fonts of the package."""

import json
from collections.abc import Mapping
from functools import cache

from achim.domain.edition import Edition
from achim.render.dates import long_day
from achim.render.messages import frame_lang, word_of

Spec = Mapping[str, object]
_VEGA_LITE = "5.21"
_SCALE = 2


def captions(edition: Edition) -> tuple[str, str]:
    """Title and subtitle of the chart, in the language of the edition's frame."""
    lang, kind = frame_lang(edition.key.lang), edition.key.kind
    day = long_day(edition.key.day, lang)
    count = sum(1 for _ in edition.entries)
    if count:
        title = word_of(kind, "ui.chart.title", lang, day=day, count=count)
        return title, word_of(kind, "ui.chart.subtitle", lang)
    return day, word_of(kind, "ui.quiet" if edition.is_quiet else "ui.unknown", lang)


def png(spec: Spec) -> bytes:
    """Twice as many pixels as the specification is wide."""
    import vl_convert

    _register_fonts()
    return vl_convert.vegalite_to_png(json.dumps(spec), vl_version=_VEGA_LITE, scale=_SCALE, allowed_base_urls=[])


def svg(spec: Spec) -> str:
    """Text stays text; its font is the reader's where it has the one the specification names."""
    import vl_convert

    _register_fonts()
    return vl_convert.vegalite_to_svg(json.dumps(spec), vl_version=_VEGA_LITE, allowed_base_urls=[])


@cache
def _register_fonts() -> None:
    """Once a process: the drawing library keeps what it has been given."""
    import pylopdf_fonts_ko
    import vl_convert

    vl_convert.register_font_directory(str(pylopdf_fonts_ko.sans_path().parent))
