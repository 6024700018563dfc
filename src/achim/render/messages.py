"""Every word of the interface, in every language of the frame, in one table; parts of it lie in files beside this one.

A message is a pair: Korean, English. ``{name}`` is filled from the parameters, once; what is filled in is never read
as a template. After a colon stands how: in Korean a pair of particles (``{host:이/가}``), in English one and many
(``{count:paper/papers}``), and in both ``@day`` for an ISO day or moment, ``@source``, ``@field``, ``@step`` for a
known name, ``@note`` for the code of another message that takes the same parameters. ``’`` closes a quotation before a
particle: ``‘{word:’+이/가}``. Ways are joined by ``+``.
"""

import re
from dataclasses import replace
from typing import Literal

from achim.domain.edition import EditionKind
from achim.domain.note import Note
from achim.errors import AchimError, DeliveryFault, ModelFault, SourceError, UserError
from achim.ports import FEED
from achim.render.dates import told_day
from achim.render.inert import line
from achim.render.messages_backfill import BACKFILL
from achim.render.messages_chat import CHAT
from achim.render.messages_corrections import CORRECTIONS
from achim.render.messages_delivery import DELIVERY
from achim.render.messages_doctor import DOCTOR
from achim.render.messages_edition import EDITION
from achim.render.messages_errors import ERRORS
from achim.render.messages_git import GIT
from achim.render.messages_interests import INTERESTS
from achim.render.messages_mail import MAIL
from achim.render.messages_news import NEWS
from achim.render.messages_search import SEARCH
from achim.render.messages_settings import SETTINGS
from achim.render.messages_site import SITE
from achim.render.messages_site_works import SITE_WORKS
from achim.render.messages_status import STATUS
from achim.render.messages_stories import STORIES
from achim.render.messages_verify import VERIFY
from achim.render.messages_web import WEB
from achim.render.messages_writing import WRITING
from achim.render.particles import attach

Lang = Literal["ko", "en"]

