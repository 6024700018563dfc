"""arXiv's holidays, kept as data because they change every year."""

import tomllib
from datetime import date
from importlib.resources import files


def holidays() -> frozenset[date]:
    """Days without an announcement, of the years that are known."""
    years = tomllib.loads(files("achim").joinpath("data/arxiv_holidays.toml").read_text(encoding="utf-8"))
    return frozenset(day for days in years.values() for day in days)
