"""Who is at a scheduler: looking changes nothing there."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from achim.engines.cluster import joined
from achim.engines.place import Place

VERSION = "achim"
"""The name under which a worker tells the scheduler which version of achim it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """``versions`` are those of the workers' achim, and how many have each; ``resources`` what all take at a time."""

    versions: Mapping[str, int]
    resources: Mapping[str, int]

    @property
    def workers(self) -> int:
        return sum(self.versions.values())


def staff_at(place: Place) -> Staff:
    """Raises OSError where the scheduler is not reached."""
    client = joined(place)
    try:
        workers: list[Mapping[str, Any]] = list(client.scheduler_info(n_workers=-1)["workers"].values())
    finally:
        client.close(timeout=1)
    resources = Counter[str]()
    for each in workers:
        resources.update({name: int(number) for name, number in each["resources"].items()})
    return Staff(versions=Counter(str(each.get(VERSION, "?")) for each in workers), resources=resources)
