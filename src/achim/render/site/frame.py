"""What stands around every page of the reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from achim.domain.edition import EditionKind
from achim.render.html import packaged, style, template
from achim.render.messages import word
from achim.render.site import places
from achim.render.site.places import Link

KINDS: tuple[EditionKind, ...] = ("papers", "news")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The site of one language and profile.

    ``others`` are the sites of other languages: language and the folder that each lies in, seen from this one's root.
    ``is_live`` is whether a server answers: then there is a search, and more.
    """

    lang: str
    profile: str = "default"
    others: tuple[tuple[str, str], ...] = ()
    is_live: bool = False
    root: str = ""
    """Where the assets of all languages lie, seen from this one's root: ``""``, or ``../`` for ``en/``."""
    flags_to: str | None = None
    """Where readers report mistakes; see ``render.flag_link``."""
    has_user: bool = False
    """Whether somebody may sign in; ``web.user.personal`` takes the link to it off a page of who has."""

    @property
    def name(self) -> str:
        return self.word("site.name")

    def series(self, kind: EditionKind) -> str:
        return f"{kind}/{self.lang}/{self.profile}"

    def word(self, code: str, /, **params: object) -> str:
        return word(code, self.lang, **params)


def html(frame: Frame, name: str, place: str, title: str, /, *, here: str = "", about: str = "", **values: Any) -> str:
    """A page from the template ``site/NAME.html.jinja``, to stand at ``place``.

    ``here`` is the place of the menu's entry that it belongs to, ``about`` its description for those who link to it.
    """
    fixed = {"frame": _Shown(frame), "link": Link(place), "say": frame.word}
    page = {"place": place, "title": title, "here": here, "about": about}
    return template(f"site/{name}.html.jinja").render(fixed | page | values)


def assets() -> Mapping[str, bytes]:
    """The files that every page links to, by place."""
    return {
        places.STYLE: "".join(
            map(style, ("edition.css", "site/site.css", "site/works.css", "site/serve.css"))
        ).encode(),
        places.SCRIPT: packaged("site/site.js").encode(),
        places.ICON: packaged("site/icon.svg").encode(),
    }


class _Shown:
    """What the base template asks of a frame."""

    def __init__(self, frame: Frame) -> None:
        self.lang = frame.lang
        self.name = frame.name
        self.is_live = frame.is_live
        self.sign_in = frame.root + places.SIGN_IN if frame.has_user else ""
        self.policy = POLICY
        self.feeds = places.FEEDS
        self.style, self.script, self.icon = (frame.root + each for each in (places.STYLE, places.SCRIPT, places.ICON))
        self.menu = [(frame.word(code), place) for code, place in _MENU]
        self.others = [
            (lang, frame.word(f"site.lang.{lang}") if lang in ("ko", "en") else lang, f"{folder}{places.FRONT}")
            for lang, folder in frame.others
        ]


_MENU = (
    ("site.today", places.FRONT),
    ("site.archive", places.ARCHIVE),
    ("site.topics", places.TOPICS),
    ("site.trends", places.TRENDS),
    ("site.corrections", places.CORRECTIONS),
)
