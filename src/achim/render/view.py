"""What all renderings of an edition show, worked out once. Texts here are plain: each rendering escapes its own way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from achim.domain.anchors import dropped_anchors, entry_anchor, numbered, topic_anchor
from achim.domain.claim import Citation, Claim, ClaimRole, JudgedClaim, cited_numbers
from achim.domain.correction import Correction
from achim.domain.edition import SURPRISE, Edition, EditionKey, Entry, Section, Update
from achim.domain.form import FORMS
from achim.domain.ids import PaperId, arxiv_of
from achim.domain.note import Note
from achim.domain.paper import AnyWork, Paper, Sentence, Story
from achim.render.dates import long_day, short_day
from achim.render.flag_link import LONGEST, flag_link
from achim.render.foot import RECORDED, foot
from achim.render.inert import color_of, language_of, line, typeset, web_url
from achim.render.marks import by_paper, circled, place
from achim.render.messages import frame_lang, name_of, say, say_of, word, word_of
from achim.render.quantity import has_quantity
from achim.render.reading_time import minutes_to_read, whole_minutes
from achim.render.reasons import why_here, why_here_in_short
from achim.render.shown import (
    Block,
    ClaimView,
    CorrectionView,
    EditionView,
    Listed,
    PaperView,
    Point,
    Quote,
    Terms,
    TopicAlone,
    TopicView,
    UpdateView,
)

TITLES = {
    "papers": "Daily Artificial Intelligence Insights : Papers",
    "news": "Daily Artificial Intelligence Insights : News",
}
_NAMED_AUTHORS = 3


def view(edition: Edition, flags_to: str | None = None, longest_flag: int = LONGEST) -> EditionView:
    """The edition as every rendering shows it. ``flags_to`` is where readers may report mistakes; see ``flag_link``."""
    return _Viewer(edition, flags_to, longest_flag).view()


def topic_alone(edition: Edition, topic: str) -> TopicAlone:
    """One of an edition's topics, by its key, as ``view`` has it but for where its mistakes are reported. LookupError
    where the edition does not have it."""
    return _Viewer(edition, None, LONGEST).alone(topic)


def picture_name(key: EditionKey) -> str:
    """The chart's file, without its ending: ``paper_2024-11-04``, ``news_2024-11-04``."""
    return f"{'paper' if key.kind == 'papers' else 'news'}_{key.day.isoformat()}"


def is_by_model(edition: Edition) -> bool:
    """Whether a language model wrote any of it; quotations are nobody's writing, and corrections are people's."""
    corrected = {each.says for each in edition.corrections}
    claims = (judged.claim for section in edition.sections for judged in section.claims)
    return any(not claim.quoted and claim.text not in corrected for claim in claims)


