"""The files of an edition, by name."""

from achim.domain.edition import Edition
from achim.render.chart import Spec, png, svg
from achim.render.edition_json import audit_json, edition_json
from achim.render.markdown import markdown
from achim.render.page import page
from achim.render.view import picture_name


def render_files(edition: Edition, chart: Spec, flags_to: str | None = None) -> dict[str, bytes]:
    """All files of an edition; ``chart`` specifies its picture, ``flags_to`` is where readers report mistakes.

    The same edition gives the same bytes.
    """
    stem = f"{edition.key.kind.title()}_{edition.key.day.isoformat()}"
    picture = picture_name(edition.key)
    return {
        f"{stem}_report.md": markdown(edition).encode(),
        f"{stem}.html": page(edition, flags_to).encode(),
        f"{stem}_edition.json": edition_json(edition),
        f"{stem}_audit.json": audit_json(edition),
        f"{picture}.png": png(chart),
        f"{picture}.svg": svg(chart).encode(),
    }
