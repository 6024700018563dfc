"""A measured writer: a table for people, JSON for programs."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from achim.domain.measure import Coverage, Evaluated, Measured, total
from achim.render.foot import reason_label
from achim.render.inert import line, whole
from achim.render.messages import say, word

FORMAT = "achim-eval/1"
_MOST_COLUMNS = 4
"""Editions side by side; of more only the sum is shown."""
_SUM = "eval.sum"


def evaluation_json(evaluated: Sequence[Evaluated]) -> str:
    """Every figure of every edition, and their sum."""
    told = {
        "format": FORMAT,
        "editions": [
            {
                "day": each.key.day.isoformat(),
                "kind": each.key.kind,
                "lang": each.key.lang,
                "makers": dict(each.makers),
                **asdict(each.measured),
            }
            for each in evaluated
        ],
        "sum": asdict(total(each.measured for each in evaluated)),
    }
    return whole(json.dumps(told, ensure_ascii=False, indent=1))


def evaluation_table(evaluated: Sequence[Evaluated], lang: str) -> RenderableType:
    """Figures by edition, their sum beside more than one, and below what the writer could not do."""
    columns = [(f"{each.key.day} {word(f'cli.kind.{each.key.kind}', lang)}", each.measured) for each in evaluated]
    columns = columns if len(columns) <= _MOST_COLUMNS else []
    if len(columns) != 1:
        columns.append((word(_SUM, lang, count=len(evaluated)), total(each.measured for each in evaluated)))
    table = Table(box=None, pad_edge=False, show_edge=False)
    table.add_column()
    for head, _ in columns:
        table.add_column(Text(head), justify="right")
    for label, cells in _rows([figures for _, figures in columns], lang):
        table.add_row(Text(label), *map(Text, cells))
    makers = dict.fromkeys(" · ".join(line(name) for _, name in each.makers) for each in evaluated)
    notes = dict.fromkeys(say(note, lang) for each in evaluated for note in each.notes)
    return Group(*map(Text, makers), Text(), table, *([Text()] if notes else []), *map(Text, notes))


def _rows(columns: Sequence[Measured], lang: str) -> Iterator[tuple[str, list[str]]]:
    def row(code: str, cells: list[str]) -> tuple[str, list[str]]:
        return word(f"eval.{code}", lang), cells

    yield row("papers", [f"{each.papers} / {each.topics}" for each in columns])
    yield row("proposed", [str(each.proposed) for each in columns])
    yield row("printed", [_share(each.printed, each.proposed) for each in columns])
    yield row("repaired", [str(each.repaired) for each in columns])
    yield row("dropped", [_share(sum(each.dropped.values()), each.proposed) for each in columns])
    for code in sorted({code for each in columns for code in each.dropped}):
        yield f"  {reason_label(code, lang)}", [str(each.dropped.get(code, 0)) for each in columns]
    yield row("quoted", [str(each.quoted) for each in columns])
    yield row("approach", [_coverage(each.approach) for each in columns])
    yield row("result", [_coverage(each.result) for each in columns])
    yield row("language", [_share(each.in_language, each.proposed) for each in columns])
    yield row("terms", [f"{each.terms.kept} / {each.terms.forbidden} / {each.terms.unnamed}" for each in columns])
    yield row("calls", [f"{each.use.calls} / {each.asked}" for each in columns])
    yield row("tokens", [f"{each.use.prompt_tokens:,} / {each.use.completion_tokens:,}" for each in columns])
    yield row("cost", [f"${each.use.cost:.4f}" for each in columns])
    yield row("seconds", [f"{each.answer_seconds:.1f} / {each.wall_seconds:.1f}" for each in columns])


def _coverage(told: Coverage) -> str:
    return f"{told.written} / {told.quoted} / {told.untold}"


def _share(part: int, whole_count: int) -> str:
    return f"{part} ({100 * part / whole_count:.0f} %)" if whole_count else str(part)
