"""What goes up and what goes down: the direction of a thing in a claim is its direction in the sentence."""

import re
from collections.abc import Iterator

from achim.domain.note import Note
from achim.steps.grounding.reading import Reading, english_of, ground

_UP_KOREAN = r"높이|높임|높인|높여|높였|높아|늘리|늘림|늘린|늘려|늘었|향상|증가|증대|증진|개선|상승|끌어올|극대화|확대|강화(?! ?학습)|가속"
_DOWN_KOREAN = r"낮추|낮춤|낮춘|낮춰|낮췄|낮아|줄이|줄임|줄인|줄여|줄였|줄어|감소|(?<!현)저하|하락|절감|축소|단축|최소화|떨어뜨|악화|퇴보|약화|완화|경감|억제|훼손"
_SAID = re.compile(
    rf"(?P<thing>(?:[A-Za-z가-힣-]+\s){{0,2}}[A-Za-z가-힣-]+?(?<![는은한된적를을]))(?:을|를|이|가|은|는|의)?\s(?:(?:크게|더|더욱|대폭|추가로|효과적으로|효율적으로|동시에|최대|약|\S*[0-9]\S*|이상|까지|만큼|가량)\s)*"
    rf"(?:(?P<up>{_UP_KOREAN})|(?P<down>{_DOWN_KOREAN}))"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*|[;:.]\s|,")
_UP = re.compile(
    r"(?:increas|rais|ris(?:e|ing)|boost|higher|larger|longer|more|grow|gain|maximi|enlarg|expand|extend|amplif|doubl|elevat)",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"(?:reduc|decreas|lower|minimi|less|fewer|declin|drop|shrink|shorten|shorter|diminish|mitigat|alleviat|eliminat|suppress|degrad|avoid|cut|"
    r"prevent|loss|fall|deteriorat|hurt|harm|prun|sav|without|limit|remov|no$|not$|curb|lessen|small|address|overcom|tackl|combat|resolv|solv|circumvent|mitigat|bound)",
    re.IGNORECASE,
)
_BETTER = re.compile(
    r"(?:improv|enhanc|strengthen|better|superior|advanc|promot|outperform|surpass|accelerat|speed|fast|bolster|elevat|effic|strong|optim|achiev)",
    re.IGNORECASE,
)
_COST = re.compile(
    r"(?:latenc|cost|error|time|memor|loss|overhead|comput|token|redundan|hallucin|bias|noise|nois|parame|delay|complex|budge|footp|usage|consu|gap|risk|"
    r"burde|forge|overf|varia|diver|distor|artif|perpl|failu|sensi|laten|step|steps|infer|train|data|numbe|size|length|lengt|compl|depen|resou|energ|power|deman|requi)"
)
_BEFORE, _AFTER = 5, 3
"""Words before a thing, and behind it, in which its direction may stand."""


def objects_move_alike(reading: Reading) -> Iterator[Note]:
    """Refused where a thing goes up in the claim and only down in the sentence, or the other way about.

    *Improve* says up of what is good and is left open of costs. Things are known by the lexicon; one that the sentence
    does not say, or says without a direction, decides nothing.
    """
    if reading.claim.quoted or reading.claim.kind == "view" or not reading.standard.lexicon:
        return
    words = [word for text in ground(reading) for word in (*_WORD.findall(text), ". ")]
    for match in _SAID.finditer(reading.text):
        thing = [word for word in match["thing"].split()[-1:] if len(word) > 1]
        stems = english_of(thing, reading.standard.lexicon)
        found = {way for way in _ways(words, stems) if way}
        said = "up" if match["up"] else "down"
        if found and said not in found and "open" not in found:
            yield Note.of("verify.direction", word=f"{match['thing'].split()[-1]} {match['up'] or match['down']}")


def _ways(words: list[str], stems: frozenset[str]) -> Iterator[str | None]:
    """The directions that a sentence gives the things of ``stems``: up, down, open or none."""
    for place, word in enumerate(words):
        if word[:5].lower() in stems:
            before = _within(reversed(words[max(0, place - _BEFORE) : place]))
            after = _within(iter(words[place + 1 : place + 1 + _AFTER]))
            is_cost = _COST.match(word.lower()) is not None
            yield next((way for each in (*before, *after) if (way := _way(each, is_cost=is_cost))), None)


def _within(words: Iterator[str]) -> list[str]:
    """Up to the end of the clause."""
    found: list[str] = []
    for word in words:
        if not word[0].isalpha():
            break
        found.append(word)
    return found


def _way(word: str, *, is_cost: bool) -> str | None:
    if _BETTER.match(word):
        return "open" if is_cost else "up"
    if _UP.match(word):
        return "up"
    return "down" if _DOWN.match(word) else None
