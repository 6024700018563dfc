"""Negation: what a claim denies, a cited sentence denies, near the words it is said of and as often."""

import re
from collections.abc import Iterator

from achim.domain.note import Note
from achim.steps.grounding.lexicon import (
    ATTRIBUTIVE_NEGATIVE,
    DEED_DENIED,
    DENIAL_ENGLISH,
    DENIAL_KOREAN,
    DENIED,
    FINAL_NEGATION,
    GIVES_UP,
    GIVES_UP_ENGLISH,
    NEGATION_SAID,
    NEGATOR,
    PLAIN_NEGATOR,
    PREFIXED,
)
from achim.steps.grounding.reading import Reading, english_of, english_stems, ground

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|[가-힣]+")
_PART = re.compile(r"[,;:]\s|\s--?\s|\s(?:and|while|which|but|whereas|as)\s")
_MERE = frozenset({"수", "있는", "것을", "것임을", "함을", "있음을", "대한", "위한", "통해", "위해"})
_CLEARLY = 2
_BEFORE = 5
"""Words of a claim before its last denial that tell what is denied."""
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|dismiss(?:es|ed|ing)? (?:\w+ ){0,3}(?:reports?|claims?|rumou?rs?|accusations?|allegations?|suggestions?|concerns?|fears?|idea|notion)|disput(?:es|ed)|refut(?:es|ed)|"
    r"rebut(?:s|ted)|reject(?:s|ed|ing)? (?:\w+ ){0,3}(?:accusations?|allegations?|claims?|reports?|charges?)|contradict(?:s|ed)|rul(?:es|ed|ing) out)\b"
    r"|부인(?=했|하|한)|일축|반박",
    re.IGNORECASE,
)
_WITHHOLDS = re.compile(
    r"\b(?:ban\w*|bars|barr\w+|prohibit\w*|forbid\w*|outlaw\w*|block\w*|reject\w*|refus\w*|den(?:y|ies|ied)|dismiss\w*|suspend\w*|"
    r"stop\w*|halt\w*|oppos\w*|veto\w*|withdr\w*|cancel\w*|declin\w*|disput\w*)\b",
    re.IGNORECASE,
)
_SAYS_MORE = re.compile(r"\b(?:but|although|while|and (?:said|says|added|that|insisted|called))\b|지만|면서도")
_DENIAL_TOLD = re.compile(r"부인|부정|일축|반박|반발|거부|거절|배제|의혹|혐의|주장|않|아니|없|못|불[가-힣]")
_AFTER_NEGATOR, _BEFORE_NEGATOR = 9, 4
"""Words of a sentence around its negator that it may deny."""
_WEAK_AFTER, _WEAK_BEFORE = 5, 2


def negation_is_cited(reading: Reading) -> Iterator[Note]:
    if reading.claim.quoted or reading.claim.kind == "view":
        return
    said = NEGATION_SAID.search(reading.text)
    source = "\n".join(ground(reading))
    final = None if reading.is_news else FINAL_NEGATION.search(reading.text)
    if final:
        negators = list(NEGATOR.finditer(source))
        denials = len(NEGATION_SAID.findall(reading.text)) + len(PREFIXED.findall(reading.text))
        if denials > len(negators) or not _denies(reading, final, source, negators):
            yield Note.of("verify.negation", word=final.group().strip(" ."))
    elif said and not NEGATOR.search(source) and _is_bare(reading, source):
        yield Note.of("verify.negation", word=said.group().strip())


def _is_bare(reading: Reading, source: str) -> bool:
    """Whether nothing else in the source denies: in abstracts words such as *training-free*, in news a ban or a refusal."""
    return not (_WITHHOLDS if reading.is_news else ATTRIBUTIVE_NEGATIVE).search(source)


