"""Who did it to whom: in a story the one that a deed is done to is not made its doer.

Names are Latin ones and the places of ``places``. A sentence's doer is named before its deed; who stands behind it, after
a verb or a preposition and with no verb of its own, is done to. Refused are claims that have it the other way about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from achim.domain.note import Note
from achim.steps.grounding.places import PLACES
from achim.steps.grounding.reading import Reading
from achim.steps.speech import is_speech

_HANGUL = re.compile("[가-힣]")
_LETTERS = r"(?:[A-Za-z0-9À-ɏ&+'’]|[.-](?=[A-Za-z0-9])){0,40}"
_NAME = re.compile(
    rf"(?<![A-Za-z0-9.-])[A-Z]{_LETTERS}(?:(?:\s(?:of|for|the)\s|\s)[A-Z]{_LETTERS}|\s\d[\d.]{{0,6}}(?![\d%억만]|,\d)){{0,5}}"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_SUBJECT_MARK = re.compile(r"(?:의 [가-힣]{1,8})?(?:이|가|은|는|께서|,)(?=[\s,])|(?:[와과]|·|, ?)(?=[A-Z])")
_CLAUSE_END = re.compile(r"(?<=[가-힣])(?:지만|으나|는데|면서)(?=[,\s])|(?<=[었았했됐렸했])(?:으며|고)(?=[,\s])")
SUFFERED = re.compile(
    r"되[었는다어]|된다|될|됐|당[했한하]|받[은을는았고기]|받아|팔[았기]|넘[겼기긴]|넘어가|합류|편입|빠[졌진지]|밀[려렸]|잃[었을]|맡[았는을]|내[줬주]"
)
"""Predicates whose subject is done to, or that tell the deed from the other side."""
_BY = re.compile(r"\bby\s(?:the\s)?$")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+\s+)?\w+(?:ed|t|d|n)\s+(?:\w+\s){0,3}by\b", re.IGNORECASE
)
_NO_NAMES = frozenset(
    "It He She They We You I Our Its Their His Her Who What When Where While If As For With By To Of And But Or So Since Also However "  # noqa: SIM905
    "Now Then Here There These Those That Such Some Many Most All Both Other Another Every Each No New Recent Recently Earlier Later "
    "Moreover Meanwhile Although Though Even Because Instead Still Yet Only Just Until Following According Under Over "
    "On In At The A An Last Today Yesterday This From During After Before Chief Rival More About Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday January February March April May June July August September October November December".split()
)
_VERB = re.compile(
    r"(?:,[^,]{1,60},|\s\([^)]{1,30}\))?\s(?:also\s|now\s|then\s|still\s|reportedly\s|recently\s)?"
    r"(?:has|have|had|is|are|was|were|will|would|can|could|may|might|must|does|do|did|says?|said|told|beat|cut|put|paid|made|sold|bought|led|lost|won|took|gave|rose|fell|"
    r"[a-z]{2,}ed|[a-z]{3,}(?<!s)s)\b(?!\s(?:by|with)\b)"
)
_MOST = 12
_REACH = 160
"""Characters before a name in which its verb stands."""
_LINK = re.compile(r"(?:,? (?:and|or)|,)\s(?:the\s)?$")
_DOER_LINK = re.compile(r"^(?:\s\([^)]{1,20}\))?(?:,? (?:and|or)|,)\s(?:the\s)?$")


@dataclass(frozen=True, slots=True)
class Actor:
    """As the claim names it, and how a source does."""

    surface: str
    source: re.Pattern[str]
    start: int
    end: int


def actors_are_kept(reading: Reading) -> Iterator[Note]:
    """*A replaces B* is not told as *B replaces A*; passive claims and sentences without both names are let pass."""
    if reading.claim.quoted or not reading.is_news:
        return
    text = reading.text
    is_korean = _HANGUL.search(text) is not None
    if (SUFFERED if is_korean else _PASSIVE).search(text):
        return
    doers, others = subject_and_others(text, is_korean=is_korean, is_headline=reading.claim.role == "gist")
    for doer, done in product(doers, others):
        among = [
            each.text for each in reading.sentences if doer.source.search(each.text) and done.source.search(each.text)
        ]
        if among and all(_is_turned(each, doer, done) for each in among):
            yield Note.of("verify.actors", doer=doer.surface, done=done.surface)
            return


def subjects_are_cited(reading: Reading) -> Iterator[Note]:
    """Of stories: what sentences tell of one named doer is not told of another whom none of them names.

    A company's title may name it where a sentence says *it*; a sentence that names somebody else speaks of them.
    """
    if reading.claim.quoted or reading.claim.kind == "view" or not reading.is_news:
        return
    text = reading.text
    doers, _ = subject_and_others(
        text, is_korean=_HANGUL.search(text) is not None, is_headline=reading.claim.role == "gist"
    )
    if not doers or any(doer.source.search(f"{reading.source}\n{reading.antecedents}") for doer in doers):
        return
    heads = [_head(each.text) for each in reading.sentences]
    if heads and all(head and not any(name.source.search(text) for name in head) for head in heads):
        yield Note.of("verify.actors", doer=doers[0].surface, done=heads[0][0].surface)


def _head(text: str) -> Sequence[Actor]:
    """The names before the first verb of a sentence, none where somebody speaks in it."""
    if is_speech(text):
        return ()
    verb = _VERB.search(text)
    return [actor for actor in named(text[: verb.start()]) if len(actor.surface) > 1] if verb else ()


def subject_and_others(text: str, *, is_korean: bool, is_headline: bool) -> tuple[Sequence[Actor], Sequence[Actor]]:
    """The names that a claim makes its subject, one or several in a row, and those that stand behind in its first clause.

    In a Korean headline a comma marks the subject.
    """
    end = _CLAUSE_END.search(text) if is_korean else None
    actors = named(text[: end.start() if end else None])
    if not actors or (not is_korean and actors[0].start > 0 and not _begins(text[: actors[0].start])):
        return (), ()
    count = 1
    is_row = not (is_korean and is_headline)
    while (
        is_row
        and count < len(actors)
        and _are_joined(text[actors[count - 1].end : actors[count].start], is_korean=is_korean)
    ):
        count += 1
    if is_korean and not _SUBJECT_MARK.match(text, actors[count - 1].end):
        return (), ()
    return actors[:count], actors[count:]


def _begins(before: str) -> bool:
    """Whether nothing but a time or an article stands before the first name: *Last week OpenAI …*."""
    return len(before.split()) <= 2


def _are_joined(between: str, *, is_korean: bool) -> bool:
    return (
        re.fullmatch(r"(?:[와과]|이랑|·|,) ?", between) is not None
        if is_korean
        else _DOER_LINK.match(between) is not None
    )


@lru_cache(maxsize=512)
def named(text: str) -> tuple[Actor, ...]:
    """The first dozen names of a text, in the order in which they stand: Latin ones, and places in Korean."""
    found = [
        Actor(at.group(), place.source, at.start(), at.end()) for place in PLACES for at in place.said.finditer(text)
    ]
    for at in islice(_NAME.finditer(text), _MOST):
        name = _POSSESSIVE.sub("", at.group())
        start = at.start()
        while (lead := name.split(" ", 1)[0]) in _NO_NAMES:
            start, name = start + len(lead) + 1, name[len(lead) + 1 :]
        if name:
            pattern = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
            found.append(Actor(name, pattern, start, start + len(name)))
    return tuple(sorted(found, key=lambda actor: actor.start)[:_MOST])


def _is_turned(text: str, doer: Actor, done: Actor) -> bool:
    """Whether a sentence makes ``done`` its doer and has ``doer`` done to wherever it names it."""
    first = done.source.search(text)
    if first is None or _PASSIVE.search(text):
        return False
    places = list(doer.source.finditer(text))
    if any(place.start() < first.start() for place in places):
        return False
    before = text[: first.start()].rstrip()
    is_doer = _acts(text, first) and not re.search(r"\b(?:of|for|by|at|from|with|to|against)(?:\sthe)?$", before)
    return is_doer and all(_is_done_to(text, place) for place in places)


def _acts(text: str, name: re.Match[str]) -> bool:
    """Whether a verb follows the name, itself or behind an apposition or names joined to it."""
    return _VERB.match(text, name.end()) is not None


def _is_done_to(text: str, name: re.Match[str]) -> bool:
    before = text[max(0, name.start() - _REACH) : name.start()]
    while link := _LINK.search(before):
        shorter = re.sub(r"[A-Z][\w.&-]*(?:\s[A-Z][\w.&-]*)*$", "", before[: link.start()])
        if shorter == before[: link.start()]:
            break
        before = shorter
    return not _BY.search(before) and _VERB.match(text, name.end()) is None
