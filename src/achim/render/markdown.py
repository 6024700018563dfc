"""The edition as Markdown, in the layout that people's tools have read since the first reports.

A title line, the chart, then per topic ``## <emoji> <Topic>``, ``**요약:**``, the report, ``**출처:**`` and lines of
`` - Title (url)``, with two blank lines between topics. What stands before the first topic and after the last one
uses neither ``##`` nor such lines.
"""

from collections.abc import Iterable, Iterator
from itertools import count

from achim.domain.edition import Edition
from achim.render.inert import markdown_cell, markdown_text
from achim.render.messages import word
from achim.render.shown import ClaimView, CorrectionView, EditionView, Listed, PaperView, Point, TopicView, UpdateView
from achim.render.view import view

_CHART = "Category Distribution Graph"


def markdown(edition: Edition) -> str:
    shown = view(edition)
    topics = [_topic(topic, shown) for topic in shown.topics]
    parts = [_head(shown), *("\n".join(lines) for lines in topics), "\n".join(_foot(shown))]
    return "\n\n\n".join(part.strip("\n") for part in parts) + "\n"


def _head(shown: EditionView) -> str:
    lines = [f"# {shown.title}", "", f"![{_CHART}]({shown.picture})", "", _first_line(shown), ""]
    for text in shown.changes:
        lines += [f"**{word('ui.changed', shown.lang)}:** {markdown_text(text)}.", ""]
    for gap in shown.foot.gaps:
        lines += [f"**{word('ui.incomplete', shown.lang)}:** {markdown_text(f'{gap.where}: {gap.why}')}.", ""]
    if shown.empty:
        lines += [f"**{shown.empty[0]}.** {shown.empty[1]}", ""]
        lines += [f"* {markdown_text(f'{row.source}: {row.note}')}" for row in shown.foot.rows if row.note]
    if shown.lead:
        lines += [f"**{word('ui.in_three_lines', shown.lang)}**", ""]
        lines += [f"{number}. {_lead(claim, shown.lang)}" for number, claim in enumerate(shown.lead, 1)] + [""]
    said = [*([shown.made_by] if shown.topics else []), *([shown.notice] if shown.notice else [])]
    return "\n".join([*lines, " ".join(markdown_text(text) for text in said)])


def _first_line(shown: EditionView) -> str:
    revision = [word("ui.revision", shown.lang, revision=shown.revision)] if shown.revision > 1 else []
    return f"**{shown.day}**" + "".join(f" · {text}" for text in (*shown.counts, *revision))


def _topic(topic: TopicView, shown: EditionView) -> list[str]:
    lang = shown.lang
    label = [] if topic.label == topic.name else [markdown_text(topic.label)]
    size = [
        shown.word("ui.count.papers", count=len(topic.papers)),
        word("ui.minutes" if topic.minutes else "ui.minutes.less", lang, count=topic.minutes),
    ]
    return [
        f"## {topic.emoji} {markdown_text(topic.name)}",
        "",
        f"**{word('ui.summary', lang)}:**",
        "",
        " · ".join([*label, *size, shown.basis]),
        "",
        *([f"*{markdown_text(topic.note)}*", ""] if topic.note else []),
        *_terms(topic),
        *_report(topic, shown),
        f"**{word('ui.sources', lang)}:**",
        "",
        *(f" - {_address(paper, lang)}" for paper in topic.papers),
    ]


def _terms(topic: TopicView) -> Iterator[str]:
    for terms in topic.keywords:
        yield f"- **{terms.label}** {', '.join(map(markdown_text, terms.texts))}"
    yield from [""] if topic.keywords else []


def _report(topic: TopicView, shown: EditionView) -> Iterator[str]:
    """The numbered form where something is said of the topic as a whole; else its papers, one after the other."""
    lang = shown.lang
    if not (topic.before or topic.after):
        for paper in topic.papers:
            yield from _paper(paper, lang)
        return
    numbers = count(1)
    for point in topic.before:
        yield from _part(next(numbers), point, lang)
    yield from (f"**{next(numbers)}. {shown.word('role.papers')}**", "")
    for paper in topic.papers:
        yield from _paper(paper, lang)
    for point in topic.after:
        yield from _part(next(numbers), point, lang)


def _part(number: int, point: Point, lang: str) -> Iterator[str]:
    yield from (f"**{number}. {point.label}**", "")
    for claim in point.claims:
        yield from (_claim(claim, lang), "")


def _paper(paper: PaperView, lang: str) -> Iterator[str]:
    title = markdown_text(paper.title)
    if paper.gist:
        corrected = "".join(f" {markdown_text(each.told)}" for each in paper.gist.corrections)
        yield from (f"**{paper.mark} {markdown_text(paper.gist.text)}** — {title} {paper.gist.marks}{corrected}", "")
    else:
        yield from (f"**{paper.mark} {title}**", "")
    yield from (_facts(paper, lang), "")
    for point in paper.points:
        yield f"- **{point.label}** {' '.join(_claim(claim, lang) for claim in point.claims)}"
    if paper.remark:
        yield f"- *{paper.remark}*"
    if paper.keywords:
        yield f"- **{word('ui.keywords', lang)}** {', '.join(markdown_text(keyword) for keyword in paper.keywords)}"
    yield f"- **{word('ui.why', lang)}** {markdown_text(paper.why)}"
    yield ""


