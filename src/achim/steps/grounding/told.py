"""Who did it and whether it is done: plans are not told as done, nor what others did as the authors' own work."""

import re
from collections.abc import Iterator

from achim.domain.note import Note
from achim.steps.grounding.reading import Reading, ground, own_names

_PLAN = re.compile(
    r"\b(?:(?:we|they) (?:plan|intend|aim|hope) to|(?:plans?|planned|intends?|intended|expected|scheduled|going) to|"
    r"will be \w+ed|(?:is|are) ongoing|"
    r"will (?:be |soon |also |publicly ){0,2}(?:releas\w*|publi\w*|open\w*|shar\w*|provid\w*|mak\w*|mad\w*|avail\w*|extend\w*|explor\w*|study|"
    r"investigat\w*|evaluat\w*|add\w*|support\w*|includ\w*|test\w*|deploy\w*|train\w*)|"
    r"to be (?:released|published|made|opened|shared|announced)|future work|in the future|upcoming|under (?:review|development|construction))\b",
    re.IGNORECASE,
)
_DONE_KOREAN = re.compile(r"(?:했|하였|되었|됐|[켰렸냈혔았었였졌])(?:다|음|으며|고|지만|습니다)")
_PLAN_KOREAN = re.compile(
    r"예정|계획|것이다|것임|것입니다|앞으로|향후|추후|할 수|목표|하고자|려고|려 한|목적|기대|예상|미래|후속|방침|곧 "
)
_DONE_ENGLISH = re.compile(
    r"\b(?:has|have|had|was|were|already|released|published|opened|shared|completed|finished|made|extended|tested|trained|added|evaluated)\b",
    re.IGNORECASE,
)
_PLAN_ENGLISH = re.compile(
    r"\b(?:will|plan\w*|intend\w*|aim\w*|hope\w*|future|upcoming|to be|expect\w*|going to|soon)\b", re.IGNORECASE
)
_ANNOUNCED = re.compile(
    r"(?:발표|공표|예고|약속|합의|선언|밝|말|전|계약|서명|체결|결정|제안|요구|명령)(?:을 |에 )?(?:했|하였|혔)\S{0,3}|맺었\S{0,3}|기로 [했하]\S{0,3}"
)
"""What somebody does when a plan is made known or agreed upon."""
_OTHERS = re.compile(
    r"^\W*(?:\w+,\s)?(?:(?:however|while|although|though|most|many|some|several|all|the|these|those|recent|in)\s,?\s?)*"
    r"(?:existing|previous|prior|earlier|past|current|conventional|traditional|recent|classical|state-of-the-art|other|related|standard|competing)\s"
    r"(?:\S+\s){0,5}?(?:works?|methods?|approach(?:es)?|models?|studies|research|systems?|techniques?|frameworks?|benchmarks?|datasets?|algorithms?|efforts?|solutions?|strateg(?:y|ies)|"
    r"pipelines?|literature|attempts?|evaluations?|agents?)\b"
    r"|\b(?:has|have) been (?:widely |commonly |extensively |frequently |often |long )(?:used|adopted|studied|applied|employed|explored)\b",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"\b(?:we|our|ours|this (?:work|paper|study)|in this|the proposed|propose|introduce|here)\b", re.IGNORECASE
)
_OWN_KOREAN = re.compile(
    r"저자들|(?:이|본) ?(?:논문|연구|방법|모델|프레임워크|기법|접근|시스템)(?:은|는|이|가|에서|의)|제안(?:한|된|하는) |제안 ?(?:방법|모델|기법)|우리(?:는|의)"
)
_OWN_ENGLISH = re.compile(
    r"\b(?:the authors|this (?:paper|work|study|method|model)|the proposed|their (?:method|model|framework|approach))\b",
    re.IGNORECASE,
)
_OTHERS_KOREAN = re.compile(
    r"(?<![가-힣])(?:기존|이전|선행|종래|전통|지금까지|그동안|과거|현재|최근|앞선|다른|대부분|타 |많은|여러 (?:연구|방법|모델)|요즘|흔히|일반|널리)"
)
_REPORT_KOREAN = re.compile(r"지적|비판|문제|한계|언급|말한|설명|주장|진단|꼽|짚|(?:다고|라고) (?:보고|밝)")
_OTHERS_ENGLISH = re.compile(
    r"\b(?:existing|previous|prior|earlier|past|current|conventional|traditional|recent|other|others|related|most|many|standard|state-of-the-art|"
    r"note|say|argue|point out|report|observe|criti\w+)\b",
    re.IGNORECASE,
)
_HANGUL = re.compile(r"[가-힣]")
_FUTURE_HEAD = re.compile(
    r"(?:(?!\b(?:is|are|was|were|said|says|has|have|had|did|found|told|brought|made|gave|took|came|went|saw|began|held|left|lost|won|sold|bought|built|sent|paid|rose|fell|became|met|led|wrote|grew|kept|spoke|spent|[a-z]+ed)\b|;).){0,200}?"
    r"\b(will|won't|plans? to|intends? to|aims? to|hopes? to|expects? to|wants? to|seeks? to|may|might|could|(?:is|are) (?:set|due|expected|scheduled|likely|about|considering|planning)|"
    r"(?:is|are) to|(?:has |have )?(?:agreed|pledged|promised|vowed|offered) to|(?:is|are) on the (?:verge|brink))\b"
)
_FUTURE_KOREAN = re.compile(
    r"(예정|계획|방침|전망|것으로 보인|기로 했|기로 합의|할 것이|려 한|추진)[가-힣]{0,4}[.”\"]*$"
)
_PERFECT = re.compile(
    r"\b(?:has|have|had)\s+(?:been\s+|already\s+|now\s+)*(?!agreed|announced|promised|pledged|said|planned|decided|vowed|offered|named|yet|to\b)\w+|\balready\b|\bcompleted\b"
)
_PAST_END = re.compile(r"([가-힣])(?:다|습니다)[.”’\"']*\s*$")
_PLANNED = re.compile(
    r"(?:을|를|할|될|갈|낼|둘|들일|열|올|릴|질|일|는|ㄹ) (?:예정|계획|방침)(?=이다|이며|이라|입니다|이고)|\b(?:will|plans? to|is going to) "
)
_AHEAD = re.compile(
    r"\b(?:will|won't|shall|plan\w*|intend\w*|aim\w*|expect\w*|hop(?:e|es|ed)|soon|upcoming|next|coming|future|schedul\w*|set|due|going|by 20\d\d|until|later|agree\w*|pledg\w*|"
    r"promis\w*|vow\w*|wants?|seeks?|may|might|could|would|can|consider\w*|propos\w*|prepar\w*|is to|are to|on the verge|starting|from|ahead|by|pending|must|[a-z]+ing)\b"
    r"|예정|계획|방침|기로|앞으로|내년|다음|것이|겠|목표|추진|전망",
    re.IGNORECASE,
)
_PAST_TOLD = re.compile(r"([가-힣])다고(?=[\s,])")
_HANGUL_BASE, _FINALS, _DOUBLE_S = 0xAC00, 28, 20