MESSAGES: dict[str, tuple[str, str]] = {
    **VERIFY,
    **DELIVERY,
    **STATUS,
    **MAIL,
    **CHAT,
    **WRITING,
    **EDITION,
    **NEWS,
    **SEARCH,
    **BACKFILL,
    **STORIES,
    **ERRORS,
    **SETTINGS,
    **CORRECTIONS,
    **INTERESTS,
    **GIT,
    **DOCTOR,
    **SITE,
    **SITE_WORKS,
    **WEB,
    # requests that got no usable answer
    "fetch.timeout": ("제시간에 응답하지 않았다", "did not answer in time"),
    "fetch.unreachable": ("연결할 수 없었다", "could not be reached"),
    "fetch.status": ("오류로 응답했다 (HTTP {status})", "answered with an error (HTTP {status})"),
    "fetch.rate_limited": (
        "요청이 많다며 거절했다 (HTTP {status})",
        "turned us away for too many requests (HTTP {status})",
    ),
    "fetch.too_large": ("응답이 한도 {limit:을/를} 넘었다", "answered with more than the limit of {limit}"),
    "fetch.redirects": ("다른 주소로 끝없이 돌려보냈다", "redirected without end"),
    "fetch.redirect_refused": (
        "갈 수 없는 주소로 돌려보내 따라가지 않았다",
        "redirected to an address that is not followed",
    ),
    "fetch.broken_off": ("응답하다가 연결을 끊었다", "broke off the connection"),
    "fetch.private_address": (
        "내부 주소 {host:으로/로} 향해 열지 않았다",
        "points to the private address {host} and was not opened",
    ),
    "fetch.malformed": ("응답이 깨져 있었다", "sent a broken answer"),
    "fetch.closed": (
        "{seconds}초 동안 묻지 말라고 하여 묻지 않았다",
        "asked to be left alone for {seconds} seconds and was not asked",
    ),
    "fetch.budget": ("주어진 시간 {seconds}초를 다 썼다", "used up the {seconds} seconds it was given"),
    # sources
    "source.stale": (
        "{expected:@day} 목록을 기다렸으나 아직 {got:@day} 목록이었다",
        "was expected to show {expected:@day} but still showed {got:@day}",
    ),
    "source.unparsable": ("응답을 읽을 수 없었다 ({what})", "answered something that could not be read ({what})"),
    "source.partial": ("{expected}건 가운데 {got}건만 받았다", "gave only {got} of {expected}"),
    "source.not_for_past": ("지난 날({day:@day})의 목록은 주지 않는다", "does not serve the past day {day:@day}"),
    "source.weekend": (
        "발표가 없는 날이다. 다음 발표는 {next:@day}",
        "no announcement was due; the next comes {next:@day}",
    ),
    "source.quiet": ("새로 알린 것이 없다", "announced nothing new"),
    "source.unchanged": ("지난번에 읽은 뒤로 바뀌지 않았다", "has not changed since it was last read"),
    "source.part": ("{part}: {reason:@note}", "{part} {reason:@note}"),
    "source.broken": (
        "achim의 결함으로 읽지 못했다 ({error})",
        "could not be read because of a fault in achim ({error})",
    ),
    "source.empty": ("발표가 있을 날인데 목록이 비어 있었다", "showed an empty list on a day that has an announcement"),
    "source.repeated": (
        "{day:@day} 목록이라고 하면서 앞선 목록의 논문을 다시 보였다",
        "showed the papers of an earlier list as those of {day:@day}",
    ),
    "source.both": ("{one:@note}. 그리고 {other:@note}", "{one:@note}; it {other:@note}"),
    "source.late": (
        "앞선 목록에 빠져 있던 {count}편을 OAI-PMH 기록에서 찾았다",
        "had left {count:paper/papers} out of earlier lists; its OAI-PMH records gave them",
    ),
    "source.last_unchecked": (
        "앞선 목록을 OAI-PMH 기록과 맞춰 보지 못했다",
        "could not be asked whether its earlier lists were whole",
    ),
    "source.fallback": ("목록 대신 {way:@way+으로/로} 읽었다", "was read by {way:@way} instead of its listing"),
    "source.unchecked": ("목록을 피드와 맞춰 보지 못했다", "could not be checked against its feed"),
    "source.parts_failed": ("일부를 받지 못했다: {parts}", "could not give all of it: {parts}"),
    # why a paper has its topic
    "topic.keyword": ("{where:@field}에 나오는 ‘{phrase}’", "‘{phrase}’ in the {where:@field}"),
    "topic.category": ("arXiv 분류 {category}", "arXiv category {category}"),
    "topic.term": ("{where:@field}에 나오는 ‘{phrase}’", "‘{phrase}’ in the {where:@field}"),
    "topic.shared": ("주제 설명에도 있는 ‘{phrase}’", "‘{phrase}’, which the topic's text has too"),
    "topic.spans": ("{runner_up:@topic}에도 걸친다", "also about {runner_up:@topic}"),
    "topic.similar": ("주제 정의와의 유사도 {similarity}", "similarity to the definition {similarity}"),
    "topic.unsure": ("{runner_up:@topic+과/와} 갈려 확실하지 않다", "unsure: close to {runner_up:@topic}"),
    "topic.by_model": ("{model} 모델이 정했다", "decided by {model}"),
    "topic.instead": ("분류기는 {topic:@topic+을/를} 골랐다", "the classifier had {topic:@topic}"),
    "topic.none": ("맞는 주제가 없다", "no topic fits"),
    # why a paper stands where it does
    "rank.votes": ("추천 {votes}표", "{votes:vote/votes}"),
    "rank.sources": ("출처 {count}곳이 알림", "announced by {count:source/sources}"),
    "rank.fresh": ("공개된 지 {days}일", "{days:day/days} old"),
    "rank.featured": ("{source:@source+이/가} 골라 실음", "picked by {source:@source}"),
    "rank.code": ("코드 공개", "code available"),
    "rank.attention": ("관심 예측 상위 {percent}%", "predicted attention: top {percent} %"),
    "rank.comments": ("댓글 {comments}개", "{comments:comment/comments}"),
    # what became of an announcement
    "bucket.printed": ("실음", "printed"),
    "bucket.updated": ("업데이트", "updated"),
    "bucket.listed": ("제목만", "listed"),
    "bucket.ranked_out": ("순위 밖", "ranked out"),
    "bucket.duplicate": ("중복", "duplicate"),
    "bucket.already_printed": ("이미 실음", "already printed"),
    "bucket.withheld": ("제외", "withheld"),
    "fate.of": ("{first:과/와} 같은 논문", "the same work as {first}"),
    "withheld.printed": ("{day:@day} 판에 이미 실었다", "already printed on {day:@day}"),
    "withheld.no_abstract": ("초록을 얻지 못했다", "its abstract could not be had"),
    "withheld.no_title": ("제목이 없다", "it has no title"),
    "withheld.no_claim": ("근거가 확인된 문장이 없다", "no claim about it was supported"),
    "withheld.withdrawn": ("저자가 철회했다", "withdrawn by its authors"),
    "withheld.replacement": ("실은 적이 없는 논문의 고친 판이다", "a new version of a work that was not in print"),
    # revisions, updates, notices
    "change.added": ("논문 {count}편이 더해졌다", "{count:paper/papers} added"),
    "change.sources": ("{sources:@source+이/가} 다시 응답했다", "{sources:@source} answered again"),
    "change.none": ("내용은 그대로다", "nothing in it changed"),
    "update.title": ("제목이 바뀌었다", "the title changed"),
    "update.figures": ("초록의 수치가 바뀌었다 ({figures})", "figures of the abstract changed ({figures})"),
    "update.abstract": ("초록이 크게 바뀌었다", "the abstract changed substantially"),
    "update.withdrawn": ("철회되었다", "it was withdrawn"),
    "update.version": ("앞서 실은 논문의 {version}판", "version {version} of a paper printed before"),
    "notice.sample": (
        "견본 판이다. 인용문은 저자의 초록이 아니라 견본을 위해 새로 쓴 개요에서 왔다.",
        "A sample: its quotations come from synopses written for it, not from the authors’ abstracts.",
    ),
    "notice.planted": (
        "시험 판이다. 검사를 보이려고 기록된 답에 오류를 일부러 심었다. 인용문은 견본을 위해 새로 쓴 개요에서 왔다.",
        "A test: errors were planted in the recorded answers to show the checks. Its quotations come from synopses "
        "written for the sample.",
    ),
    # ways to a source
    "way.page": ("웹 페이지", "its web page"),
    # names
    "source.arxiv": ("arXiv", "arXiv"),
    "source.arxiv_api": ("arXiv 질의 API", "arXiv’s API"),
    "source.arxiv_oai": ("arXiv OAI-PMH 기록", "arXiv’s OAI-PMH"),
    "source.huggingface": ("Hugging Face", "Hugging Face"),
    "source.deeplearn": ("deeplearn.org", "deeplearn.org"),
    "way.feed": ("피드", "its feed"),
    "way.catchup": ("지난 목록", "its catch-up page"),
    "way.oai": ("OAI-PMH 기록", "its OAI-PMH records"),
    "field.title": ("제목", "title"),
    "field.abstract": ("초록", "abstract"),
    "field.comment": ("저자 주", "comment"),
    # steps of the day's work
    "step.collect": ("출처 읽기", "read the sources"),
    "step.enrich": ("빈 곳 채우기", "fill in what is missing"),
    "step.deduplicate": ("중복 제거", "deduplicate"),
    "step.read": ("기사 읽기", "read the articles"),
    "step.rank": ("순위 매기기", "rank"),
    "step.classify": ("주제 나누기", "classify"),
    "step.write": ("쓰기", "write"),
    "step.verify": ("근거 확인", "verify"),
    "step.mend": ("고쳐 쓰기", "mend"),
    "step.compose": ("판 짜기", "compose"),
    "step.chart": ("그림", "chart"),
    "step.keep": ("보관", "keep"),
    "step.render": ("파일 만들기", "render"),
    # what is told while sources are read
    "progress.again": (
        "{reason:@note}. {wait}초 뒤 {attempt}번째로 묻는다",
        "{reason:@note}; try {attempt} in {wait} s",
    ),
    "progress.late": ("아직 바뀌지 않은 목록을 다시 묻는다", "has not turned yet and is asked again"),
    # the command line
    "cli.made": ("만들었다: {edition}", "Made {edition}"),
    "cli.revised": ("고쳐 만들었다: {edition}", "Revised {edition}"),
    "cli.complete": ("이미 온전하여 그대로 두었다: {edition}", "Already complete and left as it is: {edition}"),
    "cli.unchanged": ("다시 물었으나 달라진 것이 없다: {edition}", "Asked again, nothing changed: {edition}"),
    "notice.minutes_unheeded": (
        "이미 만든 판이라 --minutes {minutes:을/를} 쓰지 않았다: 새로 만들려면 다른 데이터 폴더(--home DIR)에 만든다",
        "The edition was made before, so --minutes {minutes} was not heeded: to make it anew, build into another data "
        "directory (--home DIR)",
    ),
    "cli.of_record": (
        "견본이나 재현이라 기록의 언어({lang})로 썼다. 다른 언어로는 --lang으로 만든다",
        "a sample or replay is in the language of its record ({lang}); --lang makes it in another",
    ),
    "cli.edition": (
        "{day} {kind}/{lang} · {count}건 · 제{revision}판 · {state}",
        "{day} {kind}/{lang} · {count:entry/entries} · revision {revision} · {state}",
    ),
    "cli.kind.papers": ("논문", "papers"),
    "cli.kind.news": ("소식", "news"),
    "cli.state_complete": ("온전함", "complete"),
    "cli.state_gaps": ("빠진 곳 {gaps}군데", "{gaps:gap/gaps}"),
    "cli.no_edition": (
        "{home}에 보관된 판이 없다. `achim build`로 만들거나 `achim build --sample`로 견본을 만든다",
        "no edition is kept in {home}: `achim build` makes one, `achim build --sample` a sample",
    ),
    "cli.nothing_answered": (
        "응답한 출처가 하나도 없어 아무것도 만들지 않았다. 잠시 뒤 같은 명령을 다시 실행하면 된다.",
        "no source answered, so nothing was made; run the same command again later",
    ),
    "cli.trouble": ("{where}: 뜻밖의 오류 {error}", "{where}: unexpected error {error}"),
    "cli.answers": ("응답함, 알림 {count}건", "answers, {count:announcement/announcements}"),
    "cli.source": (
        "{source}: 마지막 응답 {answered} · 마지막 목록 {batch} · 읽은 데까지 {cursor}",
        "{source}: last answered {answered} · newest batch {batch} · read up to {cursor}",
    ),
    "cli.source_unanswered": ("없음", "never"),
    "cli.source_unreadable": ("있었으나 쓸 수 없었음", "with nothing usable"),
    "cli.source_unread": ("{source}: 아직 읽은 적이 없다", "{source}: not read yet"),
    "cli.source_failed": (
        "  잇달아 {count}번 실패, 마지막은 {at}: {why}",
        "  failed {count:time/times} in a row, last at {at}: {why}",
    ),
    "cli.audit_printed": ("실은 문장 {count}개", "{count:claim/claims} printed"),
    "cli.audit_dropped": ("버린 문장 {count}개", "{count:claim/claims} dropped"),
}

