"""Deeds of the news and their contraries: raised is not told as cut, opened as closed, allowed as banned, won as lost.

Written by hand from general knowledge of both languages; English patterns are whole words, Korean ones beginnings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from achim.domain.note import Note
from achim.steps.grounding.lexicon import DENIAL_ENGLISH, DENIAL_KOREAN
from achim.steps.grounding.names import has_name, names_of, runs
from achim.steps.grounding.reading import Reading, ground


@dataclass(frozen=True, slots=True)
class Deed:
    """``said`` finds it in a Korean text, ``told`` in an English one; ``wide`` is what else in English bears it out."""

    said: re.Pattern[str]
    told: re.Pattern[str]
    wide: re.Pattern[str]


def _deed(korean: str, english: str, wide: str) -> Deed:
    return Deed(
        re.compile(rf"(?<![가-힣])(?:{korean})"),
        re.compile(rf"\b(?:{english})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{english}{'|' if wide else ''}{wide})\b", re.IGNORECASE),
    )


CONTRARY_DEEDS = tuple(
    (_deed(*one), _deed(*other))
    for one, other in (
        (
            ("올리(?:기|는|겠)|올렸|올릴|올린|올랐|오른|오를|인상(?=[될된됐하한했률을할])|상승|늘리|늘렸|늘릴|늘었|늘어|늘 |증가|급증|확대|넓히|넓혀|넓혔|높이(?:기|는|겠|려)|높였|높일|높아|높았|증원|더 (?:뽑|들)",
             r"rais(?:e|es|ed|ing)|rose|risen|ris(?:e|es|ing)|increas(?:e|es|ed|ing)|grew|grow(?:s|n|ing)?|gain(?:s|ed)?|climb(?:s|ed)?|jump(?:s|ed)?|surg(?:e|es|ed|ing)|soar(?:s|ed)?|add(?:s|ed|ing)?|expand(?:s|ed|ing)?|doubl(?:e|es|ed|ing)|hike[sd]?|boost(?:s|ed)?|up from",
             r"up|more(?! than)|higher|greater|larger|bigger|extend\w*|broad\w*|widen\w*|tripl\w*|scal\w+|strengthen\w*|improv\w*|enhanc\w*|recruit\w*|hir\w+|build\w*|open\w*|new|additional|exten\w*|advanc\w*|upgrad\w*|hit|reach\w*|exceed\w*|record|better|top\w*|deepen\w*|cost more"),
            ("내리(?:기|는|겠)|내렸|내릴|내린|내린다|인하|떨어|하락|급락|줄이|줄였|줄일|줄인|줄었|줄어|줄 |줄여|감소|급감|축소|감원|감축|깎|삭감|절감|낮추|낮췄|낮출|낮춘|낮아|낮았|아끼|아꼈|아낄|아낀",
             r"cut(?:s|ting)?|lower(?:s|ed|ing)?|reduc(?:e|es|ed|ing|tions?)|fell|fall(?:s|en|ing)?|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|shr[aiu]nk\w*|slash(?:es|ed)?|los(?:t|e|es|ing)|sav(?:e|es|ed|ings?)|decreas(?:e|es|ed|ing)|trim(?:s|med)?|plung\w+|slid|sank|tumbl\w+|lay(?:s|ing)? off|laid off|down from|eliminat\w+",
             r"down|less(?! than)|fewer(?! than)|smaller|cheap\w*|short\w*|minimi\w*|mitigat\w*|alleviat\w*|eas(?:e|es|ed|ing)|remov\w*|without|prevent\w*|avoid\w*|streamlin\w*|simpl\w+|efficien\w*|fast\w*|limit\w*|restrict\w*|weaken\w*|narrow\w*|clos\w+|halv\w+|half|under|below|low|little|light\w*|accelerat\w*|compress\w*|automat\w*|no longer|combat\w*|address\w*|curb\w*|tackl\w*|overcom\w*|worse\w*|degrad\w*|affordab\w*"),
        ),
        (
            ("열었|열어|열기로|열고|연다|열 예정|개설|개장|개소|개관|출범",
             r"open(?:s|ed|ing)?|launch(?:es|ed|ing)?|inaugurat\w+", r"start\w*|beg[aiu]n\w*|set up|establish\w*|found\w*|creat\w*|held|hold\w*|host\w*|return\w*|new|introduc\w*"),
            ("닫(?:았|는|을|기|힌|혔)|폐쇄|폐점|폐업|폐관|마감",
             r"clos(?:e|es|ed|ing|ure)|shut(?:s|ting|ter\w*)?", r"end\w*|deadline|expire\w*|stop\w*|ceas\w*|discontinu\w*|wind\w* down"),
        ),
        (
            ("임명|선임|영입|채용|고용|발탁|선출",
             r"nam(?:es|ed|ing)|appoint\w*|hir(?:e|es|ed|ing)|recruit\w*|elect(?:s|ed)?|promot(?:es|ed)", r"join\w*|pick\w*|tap\w*|select\w*|choos\w*|chose\w*|add\w*|poach\w*|led|lead\w*|become\w*|took over|take\w* over|general manager|as"),
            ("해임|해고|경질|파면|면직|쫓아|쫓겨|내쫓|축출",
             r"fir(?:e|es|ed|ing)|dismiss(?:es|ed|al)?|oust(?:s|ed|ing)?|remov(?:e|es|ed|ing)|sack(?:s|ed)?|lay(?:s|ing)? off|laid off|layoffs?", r"cut\w*|terminat\w*|let go|step\w* down|leav\w*|left|resign\w*|force\w* out|push\w* out|depart\w*|job"),
        ),
        (
            ("허용|허가|승인|인가|풀어|풀기로|풀었|풀 |완화|해제|할 수 있게|하도록 허락",
             r"allow(?:s|ed|ing)?|permit(?:s|ted|ting)?|authori[sz]\w+|approv(?:e|es|ed|al|ing)|lift(?:s|ed|ing)?|loosen(?:s|ed|ing)?|relax(?:es|ed)?|legali[sz]\w+|cleared|eas(?:es|ed|ing)",
             r"let\w*|licen[sc]\w*|enabl\w*|may|can|grant\w*|open\w*|sign\w*|pass\w*|available|green light\w*|agree\w*|accept\w*|free\w*"),
            ("금지|불허|막(?:기|았|는|을|아)|차단|못하게|못 하게|규제(?=했|하|한|를 강화)|제한(?=했|하|한|을)|반려|불승인|강화해",
             r"ban(?:s|ned|ning)?|bars|barred|barring|prohibit\w*|forbid\w*|forbade|block(?:s|ed|ing)?|tighten(?:s|ed|ing)?|outlaw\w*|restrict(?:s|ed|ing)?|veto(?:es|ed)?",
             r"prevent\w*|halt\w*|reject\w*|refus\w*|suspend\w*|den\w+|limit\w*|stop\w*|curb\w*|discourag\w*|crack\w* down|regulat\w*|control\w*|moratorium|against|cannot|not|must|hedg\w*|protect\w*|safeguard\w*|defen\w+|clos\w+|strengthen\w*|enhanc\w*"),
        ),
        (
            ("완화|느슨|풀어", r"loosen(?:s|ed|ing)?|relax(?:es|ed|ing)?|eas(?:es|ed|ing)", r"lift\w*|soften\w*|weaken\w*|allow\w*|mitigat\w*|alleviat\w*|reduc\w*"),
            ("강화(?! ?학습)|조이|조였|엄격", r"tighten(?:s|ed|ing)?|toughen(?:s|ed|ing)?", r"strengthen\w*|strict\w*|enhanc\w*|harden\w*|bolster\w*|reinforc\w*|improv\w*|boost\w*|deepen\w*|expand\w*|more|secur\w*|step\w* up"),
        ),
        (
            ("이겼|이긴|이겨|승소|승리|우승|따냈|꺾었|꺾고|제쳤|앞섰|앞선다|앞질렀",
             r"w[io]n(?:s|ning)?|beat(?:s|en|ing)?|defeat(?:s|ed)?|victor\w+|prevail\w*|outperform\w*|surpass\w*|overt\w+", r"ahead|lead\w*|led|better|exceed\w*|first|eclips\w*|award\w*|secur\w*|superior"),
            ("졌다|졌고|졌지만|에 진 |패소|패배|패했|뒤졌|뒤처|밀렸|밀려",
             r"los(?:t|e|es|ing)|lag(?:s|ged|ging)?|trail(?:s|ed|ing)?|underperform\w*|defeated by|beaten by", r"behind|worse|lower|fail\w*|fell short|below|beat\w*|defeat\w*|outperform\w*|less|weaker"),
        ),
        (
            ("받아들|수용|수락|찬성|동의|환영|지지|반기|반겼|반긴|옹호|칭찬|호평",
             r"accept(?:s|ed|ing)?|welcom(?:e|es|ed|ing)|support(?:s|ed|ing)?|endors(?:e|es|ed)|back(?:s|ed)|favou?r(?:s|ed)?|prais(?:e|es|ed)|hail(?:s|ed)|applaud\w*|celebrat\w+|agree[sd]?",
             r"approv\w*|encourag\w*|happy|glad|delighted|thrilled|embrac\w*|consent\w*|accommodat\w*|champion\w*|help\w*|available|compatible|for"),
            ("거부|거절|반대|항의|비판|반발|규탄|비난|성토|혹평",
             r"reject(?:s|ed|ing)?|refus(?:e|es|ed|al|ing)|oppos(?:e|es|ed|ing)|protest(?:s|ed|ing)?|critici[sz]\w+|condemn\w*|denounc\w+|slam(?:s|med)?|object(?:s|ed)|dismay\w*|appall\w*",
             r"dismiss\w*|disput\w*|declin\w*|den\w+|against|resist\w*|fight\w*|fought|disagree\w*|blam\w*|attack\w*|fear\w*|worr\w*|concern\w*|veto\w*|problematic|misus\w*|harm\w*|vague|skeptic\w*|accus\w*|alarm\w*|disappoint\w*|discourag\w*|worst|anti\w*|not"),
        ),
        (
            ("인정(?=[한했하])|시인|확인(?=[한했됐])|사실이라고|확인해 ?[주줬]",
             r"admit(?:s|ted|ting)?|acknowledg\w+|confirm(?:s|ed|ing)?|conced\w+", r"recogni[sz]\w*|accept\w*|agree\w*|certif\w*|verif\w*|f[io]u?nd\w*|identif\w*|check\w*|discover\w*|s[ae]w|seen?|learn\w*|show\w*|prov\w*|says?|said|note\w*"),
            ("부인|부정(?=[한했하]다)|일축|반박|사실이 아니라고|아니라고 (?:밝|말|해명)",
             r"den(?:y|ies|ied|ial|ying)|dismiss(?:es|ed|ing)?|disput(?:e|es|ed|ing)|refut\w+|rebut\w*", r"reject\w*|false|contradict\w*|challeng\w*|untrue|not|no|never|counter\w*|wrong|baseless|criti\w*"),
        ),
        (
            ("시작|착수|개시|재개|이어 간|이어 가|이어간|계속|유지|유임|체결|서명|맺었|맺고|제기|냈다",
             r"start(?:s|ed|ing)?|beg[aiu]n\w*|launch(?:es|ed|ing)?|resum\w+|continu\w+|remain(?:s|ed)?|fil(?:e|es|ed|ing)|sue[sd]?|suing|sign(?:s|ed|ing)?|sta(?:y|ys|yed)",
             r"introduc\w*|keep\w*|kept|extend\w*|enter\w*|announc\w*|partner\w*|new|will|join\w*|open\w*|agree\w*|conclud\w*|deal\w*|seal\w*|ongoing|still|under way|going|releas\w*|retain\w*|maintain\w*|bring\w*|brought|lawsuit|suit|issu\w*|rais\w*|submit\w*|rolling|build\w*|kick\w*|now|first|unchanged"),
            ("끝내|끝냈|종료|중단|멈추|멈췄|멈춘|그만두|접었|접을|접는|접기로|폐지|파기|취하|철회|포기|취소|해지|백지화",
             r"end(?:s|ed|ing)|stop(?:s|ped|ping)?|halt(?:s|ed|ing)?|suspend(?:s|ed|ing)?|suspension|terminat\w+|cancel\w*|scrap(?:s|ped)?|withdr[ae]w\w*|abandon\w*|paus(?:e|es|ed|ing)|ceas(?:e|es|ed)|quit(?:s|ting)?|revok\w+|discontinu\w*|repeal\w*",
             r"drop\w*|shut\w*|clos\w*|revers\w*|call\w* off|retir\w*|delet\w*|no longer|phase\w* out|shelv\w*|pull\w*|block\w*|ban\w*|outage|unavailable|lift\w*|remov\w*|freez\w*|froze\w*|finish\w*|eliminat\w*|conclud\w*|without|lift|rescind\w*|give\w* up|gave up"),
        ),
        (
            ("합류|가입|복귀|돌아왔|돌아온", r"join(?:s|ed|ing)?|return(?:s|ed|ing)?", r"enter\w*|member\w*|take part|reinstat\w*|come back|came back|back|becom\w*|sign\w*|enroll\w*|subscri\w*"),
            ("떠났|떠난|떠나|탈퇴|퇴사|사임|사퇴|물러났|물러나", r"leav(?:e|es|ing)|left|quit(?:s)?|resign(?:s|ed|ation)?|depart(?:s|ed|ure)?|step(?:s|ped|ping)? down", r"exit\w*|withdr\w*|oust\w*|fired|remov\w*|out"),
        ),
        (
            ("통과(?=[시된됐했하])|가결|서명", r"pass(?:es|ed)|enact\w*|sign(?:s|ed)", r"approv\w*|adopt\w*|clear\w*|agree\w*|vote\w*|go\w* through|went through|memorandum|contract|deal"),
            ("부결|거부권|폐기", r"veto(?:es|ed)?|reject(?:s|ed)?|vote[sd]? down", r"defeat\w*|block\w*|kill\w*|discard\w*|scrap\w*|delet\w*"),
        ),
        (
            ("가장 큰|최대(?= |의)|더 큰", r"largest|biggest|larger|bigger|main", r"big|large|great\w*|major|most|top|max\w*|full\w*|up to"),
            ("가장 작은|최소(?= |의)|더 작은", r"smallest|smaller|tiniest", r"small\w*|tiny|mini\w*|little|least|compact|light\w*"),
        ),
        (
            ("성공", r"succe(?:ed|eds|eded|ss|sses|ssful|ssfully)", r"achiev\w*|manag\w*|well|work\w*|win\w*|won|complet\w*|solv\w*|accomplish\w*|pass\w*|able"),
            ("실패(?! 사례| 원인)", r"fail(?:s|ed|ing|ure|ures)?|unsuccessful\w*", r"unable|cannot|not|collaps\w*|struggl\w*|los[te]\w*|miss\w*|crash\w*|broke\w*|snag\w*|off the rails|wrong|short"),
        ),
        (
            ("높(?:은|고|다|지만)", r"high|higher|highest", r"great\w*|strong\w*|large\w*|top|best|rais\w*|increas\w*|state|more|expens\w*|up|costly|severe|elevated|grow\w*|frontier|premium|good|well|rose|ris\w*|peak|record|much"),
            ("낮(?:은|고|다|지만)", r"low|lower|lowest", r"small\w*|cheap\w*|less|few\w*|reduc\w*|weak\w*|cut\w*|little|fell|fall\w*|declin\w*|minim\w*|poor|short|drop\w*|under|below|down|inexpens\w*|affordab\w*|decreas\w*"),
        ),
        (
            ("강점|장점", r"strengths?|advantages?", r"benefit\w*|strong\w*|better|merit\w*|good|excel\w*"),
            ("약점|단점|결점", r"weakness(?:es)?|drawbacks?|shortcomings?|flaws?", r"limit\w*|weak\w*|disadvantag\w*|problem\w*|fail\w*|vulnerab\w*|lack\w*"),
        ),
        (
            ("최신|새로운|신형", r"newest|latest|new", r"recent\w*|novel|fresh|next|state|just|now|current|introduc\w*|launch\w*|modern|up-to-date|releas\w*"),
            ("예전|낡은|오래된|구형|옛 ", r"older|old|outdated|obsolete|legacy", r"previous\w*|earlier|former\w*|past|ago|aging|ageing|existing|year\w*|decade\w*|centur\w*|prior"),
        ),
        (
            ("무료|공짜|무상", r"free(?: of charge)?|at no (?:charge|cost)", r"gratis|open\w*|waiv\w*|no fee\w*"),
            ("유료|돈을 받고", r"paid|for a fee|charg(?:e|es|ed|ing)", r"pay\w*|fee\w*|pric\w*|subscri\w*|cost\w*|commercial\w*|sell\w*|sold"),
        ),
        (
            ("도움이 (?:되|된|될|됐)|이익|혜택|이롭", r"help(?:s|ed|ful|ing)?|benefit(?:s|ed|ing)?", r"aid\w*|assist\w*|support\w*|useful|gain\w*|advantag\w*|improv\w*|enabl\w*|allow\w*|profit\w*|good|empower\w*|serv\w*|boost\w*|facilitat\w*|contribut\w*|valuable|value|effective\w*|worth\w*"),
            ("해가 |해를 |해롭|피해|손해|해친|위태롭", r"harm(?:s|ed|ful|ing)?|hurt(?:s|ing)?|damag(?:e|es|ed|ing)|distress|endanger\w*", r"threat\w*|risk\w*|los[st]\w*|injur\w*|victim\w*|suffer\w*|worse\w*|undermin\w*|negativ\w*|danger\w*|affect\w*|disrupt\w*|compensat\w*"),
        ),
    )
)  # fmt: skip
_DENIED = re.compile(r"\S{0,4}(?:지|이|가|은|는|도|을|를)?\s?(?:\S{1,4}\s)?(?:않|아니|아닌|없|못)")
_NOT = re.compile(
    r"\b(?:not|no|never|nor|neither|without|cannot|\w+n['’]t|yet to|no plans? to|refus\w+ to|declin\w+ to|rul\w+ out)\b[^,;]{0,24}$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"(?<=지만),? |(?<=[가-힣]고),? |(?<=[가-힣]며),? |(?<=으나),? |, (?:and|but|while) | (?:and|but|while) "
)
_PART = re.compile(r"; |, (?:while|and|but|whereas) | (?:while|whereas|but) ")
_HANGUL = re.compile("[가-힣]")
_BEFORE = 40
"""Characters before a deed in which it may be denied."""


def deeds_are_kept(reading: Reading) -> Iterator[Note]:
    """Of stories: refused where a claim says one of two contrary deeds and its sentences the other only.

    A deed that the sentences only deny is not told as done, by a claim that denies nothing.
    """
    if reading.claim.quoted or reading.claim.kind == "view" or not reading.is_news:
        return
    source = "\n".join(ground(reading))
    for one, other in CONTRARY_DEEDS:
        for deed, contrary in ((one, other), (other, one)):
            if word := _turned(reading.text, source, deed, contrary):
                yield Note.of("verify.direction", word=word)
                return


def deeds_have_their_owner(reading: Reading) -> Iterator[Note]:
    """Of stories: *A rises and B falls* is not told as *B rises and A falls*.

    Each clause of a claim that has one name of its own is held against the parts of the sentences that have that name.
    """
    if reading.claim.quoted or reading.claim.kind == "view" or not reading.is_news:
        return
    clauses = _CLAUSE.split(reading.text)
    owners = [frozenset(names_of(clause)) for clause in clauses]
    if (
        len(clauses) < 2
        or not all(len(names) == 1 for names in owners)
        or len(frozenset[str]().union(*owners)) < len(owners)
    ):
        return
    parts = [part for sentence in reading.sentences for part in _PART.split(sentence.text)]
    for clause, (name,) in zip(clauses, owners, strict=True):
        source = "\n".join(part for part in parts if has_name(name, runs(part)))
        for one, other in CONTRARY_DEEDS:
            word = _turned(clause, source, one, other) or _turned(clause, source, other, one)
            if word and source:
                yield Note.of("verify.direction", word=word)
                return


def _turned(text: str, source: str, deed: Deed, contrary: Deed) -> str | None:
    """The word of a deed that a claim tells against its source."""
    is_korean = _HANGUL.search(text) is not None
    found = (deed.said if is_korean else deed.told).search(text)
    if not found or (contrary.said if is_korean else contrary.told).search(text) or _is_denied(text, found, is_korean):
        return None
    borne = [*deed.wide.finditer(source), *deed.said.finditer(source)]
    if borne:
        own = [*deed.told.finditer(source), *deed.said.finditer(source)]
        is_denied = len(own) == len(borne) and all(
            _NOT.search(source[max(0, at.start() - _BEFORE) : at.start()]) for at in own
        )
        denial = DENIAL_KOREAN if is_korean else DENIAL_ENGLISH
        return found.group() if is_denied and not denial.search(text) else None
    against = [
        at
        for at in (*contrary.told.finditer(source), *contrary.said.finditer(source))
        if not _NOT.search(source[max(0, at.start() - _BEFORE) : at.start()])
    ]
    return found.group() if against else None


def _is_denied(text: str, found: re.Match[str], is_korean: bool) -> bool:
    if is_korean:
        return _DENIED.match(text, found.end()) is not None
    return _NOT.search(text[max(0, found.start() - _BEFORE) : found.start()]) is not None
