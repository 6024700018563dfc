"""What stands at the foot of an edition: gaps, the ledger, and who made it. Plain texts, escaped by each rendering."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from achim.domain.edition import BUCKETS, Bucket, Edition, Ledger, SourceLine
from achim.domain.note import Note
from achim.domain.paper import Gap
from achim.render.dates import local_moment, short_day
from achim.render.inert import line, typeset, web_url
from achim.render.messages import MESSAGES, name_of, say, word

RECORDED = "recorded:"
"""What a writer's name begins with whose answers were put down, not asked of a service; their tokens are guesses."""
_ALWAYS_SHOWN = frozenset({"printed", "listed", "ranked_out", "duplicate"})


@dataclass(frozen=True, slots=True)
class GapLine:
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class LedgerRow:
    source: str
    announced: int
    counts: tuple[int, ...]
    """One per bucket, in the order of the head."""
    note: str


@dataclass(frozen=True, slots=True)
class CloseCall:
    """A work that was kept out in doubt, with the reason."""

    title: str
    url: str | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    gaps: tuple[GapLine, ...]
    head: tuple[str, ...]
    rows: tuple[LedgerRow, ...]
    total: LedgerRow
    withheld: tuple[str, ...]
    """Why announcements were withheld, and how many for each reason."""
    close: tuple[CloseCall, ...]
    claims: str
    dropped: tuple[str, ...]
    use: str
    writing: tuple[str, ...]
    """What a language model was to write and could not."""
    makers: tuple[tuple[str, str], ...]
    made: str

    @property
    def has_notes(self) -> bool:
        return any(row.note for row in self.rows)


def foot(edition: Edition, lang: str) -> Foot:
    ledger = edition.ledger
    buckets = _shown_buckets(ledger)
    rows = tuple(_row(each, buckets, lang, edition.time_zone) for each in ledger.sources)
    return Foot(
        gaps=tuple(gap_line(gap, lang, edition.time_zone) for gap in edition.gaps),
        head=tuple(word(f"bucket.{bucket}", lang) for bucket in buckets),
        rows=rows,
        total=LedgerRow(
            word("ui.ledger.sum", lang),
            sum(row.announced for row in rows),
            tuple(sum(row.counts[column] for row in rows) for column in range(len(buckets))),
            "",
        ),
        withheld=_withheld(ledger, lang, edition.time_zone),
        close=_close_calls(ledger, lang, edition.time_zone),
        claims=_claims(ledger, lang),
        dropped=tuple(f"{reason_label(code, lang)} {count}" for code, count in ledger.claims.dropped),
        use=_use(ledger, lang),
        writing=tuple(say(note, lang, edition.time_zone) for note in ledger.writing),
        makers=tuple((name_of("maker", role, lang), line(name)) for role, name in ledger.makers),
        made=word("ui.ledger.made", lang, at=local_moment(edition.made_at, edition.time_zone)),
    )


def _shown_buckets(ledger: Ledger) -> tuple[Bucket, ...]:
    """What is always of interest, and whatever holds anything; a phone has no room for columns of zeros."""
    held = {bucket for source in ledger.sources for bucket, count in source.buckets if count}
    return tuple(bucket for bucket in BUCKETS if bucket in held or bucket in _ALWAYS_SHOWN)


def gap_line(gap: Gap, lang: str, time_zone: str) -> GapLine:
    """A gap in words."""
    kind = "step" if f"step.{gap.where}" in MESSAGES else "source"
    return GapLine(name_of(kind, gap.where, lang), say(gap.note, lang, time_zone))


def _row(row: SourceLine, buckets: Sequence[Bucket], lang: str, time_zone: str) -> LedgerRow:
    counts = dict(row.buckets)
    told = [say(row.note, lang, time_zone)] if row.note else []
    told += [_by_day(row, lang)] if len(row.days) > 1 else []
    note = ". ".join(told)
    name = name_of("source", row.source, lang)
    return LedgerRow(name, row.announced, tuple(counts.get(bucket, 0) for bucket in buckets), note)


def _by_day(row: SourceLine, lang: str) -> str:
    """What several days announced, as after days without an edition."""
    return " · ".join(word("ui.ledger.of_day", lang, day=short_day(day, lang), count=count) for day, count in row.days)


def _withheld(ledger: Ledger, lang: str, time_zone: str) -> tuple[str, ...]:
    notes = [fate.reason for fate in ledger.fates if fate.bucket == "withheld" and fate.reason]
    counts = Counter(say(_of_many(note), lang, time_zone) for note in notes)
    return tuple(word("ui.ledger.reason", lang, why=why, count=count) for why, count in counts.most_common())


def _close_calls(ledger: Ledger, lang: str, time_zone: str) -> tuple[CloseCall, ...]:
    """Those that came nearest first."""
    told = [(each.reason, each) for each in ledger.fates if each.title and each.reason]
    told.sort(key=lambda each: dict(each[0].params).get("score", ""), reverse=True)
    return tuple(CloseCall(typeset(each.title), web_url(each.url), say(why, lang, time_zone)) for why, each in told)


def _of_many(note: Note) -> Note:
    """The reason without the score that each work has for itself."""
    return Note.of(f"{note.code}.all") if "score" in dict(note.params) else note


def _claims(ledger: Ledger, lang: str) -> str:
    count = ledger.claims
    dropped = sum(number for _, number in count.dropped)
    params = {"proposed": count.proposed, "printed": count.printed, "repaired": count.repaired, "dropped": dropped}
    return word("ui.ledger.claims", lang, **params)


def reason_label(code: str, lang: str) -> str:
    return word(f"dropped.{code}", lang) if f"dropped.{code}" in MESSAGES else line(code)


def _use(ledger: Ledger, lang: str) -> str:
    use = ledger.use
    if not use.calls:
        return word("ui.ledger.no_model", lang)
    tokens = use.prompt_tokens + use.completion_tokens
    is_recorded = dict(ledger.makers).get("writer", "").startswith(RECORDED)
    told = "ui.ledger.recorded" if is_recorded else "ui.ledger.model"
    return word(told, lang, calls=use.calls, tokens=f"{tokens:,}", cost=f"{use.cost:.4f}")
