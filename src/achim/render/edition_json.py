"""The edition and its audit as JSON: for programs, complete, with every reason as code, parameters and text.

Texts are what sources and writers wrote, not made inert: whoever shows them escapes them.
``achim.render.edition_schema`` says what the edition's fields are.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from achim.domain.claim import Citation, Claim, JudgedClaim, cited_numbers
from achim.domain.correction import Correction
from achim.domain.edition import BUCKETS, Edition, Entry, Fate, Ledger, Section, SourceLine, Update
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Announcement, AnyWork, Paper, Signal, Story, Work
from achim.render.inert import whole
from achim.render.messages import say_of

Json = Mapping[str, object]
FORMAT = "achim-edition/1"
AUDIT_FORMAT = "achim-audit/1"


def edition_json(edition: Edition) -> bytes:
    """UTF-8, indented, keys in the order of the schema, a line feed at the end; same edition, same bytes."""
    return _bytes(_Teller(edition).edition())


def audit_json(edition: Edition) -> bytes:
    """All claims, the dropped ones with why, and what became of every announcement."""
    return _bytes(_Teller(edition).audit())


def _bytes(value: Json) -> bytes:
    return (whole(json.dumps(value, ensure_ascii=False, indent=1)) + "\n").encode()


class _Teller:
    """Tells the parts of one edition in its language."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._lang = edition.key.lang
        self._numbers: Mapping[PaperId, int] = {entry.paper.id: entry.number for entry in edition.entries}

    def edition(self) -> Json:
        edition = self._edition
        return {
            "format": FORMAT,
            **self._key(),
            "complete": edition.is_complete,
            "notice": self._note(edition.notice) if edition.notice else None,
            "changes": [self._note(note) for note in edition.changes],
            "lead": [self._judged(judged) for judged in edition.lead],
            "topics": [self._topic(section) for section in edition.sections],
            "listed": [
                {"id": each.paper, "title": each.title, "url": each.url, "score": each.score} for each in edition.listed
            ],
            "updates": [self._update(update) for update in edition.updates],
            "corrections": [self._correction(correction) for correction in edition.corrections],
            "gaps": self._gaps(),
            "ledger": self._ledger(edition.ledger),
        }

    def _update(self, update: Update) -> Json:
        return {
            "id": update.paper,
            "title": update.title,
            "url": update.url,
            "version": update.version,
            "told_on": update.told_on.isoformat(),
            "changes": [self._note(note) for note in update.changes],
        }

    def _correction(self, correction: Correction) -> Json:
        return {
            "claim": correction.claim,
            "id": correction.work,
            "role": correction.role,
            "said": correction.said,
            "says": correction.says,
            "why": self._note(correction.why),
            "at": correction.at.isoformat(),
            "revision": correction.revision,
        }

    def audit(self) -> Json:
        edition = self._edition
        printed = [
            {"topic": section.topic.key, **self._judged(judged)}
            for section in edition.sections
            for judged in section.claims
        ]
        return {
            "format": AUDIT_FORMAT,
            **self._key(),
            "lead": [self._judged(judged) for judged in edition.lead],
            "printed": printed,
            "dropped": [self._judged(judged) for judged in edition.dropped],
            "gaps": self._gaps(),
            "ledger": self._ledger(edition.ledger),
            "fates": [self._fate(fate) for fate in edition.ledger.fates],
        }

    def _key(self) -> Json:
        edition, key = self._edition, self._edition.key
        return {
            "day": key.day.isoformat(),
            "kind": key.kind,
            "lang": key.lang,
            "profile": key.profile,
            "time_zone": edition.time_zone,
            "made_at": edition.made_at.isoformat(),
            "revision": edition.revision,
        }

    def _gaps(self) -> list[Json]:
        return [{"where": gap.where, **self._note(gap.note)} for gap in self._edition.gaps]

    def _note(self, note: Note) -> Json:
        text = say_of(self._edition.key.kind, note, self._lang, self._edition.time_zone)
        return {"code": note.code, "params": dict(note.params), "text": text}

    def _topic(self, section: Section) -> Json:
        topic = section.topic
        return {
            "key": topic.key,
            "name": topic.name,
            "label": topic.label(self._lang),
            "emoji": topic.emoji,
            "color": topic.color,
            "note": self._note(section.note) if section.note else None,
            "keywords": [{"term": each.term, "entries": list(each.entries)} for each in section.keywords],
            "claims": [self._judged(judged) for judged in section.claims],
            "entries": [self._entry(entry) for entry in section.entries],
        }

    def _entry(self, entry: Entry) -> Json:
        choice = entry.choice
        return {
            "number": entry.number,
            **self._work(entry.paper),
            "keywords": list(entry.keywords),
            "update": self._note(entry.update) if entry.update else None,
            **({"see": self._note(entry.see) if entry.see else None} if isinstance(entry.paper, Story) else {}),
            "score": {
                "total": entry.score.total,
                "parts": [{"points": part.points, **self._note(part.note)} for part in entry.score.parts],
            },
            "topic": {
                "key": choice.topic.key,
                "reasons": [self._note(note) for note in choice.reasons],
                "runner_up": choice.runner_up,
                "unsure": choice.unsure,
            },
        }

    def _work(self, work: AnyWork) -> Json:
        if isinstance(work, Paper):
            return _paper(work)
        claims = (judged.claim for section in self._edition.sections for judged in section.claims)
        return _story(work, cited_numbers(claims, work.id))

    def _judged(self, judged: JudgedClaim) -> Json:
        reasons = [self._note(note) for note in judged.verdict.reasons]
        return {
            **self._claim(judged.claim),
            "verdict": {"finding": judged.verdict.finding, "reasons": reasons},
            "before": self._judged(judged.before) if judged.before else None,
        }

    def _claim(self, claim: Claim) -> Json:
        return {
            "kind": claim.kind,
            "role": claim.role,
            "text": claim.text,
            "quoted": claim.quoted,
            "citations": [self._citation(citation) for citation in claim.citations],
        }

    def _citation(self, citation: Citation) -> Json:
        return {
            "paper": citation.paper,
            "number": self._numbers.get(citation.paper),
            "sentences": list(citation.sentences),
            "quote": citation.quote,
        }

    def _ledger(self, ledger: Ledger) -> Json:
        claims, use = ledger.claims, ledger.use
        return {
            "sources": [self._source(line) for line in ledger.sources],
            "claims": {
                "proposed": claims.proposed,
                "printed": claims.printed,
                "repaired": claims.repaired,
                "dropped": dict(claims.dropped),
            },
            "model": {
                "calls": use.calls,
                "prompt_tokens": use.prompt_tokens,
                "completion_tokens": use.completion_tokens,
                "cost_usd": use.cost,
            },
            "makers": dict(ledger.makers),
            "writing": [self._note(note) for note in ledger.writing],
        }

    def _source(self, line: SourceLine) -> Json:
        counts = dict(line.buckets)
        return {
            "source": line.source,
            "announced": line.announced,
            "buckets": {bucket: counts.get(bucket, 0) for bucket in BUCKETS},
            "note": self._note(line.note) if line.note else None,
            "days": {day.isoformat(): count for day, count in line.days},
        }

    def _fate(self, fate: Fate) -> Json:
        return {
            "announcement": fate.announcement,
            "source": fate.source,
            "paper": fate.paper,
            "bucket": fate.bucket,
            "reason": self._note(fate.reason) if fate.reason else None,
            **({"title": fate.title, "url": fate.url} if fate.title else {}),
        }


