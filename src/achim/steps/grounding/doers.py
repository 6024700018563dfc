"""What one does to another: who sues, buys, fines or replaces in a claim does so in its sentence, and has done it.

The deeds are a list of general knowledge. Where ``actors`` wants both parties by name, one is enough here: the doer of a
claim is not whom its sentence does it to, nor the other way about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from achim.domain.note import Note
from achim.steps.grounding.actors import SUFFERED, Actor, named, subject_and_others
from achim.steps.grounding.reading import Reading, ground

_HANGUL = re.compile("[가-힣]")


@dataclass(frozen=True, slots=True)
class Done:
    """How a claim ends with the deed in Korean, and how English says it."""

    said: re.Pattern[str]
    verb: re.Pattern[str]


_DEEDS = tuple(
    Done(re.compile(f"(?:{korean})"), re.compile(rf"\b(?:{english})\b", re.IGNORECASE))
    for korean, english in (
        ("고소|제소|고발|소송을", r"sue[sd]?|suing|filed (?:a )?(?:law)?suit against|taken? \w+ to court"),
        ("인수|매입|사들", r"acquir(?:e|es|ed|ing)|buy(?:s|ing)?|bought|purchas(?:e|es|ed|ing)|take over|took over"),
        ("임명|선임|지명|발탁", r"nam(?:e|es|ed|ing)|appoint(?:s|ed|ing)?"),
        ("해임|해고|경질", r"remov(?:e|es|ed|ing)|fir(?:e|es|ed|ing)|dismiss(?:es|ed)?|oust(?:s|ed)?|sack(?:s|ed)?"),
        ("벌금을|과징금을", r"fin(?:e|es|ed|ing)"),
        ("공급", r"suppl(?:y|ies|ied|ying)"),
        ("지불|지급", r"pay(?:s|ing)?|paid"),
        ("이겼|이긴|꺾", r"beat(?:s|en|ing)?|defeat(?:s|ed|ing)?"),
        ("비판|비난", r"critici[sz](?:e|es|ed|ing)|accus(?:e|es|ed|ing)|blam(?:e|es|ed|ing)|condemn(?:s|ed)?"),
        ("칭찬", r"prais(?:e|es|ed|ing)"),
        ("대신|대체", r"replac(?:e|es|ed|ing)|tak(?:e|es|ing) the place of|took the place of"),
        ("맡겼|맡기", r"award(?:s|ed|ing)?|entrust(?:s|ed)?|commission(?:s|ed)?"),
        ("투자", r"invest(?:s|ed|ing)? in|back(?:s|ed)|fund(?:s|ed|ing)?"),
        ("요구|촉구", r"demand(?:s|ed)?(?: \w+){0,3} (?:of|from)|urg(?:e|es|ed|ing)|ask(?:s|ed|ing)?|call(?:s|ed)? on"),
        ("명령|지시", r"order(?:s|ed|ing)?|instruct(?:s|ed)?"),
        ("경고", r"warn(?:s|ed|ing)?"),
        ("알렸|통보", r"tells?|told|inform(?:s|ed)?|notif(?:y|ies|ied)|alert(?:s|ed)?"),
        ("영입|고용|채용", r"hir(?:e|es|ed|ing)|recruit(?:s|ed)?|poach(?:es|ed)?"),
        ("체포", r"arrest(?:s|ed)?"),
        ("기소", r"charg(?:e|es|ed)|indict(?:s|ed)?|prosecut(?:e|es|ed)"),
        ("선정|선택", r"select(?:s|ed)?|chose|choos(?:e|es|ing)|pick(?:s|ed)?"),
        ("차단", r"block(?:s|ed|ing)?"),
        ("앞질렀|앞섰|능가", r"overt(?:ake|akes|aken|ook|aking)|surpass(?:es|ed|ing)?|outperform(?:s|ed|ing)?"),
    )
)  # fmt: skip
_END = 16
"""Letters at the end of a Korean claim in which its last deed stands."""
_OBJECT = re.compile(r"(?:을|를|에게|에)(?=[\s,])")
_WORDS_BETWEEN = (
    r"\s(?:(?:the|a|an|its|his|her|their|rival|chief|executive|founder|maker|company|start-up|[a-z]+er)\s){0,3}"
)
_UNDONE = re.compile(
    r"\b(?:attempt\w*|bid|offer\w*|plan\w*|agreed?|agreement|wants?|try|tries|tried|seeks?|sought|hop(?:e|es|ed)|consider\w*|propos\w*|prepar\w*|refus\w*|fail\w*|declin\w*|"
    r"will|would|may|might|could|should|yet|set|due|expected|urged?|threat\w*|about)\b[^.;,]{0,24}$",
    re.IGNORECASE,
)
_PAST_END = re.compile(r"(?:했|혔|렸|겼|꿨|졌|냈|샀|웠|섰)다[.]?$")
_BY = re.compile(r"\bby\s(?:the\s)?$")
_REACH = 60


def doers_are_kept(reading: Reading) -> Iterator[Note]:
    """Of stories: refused where the sentence does to the claim's doer what the claim makes it do, or the reverse."""
    if reading.claim.quoted or not reading.is_news:
        return
    text = reading.text
    is_korean = _HANGUL.search(text) is not None
    if is_korean and SUFFERED.search(text):
        return
    for deed in _of(text, is_korean=is_korean):
        for source in ground(reading):
            verbs = list(deed.verb.finditer(source))
            if verbs and (turned := _turned(text, source, verbs, is_korean=is_korean)):
                yield Note.of("verify.actors", doer=turned[0], done=turned[1])
                return


