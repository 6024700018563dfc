"""The edition for a terminal. Texts are Rich texts, never markup, and hold no control characters."""

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from achim.domain.edition import Edition
from achim.render.messages import word
from achim.render.shown import ClaimView, EditionView, PaperView, Point, TopicView
from achim.render.view import view

_WIDEST = 92
_LABEL = 8


def terminal(edition: Edition, width: int) -> RenderableType:
    """A column of at most 92 cells, in a terminal of ``width``."""
    shown = view(edition)
    column = Table.grid()
    column.add_column(width=max(20, min(width, _WIDEST)), overflow="fold")
    column.add_row(Group(*_head(shown), *_body(shown), *_foot(shown)))
    return column


def _head(shown: EditionView) -> Iterator[RenderableType]:
    revision = [word("ui.revision", shown.lang, revision=shown.revision)] if shown.revision > 1 else []
    yield Text(shown.title, style="dim")
    yield Text(shown.day, style="bold")
    yield Text(" · ".join([*shown.counts, *revision]), style="dim")
    for gap in shown.foot.gaps:
        yield Text(f"! {gap.where}: {gap.why}", style="yellow")
    for change in shown.changes:
        yield Text(f"{word('ui.changed', shown.lang)}: {change}")
    if shown.empty:
        yield from (Text(), Text(shown.empty[0], style="bold"), Text(shown.empty[1]))
        yield from _notes(shown)
    if shown.lead:
        yield from (Text(), Text(word("ui.in_three_lines", shown.lang), style="bold red"))
        yield _numbered(_lead(claim, shown.lang) for claim in shown.lead)
    said = [*([shown.made_by] if shown.topics else []), *([shown.notice] if shown.notice else [])]
    yield from (Text(), *(Text(text, style="dim") for text in said))


def _body(shown: EditionView) -> Iterator[RenderableType]:
    for topic in shown.topics:
        yield from (Text(), Rule(Text(f"{topic.emoji} {topic.label}", style="bold"), align="left", style="dim"))
        yield from _topic(topic, shown.lang)
    if shown.updates:
        yield from (Text(), Rule(Text(shown.word("ui.updates"), style="bold"), align="left", style="dim"))
        yield from (Text(f"· {each.title}\n  {each.changes} ({each.told})") for each in shown.updates)
    if shown.corrections:
        yield from (Text(), Rule(Text(word("ui.corrections", shown.lang), style="bold"), align="left", style="dim"))
        for each in shown.corrections:
            yield Text("\n  ".join(filter(None, (f"· {each.title}", each.told, each.now))))
    if shown.listed:
        yield from (Text(), Rule(Text(shown.word("ui.listed"), style="bold"), align="left", style="dim"))
        yield from (Text(f"· {each.title}\n  {each.url or ''}".rstrip(), overflow="fold") for each in shown.listed)


def _topic(topic: TopicView, lang: str) -> Iterator[RenderableType]:
    if topic.note:
        yield Text(topic.note, style="yellow")
    for terms in topic.keywords:
        yield Text(f"{terms.label}: {', '.join(terms.texts)}", style="dim")
    yield from _parts(topic.before, lang)
    for paper in topic.papers:
        yield from _paper(paper, lang)
    yield from _parts(topic.after, lang)


def _parts(points: Iterable[Point], lang: str) -> Iterator[RenderableType]:
    for point in points:
        yield from (Text(), Text(point.label, style="bold"))
        yield from (_claim(claim, lang) for claim in point.claims)


def _paper(paper: PaperView, lang: str) -> Iterator[RenderableType]:
    headline = Text(f"{paper.mark} ", style="red")
    headline.append(paper.headline, style="bold default")
    yield from (Text(), headline)
    if paper.gist:
        yield Padding(Text(paper.title), (0, 0, 0, 3))
        yield from (Padding(Text(each.told, style="red"), (0, 0, 0, 3)) for each in paper.gist.corrections)
    update = [f"{word('ui.update', lang)}: {paper.update}"] if paper.update else []
    see = [paper.see] if paper.see else []
    yield from (Padding(Text(each.told, style="red"), (0, 0, 0, 3)) for each in paper.corrections)
    yield Padding(Text(" · ".join([*update, paper.who, *paper.where, *see]), style="dim"), (0, 0, 0, 3))
    yield Padding(_points(paper, lang), (0, 0, 0, 3))
    if paper.url:
        yield Padding(Text(paper.url, style="dim underline", overflow="fold"), (0, 0, 0, 3))
    for link in paper.links:
        yield Padding(Text(f"{link.title} {link.url}", style="dim", overflow="fold"), (0, 0, 0, 3))


def _points(paper: PaperView, lang: str) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(width=_LABEL, style="dim")
    table.add_column(overflow="fold", ratio=1)
    for point in paper.points:
        for claim in point.claims:
            table.add_row(Text(point.label), _claim(claim, lang))
    if paper.remark:
        table.add_row(Text(), Text(paper.remark, style="dim"))
    if paper.keywords:
        table.add_row(Text(word("ui.keywords", lang)), Text(", ".join(paper.keywords), style="dim"))
    table.add_row(Text(word("ui.why.label", lang)), Text(paper.why, style="dim"))
    return table


def _lead(claim: ClaimView, lang: str) -> Text:
    about = Text(f"{claim.about}\n" if claim.about else "", style="bold")
    return about.append_text(_claim(claim, lang))


def _claim(claim: ClaimView, lang: str) -> Text:
    text = Text(f"{word('ui.view', lang)} " if claim.is_view else "", style="red")
    text.append(f"“{claim.text}”" if claim.quoted else claim.text, style="default")
    text.append(f" {claim.marks}" if claim.marks else "", style="dim")
    for each in claim.corrections:
        text.append(f" {each.told}" if text else each.told, style="red")
    return text


def _numbered(texts: Iterable[Text]) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(width=2, style="red")
    table.add_column(overflow="fold", ratio=1)
    for number, text in enumerate(texts, 1):
        table.add_row(Text(str(number)), text)
    return table


def _notes(shown: EditionView) -> Iterator[Text]:
    """Why a source told nothing, or what."""
    return (Text(f"{row.source}: {row.note}", style="dim") for row in shown.foot.rows if row.note)


def _foot(shown: EditionView) -> Iterator[RenderableType]:
    foot, lang = shown.foot, shown.lang
    yield from (Text(), Rule(Text(word("ui.ledger", lang), style="bold"), align="left", style="dim"))
    table = Table.grid(padding=(0, 2))
    table.add_column()
    heads = [word("ui.ledger.announced", lang), *foot.head]
    for _ in heads:
        table.add_column(justify="right")
    table.add_row(Text(), *(Text(head, style="dim") for head in heads))
    for row in (*foot.rows, foot.total):
        table.add_row(Text(row.source), *(Text(str(count)) for count in (row.announced, *row.counts)))
    yield table
    if not shown.empty:
        yield from _notes(shown)
    if foot.withheld:
        yield Text(f"{word('ui.ledger.withheld', lang)}: {' · '.join(foot.withheld)}", style="dim")
    yield Text(f"{foot.claims}. {foot.use}", style="dim")
    yield from (Text(each, style="dim") for each in foot.writing)
    if shown.uncaught:
        yield Text(f"{word('ui.uncaught', lang)}: {'. '.join(shown.uncaught)}.", style="dim")
    yield Text(f"{foot.made}. {' · '.join(f'{role} {name}' for role, name in foot.makers)}", style="dim")