class _Viewer:
    """Works out one edition; holds what every part of it needs: language, numbers and papers."""

    def __init__(self, edition: Edition, flags_to: str | None, longest_flag: int) -> None:
        self._edition = edition
        self._flags_to = flags_to
        self._longest_flag = longest_flag
        self._dropped = dropped_anchors(edition)
        self._lang = frame_lang(edition.key.lang)
        self._form = FORMS[edition.key.kind]
        self._numbers: Mapping[PaperId, int] = {entry.paper.id: entry.number for entry in edition.entries}
        self._works: Mapping[PaperId, AnyWork] = {entry.paper.id: entry.paper for entry in edition.entries}
        self._titles = {entry.paper.id: typeset(entry.paper.title) for entry in edition.entries}

    def view(self) -> EditionView:
        edition, lang = self._edition, self._lang
        key = edition.key
        topics = [self._topic(number, section) for number, section in enumerate(edition.sections, 1)]
        lead = tuple(map(self._naming_its_paper, self._claims(edition.lead, "l")))
        corrections = tuple(map(self._correction, reversed(edition.corrections)))
        return EditionView(
            kind=key.kind,
            lang=lang,
            title=TITLES[key.kind],
            name=word(f"ui.{key.kind}", lang),
            iso_day=key.day.isoformat(),
            day=long_day(key.day, lang),
            short_day=short_day(key.day, lang),
            picture=f"{picture_name(key)}.png",
            revision=edition.revision,
            by_model=is_by_model(edition),
            is_quiet=edition.is_quiet,
            made_by=self._made_by(),
            basis=self._basis(),
            notice=self._said(edition.notice),
            minutes=minutes_to_read([*_texts(lead), *(text for topic in topics for text in _topic_texts(topic))]),
            paper_count=len(self._numbers),
            lead=lead,
            blocks=_blocks(topics),
            listed=tuple(Listed(typeset(each.title), web_url(each.url)) for each in edition.listed),
            updates=tuple(map(self._update, edition.updates)),
            changes=tuple(map(self._say, edition.changes)),
            corrections=corrections,
            foot=foot(edition, lang),
        )

    def alone(self, key: str) -> TopicAlone:
        edition = self._edition
        found = [numbered for numbered in enumerate(edition.sections, 1) if numbered[1].topic.key == key]
        if not found:
            raise LookupError(f"{edition.key} has no topic {key!r}")
        return TopicAlone(
            kind=edition.key.kind,
            lang=self._lang,
            day=long_day(edition.key.day, self._lang),
            notice=self._said(edition.notice),
            topic=self._topic(*found[0]),
        )

    def _update(self, update: Update) -> UpdateView:
        lang = self._lang
        versions = [Note.of("update.version", version=update.version)] if update.version else []
        return UpdateView(
            title=typeset(update.title),
            url=web_url(update.url),
            told=self._word("ui.updates.told", day=update.told_on),
            changes=" · ".join(say(note, lang) for note in (*versions, *update.changes)),
        )

    def _said(self, note: Note | None) -> str | None:
        return self._say(note) if note else None

    def _say(self, note: Note) -> str:
        return say_of(self._edition.key.kind, note, self._lang, self._edition.time_zone)

    def _word(self, code: str, /, **params: object) -> str:
        return word_of(self._edition.key.kind, code, self._lang, **params)

    def _made_by(self) -> str:
        if not is_by_model(self._edition):
            return word("ui.by_code", self._lang)
        writer = dict(self._edition.ledger.makers).get("writer", "")
        quoted = any(judged.claim.quoted for section in self._edition.sections for judged in section.claims)
        told = "ui.by_recorded" if writer.startswith(RECORDED) else "ui.by_model"
        by_model = word(told, self._lang, writer=writer)
        return f"{by_model} {word('ui.partly_quoted', self._lang)}" if quoted else by_model

    def _basis(self) -> str:
        """What the edition rests on; of news, whether any article was read."""
        edition = self._edition
        if edition.sample:
            return self._word("ui.basis.sample")
        stories = [entry.paper for entry in edition.entries if isinstance(entry.paper, Story)]
        if stories and not any(story.read_at for story in stories):
            return self._word("ui.basis.told")
        return self._word("ui.basis")

    def _topic(self, number: int, section: Section) -> TopicView:
        anchor = topic_anchor(number)
        papers = tuple(self._paper(entry, section.claims) for entry in section.entries)
        before = self._points(section.claims, self._form.before, anchor)
        after = self._points(section.claims, self._form.after, anchor)
        topic = section.topic
        return TopicView(
            anchor=anchor,
            key=topic.key,
            name=line(topic.name),
            label=line(topic.label(self._lang)),
            emoji=line(topic.emoji),
            color=color_of(topic.color),
            papers=papers,
            before=before,
            after=after,
            minutes=whole_minutes([*_point_texts((*before, *after)), *(t for p in papers for t in _paper_texts(p))]),
            note=self._quoted_because(section),
            keywords=() if any(point.role == "trend" for point in before) else self._terms(section),
        )

    def _terms(self, section: Section) -> tuple[Terms, ...]:
        shared = tuple(
            f"{line(each.term)} {''.join(map(circled, each.entries))}"
            for each in section.keywords
            if len(each.entries) > 1
        )
        apart = tuple(
            f"{circled(each.entries[0])} {line(each.term)}" for each in section.keywords if len(each.entries) == 1
        )
        told = (("ui.keywords.shared", shared), ("ui.keywords.apart", apart))
        return tuple(Terms(word(code, self._lang), texts) for code, texts in told if texts)

    def _quoted_because(self, section: Section) -> str | None:
        return word("ui.quoted", self._lang, why=self._said(section.note)) if section.note else None

    def _paper(self, entry: Entry, claims: Sequence[JudgedClaim]) -> PaperView:
        paper, anchor = entry.paper, entry_anchor(entry.number)
        own = [judged for judged in claims if judged.claim.is_about(paper.id)]
        gists = self._claims([judged for judged in own if judged.claim.role == "gist"], f"{anchor}-gist-")
        points = self._points(own, self._form.told, anchor)
        return PaperView(
            work=paper.id,
            number=entry.number,
            mark=circled(entry.number),
            anchor=anchor,
            title=typeset(paper.title),
            url=web_url(paper.url),
            gist=next((gist for gist in gists if gist.text), None),
            who=self._who(paper),
            where=(*self._label(entry), *self._where(paper)),
            code_url=web_url(paper.code_url) if isinstance(paper, Paper) and paper.code_url else None,
            links=self._links(paper),
            see=self._said(entry.see),
            points=points,
            remark=self._remark(paper, points),
            keywords=tuple(line(keyword) for keyword in entry.keywords),
            update=self._said(entry.update),
            corrections=(*self._corrections(anchor), *(c for gist in gists if not gist.text for c in gist.corrections)),
            sentences=tuple((each.number, typeset(each.text)) for each in _shown_sentences(paper, claims)),
            arxiv_url=f"https://arxiv.org/abs/{arxiv_of(paper.id)}" if arxiv_of(paper.id) else None,
            why=why_here(entry.score, self._say, self._lang),
            why_in_short=why_here_in_short(entry.score, self._say, self._lang),
            topic_reasons=tuple(say(note, self._lang) for note in entry.choice.reasons),
        )

    def _label(self, entry: Entry) -> tuple[str, ...]:
        """That the work is a surprise, where it is."""
        return tuple(say(part.note, self._lang) for part in entry.score.parts if part.note.code == SURPRISE)

    def _points(self, claims: Iterable[JudgedClaim], roles: Sequence[ClaimRole], anchor: str) -> tuple[Point, ...]:
        claims = tuple(claims)
        found = (
            (role, self._claims((each for each in claims if each.claim.role == role), f"{anchor}-{role}-"))
            for role in roles
        )
        return tuple(Point(role, self._word(f"role.{role}"), own) for role, own in found if own)

    def _claims(self, claims: Iterable[JudgedClaim], prefix: str) -> tuple[ClaimView, ...]:
        return tuple(
            self._claim(each.claim, anchor) if each else self._taken_out(anchor)
            for anchor, each in numbered(claims, prefix, self._dropped)
        )

    def _taken_out(self, anchor: str) -> ClaimView:
        told = self._corrections(anchor)
        return ClaimView(
            anchor=anchor, text="", lang=self._lang, quoted=False, is_view=False, quotes=(), corrections=told
        )

    def _corrections(self, anchor: str) -> tuple[CorrectionView, ...]:
        return tuple(self._correction(each) for each in self._edition.corrections if each.claim == anchor)

    def _correction(self, correction: Correction) -> CorrectionView:
        said, says = correction.said, correction.says
        if correction.is_of_entry:
            way = "renamed" if says not in (None, said) else "entry"
        else:
            way = "dropped" if says is None else "instead"
        why = self._say(correction.why).rstrip(" .。")  # readers end theirs with a full stop, ours comes after it
        params = {"said": said, "says": says, "why": why, "at": correction.at.isoformat()}
        return CorrectionView(
            anchor=correction.claim,
            title=self._titles.get(correction.work, line(correction.work)),
            told=self._say(Note.of(f"ui.corrected.{way}", **params)),
            now=word("ui.corrected.now", self._lang, says=says) if way == "instead" else None,
        )

    def _naming_its_paper(self, claim: ClaimView) -> ClaimView:
        return replace(claim, about=claim.quotes[0].paper_title) if claim.quoted and claim.quotes else claim

    def _claim(self, claim: Claim, anchor: str) -> ClaimView:
        told = self._corrections(anchor)
        if claim.role == "lead":
            told = tuple(self._correction(each) for each in self._edition.corrections if _touches(each, claim))
        shown = ClaimView(
            anchor=anchor,
            text=typeset(claim.text) if claim.quoted else line(claim.text),
            lang=language_of(claim.text) if claim.quoted else self._edition.key.lang,
            quoted=claim.quoted,
            is_view=claim.kind == "view",
            corrections=told,
            quotes=tuple(
                Quote(
                    line(place(citation, self._numbers)),
                    typeset(self._quote(citation)),
                    self._sentence_anchor(citation),
                    f"p{self._numbers[citation.paper]}" if citation.paper in self._numbers else "",
                    self._titles.get(citation.paper, line(citation.paper)),
                )
                for citation in by_paper(claim.citations)
            ),
        )
        return replace(shown, flag_url=flag_link(self._flags_to, self._edition, shown, self._longest_flag))

    def _quote(self, citation: Citation) -> str:
        """By the work's own sentences, as ``by_paper`` joins citations of neighbours too."""
        work = self._works.get(citation.paper)
        return (work.quote(citation.sentences) if work else "") or citation.quote

    def _sentence_anchor(self, citation: Citation) -> str:
        number = self._numbers.get(citation.paper)
        return f"p{number}s{min(citation.sentences)}" if number else ""

    def _links(self, work: AnyWork) -> tuple[Listed, ...]:
        """Where else a story is told, and where it is talked about."""
        if not isinstance(work, Story):
            return ()
        also = self._word("ui.also_at")
        told = [Listed(f"{also}: {line(each.publisher)}", web_url(each.url)) for each in work.also_at]
        talked = [Listed(self._word("ui.discussion"), web_url(url)) for url in work.discussions]
        return tuple(each for each in (*told, *talked) if each.url)

    def _who(self, paper: AnyWork) -> str:
        authors = [line(author) for author in paper.authors]
        if isinstance(paper, Story):
            return ", ".join(dict.fromkeys([line(paper.publisher), *authors[:_NAMED_AUTHORS]]))
        if not authors:
            return word("ui.unknown_authors", self._lang)
        if len(authors) <= _NAMED_AUTHORS:
            return ", ".join(authors)
        return word("ui.and_others", self._lang, first=authors[0], count=len(authors) - 1)

    def _where(self, paper: AnyWork) -> tuple[str, ...]:
        arxiv = arxiv_of(paper.id)
        names = [name_of("source", source, self._lang) for source in _shown_sources(paper)]
        votes, comments = paper.signal("votes"), paper.signal("comments")
        return (
            *((f"arXiv:{line(arxiv)}",) if arxiv else ()),
            *(name for name in names if not (arxiv and name == "arXiv")),
            *((word("ui.votes", self._lang, count=votes),) if votes else ()),
            *((word("ui.comments", self._lang, count=comments),) if comments else ()),
        )

    def _remark(self, paper: AnyWork, points: Sequence[Point]) -> str | None:
        if not paper.abstract.strip():
            return self._word("ui.no_abstract")
        if not points:
            return word("ui.nothing_quoted", self._lang)
        if isinstance(paper, Story):
            return None
        return None if has_quantity(paper.abstract) else word("ui.no_figures", self._lang)


