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


def _sense(name: str, korean: str, english: str, wide: str) -> Sense:
    said = re.compile(rf"(?:{korean})" + (rf"|\b(?:{english})" if english else ""), re.IGNORECASE)
    return Sense(
        name, said, re.compile(rf"\b(?:{english}{'|' if english and wide else ''}{wide})|(?:{korean})", re.IGNORECASE)
    )


NEGATIVE = (
    r"not\b|no\b|n't\b|\w+n.t\b|never|without|cannot|neither|nor\b|none|free\b|\w*-free|lack|fail|unable|impossib|avoid|rather than|"
    r"instead|eliminat|remov|prevent|unlike|only|absen|missing|insufficien|inadequat|limit|unseen|un\w{4,}|in(?:ab|ac|ad|ap|comp|"
    r"corr|coh|cons|eff|ex|suff|dep)\w+|non\w*|struggl|hard(?:ly)?\b|difficult|challeng|neglect|ignor|overlook|exclu|less\b|\w+less\b|"
    r"independent|agnostic|zero|few|rare|scarc|beyond|despite|hinder|degrad|suffer|discard|skip|bypass|mitigat|alleviat|"
    r"compromis|sacrific|reduc|limited|suppress|drop|weak|poor|barrier|bottleneck|frozen|discrepanc|mismatch|gap"
)
FINAL_NEGATION = re.compile(
    r"(?:지 ?(?:는 |도 )?(?:않|못)\S{1,6}|(?<!끊임)(?<!다름)없(?:음|다|었다|앴음)|불가능\S{0,4}(?: [함한했]\S{0,2})?|아니다|아님)[. ]*$"
)
"""The last predicate of a claim is denied."""
PLAINLY_NEGATIVE = re.compile(
    r"\b(?:not(?! only)|no|cannot|never|neither|nor|none|without|unable|\w+n't|\w+n’t|fail\w*|lack\w*|struggl\w*|insufficien\w*|inadequa\w*|"
    r"imposs\w*|infeas\w*|unavail\w*|eliminat\w*|remov\w*|overlook\w*|ignor\w*|neglect\w*|free|\w+-free|limited|limits?|limitation\w*|"
    r"little|hardly|rarely|few|yet to|difficult\w*|hinder\w*|prevent\w*|avoid\w*|absen\w*|instead of|rather than|insensitive|"
    r"independent\w*|agnostic|irrelevant|fall short|falls short|suffer\w*|unseen|missing|unchanged|unaffected|discard\w*|poor\w*|bypass\w*|"
    r"obviat\w*|ineffective\w*|unclear|unexplored|underexplored|incapable|un\w+ed|non-?\w+|weak\w*|only)\b|않|못|없|불가",
    re.IGNORECASE,
)
GOOD_NEWS = re.compile(
    r"\b(?:improv\w*|enhanc\w*|enabl\w*|allow\w*|outperform\w*|surpass\w*|better|accelerat\w*|boost\w*|increas\w*|address\w*|mitigat\w*|"
    r"alleviat\w*|overcom\w*|efficien\w*|effective\w*|strengthen\w*|robust\w*|superior|stabil\w*|faster|reduc\w*|achiev\w*|facilitat\w*|"
    r"resolv\w*|solv\w*|tackl\w*|optimi[sz]\w*|stable|precise\w*|consistent\w*|coherent|high\w*|advanc\w*|promot\w*|expan\w*|succe\w*)\b",
    re.IGNORECASE,
)
BAD_NEWS = re.compile(
    r"\b(?:worse\w*|degrad\w*|hamper\w*|hurt\w*|harm\w*|fail\w*|drop\w*|declin\w*|poor\w*|slow\w*|inferior|suffer\w*|hinder\w*|exacerbat\w*|"
    r"deteriorat\w*|lag\w*|behind|fall\w*|impair\w*|limit\w*|struggl\w*|vulnerab\w*|unstab\w*|instab\w*|inefficien\w*|ineffective\w*|inaccura\w*|"
    r"insufficien\w*|weak\w*|decreas\w*|lower|compromis\w*|underperform\w*|collapse\w*|los[est]\w*|cannot|unable|impossible|not|lack\w*|"
    r"expensive|costly|challeng\w*|difficult\w*|imperfect|incorrect|redundan\w*|disrupt\w*|error\w*|misalign\w*|bottleneck\w*|undermin\w*|"
    r"overhead|bias\w*|delay\w*|slow\w*|noise|noisy|unreliab\w*|without|distort\w*|attack\w*|adversar\w*|interfer\w*)\b",
    re.IGNORECASE,
)
BAD_SAID = re.compile(
    r"악화|열등|실패|나쁜|나빠|느린|느려|느리게|비효율|불안정|부정확|비효과|저해(?!상도)|뒤처|뒤떨어|못 미치|미치지 못|하회|낭비|훼손|무력화|저하(?=시키|시켜|시킴|됨|된|를 보|가 나|함|하|로)|"
    r"퇴보|약화|감퇴|불가능하게|심화(?=함|하|시|되)|지연(?=시키|시킴|함|하|화|된)|나쁘|어렵게 (?:함|하|만)"
)
MORE = re.compile(r"증가|늘리|늘려|늘림|늘어|높이|높임|높은|높아|높여|극대화|상승|증대|연장|확장")
LESS = re.compile(r"감소|줄이|줄여|줄임|줄어|낮추|낮춤|낮은|낮아|낮춰|절감|단축|최소화|축소|하락")
MORE_BORNE = re.compile(
    r"\b(?:increas\w*|rais\w*|rise\w*|grow\w*|high\w*|more|maximi\w*|longer|prolong\w*|extend\w*|expan\w*|scal\w*|larg\w*|improv\w*|enhanc\w*|"
    r"boost\w*|great\w*|up|gain\w*|double\w*|over|above|better|surpass\w*|outperform\w*|strong\w*|lengthen\w*|elevat\w*|exten\w*|generaliz\w*|"
    r"top|best|augment\w*|promot\w*|super\w*|excel\w*|accelerat\w*|beyond|advanc\w*|broad\w*|wid\w*|fine\w*|well)\b|\bhigh-",
    re.IGNORECASE,
)
LESS_BORNE = re.compile(
    r"\b(?:reduc\w*|decreas\w*|low\w*|less|fewer|minim\w*|sav\w*|drop\w*|declin\w*|cut\w*|short\w*|small\w*|shrink\w*|compress\w*|mitigat\w*|"
    r"alleviat\w*|degrad\w*|fall\w*|avoid\w*|eliminat\w*|accelerat\w*|faster|speed\w*|without|only|just|lightweight|prun\w*|efficien\w*|lower\w*|"
    r"limited|little|suppress\w*|bridg\w*|narrow\w*|remov\w*|inexpensive|cheap\w*|optimi\w*|loss|worse\w*|half|redundan\w*|simpl\w*)\b",
    re.IGNORECASE,
)
SENSES = (
    _sense(
        "negation",
        r"(?<!뿐만 아니라 )(?:지 않|지 못|지는 못|지는 않|하지 않|(?<!다름)(?<!끊임)(?<!관계)(?<!상관)없(?!이|애)|아니(?!라)|불가능)",
        r"not (?!only)|cannot|never|unable",
        NEGATIVE,
    ),
    _sense(
        "down",
        r"감소|저하|줄이|줄여|줄임|줄인|줄어|낮추|낮춤|낮은|낮아|낮춰|절감|단축|최소화|하락|축소|약화|경감|떨어지|떨어뜨|퇴보|감퇴",
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
        r"향상|개선|증가|높이|높임|높은|높아|높게|늘리|늘려|늘림|늘어|증진|상승|끌어올|극대화|증대|고도화|능가|앞서|앞선|앞질|우수|뛰어난|뛰어나|탁월",
        r"improv|increas|enhanc|boost|outperform|surpass|exceed|better",
        r"high|more|strengthen|rais|rise|rising|grow|elevat|maximi|augment|gain|strong|super|best|great|excel|state|sota|large|robust|"
        r"effect|benefit|advanc|scal|expand|extend|promot|facilitat|refin|optimi|upgrad|amplif|lead|help|optimal|foster|enrich|ahead|"
        r"competitive|remarkabl|impressive|promising|success|power|reduc|align|address|overcom|mitigat|alleviat|enabl|over\b|beat|"
        r"cutting|double|fast|progress|precis|accura|quality|capab|bring|deep|comprehen|stabil|effic|achiev|yield|correct|top|"
        r"compar|well|multi|complement|further|sharpen|significan|intensi|heighten|dense|fine|bridg|beyond|improv|compet|valu|notabl|"
        r"advantag|support|tun|push|bolster|simpl|most|resolv|inflat|lengthen|longer|prolong|up",
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

HEDGE_ENGLISH = re.compile(
    r"\b(?:may|might|could|suggest(?:s|ed|ing)?|likely|possibl[ey]|potentially|appears? to|seems?|tends? to|hypothesi[sz]e|"
    r"conjecture|often|sometimes|occasionally|in some cases|frequently)\b",
    re.IGNORECASE,
)
HEDGE_KOREAN = re.compile(
    r"수 있|수도 있|수도|가능성|가능|시사|보인다|보임|보이며|듯|경향|종종|자주|흔히|때로|때때로|일부|대체로|잠재|추정|예상|기대|가정|가설|추측|"
    r"모른다|것으로|유망|빈번|초기|주로|쉽|제안|주장|잦|도울|도움|돕|위해|목표|탐구|탐색|조사|연구|분석|평가"
)
ABSOLUTES = (
    ("first", re.compile(r"최초|처음으로|사상 처음|첫 번째로|첫 사례|전례 ?없|\b(?:the|world's) first\b|\bfor the first time\b", re.IGNORECASE),
     re.compile(r"\bfirst|novel|pioneer|initial|unprecedented|never|최초|처음|첫", re.IGNORECASE)),
    ("best", re.compile(r"최첨단|최고|SOTA|state[- ]of[- ]the[- ]art|세계 (?:제일|최강|최대)|독보적|압도적|누구도|유례 ?없|가장 (?:뛰어|우수|높|좋)", re.IGNORECASE),
     re.compile(r"state.of.the.art|sota\b|best|leading|outperform|top|highest|superior|cutting.edge|advanced|surpass|latest|recent|frontier|most|optimal|strong|maxim|unprecedented|remarkabl|unparallel|excellent|exception|beat|exceed|record|high|최첨단|최고", re.IGNORECASE)),
    ("all", re.compile(r"모든|모두|전부|온갖|어떤 \S{1,8} ?(?:라도|이든|든|에도|에서도)|누구나|언제나|어디서나|어디에서나|예외 ?없|임의의|세상|\b(?:all|every|any|always|universally)\b", re.IGNORECASE),
     re.compile(r"\b(?:all|every\w*|any\w*|each|both|entire\w*|whole|universal\w*|full\w*|across|always|consistent\w*|overall|complete\w*|comprehensive\w*|arbitrary|general\w*|global\w*|regardless|unified|omni\w*|total|various|diverse|wide|broad\w*|holistic|together|simultaneous\w*|joint\w*|throughout|random\w*|exhaustive|open|in-the-wild|no|never|without|end-to-end|only|most|two|three|four|and)\b|모든|모두", re.IGNORECASE)),
    ("always", re.compile(r"항상|언제나|언제 어디|반드시|결코|절대|예외 ?없|늘 |한 번의 \S{1,4}도 없|\balways\b|\bnever\b", re.IGNORECASE),
     re.compile(r"\b(?:always|never|consistent\w*|every|all|any|guarantee\w*|must|invariably|regardless|constant\w*|no|ensur\w*|each|without)\b|항상|반드시", re.IGNORECASE)),
    ("perfect", re.compile(r"완벽|(?<!불)완전히|(?<!불)완전한|100 ?%|전혀|확실히 보장|만능|흠 ?없|\bperfect", re.IGNORECASE),
     re.compile(r"\b(?:perfect\w*|complete\w*|full\w*|entire\w*|fully|total\w*|100|guarantee\w*|exact\w*|lossless|whole|never|no|without|not|zero|flawless|seamless|purely|any|eliminat\w*|from scratch|un\w+|free|solely|end-to-end|all)\b|완벽|완전", re.IGNORECASE)),
    ("proves", re.compile(r"증명(?!서)|확증|\bprov(?:es?|ed|en)\b", re.IGNORECASE),
     re.compile(r"\b(?:prov\w+|proof\w*|theor\w+|guarantee\w*|show\w*|demonstrat\w*|verif\w*|valid\w*|establish\w*|confirm\w*|formal\w*|evidence|attest\w*|derive\w*|reveal\w*|indicat\w*|bound\w*|suggest\w*|highlight\w*|math\w*|lean)\b|증명", re.IGNORECASE)),
)  # fmt: skip
GREAT = re.compile(r"최초|처음으로|최첨단|최고|SOTA|state[- ]of[- ]the[- ]art|the first\b", re.IGNORECASE)
ATTRIBUTED = re.compile(
    r"저자|논문은|연구진|연구팀|연구자|(?:보고|주장|밝히|밝혔|소개|설명|말)(?:한|했|하|힌)|밝힌|밝혔|다고 |라고 |고 한다|the authors|they (?:report|claim|say)",
    re.IGNORECASE,
)