def _paper(paper: Paper) -> Json:
    return {
        "id": paper.id,
        "title": paper.title,
        "url": paper.url,
        "authors": list(paper.authors),
        "abstract": paper.abstract,
        "sentences": [{"number": sentence.number, "text": sentence.text} for sentence in paper.sentences],
        "categories": list(paper.categories),
        "submitted_at": _moment(paper.submitted_at),
        "version": paper.version,
        "comment": paper.comment,
        "code_url": paper.code_url,
        "signals": _signals(paper.signals),
        "provenance": _provenance(paper),
    }


def _story(story: Story, cited: Collection[int]) -> Json:
    """Without its text, which is its publisher's: only the sentences that claims rest on."""
    return {
        "id": story.id,
        "title": story.title,
        "url": story.url,
        "publisher": story.publisher,
        "also_at": [{"publisher": each.publisher, "url": each.url} for each in story.also_at],
        "discussions": list(story.discussions),
        "papers": list(story.papers),
        "authors": list(story.authors),
        "sentences": [{"number": each.number, "text": each.text} for each in story.sentences if each.number in cited],
        "published_at": _moment(story.submitted_at),
        "read_at": _moment(story.read_at),
        "signals": _signals(story.signals),
        "provenance": _provenance(story),
    }


def _provenance(work: Work) -> Json:
    return {
        "announcements": [_announcement(announcement) for announcement in work.announcements],
        "fields": {origin.field: origin.announcement for origin in work.origins},
    }


def _announcement(announcement: Announcement) -> Json:
    return {
        "key": announcement.key,
        "source": announcement.source,
        "kind": announcement.kind,
        "batch": announcement.batch.isoformat(),
        "title": announcement.title,
        "url": announcement.url,
        "seen_at": announcement.seen_at.isoformat(),
        "version": announcement.version,
        "signals": _signals(announcement.signals),
    }


def _signals(signals: Iterable[Signal]) -> Json:
    return {signal.name: signal.value for signal in signals}


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
