"""What a feed's item says in full: HTML made of elements, so that a stranger's text is text and nothing else.

No script, style, picture or frame; links lead to web addresses or, where the site's own address is known, into it.
"""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from achim.render.inert import line
from achim.render.shown import ClaimView, CorrectionView, EditionView, PaperView, Point, TopicAlone, TopicView

_Shown = EditionView | TopicAlone


class Content:
    """HTML in the making. ``page`` is the absolute address of the page it is about; None where none is known."""

    def __init__(self, page: str | None) -> None:
        self._page = page
        self._root = Element("div")

    def html(self) -> str:
        return tostring(self._root, encoding="unicode", method="html")

    def edition(self, shown: EditionView) -> "Content":
        """The whole edition but its foot."""
        self._said(shown)
        for topic in shown.topics:
            self._heading("h2", f"{topic.emoji} {topic.label}")
            self._topic(topic, shown)
        self._listed(shown)
        return self

    def topic(self, shown: TopicAlone) -> "Content":
        """One topic of an edition."""
        self._topic(shown.topic, shown)
        self._notice(shown)
        return self

    def correction(self, correction: CorrectionView, title: str) -> "Content":
        """One correction, under the name of the edition that it is of."""
        self._text("p", title)
        self._text("p", correction.told)
        if correction.now:
            self._text("p", correction.now)
        return self

    def _said(self, shown: EditionView) -> None:
        """What stands before the topics."""
        if shown.counts:
            self._text("p", " · ".join(shown.counts))
        for gap in shown.foot.gaps:
            self._text("p", f"{shown.word('ui.incomplete')}: {gap.where}: {gap.why}")
        for change in shown.changes:
            self._text("p", f"{shown.word('ui.changed')}: {change}")
        for text in shown.empty or ():
            self._text("p", text)
        if shown.lead:
            self._heading("h2", shown.word("ui.in_three_lines"))
            lines = SubElement(self._root, "ol")
            for claim in shown.lead:
                self._claim(SubElement(lines, "li"), claim, shown)
        if shown.topics:
            self._text("p", shown.made_by)
        self._notice(shown)

    def _notice(self, shown: _Shown) -> None:
        if shown.notice:
            self._text("p", shown.notice)

    def _listed(self, shown: EditionView) -> None:
        updates = [(each.title, each.url, f"{each.changes} ({each.told})") for each in shown.updates]
        listed = [(each.title, each.url, "") for each in shown.listed]
        corrected = [(each.title, None, " ".join(filter(None, (each.told, each.now)))) for each in shown.corrections]
        for code, rows in (("ui.updates", updates), ("ui.corrections", corrected), ("ui.listed", listed)):
            if not rows:
                continue
            self._heading("h2", shown.word(code))
            items = SubElement(self._root, "ul")
            for title, url, told in rows:
                item = SubElement(items, "li")
                _linked(item, title, url)
                _said_after(item, f". {told}" if told else "")

    def _topic(self, topic: TopicView, shown: _Shown) -> None:
        if topic.note:
            self._text("p", topic.note)
        for terms in topic.keywords:
            self._text("p", f"{terms.label}: {', '.join(terms.texts)}")
        self._parts(topic.before, shown)
        for paper in topic.papers:
            self._paper(paper, shown)
        self._parts(topic.after, shown)

    def _parts(self, points: Iterable[Point], shown: _Shown) -> None:
        for point in points:
            self._heading("h4", point.label)
            for claim in point.claims:
                self._claim(SubElement(self._root, "p"), claim, shown)

    def _paper(self, paper: PaperView, shown: _Shown) -> None:
        self._heading("h3", f"{paper.mark} {paper.headline}")
        _linked(SubElement(self._root, "p"), paper.title, paper.url)
        for text in (*(each.told for each in paper.corrections), paper.update or "", paper.see or ""):
            if text:
                self._text("p", text)
        self._text("p", " · ".join((paper.who, *paper.where)))
        points = SubElement(self._root, "ul")
        for point in paper.points:
            for claim in point.claims:
                item = SubElement(points, "li")
                label = SubElement(item, "b")
                label.text, label.tail = line(point.label), " "
                self._claim(item, claim, shown)
        for text in (paper.remark or "", ", ".join(paper.keywords), paper.why):
            if text:
                SubElement(points, "li").text = line(text)
        if not len(points):
            self._root.remove(points)

    def _claim(self, parent: Element, claim: ClaimView, shown: _Shown) -> None:
        """A sentence with its marks; they lead to it on the page, where the sentences that it cites are."""
        kind = f"{shown.word('ui.view')} " if claim.is_view else ""
        about = f"{claim.about}: " if claim.about else ""
        text = f"“{claim.text}”" if claim.quoted else claim.text
        _said_after(parent, f"{about}{kind}{text}")
        if claim.marks:
            _said_after(parent, " ")
            _linked(parent, claim.marks, f"{self._page}#{claim.anchor}" if self._page else None)
        for each in claim.corrections:
            _said_after(parent, f" {each.told}" if claim.text else each.told)

    def _heading(self, tag: str, text: str) -> None:
        self._text(tag, text)

    def _text(self, tag: str, text: str) -> None:
        SubElement(self._root, tag).text = line(text)


def _linked(parent: Element, text: str, url: str | None) -> None:
    if url:
        SubElement(parent, "a", {"href": url}).text = line(text)
    else:
        _said_after(parent, line(text))


def _said_after(parent: Element, text: str) -> None:
    """Text behind all that an element holds. A space at its ends stays."""
    ends = (" " if text.startswith(" ") else "", " " if text.endswith(" ") and text.strip() else "")
    said = f"{ends[0]}{line(text)}{ends[1]}"
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + said
    else:
        parent.text = (parent.text or "") + said
