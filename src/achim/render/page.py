"""The edition as one page that needs nothing else: style and pictures inside, no script, no request."""

import base64
import hashlib

from markupsafe import Markup

from achim.domain.edition import Edition
from achim.render.html import parts_of, style, template
from achim.render.view import view


def page(edition: Edition, flags_to: str | None = None) -> str:
    """One page of HTML. With ``flags_to`` each sentence has a link by which readers report a mistake to it."""
    shown = view(edition, flags_to)
    sheet = style("edition.css")
    return template("edition_page.html.jinja").render(
        view=shown,
        say=shown.word,
        parts=parts_of(shown),
        style=Markup(sheet),  # our own file
        style_hash=base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode(),
    )
