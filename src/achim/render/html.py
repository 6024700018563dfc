"""How all pages are made: templates that escape whatever they are given, and the parts of an edition's page."""

import re
from functools import cache
from importlib.resources import files
from typing import Protocol

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from jinja2.environment import TemplateModule
from markupsafe import Markup, escape

from achim.render.inert import language_of
from achim.render.shown import EditionView, PaperView, TopicView

_PARTS = "edition_parts.html.jinja"
_HYPHENATED = re.compile(r"\S+-\S+")
_AFTER_BRACKET = re.compile(r"([)\]”’][가-힣]{1,6})(?![가-힣])")
"""A Korean particle behind what closes: a line may break between the two, also with ``word-break: keep-all``."""
_LONGEST_WHOLE = 24
_MOST_CLOSE = 20
"""So many works that were left out in doubt are named on a page."""
_WHOLE = Markup('<span class="whole">{}</span>')
_SPACE = re.compile(r"\s*\n\s*")


class Places(Protocol):
    """Where the works and topics of an edition have pages of their own."""

    def work(self, paper: PaperView) -> str: ...

    def topic(self, topic: TopicView) -> str: ...


def parts_of(view: EditionView, reader: Places | None = None, base: str = "", prefix: str = "") -> TemplateModule:
    """The parts of an edition's page, as macros that give safe markup.

    ``base`` is the address of the page that all of it stands on, where that is another one; ``prefix`` begins the
    anchors of claims on a page that shows several editions.
    """
    context = {
        "view": view,
        "say": view.word,
        "most": max((len(topic.papers) for topic in view.topics), default=1),
        "most_close": _MOST_CLOSE,
        "reader": reader,
        "base": base,
        "prefix": prefix,
    }
    return template(_PARTS).make_module(context)


@cache
def template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(packaged), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.filters["unbroken"] = unbroken
    environment.filters["kept"] = kept
    environment.filters["language"] = language_of
    return environment


@cache
def style(name: str) -> str:
    """One of our own style sheets, without its line breaks."""
    return _SPACE.sub("", packaged(name))


def unbroken(text: str) -> Markup:
    """``text``, escaped, whose hyphenated words stay on one line: a title is not broken at Self-Alignment."""
    return Markup(" ").join(_whole(each) if _HYPHENATED.fullmatch(each) else kept(each) for each in text.split(" "))


def kept(text: str) -> Markup:
    """``text``, escaped, whose particles stay with the bracket before them; what is copied or searched is as it was."""
    parts = _AFTER_BRACKET.split(text)
    return Markup("").join(_WHOLE.format(each) if at % 2 else escape(each) for at, each in enumerate(parts))


def _whole(text: str) -> Markup:
    return _WHOLE.format(text) if len(text) <= _LONGEST_WHOLE else kept(text)


def packaged(name: str) -> str:
    return files("achim.render").joinpath("templates", name).read_text(encoding="utf-8")
