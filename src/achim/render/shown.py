"""What a rendering shows, as values: an edition's topics, papers, claims and marks in the words of its frame.

Made by ``view``; texts are plain, and each rendering escapes them in its own way.
"""

from dataclasses import dataclass

from achim.domain.edition import EditionKind
from achim.domain.ids import PaperId
from achim.render.foot import Foot
from achim.render.messages import word_of


@dataclass(frozen=True, slots=True)
class Quote:
    """The sentences behind a mark. ``place`` is ``2·s5`` and ``text`` verbatim."""

    place: str
    text: str
    anchor: str
    """Where the first of the sentences stands on the page; empty where the paper is not in the edition."""
    paper_anchor: str
    paper_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    """A correction in words.

    ``told`` begins with its mark and says what was said before, why it is not said any more and when that was found;
    ``now`` is what a sentence says since, for a list. ``anchor`` is where it stands on the page, empty where nothing
    stands there any more; ``title`` is the work's.
    """

    anchor: str
    title: str
    told: str
    now: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A printed claim. ``quoted`` is one whose text is the cited sentences themselves.

    One that a correction took out has no text; ``corrections`` tell what it said.
    """

    anchor: str
    text: str
    lang: str
    quoted: bool
    is_view: bool
    quotes: tuple[Quote, ...]
    about: str = ""
    """The title of the paper that speaks, where a quotation stands alone."""
    corrections: tuple[CorrectionView, ...] = ()
    flag_url: str | None = None
    """Where a reader may say that it is wrong."""

    @property
    def places(self) -> str:
        """``1·s5, 3·s5``."""
        return ", ".join(quote.place for quote in self.quotes)

    @property
    def marks(self) -> str:
        """``[1·s5][3·s5]``."""
        return "".join(f"[{quote.place}]" for quote in self.quotes)


@dataclass(frozen=True, slots=True)
class Point:
    """Claims of one role under its label."""

    role: str
    label: str
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperView:
    work: PaperId
    number: int
    mark: str
    anchor: str
    title: str
    url: str | None
    gist: ClaimView | None
    who: str
    where: tuple[str, ...]
    code_url: str | None
    links: tuple["Listed", ...]
    """Where else it is told and talked about."""
    see: str | None
    """Where the paper that a story speaks of is printed."""
    points: tuple[Point, ...]
    remark: str | None
    """``초록에 수치 없음`` and the like, said by code."""
    keywords: tuple[str, ...]
    update: str | None
    corrections: tuple[CorrectionView, ...]
    """That it was withdrawn or says otherwise now, and what its headline said that was taken out."""
    sentences: tuple[tuple[int, str], ...]
    arxiv_url: str | None
    why: str
    """Why it is here: its score and the parts that add up to it."""
    why_in_short: str
    topic_reasons: tuple[str, ...]

    @property
    def has_result(self) -> bool:
        return any(point.role == "result" for point in self.points)

    @property
    def headline(self) -> str:
        return self.gist.text if self.gist else self.title


@dataclass(frozen=True, slots=True)
class Terms:
    """Keywords of a topic under a label: ``세계 모델(world model) ①③``, or ``① KV cache`` of one paper alone."""

    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicView:
    """A topic: what is said of it before and after its papers. ``name`` is English, ``label`` in the frame's own."""

    anchor: str
    key: str
    name: str
    label: str
    emoji: str
    color: str
    papers: tuple[PaperView, ...]
    before: tuple[Point, ...]
    after: tuple[Point, ...]
    minutes: int
    """0 for less than one."""
    note: str | None
    """Why it is quoted where a language model was to write it."""
    keywords: tuple[Terms, ...]
    """What its papers share and what divides them, where no claim tells of it."""

    @property
    def is_card(self) -> bool:
        return len(self.papers) == 1


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring topics shown alike: one topic of several papers, or a run of cards with one paper each."""

    topics: tuple[TopicView, ...]
    is_cards: bool


@dataclass(frozen=True, slots=True)
class Listed:
    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class UpdateView:
    """A new version of a work told before: when it was, and what is new."""

    title: str
    url: str | None
    told: str
    changes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicAlone:
    """A topic by itself, with what is said of the edition that it is of."""

    kind: EditionKind
    lang: str
    day: str
    notice: str | None
    topic: TopicView

    def word(self, code: str, /, **params: object) -> str:
        """See ``EditionView.word``."""
        return word_of(self.kind, code, self.lang, **params)


_UNCAUGHT = ("words", "sides", "nouns", "scope", "tail")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionView:
    kind: EditionKind
    lang: str
    title: str
    name: str
    iso_day: str
    day: str
    short_day: str
    picture: str
    revision: int
    by_model: bool
    is_quiet: bool
    made_by: str
    basis: str
    notice: str | None
    minutes: int
    paper_count: int
    lead: tuple[ClaimView, ...]
    blocks: tuple[Block, ...]
    listed: tuple[Listed, ...]
    updates: tuple[UpdateView, ...]
    changes: tuple[str, ...]
    corrections: tuple[CorrectionView, ...]
    """All of them, the newest first."""
    foot: Foot

    @property
    def topics(self) -> tuple[TopicView, ...]:
        return tuple(topic for block in self.blocks for topic in block.topics)

    def word(self, code: str, /, **params: object) -> str:
        """In the language of the frame, and of the edition's kind where that has its own."""
        return word_of(self.kind, code, self.lang, **params)

    @property
    def counts(self) -> tuple[str, ...]:
        """``논문 12편``, ``주제 8개``, ``약 9분``, ``초록 기준``; nothing on a day without papers."""
        if not self.paper_count:
            return ()
        return (
            self.word("ui.count.papers", count=self.paper_count),
            self.word("ui.count.topics", count=len(self.topics)),
            self.word("ui.minutes", count=self.minutes),
            self.basis,
        )

    @property
    def empty(self) -> tuple[str, str] | None:
        """Headline and reason of a day without papers: a quiet day never looks like a failure, nor the other way."""
        if self.paper_count:
            return None
        code = "ui.quiet" if self.is_quiet else "ui.unknown"
        missing = ", ".join(dict.fromkeys(gap.where for gap in self.foot.gaps))
        return self.word(code), self.word(f"{code}.why", missing=missing)

    @property
    def uncaught(self) -> tuple[str, ...]:
        """What the gate often misses, where a language model wrote; quotations are the sources' own."""
        return tuple(self.word(f"ui.uncaught.{each}") for each in _UNCAUGHT) if self.by_model else ()

    @property
    def chart_sentence(self) -> str:
        """The picture in words."""
        if not self.topics:
            return self.word("ui.chart.empty")
        most = max(self.topics, key=lambda topic: len(topic.papers))
        alone = sum(len(topic.papers) == len(most.papers) for topic in self.topics) == 1
        code = "ui.chart.most" if alone and len(self.topics) > 1 else "ui.chart.even"
        params = {"count": self.paper_count, "topics": len(self.topics), "topic": most.label, "most": len(most.papers)}
        return self.word(code, **params)
