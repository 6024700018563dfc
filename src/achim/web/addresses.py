"""Where works have pages, for what is no page of one site: searches and the user's marks."""

from collections.abc import Iterable

from achim.domain.ids import PaperId
from achim.domain.shelf import Shown
from achim.render.site import places
from achim.render.site.frame import Frame


def work_addresses(shown: Iterable[Shown], main: str, frame: Frame) -> dict[PaperId, str]:
    """The page of each work that the frame's profile was shown, from the root; in another language where it has none in
    the frame's.

    ``main`` is the language at the root.
    """
    found: dict[PaperId, str] = {}
    for each in shown:
        key = each.key
        if key.profile == frame.profile and (each.work not in found or key.lang == frame.lang):
            folder = "" if key.lang == main else f"{key.lang}/"
            found[each.work] = folder + places.work_page(each.work)
    return found
