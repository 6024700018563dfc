"""Views: the editor's inference, resting on printed facts, with no number, name or result of its own."""

import re
from collections.abc import Iterator

from achim.domain.note import Note
from achim.steps.grounding.names import names_of
from achim.steps.grounding.reading import Reading, bare
from achim.steps.quantities import quantities, same_quantity

_INFERRED = re.compile(
    r"수 있|수도|것이다|것으로 (?:보|예상|기대|생각)|보인다|듯|가능성|전망|기대|예상|시사|여지|과제|필요|닮|비슷|대조|눈에 띄|흥미|주목|차이|관건|의미|"
    r"지켜|만하|만한|읽힌|생각|추측|남는다|남아|어쩌면|아마|방향|may|might|could|suggest|likely|seem|appear|expect|remain|worth|would|should|perhaps",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"(?:제안|도입|개발|달성|입증|증명|보고|공개|수행|발표|능가|확인|발견|구축|제시|기록|개선|향상|평가|사용|활용|학습)(?:했다|하였다|한다|함|됨|되었다|시켰다|시킴)\.?$"
    r"|(?:보였다|보여준다|보여줌|보임|나타났다|줄였다|높였다|앞섰다)\.?$"
)
_LIKENESS = re.compile(r"닮|비슷|대조를|눈에 띄|흥미|주목할|관건")
_EFFECT = re.compile(
    r"\b(?:(?-i:may)|might|could|can|would|should|must|needs?|seem\w*|likely|able to|so that|therefore|thus|because|expect\w*|hop(?:e|es|ed|ing)|fear\w*|worr\w*|concern\w*|warn\w*|caution\w*|"
    r"predict\w*|believ\w*|think\w*|doubt\w*|skeptic\w*|alarm\w*|celebrat\w*|welcom\w*|effects?|impacts?|affect\w*|consequen\w*|implicat\w*|outlook|future|risk\w*|threat\w*|danger\w*|endanger\w*|"
    r"harm\w*|benefit\w*|help\w*|enabl\w*|allow\w*|lets?|lead(?:s|ing)? to|led to|means? (?:that|for)|opens? the way|driv(?:e|es|ing)|make[sn]? (?:it|them|us)|underscor\w*|remind\w*|lesson\w*|"
    r"potential\w*|opportunit\w*|challeng\w*|depend\w*|vulnerab\w*|weakness\w*|limitation\w*|problem\w*|misus\w*|trust|important|surpass|momentum|at scale)\b"
    r"|우려|기대|전망|수 있|영향|위험|효과|도움|필요|예상|경고|걱정|반발|반대|불분명|한계|과제|가능|계기|의미|부담|피해|혜택",
    re.IGNORECASE,
)
"""Words of effects and expectations; whether they are about what the view says is not looked at."""
_HANGUL = re.compile(r"[가-힣]")
_PREDICATE = 14
"""Letters at the end of a Korean sentence in which its predicate stands."""
_LEAST = 2


def view_is_inferred(reading: Reading) -> Iterator[Note]:
    """A view has a word of judgement, and does not end as a report does."""
    if reading.claim.kind == "view" and not reading.claim.quoted:
        text = reading.text.rstrip(". ")
        end = text[-_PREDICATE:] if _HANGUL.search(text) else text
        if not (_INFERRED.search(end) or _LIKENESS.search(text)) or _REPORTED.search(text):
            yield Note.of("verify.view_fact")


def effects_are_spoken_of(reading: Reading) -> Iterator[Note]:
    """What news means for somebody rests on a sentence that speaks of an effect, a chance, a need or somebody's expectation."""
    if reading.claim.role != "impact" or reading.claim.quoted or not reading.is_news:
        return
    if not any(_EFFECT.search(sentence.text) for sentence in reading.sentences):
        yield Note.of("verify.view_effect")


def view_brings_nothing(reading: Reading) -> Iterator[Note]:
    """Where the printed facts are known, numbers and names of a view stand in them."""
    if reading.claim.kind != "view" or reading.facts is None:
        return
    printed = "\n".join(reading.facts)
    known = quantities(printed)
    for said in quantities(reading.text):
        if said.value >= _LEAST and not any(same_quantity(said, found) for found in known):
            yield Note.of("verify.view_number", number=said.surface[:60])
    for name in names_of(reading.text):
        if bare(name) not in bare(printed + reading.context):
            yield Note.of("verify.view_name", name=name[:60])
