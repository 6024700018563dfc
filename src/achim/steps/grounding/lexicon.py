"""Words of direction, negation, hedging and scope in both languages: what a claim may say, what must bear it out.

Chosen from general knowledge of the two languages and the tuning half of the data; plants of the bench have their own.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sense:
    """``said`` finds the sense in a claim; ``borne`` finds in a source what bears it out, wider and of more roots."""

    name: str
    said: re.Pattern[str]
    borne: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Contrary:
    """``said`` in a claim is borne out by ``borne`` in a source, and gainsaid by ``contrary``."""

    said: re.Pattern[str]
    borne: re.Pattern[str]
    contrary: re.Pattern[str]


def _english(beginnings: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{beginnings})", re.IGNORECASE)


def _sense(name: str, korean: str, english: str, wide: str) -> Sense:
    said = re.compile(rf"(?:{korean})" + (rf"|\b(?:{english})" if english else ""), re.IGNORECASE)
    return Sense(
        name, said, re.compile(rf"\b(?:{english}{'|' if english and wide else ''}{wide})|(?:{korean})", re.IGNORECASE)
    )


NEGATION_SAID = re.compile(
    r"(?<!뿐만 아니라 )(?:(?<!어긋나)(?<!흔들리)지 ?(?:는 |도 )?(?:않|못|말)|(?<!다름)(?<!끊임)(?<!관계)(?<!상관)없(?![애앴]|어[지질졌진])|아니(?!라)|아닌|불가능|불가(?=[하한]))"
    r"|\b(?:not (?!only)|cannot|never|unable)",
    re.IGNORECASE,
)
"""*Without going apart* (어긋나지 않게) and *without shaking* say consistent and stable: they deny nothing."""
FINAL_NEGATION = re.compile(
    r"(?:지 ?(?:는 |도 )?(?:않|못)\S{1,6}|(?<!끊임)(?<!다름)없(?:음|다|었다|었음)|불가능\S{0,4}(?: [함한했]\S{0,2})?|아니다|아님)[. ]*$"
)
"""The last predicate of a claim is denied."""
DEED_DENIED = re.compile(
    r"(?P<deed>제안|도입|소개|제시|개발|설계|구축|구성|공개|발표|출시|보여주|보이|입증|증명|확인|발견|관찰|밝히|드러내|규명|분석|평가|측정|비교|조사|탐구|연구|검증|실험|"
    r"수행|진행|실시|활용|사용|이용|적용|채택|통합|결합|학습|훈련|생성|제작|달성|기록|제공|지원|해결|구현|포함|수집|정의|논의|다루|가능하게|향상시키|개선|높이|줄이|강화|"
    r"촉진|최적화|처리|추출|예측|유지|보장|확장|확보|설정|식별|정렬|강조|유도)(?:하|되|시키)?지(?:는|도|를)? ?(?:않|못)\S{0,6}(?:[. ]|$)"
)
"""What authors or their method do, denied."""
PLAIN_NEGATOR = re.compile(
    r"\b(?:not(?! only| just| merely)|no(?! longer only)|cannot|never|neither|nor|none|without|unable|\w+n['’]t|fail\w*|lack\w*|struggl\w*|hardly|rarely|"
    r"barely|little|few|yet to|instead of|rather than|unlike|free|\w+-free|impossib\w*|insufficien\w*|ignor\w*|overlook\w*|neglect\w*|absen\w*|avoid\w*|"
    r"eliminat\w*|obviat\w*|unseen|unchanged|unexplored|remain\w*|difficult\w*|prevent\w*|infeasib\w*|falls? short|omit\w*|exclud\w*|skip\w*|bypass\w*|"
    r"under(?:explored|studied|examined|investigated)|limited to)\b",
    re.IGNORECASE,
)
GIVES_UP = re.compile(
    r"(?<![가-힣])(?:거부|거절|사양|포기|단념|체념|접음|접었|접는다|접고|그만두|그만둠|중단|멈추|멈춤|외면|기각|반려|부인(?:한|했|함|하)|부정(?:한다|했|함|하고|하며)|배격|물리치|물리침|물리쳤|무산|좌절|"
    r"허사|수포|헛수고|물거품|그르치|그르침|그르쳤|놓치|놓침|놓쳤|빠뜨리|빠뜨림|누락|생략|건너뛰|보류|미루|연기(?:한다|했|함)|유보|철회|취소|폐기|파기|금지|차단|외면|도외시|방치|내버려|"
    r"등한시|소홀|간과|무시|배제|회피|꺼리|꺼림|주저|망설|무관심|손을 놓|엄두|역부족|무력|속수무책|실패|낙방|탈락|낙제|결렬|무효|소용없|부질없|덧없|헛되|여지를 남기지|여지가 없)"
)
"""Verbs by which something is refused, given up, missed or come to nothing."""
GIVES_UP_ENGLISH = re.compile(
    r"\b(?:reject|refus|declin|abandon|discard|stop|halt|terminat|ceas|paus|dismiss|deny|denie|oppos|ignor|overlook|neglect|disregard|miss|omit|skip|drop|"
    r"exclud|avoid|prevent|block|prohibit|forbid|ban|cancel|defer|delay|postpon|withdraw|revok|fail|forget|early[- ]exit|abstain|abort|bypass|circumvent|remov|filter|"
    r"prun|mask|unlearn|guard|safe|resist|hesitat|challeng|difficult|limit|hard|evict|escap|eras|suppress|interrupt|break)",
    re.IGNORECASE,
)
PREFIXED = re.compile(
    r"(?<![가-힣])(?:비지도|비수렴|비선형|비자기|비상식|비독점|미해결|미분류|미학습|불완전|불균형|불확실|무감독|무훈련)"
)
"""Korean prefixes that deny, which English says with *un-*, *non-* or *in-*."""
NEGATOR = re.compile(
    r"\b(?:not(?! only| just| merely)|no(?! longer only)|cannot|never|neither|nor|none|without|unable|\w+n['’]t|fail\w*|lack\w*|struggl\w*|insufficien\w*|"
    r"inadequa\w*|imposs\w*|infeas\w*|unavail\w*|eliminat\w*|remov\w*|overlook\w*|ignor\w*|neglect\w*|limited|limit|limits|limiting|limitations?|"
    r"under(?:studied|explored|examined|investigated|represented|specified)|withh[eo]ld\w*|"
    r"little|hardly|rarely|scarce\w*|few|yet to|difficult\w*|hinder\w*|prevent\w*|preclud\w*|avoid\w*|absen\w*|instead of|rather than|insensitive|"
    r"irrelevant|falls? short|fell short|suffer\w*|missing|unchanged|unaffected|discard\w*|poorly|bypass\w*|obviat\w*|ineffective\w*|unclear|"
    r"incapable|challenging|less|weak\w*|only|exclud\w*|omit\w*|lose\w*|loses|lost|barely|beyond|far from|unsolved|\w+-free|free|"
    r"(?:un(?!der|if|iq|it|i\b|iv|til|less|load)|non-?)\w+|independent\w*|agnostic|training-free|unlike|in(?:consist|comple|corr|accur|visib|access|explic)\w*|skip\w*|drop\w*)\b"
    r"|\bno(?:body|thing|where)\b|않|못|없|불가|(?<![가-힣])(?:불[분확충안완공]|미[완정확비달]|무[관효산])|빠[졌진지]|제외|금지|거부",
    re.IGNORECASE,
)
ATTRIBUTIVE_NEGATIVE = re.compile(
    r"(?:\w+-free|free|(?:un|non-?)\w+|independent\w*|agnostic|only|unlike|instead of|rather than|less|in\w+|without|"
    r"few|beyond|eliminat\w*|remov\w*|avoid\w*|skip\w*|drop\w*|limit\w*|reduc\w*|mitigat\w*|alleviat\w*|\w+less|zero\w*|challeng\w*|despite|"
    r"degrad\w*|compromis\w*|sacrific\w*|suppress\w*|poor|barrier\w*|bottleneck\w*|frozen|discrepanc\w*|mismatch\w*|gaps?|impossib\w*|scarc\w*|rare\w*)",
    re.IGNORECASE,
)
"""What denies a word beside it, and no predicate."""
CONTRARIES = tuple(
    Contrary(re.compile(said), _english(borne), _english(contrary))
    for said, borne, contrary in (
        (r"악화|심화(?=함|하|시|되)|나쁘게|나빠|무력화|훼손|해친|해쳐",
         r"wors|exacerbat|degrad|deteriorat|aggravat|hurt|harm|declin|drop|damag|undermin|intensif|deepen|impair|compromis|suffer|amplif",
         r"mitigat|alleviat|address|solv|resolv|overcom|improv|tackl|enhanc|reduc|handl|eas(?:e|ing)\b|remed|combat|boost|better|lessen|explor"),
        (r"(?<!현)저하(?!\S{0,2} ?(?:없|않|방지|막|줄|완화))|퇴보|감퇴|약화(?!\S{0,2} ?(?:없|않|방지|막))|뒷걸음|퇴행",
         r"degrad|declin|drop|deteriorat|wors|hurt|harm|los[est]|lower|regress|decreas|reduc|compromis|fall|fell|suffer|underperform|weak|"
         r"sacrific|impair|hinder|hamper|damag|diminish|attenuat|poor|limit|collaps|forget|disrupt|erod|undermin|fail|imped",
         r"improv|enhanc|boost|increas|gain|advanc|strengthen|reinforc|better|superior|outperform|achiev|rais|high|promot"),
        (r"저해(?!상도)|방해|막는|가로막|어렵게 (?:함|하|만)",
         r"hinder|imped|hamper|obstruct|prevent|limit|bottleneck|interfer|restrict|inhibit|block|challeng|difficult|constrain|barrier|obstacl|"
         r"disrupt|degrad|harm|hurt|undermin|complicat|hard|protect|defend|mitigat|avoid|suppress|distract|imp(?:air|ed)",
         r"facilitat|promot|accelerat|driv|enabl|foster|encourag|improv|enhanc|support|help|allow"),
        (r"불가능(?:하게|하도록|케|해)",
         r"impossib|infeasib|imped|prevent|disabl|unable|cannot|not\b|preclud|intractab|prohibit|impractic|fail|hinder|limit",
         r"enabl|allow|permit|facilitat|feasib|possib|support|mak"),
        (r"비효율|낭비", r"ineffic|inefficien|costly|expens|overhead|wast|slow|redundan|unnecess|burden|prohibit|sub-?optim|intensive|heavy|limit",
         r"effic|sav|econom|optimi"),
        (r"비효과|무익|효과가 없|효과 없", r"ineffect|not\b|fail|limit|insuffic|inadequa|struggl|little|no\b|poor|un\w+", r"effect|excel|strong|success"),
        (r"불안정|들쭉날쭉|일관되지 않|비일관", r"instab|unstab|fluctuat|collaps|inconsist|incoher|diverg|varian|volatil|noisy|not\b|lack|drift|vary|varies",
         r"stab|consist|coher|robust"),
        (r"부정확|틀린|엉뚱한", r"inaccur|incorrect|imprecis|wrong|error|not\b|erron|false|mis\w+|noisy|hallucinat|flaw|unreliab",
         r"accur|correct|precis|exact"),
        (r"열등|하회|뒤처|뒤떨어|못 미치|미치지 못|형편없|나쁜|저조|초라|뒤진|밀린",
         r"inferior|underperform|wors|poor|behind|lag|lower|fall|below|bad|low\b|weak|degrad|struggl|under\b|drop|declin|not\b|limit|fail|subpar|"
         r"insuffic|inadequa|sub-?optim|gap|short|trail|mediocr|harm|negativ|undesir|problem",
         r"outperform|superior|surpass|better|exceed|strong|excel|best|high|state|competitiv|impress|remarkabl|robust|great|improv|good|"
         r"unprecedent|effect|achiev|promis|success"),
        (r"느린|느리게|느려|지연(?=시키|시킴|함|하|된)|더디", r"slow|delay|latenc|lag|overhead|longer|wait|time-consum|bottleneck|postpon|defer|expens|cost",
         r"fast|quick|rapid|speed|accelerat|effic|real-?time|prompt"),
        (r"실패(?!\S{0,3} ?(?:사례|모드|유형|원인|분석|율|를 줄|패턴|-|복구|한 |에서|경험|가능))",
         r"fail|not\b|unable|cannot|unsuccess|collaps|struggl|break|error|incorrect|wrong|mistak|un\w+", r"success|achiev|solv|excel|improv|accomplish"),
        (r"미미하|미미한|근소|약간|조금|소폭", r"slight|marginal|minor|small|modest|negligib|little|limit|subtle|minimal|mild|weak|few|some|light|only",
         r"signific|substant|great|larg|consider|remarkabl|dramatic|markedly|vast|notabl|strong|far\b|drastic|much\b"),
        (r"최소화", r"minimi|reduc|less|small|little|without|mitigat|avoid|low|fewer|least|suppress|cut|limit|eliminat|decreas|shrink|prevent|only",
         r"maximi|expand|increas|boost|amplif"),
        (r"극대화", r"maximi|increas|boost|enhanc|improv|full|optim|best|amplif|strengthen|great|most|high|expand|magnif|elevat", r"minimi|reduc|decreas"),
        (r"축소|좁히는 공간", r"reduc|shrink|small|narrow|downsiz|downscal|scal\w+ down|compress|decreas|restrict|prun|limit|cut|diminish|less|fewer|condens|simplif",
         r"expand|extend|broad|scal|enlarg|widen|increas|grow|larg|generaliz"),
        (r"확장(?! ?(?:성|자))|연장", r"expand|extend|extens|broad|scal|enlarg|widen|increas|grow|larg|generaliz|long|augment|exten|beyond|more|prolong|up\b|wide|"
         r"extrapolat|enrich|multi|further|add|dilat|general|elevat|stretch|improv|diverse|compreh",
         r"shrink|narrow|reduc|decreas|short|compress|accelerat|sav"),
        (r"단축", r"short|reduc|decreas|accelerat|fast|speed|sav|cut|less|few|effic|quick|compress|only|just|minimi|low|within|from", r"prolong|lengthen|extend|increas|long"),
        (r"가속|신속", r"accelerat|fast|speed|quick|rapid|effic|real-?time|prompt|expedit|boost|hast|swift|immediat", r"slow|delay|decelerat|longer"),
        (r"증가|늘리|늘려|늘림|늘어|(?<!효율을 )(?<!효율성을 )높이|높임|높은|높아|높여|상승|증대",
         r"increas|rais|rise|rising|grow|high|more|maximi|long|extend|expan|scal|larg|improv|enhanc|boost|great|up\b|gain|doubl|over\b|above|better|surpass|"
         r"outperform|strong|elevat|top|best|augment|promot|super|excel|accelerat|beyond|advanc|broad|wid|fine|well\b|effic|state|strengthen|"
         r"rich|deep|most|competit|significan|optim|lower cost|heavy|intens|multipl|tripl|add|longer|excess|amplif|ultra|exceed|impress|remarkab|robust",
         r"reduc|decreas|low|less|fewer|minim|drop|declin|cut|short|small|shrink|compress|fall|decay|slow"),
        (r"감소|줄이|줄여|줄임|줄인|줄어|낮추|낮춤|낮은|낮아|낮춰|절감|하락",
         r"reduc|decreas|low|less|few|minim|sav|drop|declin|cut|short|small|shrink|compress|mitigat|alleviat|degrad|fall|avoid|eliminat|accelerat|fast|"
         r"speed|without|only|just|lightweight|prun|effic|limit|little|suppress|bridg|narrow|remov|inexpens|cheap|optimi|loss|wors|half|redundan|simpl|"
         r"decay|light|spars|free|trim|discard|skip|diminish|tiny|under|sub|condens|merg|tighten|clos|lessen|poor|weak|no longer|no\b|not\b|"
         r"prevent|truncat|downsampl|attenuat|improv|doubl|faster|sav|overcom|address|tackl|combat|reliev",
         r"increas|rais|grow|high|more\b|maximi|longer|prolong|extend|expan|larg|boost|enhanc|gain|strong|superior"),
    )
)  # fmt: skip
"""Words with a contrary. Refused where a source has what contradicts one, and nothing that bears it out."""
SENSES = (
    _sense(
        "down",
        r"감소|(?<!현)저하|줄이|줄여|줄임|줄인|줄어|낮추|낮춤|낮은|낮아|낮춰|절감|단축|최소화|하락|축소|약화|경감|떨어지|떨어뜨|퇴보|감퇴",
        r"reduc|decreas|lower|declin|degrad|minimi|shrink",
        r"less|few|just|decay|short|small|cut|sav|drop|compress|alleviat|mitigat|low\b|low-|weak|lightweight|limit|wors|los[est]|fall|deteriorat|"
        r"suppress|eliminat|without|remov|slim|effic|cheap|fast|avoid|prevent|minor|spars|prun|inexpens|sub-?|only|optimi|tiny|"
        r"accelerat|speed|overhead|collaps|under|light|redundan|trim|discard|skip|simpl|narrow|hurt|harm|modest|inferior|bias|free|"
        r"as little|no longer|scal|downsampl|condens|merg|truncat|economical|frugal|budget|penal|deflat|mild",
    ),
    _sense(
        "bad",
        r"악화|열등|실패|나쁜|나빠|느린|느리(?!게 생각)|느려|비효율|불안정|부정확|비효과|저해(?!상)|뒤처|뒤떨어|못 미치|미치지 못|하회|심화(?! ?학습)|낭비|어렵게 만|방해|해친|지연시|훼손|무력화",
        r"worsen|fail|degrad|slower|slow\b|inferior|inaccurate|unstable|hinder|hamper|harm",
        r"wors|bad|poor|slow|ineff|instab|incorrect|imposs|cannot|unable|suffer|limit|challeng|delay|latenc|behind|lag|lack|struggl|"
        r"inconsist|error|problem|difficult|issue|wast|drawback|under|not\b|hurt|damag|vulnerab|deep|intens|exacerbat|declin|drop|"
        r"obstruct|impair|undermin|weak|risk|attack|redundan|gap|bottleneck|shortcoming|flaw|n.t\b|less\b|expens|cost|fall|collaps|"
        r"interfer|confus|disrupt|conflict|distort|corrupt|break|noise|noisy",
    ),
    _sense(
        "up",
        r"향상|개선|증가|높이|높임|높은|높아|높게|늘리|늘려|늘림|늘어|증진|상승|끌어올|극대화|증대|고도화|능가|(?<!에 )앞서(?! (?:말|언급|발표|밝|공개|보도))|앞선|앞질|우수|뛰어난|뛰어나|탁월",
        r"improv|increas|enhanc|boost|outperform|surpass|exceed|better",
        r"high|more|strengthen|rais|rise|rising|grow|elevat|maximi|augment|gain|strong|super|best|great|excel|state|sota|large|robust|"
        r"effect|benefit|advanc|scal|expand|extend|promot|facilitat|refin|optimi|upgrad|amplif|lead|help|optimal|foster|enrich|ahead|"
        r"competitive|remarkabl|impressive|promising|success|power|reduc|align|address|overcom|mitigat|alleviat|enabl|over\b|beat|"
        r"cutting|double|fast|progress|precis|accura|quality|capab|bring|deep|comprehen|stabil|effic|achiev|yield|correct|top|"
        r"compar|well|multi|complement|further|sharpen|significan|intensi|heighten|dense|fine|bridg|beyond|improv|compet|valu|notabl|"
        r"advantag|support|tun|push|bolster|simpl|most|resolv|inflat|lengthen|longer|prolong|up",
    ),
    _sense(
        "harm",
        r"망가|망치|해치|갉아|깎아 ?먹|좀먹|잠식|훼손|파괴|붕괴|무너|퇴색|퇴행|뒷걸음|후퇴(?!\S)|정체(?=되|시|함|된)|지체|굼뜨|굼뜬|둔화|둔해|무뎌|무디|빗나|어긋(?!나지 않)|틀어지|흐트러|엉망|볼품없|변변찮|보잘것없|"
        r"초라|조악|열악|부실|허술|미흡|미비|미달|부진|침체|위태|위험해|방치|외면|부채질|조장|부추기|개악|역효과|부작용|악영향|손상|상실|소실|유실|망실|퇴화|변질|오염|왜곡|교란|혼란|혼동|악용|남용|오용|"
        r"과부하|포화|병목|막힘|꼬이|뒤틀|뒤엉|삐걱|흔들리(?!지)|휘청|주저앉|좌초|낙후|뒤지|밀려|떨어뜨|떨어트|추락|소모적|낭비적|비싸지|번거|거추장|성가|까다로워|난해|느슨|헐거|뭉개|흐려|뭉툭|탁해|지저분|"
        r"결여|빈약|빈곤|고갈|메마|쇠퇴|쇠약|쇠락|위축|주눅|경직|편협|얕아|얄팍|단조|진부|식상|지루|치명|참담|처참|끔찍|심각해|심해|나빠|못하게 됨|해로|유해",
        r"",
        r"wors|degrad|deteriorat|declin|harm|hurt|damag|destroy|break|broken|collaps|fail|fall|lose|loss|lost|lack|slow|delay|stagnat|bottleneck|weak|poor|limit|gap|endanger|jeopard|"
        r"bad|low|less|reduc|drop|decreas|diminish|erod|impair|undermin|corrupt|contamin|distort|disrupt|confus|noise|noisy|error|wrong|misalign|mis\w+|devia|shift|drift|"
        r"inconsist|unstab|instab|insta|risk|vulnerab|attack|threat|danger|unsafe|toxic|bias|problem|issue|challeng|difficult|hard|struggl|suffer|insuffic|inadequa|scarc|spars|"
        r"expens|cost|overhead|waste|redundan|ineffic|not\b|no\b|cannot|without|neglect|ignor|overlook|flaw|defect|artifact|blur|warp|forget|vanish|explod|overfit|saturat|"
        r"un\w+|non\w*|anti\w*|adversar|stress|burden|complex|rigid|shallow|narrow|stale|critical|sever|catastroph|limitation|shortcoming|trade|compromis|sacrific|negativ|penal|perturb",
    ),
    _sense(
        "plunge",
        r"급감|격감|반감|곤두박질|폭락|급락|꺾이|꺾임|쪼그라|삭감|감축|희석|깎아내|깎임|깎는",
        r"",
        r"reduc|decreas|drop|declin|less|few|low|small|cut|fall|half|shrink|minim|sav|loss|lose|degrad|plung|collaps|compress|remov|eliminat|prun|effic|diminish|suppress|mitigat|without|only|dilut|short",
    ),
    _sense(
        "surge",
        r"급증|폭증|치솟|솟구|불어나|불어남|부풀|부풂|배가(?=[되됨시])|가중시|가중됨|증폭|급등|팽창|뛰어올|드높|북돋|비약|폭발적으로",
        r"",
        r"increas|rais|ris|grow|surg|soar|more|high|large|great|expand|inflat|amplif|boost|improv|explo|doubl|tripl|scal|gain|swell|magnif|multipl|rapid|exponential|burden|long|enhanc|strong|excess|jump|spik|elevat|intens",
    ),
    _sense("fast", r"빠른|빠르게|가속|신속|빨라", r"faster|accelerat|speed", r"fast|quick|rapid|real-?time|effic|latenc|throughput|time|swift|instant|prompt|one-step|single|lightweight|immediat|soon|convergen|short|step"),
    _sense(
        "easier",
        r"완화|경감|해소",
        r"alleviat|mitigat|ease\b",
        r"reduc|less|address|overcom|resolv|solv|tackl|relax|eliminat|avoid|prevent|lower|remov|relie|counter|handl|without|effic|bridg|lessen|combat|improv|remed|soften|trade|balanc|minimi|curb|handl|suppress|enhanc|correct|fix",
    ),
)  # fmt: skip
"""Each is required of the source where the claim has it. Positive ones are borne by much, negative ones by little."""

ENGLISH_CONTRARIES = tuple(
    Contrary(_english(said), _english(said), _english(contrary))
    for said, contrary in (
        (r"improv|enhanc|boost|increas|rais|better|gain|strengthen|higher", r"degrad|wors|declin|deteriorat|lower|reduc|decreas|harm|hurt|weaken|drop|unchanged"),
        (r"degrad|wors|declin|deteriorat|harm|hurt|weaken|drop|hinder|hamper", r"improv|enhanc|boost|increas|better|gain|strengthen|facilitat|higher"),
        (r"increas|rais|grow|expand|longer|larger|more\b|higher", r"decreas|reduc|lower|shrink|fewer|less\b|shorter|smaller|minimi"),
        (r"decreas|reduc|lower|shrink|fewer|less\b|shorter|smaller|minimi|sav|cut", r"increas|rais|grow|expand|longer|larger|higher|maximi"),
        (r"fast|quick|rapid|speed|accelerat", r"slow|delay"),
        (r"slow|delay", r"fast|quick|rapid|accelerat|speed"),
        (r"robust|resilien|immune", r"vulnerab|sensitiv|suscept|fragil|brittle"),
        (r"vulnerab|suscept|fragil|brittle", r"robust|resilien|immune"),
        (r"succeed|success|achiev", r"fail|unable|cannot|struggl"),
        (r"fail|struggl|unable", r"succe|achiev|excel|outperform"),
        (r"inferior|underperform|behind", r"outperform|superior|surpass|exceed|beat"),
        (r"effective|efficient|stable|accurate|consistent", r"ineffective|inefficient|unstable|inaccurate|inconsistent"),
        (r"ineffective|inefficient|unstable|inaccurate|inconsistent", r"effective|efficient|stable|accurate|consistent"),
        (r"enabl|allow|permit", r"prevent|preclud|prohibit|forbid"),
        (r"prevent|preclud|prohibit|hinder", r"enabl|allow|permit|facilitat|promot"),
        (r"easy|easier|simple|simpler", r"hard|harder|difficult|complex"),
        (r"many|most|large|substantial|significant", r"few|little|negligible|slight|marginal"),
    )
)  # fmt: skip
"""The same for English claims."""
DENIED = re.compile(
    r"\b(?:cannot|can not|(?:has|have|had) yet to|(?:has|have|had) no plans?|(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would) not|unable to|remains? unclear|unclear whether|n[o]? longer|"
    r"\w+n['’]t|leaves? \w+ \w+ unchanged|unchanged|no (?:evidence|sign|benefit|gain|effect|difference|improvement|correlation|longer)|neither|nor|"
    r"never|rarely|hardly|scarcely|seldom|(?:fail|struggle)(?:s|ed)? to|needs? no|requires? no)\b(?! only| just| merely| necessarily)",
    re.IGNORECASE,
)
"""A predicate is denied in a source."""
DENIAL_ENGLISH = re.compile(
    rf"{DENIED.pattern}|\b(?:no|not|without|never|neither|nor|none|unable|incapable|lacks?|fails?|struggles?|unclear|same|only|un\w+ed|un\w+able|limited|hardly)\b",
    re.IGNORECASE,
)
DENIAL_KOREAN = re.compile(
    r"않|못|없|아니|아닌|불가|실패|부족|한계|어려|제한|대신|(?<![가-힣])불[가-힣]|(?<![가-힣])[미무비][가-힣]|무관|저해|방해|막|피하|배제|제외|제거|그치|(?<!지)만 |뿐|드물|드문|거의|의문|불분명|머무|격차|문제|과제|취약|약점|유지|그대로|동일|같은|여전"
)
HEDGE_ENGLISH = re.compile(
    r"\b(?:(?-i:may)|might|could(?! not\b|n.t\b)|suggest(?:s|ed|ing)?|likely|(?<!not )(?<!if )(?<!as )possibl[ey]|potentially|appears? to|seems?|tends? to|hypothesi[sz]e|"
    r"conjecture|often|sometimes|occasionally|in some cases|frequently)\b",
    re.IGNORECASE,
)
HEDGE_KOREAN = re.compile(
    r"수 있|수도 있|수도|가능성|흔하|경우가 많|적지 않|흔히|많다|많았|많은 경우|대개|보통|일반적으로|가능|시사|보인다|보임|보이며|듯|경향|종종|자주|흔히|때로|때때로|일부|대체로|잠재|추정|예상|기대|가정|가설|추측|"
    r"모른다|것으로|기도 [한하했]|도 된다|도 되[는며고]|도 좋|허용|허가|유망|빈번|초기|주로|쉽|제안|주장|잦|도울|도움|돕|위해|목표|탐구|탐색|조사|연구|분석|평가"
)
_HIGHEST = r"최고(?! ?(?:경영|기술|재무|운영|책임|법원|위|의? ?(?:인간|선수|팀|전문가|연구자|인재)))"
"""*Highest*, but for offices: a chief executive is no claim to be ahead."""
ABSOLUTES = (
    ("first", re.compile(r"최초|처음으로|사상 처음|첫 번째로|첫 사례|전례 ?없|\b(?:the|world's) first\b|\bfor the first time\b", re.IGNORECASE),
     re.compile(r"\bfirst|novel|pioneer|initial|unprecedented|never|최초|처음|첫", re.IGNORECASE)),
    ("best", re.compile(rf"최첨단|{_HIGHEST}|SOTA|state[- ]of[- ]the[- ]art|세계 (?:제일|최강|최대)|독보적|압도적|누구도|유례 ?없|가장 (?:뛰어|우수|높|좋)", re.IGNORECASE),
     re.compile(r"state.of.the.art|sota\b|best|leading|outperform|top|highest|superior|cutting.edge|advanced|surpass|latest|recent|frontier|most|optimal|strong|maxim|unprecedented|remarkabl|unparallel|excellent|exception|beat|exceed|record|high|최첨단|최고", re.IGNORECASE)),
    ("all", re.compile(r"모든|모두|전부|온갖|어떤 \S{1,8} ?(?:라도|이든|든|에도|에서도)|누구나|언제나|어디서나|어디에서나|예외 ?없|임의의|세상|\b(?:all|every|any|always|universally)\b", re.IGNORECASE),
     re.compile(r"\b(?:all|every\w*|any\w*|each|both|entire\w*|whole|universal\w*|full\w*|across|always|consistent\w*|overall|complete\w*|comprehensive\w*|arbitrary|general\w*|global\w*|regardless|unified|omni\w*|total|holistic|simultaneous\w*|joint\w*|throughout|exhaustive|in-the-wild|no|never|end-to-end|respectively|and)\b|모든|모두|전면|전부|전체|일체", re.IGNORECASE)),
    ("always", re.compile(r"항상|언제나|언제 어디|반드시|결코|절대|예외 ?없|늘 (?!수|것|예정|전망)|한 번의 \S{1,4}도 없|\balways\b|\bnever\b", re.IGNORECASE),
     re.compile(r"\b(?:always|never|consistent\w*|every|all|any|guarantee\w*|must|invariably|regardless|constant\w*|no|ensur\w*|each|without)\b|항상|반드시", re.IGNORECASE)),
    ("perfect", re.compile(r"완벽|(?<!불)완전히|(?<!불)완전한|100 ?%|전혀|확실히 보장|만능|흠 ?없|\bperfect", re.IGNORECASE),
     re.compile(r"\b(?:perfect\w*|complete\w*|full\w*|entire\w*|fully|total\w*|100|guarantee\w*|exact\w*|lossless|whole|never|no|without|not|zero|flawless|seamless|purely|any|eliminat\w*|from scratch|un\w+|free|solely|end-to-end|all)\b|완벽|완전", re.IGNORECASE)),
    ("proves", re.compile(r"증명(?!서)|확증|\bprov(?:es?|ed|en)\b", re.IGNORECASE),
     re.compile(r"\b(?:prov\w+|proof\w*|theor\w+|guarantee\w*|show\w*|demonstrat\w*|verif\w*|valid\w*|establish\w*|confirm\w*|formal\w*|evidence|attest\w*|derive\w*|reveal\w*|indicat\w*|bound\w*|suggest\w*|highlight\w*|math\w*|lean)\b|증명", re.IGNORECASE)),
)  # fmt: skip
GREAT = re.compile(rf"최초|처음으로|최첨단|{_HIGHEST}|SOTA|state[- ]of[- ]the[- ]art|the first\b", re.IGNORECASE)
ATTRIBUTED = re.compile(
    r"저자|논문은|연구진|연구팀|연구자|(?:보고|주장|밝히|밝혔|소개|설명|말)(?:한|했|하|힌)|밝힌|밝혔|다고 |라고 |고 한다|the authors|they (?:report|claim|say)",
    re.IGNORECASE,
)