def undone_is_undone(reading: Reading) -> Iterator[Note]:
    """Of stories: what is only tried, offered, planned or agreed upon is not told as done."""
    if (
        reading.claim.quoted
        or reading.claim.kind == "view"
        or not reading.is_news
        or not _PAST_END.search(reading.text)
    ):
        return
    for deed in _of(reading.text, is_korean=True):
        said = deed.said.search(reading.text[-_END:])
        if said is None or re.search(r"기로|시도|제안|합의|계획|예정|하려", reading.text):
            continue
        told_of = [(source, verb) for source in ground(reading) for verb in deed.verb.finditer(source)]
        if told_of and all(
            _UNDONE.search(source[max(0, verb.start() - _REACH) : verb.start()]) for source, verb in told_of
        ):
            yield Note.of("verify.plan", word=told_of[0][1].group())


def _of(text: str, *, is_korean: bool) -> Iterator[Done]:
    """The deeds that a claim ends with; of an English one, those of its words."""
    for deed in _DEEDS:
        if (deed.said.search(text[-_END:]) if is_korean else deed.verb.search(text)) is not None:
            yield deed


def _turned(text: str, source: str, verbs: list[re.Match[str]], *, is_korean: bool) -> tuple[str, str] | None:
    doers, others = subject_and_others(text, is_korean=is_korean, is_headline=False)
    for doer in doers:
        if all(_is_after(source, verb, doer) for verb in verbs) and not _is_before(source, verbs[0], doer):
            return doer.surface, verbs[0].group()
    objects = [each for each in others if _OBJECT.match(text, each.end)] if is_korean else []
    if not doers and is_korean:
        objects = [each for each in named(text) if _OBJECT.match(text, each.end)]
    for done in objects:
        if _acts_first(source, verbs[0], done) and not _is_after(source, verbs[0], done):
            return verbs[0].group(), done.surface
    return None


def _is_after(source: str, verb: re.Match[str], actor: Actor) -> bool:
    """Whether the name is the verb's object, directly behind it."""
    return re.match(rf"(?:{_WORDS_BETWEEN}|\s){actor.source.pattern}", source[verb.end() :]) is not None


def _is_before(source: str, verb: re.Match[str], actor: Actor) -> bool:
    return actor.source.search(source[: verb.start()]) is not None


def _acts_first(source: str, verb: re.Match[str], actor: Actor) -> bool:
    """Whether the name opens the clause of the verb: nobody else does, and no preposition stands before it."""
    found = actor.source.search(source[: verb.start()])
    if found is None or _BY.search(source[: found.start()]):
        return False
    between = source[found.end() : verb.start()]
    before = source[: found.start()].rstrip()
    is_plain = (
        re.fullmatch(r"(?:\s(?:has|have|had|will|would|may|is|also|now|then|reportedly))*\s", between) is not None
    )
    return is_plain and not re.search(r"\b(?:of|for|by|at|from|with|to|against|and|'s)(?:\sthe)?$", before)