def plans_are_plans(reading: Reading) -> Iterator[Note]:
    """What every sentence that the claim rests on puts into the future is not told as done."""
    grounds = ground(reading)
    if reading.claim.quoted or reading.claim.kind == "view" or not grounds:
        return
    plans = [match.group() for text in grounds if (match := _PLAN.search(text))]
    done, plan = (_DONE_KOREAN, _PLAN_KOREAN) if _HANGUL.search(reading.text) else (_DONE_ENGLISH, _PLAN_ENGLISH)
    text = _ANNOUNCED.sub("", reading.text) if reading.is_news else reading.text
    if len(plans) == len(grounds) and done.search(text) and not plan.search(text):
        yield Note.of("verify.plan", word=plans[0])


def futures_are_futures(reading: Reading) -> Iterator[Note]:
    """Of stories: what the main verb of every sentence puts into the future is not told in the past.

    What was agreed, announced or decided is past, and so is what such a claim tells of it.
    """
    grounds = ground(reading)
    if reading.claim.quoted or reading.claim.kind == "view" or not reading.is_news or not grounds:
        return
    heads = [match for text in grounds if (match := _FUTURE_HEAD.match(text) or _FUTURE_KOREAN.search(text))]
    text = _ANNOUNCED.sub("", reading.text)
    if _HANGUL.search(reading.text):
        is_done = _is_past(text) and not _PLAN_KOREAN.search(reading.text)
    else:
        is_done = _PERFECT.search(text) is not None and not _PLAN_ENGLISH.search(text)
    if len(heads) == len(grounds) and is_done:
        yield Note.of("verify.plan", word=heads[0][1])


def done_is_done(reading: Reading) -> Iterator[Note]:
    """Of stories: what no cited sentence puts into the future is not told as planned."""
    if reading.claim.quoted or reading.claim.kind == "view" or not reading.is_news:
        return
    found = _PLANNED.search(reading.text)
    if found and not any(_AHEAD.search(sentence.text) for sentence in reading.sentences):
        yield Note.of("verify.plan_of_done", word=found.group())


def _is_past(text: str) -> bool:
    """Whether a Korean sentence, or what it reports, ends in the past: -았다, -었다고, with a double s under the syllable before."""
    ends = (*_PAST_END.finditer(text), *_PAST_TOLD.finditer(text))
    return any(end[1] not in "있겠" and (ord(end[1]) - _HANGUL_BASE) % _FINALS == _DOUBLE_S for end in ends)


def others_work_is_theirs(reading: Reading) -> Iterator[Note]:
    """What a sentence says of earlier or other work is not told of the paper's own."""
    grounds = ground(reading)
    if reading.claim.quoted or reading.claim.kind == "view" or not grounds:
        return
    if not all(_OTHERS.search(text) and not _SELF.search(text) for text in grounds):
        return
    text = reading.text
    if _HANGUL.search(text):
        own = _OWN_KOREAN.search(text)
        is_told = _OTHERS_KOREAN.search(text) or (own and _REPORT_KOREAN.search(text))
    else:
        own, is_told = _OWN_ENGLISH.search(text), _OTHERS_ENGLISH.search(text)
    names = [name for paper, _ in reading.cited for name in own_names(paper) if name in text]
    if (own or names) and not is_told:
        yield Note.of("verify.others", word=own.group() if own else names[0])