_PLACE = re.compile(r"\{(\w+)(?::([^}]*))?\}")
_MANY_NOTES = 3
"""How deep a message may speak through another one."""


def frame_lang(lang: str) -> Lang:
    """The language of the frame of an edition in ``lang``: English where there are no messages in it."""
    return "ko" if lang.split("-")[0].lower() == "ko" else "en"


def say(note: Note, lang: str, time_zone: str = "UTC") -> str:
    """What a note says. Plain text, not escaped. Raises KeyError for a code or parameter that is missing."""
    return _Speaker(frame_lang(lang), dict(note.params), time_zone).text(note.code)


def word(code: str, lang: str, /, **params: object) -> str:
    """A word of the interface. Plain text, not escaped. Raises KeyError for a code or parameter that is missing."""
    return _Speaker(frame_lang(lang), {name: str(value) for name, value in params.items()}, "UTC").text(code)


def code_of(kind: EditionKind, code: str) -> str:
    """The code of what an edition of a kind says, where it has a word of its own: news speaks of stories."""
    own = f"{kind}/{code}"
    return own if own in MESSAGES else code


def say_of(kind: EditionKind, note: Note, lang: str, time_zone: str = "UTC") -> str:
    """What a note says in an edition of a kind."""
    return say(replace(note, code=code_of(kind, note.code)), lang, time_zone)