def _facts(paper: PaperView, lang: str) -> str:
    update = [f"{word('ui.update', lang)}: {paper.update}"] if paper.update else []
    texts = [
        markdown_text(text) for text in (*(each.told for each in paper.corrections), *update, paper.who, *paper.where)
    ]
    code = [f"[{word('ui.code', lang)}]({paper.code_url})"] if paper.code_url else []
    links = [f"[{markdown_text(each.title)}]({each.url})" for each in paper.links]
    see = [markdown_text(paper.see)] if paper.see else []
    return " · ".join([*texts, *code, *links, *see])


def _lead(claim: ClaimView, lang: str) -> str:
    """A quotation that stands alone says whose it is."""
    said = _claim(claim, lang)
    return f"**{markdown_text(claim.about)}** — {said}" if claim.about else said


def _claim(claim: ClaimView, lang: str) -> str:
    """A sentence, and what it said before it was corrected."""
    corrected = [markdown_text(each.told) for each in claim.corrections]
    return " ".join([_said(claim, lang), *corrected] if claim.text else corrected)


def _said(claim: ClaimView, lang: str) -> str:
    text = markdown_text(claim.text)
    if claim.quoted:
        return f"“{text}” {claim.marks}"
    if claim.is_view:
        return f"{word('ui.view', lang)} {text} ({word('ui.grounds', lang, marks=claim.places)})"
    return f"{text} {claim.marks}"


def _update(update: UpdateView, lang: str) -> str:
    return f"* {_address(update, lang)} — {markdown_text(f'{update.changes} ({update.told})')}"


def _correction(correction: CorrectionView) -> str:
    told = " ".join(filter(None, (correction.told, correction.now)))
    return f"* {markdown_text(correction.title)} — {markdown_text(told)}"


def _address(listed: PaperView | Listed | UpdateView, lang: str) -> str:
    return f"{markdown_text(listed.title)} ({listed.url or word('ui.no_address', lang)})"


def _foot(shown: EditionView) -> Iterator[str]:
    lang = shown.lang
    yield from ("---", "")
    if shown.updates:
        yield from (f"### {shown.word('ui.updates')}", "", *(_update(each, lang) for each in shown.updates), "")
    if shown.corrections:
        yield from (f"### {word('ui.corrections', lang)}", "", *map(_correction, shown.corrections), "")
    if shown.listed:
        yield from (f"### {shown.word('ui.listed')}", "", *(f"* {_address(each, lang)}" for each in shown.listed), "")
    if notes := list(_endnotes(shown)):
        yield from (f"### {word('ui.evidence', lang)}", "", *notes, "")
    yield from (f"### {word('ui.gaps', lang)}", "")
    gaps = [f"* {markdown_text(f'{gap.where}: {gap.why}')}" for gap in shown.foot.gaps]
    yield from (*(gaps or [word("ui.no_gaps", lang)]), "")
    yield from (f"### {word('ui.ledger', lang)}", "", *_ledger(shown), "")
    yield from _making(shown)


def _endnotes(shown: EditionView) -> Iterator[str]:
    """The sentences behind the marks of claims that are no quotation; each mark once, in the order of first use."""
    told: set[str] = set()
    for claim in _claims(shown):
        for quote in claim.quotes:
            if claim.quoted or quote.place in told:
                continue
            told.add(quote.place)
            yield f"* [{quote.place}] “{markdown_text(quote.text)}” — {markdown_text(quote.paper_title)}"


def _claims(shown: EditionView) -> Iterator[ClaimView]:
    yield from shown.lead
    for topic in shown.topics:
        yield from _of_points(topic.before)
        for paper in topic.papers:
            yield from ([paper.gist] if paper.gist else [])
            yield from _of_points(paper.points)
        yield from _of_points(topic.after)


def _of_points(points: Iterable[Point]) -> Iterator[ClaimView]:
    return (claim for point in points for claim in point.claims)


def _ledger(shown: EditionView) -> Iterator[str]:
    foot, lang = shown.foot, shown.lang
    head = [word("ui.ledger.source", lang), word("ui.ledger.announced", lang), *foot.head]
    note = [word("ui.ledger.note", lang)] if foot.has_notes else []
    yield _row([*head, *note])
    yield _row(["---", *["---:" for _ in head[1:]], *["---" for _ in note]])
    for row in (*foot.rows, foot.total):
        cells = [row.source, str(row.announced), *map(str, row.counts), *([row.note] if foot.has_notes else [])]
        yield _row([markdown_cell(cell) for cell in cells])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _making(shown: EditionView) -> Iterator[str]:
    foot, lang = shown.foot, shown.lang
    dropped = f" ({word('ui.ledger.dropped', lang)}: {', '.join(foot.dropped)})" if foot.dropped else ""
    if foot.withheld:
        yield from (markdown_text(f"{word('ui.ledger.withheld', lang)}: {' · '.join(foot.withheld)}"), "")
    yield from (markdown_text(f"{foot.claims}{dropped}. {foot.use}"), "")
    if foot.writing:
        yield from (*(f"* {markdown_text(each)}" for each in foot.writing), "")
    if shown.uncaught:
        missed = f"{word('ui.uncaught', lang)}: {'. '.join(shown.uncaught)}. (docs/grounding.md)"
        yield from (markdown_text(missed), "")
    makers = " · ".join(f"{role} {name}" for role, name in foot.makers)
    made = f"{word('ui.makers', lang)}: {makers}. {foot.made}. {word('ui.ledger.pace', lang)}"
    yield markdown_text(f"{made} {shown.notice or ''}")