def deeds_are_not_denied(reading: Reading) -> Iterator[Note]:
    """*Does not propose*, *fails to show*: only where a sentence says not, never, fails or the like near those words.

    What authors do is hardly ever denied in an abstract, so that *limited*, *only* or *un-* elsewhere bear nothing out.
    """
    if reading.claim.quoted or reading.claim.kind == "view" or not (deed := DEED_DENIED.search(reading.text)):
        return
    source = "\n".join(ground(reading))
    negators = list(PLAIN_NEGATOR.finditer(source))
    words = [word for word in _WORD.findall(reading.text[: deed.end("deed")])[-_BEFORE:] if word not in _MERE]
    wanted = english_of(words, reading.standard.lexicon) & english_stems(source)
    if not negators or (wanted and not any(wanted & _around(source, negator) for negator in negators)):
        yield Note.of("verify.negation", word=deed.group().strip(" ."))


def gives_up_as_cited(reading: Reading) -> Iterator[Note]:
    """Refusing, abandoning, missing, stopping: only where a sentence denies or gives up something too.

    Not asked of stories, whose words are too many for a list (``deeds``).
    """
    if reading.claim.quoted or reading.claim.kind == "view" or reading.is_news:
        return
    if not (found := GIVES_UP.search(reading.text)):
        return
    source = "\n".join(ground(reading))
    if not GIVES_UP_ENGLISH.search(source) and not NEGATOR.search(source):
        yield Note.of("verify.negation", word=found.group())


def denial_survives(reading: Reading) -> Iterator[Note]:
    """What a single cited sentence denies is not told as if it were so."""
    grounds = ground(reading)
    if reading.claim.quoted or reading.claim.kind == "view" or len(grounds) != 1:
        return
    text, source = reading.text, grounds[0]
    is_korean = re.search("[가-힣]", text) is not None
    if (DENIAL_KOREAN if is_korean else DENIAL_ENGLISH).search(text) or not (found := DENIED.search(source)):
        return
    said = english_of(_WORD.findall(text), reading.standard.lexicon)
    parts = [(len(said & english_stems(part)), DENIED.search(part)) for part in _PART.split(source)]
    most = max(count for count, _ in parts)
    least = _CLEARLY if len(parts) > 1 else 1
    if any(denied and count == most and most >= least for count, denied in parts):
        yield Note.of("verify.negation", word=found.group())


def denials_are_told(reading: Reading) -> Iterator[Note]:
    """Of stories: what somebody only denies, dismisses or disputes is told as denied."""
    grounds = ground(reading)
    if reading.claim.quoted or reading.claim.kind == "view" or not reading.is_news or not grounds:
        return
    denied = [match for text in grounds if (match := _DENIES.search(text)) and not _SAYS_MORE.search(text)]
    is_korean = re.search("[가-힣]", reading.text) is not None
    told = _DENIAL_TOLD if is_korean else _DENIES
    if len(denied) == len(grounds) and not told.search(reading.text):
        yield Note.of("verify.negation", word=denied[0].group())


def _denies(reading: Reading, final: re.Match[str], source: str, negators: list[re.Match[str]]) -> bool:
    """Whether what the claim denies last stands near a negator; true where the lexicon knows none of its words."""
    words = _WORD.findall(reading.text[: final.start()])[-_BEFORE:]
    wanted = english_of(words, reading.standard.lexicon)
    if not wanted or not wanted & english_stems(source):
        return bool(negators)
    return any(wanted & _around(source, negator) for negator in negators)


def _around(source: str, negator: re.Match[str]) -> frozenset[str]:
    """The stems that a negator may deny; an attributive one (training-free, unseen) reaches less far."""
    is_weak = ATTRIBUTIVE_NEGATIVE.fullmatch(negator.group()) is not None
    after, before = (_WEAK_AFTER, _WEAK_BEFORE) if is_weak else (_AFTER_NEGATOR, _BEFORE_NEGATOR)
    left = _WORD.findall(source[max(0, negator.start() - 120) : negator.start()])[-before:]
    right = _WORD.findall(source[negator.start() : negator.end() + 160])[: after + 1]
    return english_stems(" ".join((*left, *right)))