def word_of(kind: EditionKind, code: str, lang: str, /, **params: object) -> str:
    return word(code_of(kind, code), lang, **params)


def said(error: AchimError, lang: str) -> str:
    """What an error tells the user, a line for each thing that is wrong."""
    if isinstance(error, SourceError):
        return f"{name_of('source', error.source, lang)}: {say(error.note, lang)}"
    if isinstance(error, ModelFault | DeliveryFault):
        return say(error.note, lang)
    if not isinstance(error, UserError):
        return str(error)
    return "\n".join(each if isinstance(each, str) else say(each, lang) for each in error.told)


def name_of(kind: str, key: str, lang: str) -> str:
    """The name of a source, field, step or maker; names that are not in the table stand for themselves."""
    if kind == "source" and key.startswith(FEED):
        return line(key.removeprefix(FEED))
    known = MESSAGES.get(f"{kind}.{key}")
    return _side(known, frame_lang(lang)) if known else line(key)


def _side(message: tuple[str, str], lang: Lang) -> str:
    return message[0] if lang == "ko" else message[1]


class _Speaker:
    """Fills the places of messages in one language from one set of parameters."""

    def __init__(self, lang: Lang, params: dict[str, str], time_zone: str, depth: int = 0) -> None:
        self._lang: Lang = lang
        self._params = params
        self._time_zone = time_zone
        self._depth = depth

    def text(self, code: str) -> str:
        return _PLACE.sub(self._filled, _side(MESSAGES[code], self._lang))

    def _filled(self, place: re.Match[str]) -> str:
        value = line(self._params[place[1]])
        for way in (place[2] or "").split("+"):
            value = self._label(place[1], value) if way == "@topic" else self._told(value, way)
        return value

    def _label(self, place: str, key: str) -> str:
        """A topic's label, which the note brings; its key where an older one brings none."""
        return line(self._params.get(f"{place}_{self._lang}", key))

    def _told(self, value: str, way: str) -> str:
        if way == "’":
            return value + way
        if way == "@day":
            return told_day(value, self._lang, self._time_zone)
        if way == "@note":
            return self._nested(value)
        if way.startswith("@"):
            return ", ".join(name_of(way[1:], key, self._lang) for key in value.split(", "))
        if "/" not in way:
            return value
        return attach(value, way) if self._lang == "ko" else _counted(value, way)

    def _nested(self, code: str) -> str:
        if code not in MESSAGES or self._depth == _MANY_NOTES:
            return code
        return _Speaker(self._lang, self._params, self._time_zone, self._depth + 1).text(code)


def _counted(value: str, forms: str) -> str:
    one, _, many = forms.partition("/")
    return f"{value} {one if value == '1' else many}"
