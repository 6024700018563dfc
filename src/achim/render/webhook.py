"""An edition as the body of a webhook: JSON that docs/schema/webhook.schema.json describes."""

import json
from collections.abc import Mapping

from jinja2 import Environment, StrictUndefined, TemplateError

from achim.domain.claim import JudgedClaim
from achim.domain.delivery import Issue, Letter
from achim.domain.edition import Edition, Entry, Section
from achim.domain.note import Note
from achim.errors import SettingsError
from achim.render.chat import corrections_since, template_name
from achim.render.html import packaged
from achim.render.inert import line, typeset, web_url, whole
from achim.render.messages import say_of
from achim.render.site import places
from achim.render.view import view

Json = Mapping[str, object]
FORMAT = "achim-webhook/1"


class WebhookBodies:
    """Makes them. ``source`` is a template of the user's own. Raises SettingsError where it makes no JSON."""

    def __init__(self, source: str | None = None) -> None:
        environment = Environment(autoescape=False, undefined=StrictUndefined)
        environment.policies["json.dumps_kwargs"] = {"sort_keys": False, "ensure_ascii": False}
        try:
            self._template = environment.from_string(packaged(template_name("webhook")) if source is None else source)
        except TemplateError as error:
            raise _unfit(str(error)) from error

    def issue(self, issue: Issue) -> bytes:
        edition = issue.edition
        if issue.before is None:
            type_ = "edition.published"
        else:
            type_ = "edition.corrected" if corrections_since(issue) else "edition.updated"
        return self._body(
            {
                "format": FORMAT,
                "type": type_,
                "timestamp": edition.updated_at.isoformat(),
                "data": _edition(issue),
            }
        )

    def letter(self, letter: Letter) -> bytes:
        key = letter.edition
        data = {"day": key.day.isoformat(), "lang": key.lang, "subject": line(letter.subject), "text": letter.text}
        return self._body(
            {"format": FORMAT, "type": "notice", "timestamp": letter.written_at.isoformat(), "data": data}
        )

    def _body(self, payload: Json) -> bytes:
        try:
            text = self._template.render(payload=payload).strip()
            json.loads(text)
        except (TemplateError, ValueError) as error:
            raise _unfit(str(error)) from error
        return whole(text).encode()


def _edition(issue: Issue) -> Json:
    edition = issue.edition
    key = edition.key
    return {
        "day": key.day.isoformat(),
        "kind": key.kind,
        "lang": key.lang,
        "profile": key.profile,
        "revision": edition.revision,
        "before": issue.before,
        "complete": edition.is_complete,
        "url": web_url(f"{issue.site}/{places.edition_page(key)}") if issue.site else None,
        "notice": _said(edition, edition.notice) if edition.notice else None,
        "corrections": list(corrections_since(issue)),
        "changes": [_said(edition, note) for note in edition.changes] if issue.before is not None else [],
        "lead": [_claim(each) for each in edition.lead],
        "topics": [_topic(section) for section in edition.sections],
        "gaps": [{"where": gap.where, "why": gap.why} for gap in view(edition).foot.gaps],
    }


def _topic(section: Section) -> Json:
    topic = section.topic
    return {
        "key": topic.key,
        "name": line(topic.name),
        "entries": [_entry(entry, section) for entry in section.entries],
    }


def _entry(entry: Entry, section: Section) -> Json:
    work = entry.paper
    own = [each for each in section.claims if each.claim.is_about(work.id)]
    return {
        "number": entry.number,
        "id": line(work.id),
        "title": typeset(work.title),
        "url": web_url(work.url),
        "claims": [_claim(each) for each in own],
    }


def _claim(judged: JudgedClaim) -> Json:
    claim = judged.claim
    return {
        "role": claim.role,
        "kind": claim.kind,
        "text": line(claim.text),
        "citations": [{"id": line(each.paper), "sentences": list(each.sentences)} for each in claim.citations],
    }


def _said(edition: Edition, note: Note) -> str:
    return say_of(edition.key.kind, note, edition.key.lang, edition.time_zone)


def _unfit(why: str) -> SettingsError:
    return SettingsError(Note.of("error.chat_template", name="webhook.jinja", why=why))