def _touches(correction: Correction, line: Claim) -> bool:
    """Whether a line on top says what was corrected, or rests on a work that was withdrawn or says otherwise now."""
    rests = any(citation.paper == correction.work for citation in line.citations)
    return rests if correction.is_of_entry else correction.says == line.text


def _shown_sources(work: AnyWork) -> Sequence[str]:
    """Where a work was announced; of a story the places that only lead to it, as its publishers are named anyway."""
    if isinstance(work, Paper):
        return work.sources
    return sorted({each.source for each in work.announcements if each.discussion_url})


def _shown_sentences(work: AnyWork, claims: Iterable[JudgedClaim]) -> Sequence[Sentence]:
    """All of an abstract; of a story, whose text is its publisher's, only what is cited."""
    if isinstance(work, Paper):
        return work.sentences
    cited = cited_numbers((each.claim for each in claims), work.id)
    return [sentence for sentence in work.sentences if sentence.number in cited]


def _blocks(topics: Iterable[TopicView]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for is_cards, run in groupby(topics, key=lambda topic: topic.is_card):
        together = tuple(run)
        blocks += [Block(together, True)] if is_cards else [Block((topic,), False) for topic in together]
    return tuple(blocks)


def _topic_texts(topic: TopicView) -> list[str]:
    return [
        *_point_texts((*topic.before, *topic.after)),
        *(text for terms in topic.keywords for text in terms.texts),
        *(text for paper in topic.papers for text in _paper_texts(paper)),
    ]


def _paper_texts(paper: PaperView) -> list[str]:
    return [paper.title, paper.gist.text if paper.gist else "", *_point_texts(paper.points), *paper.keywords]


def _point_texts(points: Iterable[Point]) -> list[str]:
    return [text for point in points for text in _texts(point.claims)]


def _texts(claims: Iterable[ClaimView]) -> list[str]:
    return [claim.text for claim in claims]
