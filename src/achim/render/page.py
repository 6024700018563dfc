"""The edition as one page that needs nothing else: style and pictures inside, no script, no request."""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from achim.domain.edition import Edition
from achim.render.inert import language_of
from achim.render.view import view

_TEMPLATE = "edition.html.jinja"
_STYLE = "edition.css"
_HYPHENATED = re.compile(r"\S+-\S+")
_LONGEST_WHOLE = 24
_MOST_CLOSE = 20
"""So many works that were left out in doubt are named on a page."""
_SPACE = re.compile(r"\s*\n\s*")


def page(edition: Edition) -> str:
    shown = view(edition)
    style = _style()
    return _template().render(
        view=shown,
        most=max((len(topic.papers) for topic in shown.topics), default=1),
        most_close=_MOST_CLOSE,
        say=shown.word,
        style=Markup(style),  # our own file
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


@cache
def _style() -> str:
    return _SPACE.sub("", _packaged(_STYLE))


@cache
def _template() -> Template:
    environment = Environment(
        loader=FunctionLoader(_packaged), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.filters["unbroken"] = unbroken
    environment.filters["language"] = language_of
    return environment.get_template(_TEMPLATE)


def unbroken(text: str) -> Markup:
    """``text``, escaped, whose hyphenated words stay on one line: a title is not broken at Self-Alignment."""
    return Markup(" ").join(_whole(each) if _HYPHENATED.fullmatch(each) else escape(each) for each in text.split(" "))


def _whole(text: str) -> Markup:
    return Markup('<span class="whole">{}</span>').format(text) if len(text) <= _LONGEST_WHOLE else escape(text)


def _packaged(name: str) -> str:
    return files("achim.render").joinpath("templates", name).read_text(encoding="utf-8")
