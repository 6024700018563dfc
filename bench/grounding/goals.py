"""The goals of verification beside what was measured."""

from collections.abc import Mapping
from typing import Any

_KINDS = (
    ("number not in the cited sentence", 0.99, ("number/easy", "number/hard")),
    ("other paper", 0.99, ("paper/easy", "paper/hard")),
    ("script", 0.99, ("script/easy", "script/hard")),
    ("loop", 0.99, ("loop/easy", "loop/hard")),
    ("name", 0.95, ("name/easy", "name/hard", "acronym/easy", "acronym/hard")),
    ("direction", 0.75, ("direction/easy", "direction/hard")),
    ("negation", 0.75, ("negation/easy", "negation/hard")),
    ("invented tail", 0.80, ("invented tail/easy", "invented tail/hard")),
)
_JUDGED = "refused true claims, as judged by reading"


def goals(report: Mapping[str, Any]) -> list[dict[str, object]]:
    """Each goal with its worst figure; shares caught are to be at least the goal, false alarms at most."""
    kinds, sections = report["kinds"], report["sections about another paper"]
    alarms = report[_JUDGED]["false alarms among supported claims"]["share"]
    rows = [_row(what, goal, [kinds[each]["refused"]["share"] for each in names]) for what, goal, names in _KINDS]
    rows.append(_row("whole section about another paper", 0.99, [each["share"] for each in sections.values()]))
    rows.append(
        {"what": "false alarms of all checks together", "goal": "<= 0.05", "figure": alarms, "met": alarms <= 0.05}
    )
    rows.append(_row("true claims that survive, of supported ones", 0.90, [round(1 - alarms, 4)]))
    rows.append(
        _row("true claims that survive, of all bullets", 0.90, [round(1 - kinds["TRUE/"]["refused"]["share"], 4)])
    )
    return rows


def _row(what: str, goal: float, figures: list[float]) -> dict[str, object]:
    return {"what": what, "goal": f">= {goal}", "figure": min(figures), "met": min(figures) >= goal}
