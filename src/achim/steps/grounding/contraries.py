"""Opposites and things measured, in both languages: what a claim may not say where its sentence says the other.

Written by hand from general knowledge of the two languages and the field; patterns are beginnings of words.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pole:
    """One end of an axis: how a claim says it in Korean, and how a source says it in English."""

    said: re.Pattern[str]
    source: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Axis:
    one: Pole
    other: Pole


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that claims speak of, and the English words one of which a source then has."""

    said: re.Pattern[str]
    source: re.Pattern[str]


def _english(beginnings: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{beginnings})", re.IGNORECASE)


def _pole(korean: str, english: str) -> Pole:
    return Pole(re.compile(rf"(?<![가-힣])(?:{korean})"), _english(english))


AXES = tuple(
    Axis(_pole(one, english_one), _pole(other, english_other))
    for one, english_one, other, english_other in (
        # size, amount, length
        ("더 큰|큰 (?!폭|차이|영향|성과|진전|개선|도움|틀)", "larg|big|great|huge|major|high|massive|wide|substantial|strong|significan|scal", "더 작은|작은", "small|tiny|little|compact|lightweight|minor|less|low|lite|mini|nano|fewer|sub|narrow|slight"),
        ("더 긴|긴 |장문|길게", "long|extend|length|prolong|exten|lengthy|ultra", "더 짧은|짧은|짧게|단문", "short|brief|concise|few|compact|condens"),
        ("대규모", "larg|massive|scal|big|web|extensive|million|billion|huge|vast|giant|foundation|LLM|\\d", "소규모", "small|tiny|few|compact|little|limited|modest|mini"),
        ("많은|다수의|수많은", "many|most|numerous|much|larg|multi|more|vast|abundan|extensive|various|plenty|wide|diverse|high|massive|several|hundreds|thousands|rich|substantial|significan|lots|heavy|great|number|volume|often", "적은|소수의|극소수", "few|small|limited|little|less|minor|scarce|sparse|handful|low|only|minimal|fraction|just|reduc|single|one"),
        ("단일(?! ?(?:모달|벤치|지표))|하나의 |한 개의", "single|one\\b|unified|uni|mono|sole|individual|lone|same", "여러 |다수의|복수의|다중", "multi|several|many|various|divers|multiple|numerous|two|three|four|five|six|both|different|across|all|variety|range|variet|wide|number|suite|and\\b"),
        ("전체의|전체 ", "all|whole|entire|full|overall|complete|total|every|global|end-to-end|across|each", "일부의|일부 ", "some|part|subset|portion|certain|selected|few|fraction|several|half|limited|partially"),
        ("최대(?!한|화)", "max|up to|most|larg|peak|at most|as much|best|up\\b|over|as many|longest|highest|fastest", "최소(?!한|화|제곱|량)", "min|at least|least|as little|as few|small|lowest|only|over|more than|fewest|shortest"),
        ("상한", "upper|ceiling|at most|max|cap", "하한", "lower|floor|at least|min"),
        # quality
        ("쉬운|쉽게|용이", "eas|simpl|straightforward|readily|facilit|accessib|smooth|seamless|effortless|trivial|simply|allow|enabl|flexib|scalab|plug|convenien|user-friend|support", "어려운|어렵게|까다로운|힘든", "hard|difficult|challeng|tough|complex|struggl|demanding|intractab|obstacl|not\\b|cannot|complicat|bottleneck|unseen|advanced|rare|problem"),
        ("단순한|단순하게|간단한|간단히|간결", "simpl|straightforward|plain|basic|naive|minimal|easy|concise|elegant|trivial|mere|just|single|clean|lightweight|brief|short|direct", "복잡한|복잡하게", "complex|complicat|intricat|sophisticat|elaborate|challeng|difficult|hard|dense|multi|rich|compound|nuanced|long|heavy|advanced"),
        ("강건|견고|강인", "robust|resilien|strong|sturd|reliab|stab|solid|consisten|secure|hard|generaliz", "취약|허약|연약", "vulnerab|fragil|brittle|weak|suscept|sensitiv|prone|attack|risk|fail|limit|struggl|unsafe|poor"),
        ("안정(?:적|성|화)", "stab|steady|consisten|robust|reliab|smooth|converge|balanc|calibrat|safe|secur|collaps|degrad", "불안정", "unstab|instab|fluctuat|diverg|volatil|collaps|varian|erratic|noisy|oscillat|unreliab"),
        ("일관(?:된|되게|성)", "consisten|coheren|uniform|stable|steady|unified|always|align|reliab|across|invarian|harmon|all\\b|robust|persist|preserv|faithful|smooth|seamless", "비일관|일관되지|모순", "inconsisten|incoheren|contradict|not\\b|vary|varies|conflict|mismatch|diverg"),
        ("정확한|정확하게|정확히", "accura|exact|precis|correct|right|faithful|reliab|true|fine|proper|perfect|better|effective|high|error|strong|ground|detail|valid|well", "부정확|틀린|잘못된|그릇된", "inaccura|incorrect|wrong|imprecis|false|error|mis|erron|fault|invalid|flaw|bad|not\\b|noisy|hallucin|unreliab|poor|bias|un\\w+"),
        ("유용한|유익한|쓸모 있", "useful|helpful|valuable|benefi|effective|practical|informative|help|meaning|insight|promising|assist|support", "쓸모없|무용|해로운|유해한", "useless|harmful|detriment|toxic|unsafe|irrelevan|bad|danger|malicious|adverse|negativ|unhelpful|not\\b|risk|offensive|inappropriate|hateful|nois"),
        ("긍정적", "positiv|favorabl|benefi|optimis|promis|good|encourag|help|improv|correct", "부정적", "negativ|adverse|unfavorabl|detriment|harm|pessimis|bad|downside|degrad|hurt|incorrect|risk|drawback"),
        ("명확한|명확하게|뚜렷한|분명한", "clear|explicit|distinct|evident|obvious|notable|unambig|sharp|well-defined|precise|strong|marked|definit|concrete|substantial|signific", "모호한|불분명|애매한|불명확", "ambigu|vague|unclear|obscure|fuzz|blur|uncertain|implicit|under-?specif|opaque|confus"),
        ("공정한|공정하게|공평", "fair|equit|unbias|just|impartial|equal|rigor|parity|comparab", "불공정|편파", "unfair|bias|inequit|discriminat|prejud|distort|unequal"),
        ("편향된|편향적", "bias|skew|slant|distort|unfair|partial|steer|toward", "공정한|편향 없는", "unbias|fair|impartial|debias"),
        ("충분한|충분히|풍부한", "sufficien|enough|adequate|ample|rich|abundan|plenty|well|extensive|full|dense|large|comprehens|detail|divers|deep|many|high|fine|strong|informative", "불충분|부족한|빈약한|모자란", "insufficien|inadequate|lack|scarc|limited|poor|short|few|sparse|deficien|not\\b|absence|little|weak|under|low|small|missing|gap|without|fail"),
        ("새로운 ", "new|novel|first|innovat|fresh|unseen|introduc|propos|present|recent|emerg|original|develop|unexplored|create|paradigm|alternat|another|next|redefin|we\\b|unprecedent|pioneer|explor|releas|construct|advance", "낡은|오래된|구식", "old|outdated|obsolete|legacy|classic|long-standing|stale|vintage"),
        ("값싼|저렴한|저비용", "cheap|low-cost|inexpens|afford|economic|cost-effic|cost|budget|frugal|effic|low|minimal|light", "값비싼|비싼|고비용|고가의", "expens|costly|pricey|high|overhead|prohibit|heavy|intensive|cost|demand|burden"),
        ("고해상도", "high|ultra|4K|2K|HD|fine|resolution|megapixel|\\d", "저해상도", "low|coarse|downsampl|small|thumbnail|degrad"),
        ("고품질|양질의", "high|quality|excellent|superior|good|fine|best|premium|clean|photoreal|realis|curated|faithful", "저품질|질 낮은", "low|poor|noisy|bad|inferior|degrad|weak"),
        ("고수준", "high|abstract|coarse|semantic|global|strateg|advanced", "저수준", "low|primitive|pixel|fine|detail|raw|local"),
        ("고차원", "high|dimension|complex", "저차원", "low|reduc|compact|small"),
        # structure
        ("전역(?:적| )", "global|overall|whole|entire|holistic|long-range|full|univers|broad", "국소|국부|지역적", "local|region|neighbor|patch|fine|window|short-range|spatial|area|part|detail"),
        ("명시적", "explicit|direct|overt|clear|express|define|specif|formal|intermediate|symbolic|visib", "암묵적|암시적|묵시적", "implicit|tacit|laten|hidden|indirect|implied|internal"),
        ("직접(?:적|$| )", "direct|straight|explicit|end-to-end|immediate|itself|first-hand|instead|without|simply|raw|themselves|own\\b|only", "간접(?:적| )", "indirect|proxy|implicit|surrogate|via|through|second-hand|mediat"),
        ("연속(?:적|된| )", "continu|sequen|consecut|success|smooth|stream|multi-step|chain|iterat|series|flow|temporal", "이산(?:적| |화)", "discret|quantiz|categor|token|binary|symbol|VQ|codebook"),
        ("조밀한|밀집된|고밀도", "dense|densely|compact|high|concentrat|rich|packed|close|tight|crowd", "희소한|성긴|드문드문", "spars|scarc|few|thin|scatter|low|rare|limited"),
        ("동적(?:인|으로)? ", "dynamic|adapt|moving|chang|motion|evolv|real-time|vary|time|interactive|flexib|4D|on-the-fly|active|temporal|during|online", "정적(?:인|으로)? ", "static|fixed|still|frozen|constant|station|single|unchang|immutable|predefined"),
        ("온라인", "online|web|internet|on-policy|real-time|stream|on-the-fly|public|platform|dynamic|social|site", "오프라인", "offline|batch|off-policy|static|precomput|fixed"),
        ("실시간", "real-?\\s?time|instant|live|online|stream|interactive|immediate|fps|latency|fast|on-the-fly", "비실시간", "offline|batch|delayed"),
        ("자동(?:으로|화|적)", "auto|self|programmatic|without|machine|LLM|pipeline|model|scalab|synth", "수동(?:으로|적)|수작업|손으로", "manual|hand|human|labor|annotat|expert|passive"),
        ("능동(?:적|으로)", "active|proactive|initiat|agentic|autonom|dynamic|interact|explor|select", "수동적", "passive|reactive|manual|static"),
        ("병렬", "parallel|concurren|simultan|batch|distribut|multi-thread|multi|joint|at once", "직렬", "serial|sequential|one by one|one-by-one"),
        ("동시에", "simultan|concurren|at the same time|joint|both|while|parallel|together|at once|also|unif|and\\b|as well|without|all|co-|maintain|preserv|in one|single|combin", "차례로|하나씩", "sequential|success|one by one|step|in turn|each|one at a time|iterat|progress|gradual|first|then"),
        ("중앙집중|집중식", "central", "분산(?:형|된|식)|탈중앙", "decentral|distribut|federat|multi|scatter|parallel|cluster"),
        ("대칭적", "symmetr|equal|balanced", "비대칭", "asymmetr|unbalanced|uneven|one-sided"),
        ("선형(?! ?회귀)", "linear|straight", "비선형", "nonlinear|non-linear|better-than-linear|curv|exponent|quadratic"),
        ("상향식", "bottom-up|bottom up", "하향식", "top-down|top down"),
        ("순방향|전방향|정방향", "forward|feed-?forward", "역방향|역순|반대 방향", "backward|reverse|invers|back"),
        ("수평", "horizontal|lateral", "수직", "vertical|perpendicular|orthogonal"),
        ("내부(?:의|적|에|에서)? ", "intern|inner|within|intrinsic|inside|in-house|intra|hidden|self|latent|own", "외부(?:의|적|에|에서)? ", "extern|outer|outside|extrinsic|out-of|third-party|auxiliary|additional|open|web|tool|other|environment|knowledge|independent|without|extra|separate|real|API"),
        ("동질적|동종", "homogen|same|uniform|identical", "이질적|이종", "heterogen|divers|different|mixed|vary|various|hetero|cross"),
        ("독립(?:적|된|$)", "independen|separat|stand-?alone|decoupl|isolat|individual|autonom|disentangl|agnostic|disjoint|regardless|each|self-contained|own|free", "의존(?:적|하|한|도)", "depend|rel[iy]|conting|conditional|hing|based|requir|count on|use|using|leverag|bias|need|driven|heavily"),
        ("고정(?:된|하|시)", "fix|frozen|freez|static|constant|predetermin|predefin|locked|set|rigid|same|unchanged|invariant", "가변|변동", "variab|vary|varies|dynamic|adapt|flexib|chang|fluctuat|arbitrary|any"),
        ("결정론적", "determinis", "확률(?:적|론적)", "stochast|probab|random|sampl|bayes|likelihood|odds|distribution|SDE|uncertain|chance"),
        ("이론(?:적|상)", "theor|formal|principle|proof|prove|provab|mathemat|analytic|bound", "경험(?:적|상)|실증적", "empiric|experiment|experience|practical|observ|real|evaluat|result|extensive"),
        ("정성(?:적)", "qualitativ|visual|subjectiv|human|perceptual|case", "정량(?:적|화)", "quantit|numer|metric|measur|statist|score|objectiv|benchmark|evaluat|\\d"),
        ("객관(?:적)", "objectiv|verifi|unbias|factual|quantit|rule|fair|independen|measurable|ground", "주관(?:적)", "subjectiv|preferen|opinion|human|perceiv|percept|personal|creative|open-ended|aesthet"),
        ("절대(?:적인|값)", "absolut|exact|raw|pure|metric|scale", "상대(?:적|값)", "relativ|compar|rank|against|than|versus|group|normaliz|pairwise|differen"),
        # learning
        ("사전 ?학습|사전 ?훈련", "pre-?\\s?train|foundation|initial|base\\b|large-scale|scratch|continu|backbone|frozen|off-the-shelf|CLIP|BERT|first stage|warm|existing", "사후 ?학습|사후 ?훈련|후속 ?학습", "post-?\\s?train|fine-?\\s?tun|align|RLHF|instruct|after|RL\\b|SFT|reinforc|second stage|subsequent|preference"),
        ("비지도", "unsupervis|self-superv|without|label-free|no label|annotation-free|unlabel", "(?:완전 )?지도 ?학습", "supervis|SFT|label|annotat|fine-?tun"),
        ("라벨이 있는|레이블이 있는|라벨링된", "label|annotat|supervis", "라벨이 없는|레이블이 없는|비라벨", "unlabel|without|no label|label-free|unannot|unsuperv"),
        ("온폴리시", "on-?policy", "오프폴리시", "off-?policy"),
        ("모델 기반", "model-based|world model|model|LLM|learned|neural", "모델 프리|모델 없는", "model-free"),
        ("교사 ?모델|교사의", "teacher|expert|larger|strong|guid|supervis|oracle|mentor|instructor|distill", "학생 ?모델|학생의", "student|learner|smaller|distill|pupil|weak|compact"),
        ("인코더", "encod|BERT|ViT|CLIP|tokeniz|embed|backbone|VAE|T5|tower|transformer|SigLIP|DINO", "디코더", "decod|generat|GPT|VAE|autoregress|transformer|unembed|head|LLM"),
        ("입력(?! ?출력)", "input|prompt|feed|given|conditioned|query|quer|context|enter|receiv|from|instruct|take|long|image|text|source|token|accept|inject|process|control|multimodal|typed|user", "출력(?! ?입력)", "output|generat|produc|respon|answer|predict|result|yield|emit|write|return|logit|token|distribution|final|completion"),
        ("원인", "caus|reason|due|why|factor|root|driv|source|origin|lead|stem|respons|account|attribut|because|underl|contribut|explan|issue|bottleneck", "결과(?=로 |적으로|를 낳|를 초래)", "result|effect|consequen|outcome|lead|thus|impact|therefore|cause|yield|finding|ultimately|thereby|output|experiment|reveal|produc|so\\b|eventual|achiev|show"),
        ("질문", "question|quer|ask|QA|prompt|VQA|inquir|problem|puzzle|quiz|what\\b|whether|how\\b|MCQ|instruct|request|probe|exam|test", "답변|정답", "answer|respon|repl|solution|QA|output|VQA|correct|ground|label|completion|chat|gold|truth|generat|result|predict|feedback|argu"),
        ("훈련|학습(?!된|률|자|한)", "train|learn|fine-?\\s?tun|optimi|SFT|RL\\b|reinforc|adapt|teach|pre-?\\s?train|post-?\\s?train|distill|update|supervis|tun|educat|curricul|zero-shot|GRPO|PPO|DPO|gradient|without|loss|epoch|reward|diffusion|data|taught|acquir|align|instruct|model", "추론 (?:시간|시점|단계|속도|비용)", "infer|test-time|reason|decod|deploy|generat|runtime|serving|sampling|latency|think|deduc|test|speed|throughput|token|effic|accelerat|fast"),
        ("정밀도", "precision|bit|FP\\d|INT\\d|accura|fine|precise|quantiz|float|detail|exact", "재현율", "recall|coverage|sensitivity|retriev"),
        ("과적합|과대적합", "overfit|over-fit|memori|generaliz|spurious", "과소적합", "underfit|under-fit"),
        ("탐색", "explor|search|navigat|travers|seek|investigat|discover|MCTS|find|quest|probe|look|survey|examin|tree|stud|browse", "활용만|이용만", "exploit"),
        # things said for one another
        ("실제 |현실 ", "product|operat|real|actual|practical|true|genuine|wild|in practice|physical|authentic|natural|human|ground|world|native|deploy|live|faithful|photo|existing|effective|current", "합성 |가상 |인공 ", "synth|simulat|virtual|artific|generat|fake|fictio|AI\\b|augment|imagin|mock|compos|digital|made|manufactur|rendered|game|fus|avatar"),
        ("인간|사람", "human|people|person|annotat|expert|user|man\\b|crowd|manual|participant|anthropo|individual|clinician|doctor|teacher|reader|hand|body|pose|face|portrait|character|player|everyone|popul|child|student|researcher|physician|speaker|subject|artist|social|we\\b|one\\b|motion|public|real-life|who|student|RLHF|preference|actor|avatar|GUI", "기계(?! ?(?:학습|번역|독해))", "machine|robot|automat|device|AI\\b|computer|mechan|LLM|engine"),
        ("오픈 ?소스", "open|public|releas|github|available|huggingface|hugging|weights|free", "폐쇄형|비공개|상용", "clos|propriet|commercial|private|GPT|API|black-?box|Claude|Gemini|product"),
        ("공개", "releas|open|public|availab|publish|announc|access|disclos|github|share|reveal|huggingface|provide|launch|present|introduc|state-of|wild|unveil|out\\b|community|API|demo", "비공개|은닉|숨긴", "private|hidden|clos|conceal|propriet|withh|secret|unreleased|confiden|sensitive"),
        ("단기", "short", "장기", "long|extend|lifelong|persist|future"),
        ("초기", "early|initial|first|begin|prelimin|start|init|pilot|prior|cold|seed|onset|prefill|raw|original|pre|nascent", "후기|말기|마지막", "late|final|last|end\\b|ultimate|later"),
        ("이전", "previous|prior|earlier|past|before|former|existing|preced|histor|last|recent|state-of|baseline|conventional|exist|old|tradition|current|predecess|previously|trans|migrat|ported|so far|first|other|cached|pre", "이후|다음", "after|next|follow|subsequent|later|then|future|post|upcoming|since|below|second"),
        ("증가|늘어|커지", "increas|grow|ris|rais|more|larger|expand|scal|higher|longer|up\\b|gain|boost|amplif|surg|improv|doubl|enhanc|with|escalat|extend|beyond|add|many|accumulat|larg|great|exceed|long|surpass|better|deep|widen|accelerat|strength|inflat|heavy|high", "감소|줄어|작아지", "decreas|reduc|declin|drop|less|fewer|shrink|lower|fall|down|short|diminish|small|sav|cut|minim|loss|degrad|compress|mitigat|faster|decay|low|effic|save|lighter|prun|few|without|only|no\\b|limit|avoid|remov|under|deteriorat|half|alleviat|narrow|eliminat|light|suppress|improv|fast|speed|accelerat|just|cheap|less"),
        ("포함(?:하|한|된|시)", "includ|contain|compris|consist|incorporat|cover|encompass|span|integrat|with\\b|feature|involv|across|cont|such as|embed|spanning|of\\b|from|add|both|and\\b|in\\b|have|has", "제외(?:하|한|된)|배제", "exclud|except|omit|without|remov|filter|apart|drop|eliminat|discard|avoid|instead|prevent|ignor|not\\b|no\\b|free|mask|leave|disregard|only|rather"),
        ("추가(?:하|한|로|적|된)", "add|extra|further|append|more|supplement|augment|insert|extend|new|inject|increment|plus|incorporat|introduc|also|integrat|include|beyond|additional|moreover|furthermore|enhanc|expand|outside|other|extended|equip|enrich|in addition|attach|external|post|continu|without|auxil|another|bring|besides|complement|follow|and\\b|with\\b|on top|leverag|fine-tun|combin", "제거(?:하|한|된)|삭제", "remov|delet|eliminat|prun|discard|drop|filter|erase|without|get rid|strip|free|reduc|denois|exclud|clean|cut|unlearn|evict|skip|mask|ablat|obviat|avoid|suppress|mitigat|extract|detach|subtract|purif|trim|dedup|de-|bypass|no need|inpaint|isolat|disentangl|resolv|address|tackl|correct"),
        ("상승|오른|올라", "ris|rose|climb|increas|rais|gain|up|improv|higher|climb|grow|boost|jump|surge|better|enhanc|point|exceed|\\+", "하락|내린|떨어진|떨어졌", "fall|fell|lost|cut|slid|sank|slump|drop|declin|decreas|lower|down|degrad|reduc|loss|slump|wors|deteriorat|collaps|plung|below|lose|less"),
        ("이득|이점|장점", "advantag|benefi|gain|strength|merit|superior|improv|better|edge|profit|help|outperform|win|effective|pros\\b|value|upside|power|promis|best|favor|complement|attract|potential|strong|effic|capab", "손해|단점|약점", "disadvantag|weak|drawback|shortcom|limit|flaw|downside|loss|cost|cons\\b|vulnerab|problem|issue|fail|gap|challeng|pitfall|struggl|bottleneck|penalt|lack|deficien|error|poor|suffer"),
        ("성공", "succe|achiev|accomplish|solv|excel|effective|pass|win|surpass|outperform|able|complete|manage|demonstrat|improv|high|show|perform|reach|first|enabl|jailbreak|well", "실패", "fail|unable|cannot|unsucc|collaps|error|struggl|break|not\\b|wrong|incorrect|mistake|crash|fault|pitfall|limit|suffer|miss|defect|lose|poor|lack|problem|fall|un\\w+"),
        ("승리|이긴|이겼", "win|won|beat|outperform|victor|defeat|surpass|prefer|success|better|exceed", "패배|졌다|진 ", "los|defeat|beaten|behind|fail|worse|inferior"),
        ("찬성|동의", "agree|consen|support|accord|endors|favor|concur|align|approv|accept|yes", "반대|거부", "disagree|oppos|refus|reject|against|object|contrar|revers|opposit|contrast|declin|counter|deny|invers|contra|dissent|unlike|harm"),
        ("강화(?! ?학습)", "strengthen|reinforc|enhanc|improv|boost|increas|augment|robust|rich|promot|advanc|fortif|amplif|elevat|refin|stronger|emphas|deepen|empower|better|bolster|facilitat|strong|solid|support|intensif|more|optimi|ensur|consolidat|high|protect|effective|great|further|enrich|foster|sharpen|heighten|rais|help|upgrad|equip|secur|RL\\b|explicit|leverag|adapt|align|harden|tight|broad|expand|extend|guid|incentiv|preserv|maint|self|incorporat|surpass|add|finetun|fine-tun", "약화", "weak|degrad|diminish|reduc|undermin|erode|attenuat|lessen|impair|decreas|lower|dilut|suppress|compromis|loss|hurt|fade|mitigat|limit|declin|drop|wors|less|poor|soften|fragil|deteriorat|vanish|collaps|decay|harm"),
    )
)  # fmt: skip
"""Refused where a claim says one end, its sentence the other end, and neither says both."""


THINGS = tuple(
    Thing(re.compile(rf"(?<![가-힣])(?:{korean})"), _english(english))
    for korean, english in (
        ("정확도|정확성", "accura|correct|precis|exact|error|pass@|score|perform|right|rate|%|mAP|F1|hit|fidelity|recall|success|faithful|factual|quality|reliab|percent|\\d|valid|truth|well|effective|strong"),
        ("속도", "speed|fast|accelerat|latenc|throughput|rapid|quick|slow|time|rate|veloc|fps|effic|x\\b|\\dx|×|hz|real|frames|tokens per|second|pace"),
        ("지연(?:시간| 시간|율)?", "latenc|delay|defer|lag|time|respon|fast|slow|speed|real-?time|ms\\b|wait|overhead|immediate"),
        ("메모리", "memor|cache|footprint|VRAM|RAM\\b|storage|GPU|KV\\b|resource|buffer|recurr|space|effic|storing|overhead|recall"),
        ("비용", "cost|expens|cheap|budget|price|overhead|comput|effic|resource|econom|afford|\\$|dollar|burden|inexpens|complexity|FLOP|time|train|labor|free|low|afford|token|intensive|heavy|flops|sav|scal|manual|without"),
        ("파라미터|매개변수", "param|weight|\\d+(?:\\.\\d+)?[BM]\\b|size|LoRA|scale|billion|million|larger|smaller|model|param|coefficient|tun|variab|config|small|large"),
        ("이미지|사진", "image|visual|photo|pictur|pixel|vision|scene|view|portrait|camera|face|figure|render|draw|paint|diffusion|multimodal|multi-modal|T2I|frame|graphic|text-to-image|video|object|VLM|artwork|MLLM|imag|JPEG|VQA|sketch|logo|art\\b|texture|style|screen|poster|visib|look|ViT|segment|3D|illumina|spatial|depict|layout|design|CLIP|font|glyph"),
        ("비디오|동영상|영상", "video|clip|film|movie|footage|frame|animat|cinema|temporal|motion|stream|visual|T2V|I2V|camera|image|scene|talking|audio-visual|egocentric|spatio|multimodal|multi-modal|shot|world|vlog|imag|4D|lip|vision|radiolog|CT\\b|MRI|record|pictur|render|view|generat|shoot"),
        ("음성|말소리|발화", "speech|voice|audio|spoken|speak|utteran|TTS|ASR|acoust|vocal|phon|convers|sound|talk|dialog|omni|pronunc|verbal|linguistic|tts|whisper|dub"),
        ("음악|노래", "music|song|melod|lyric|sing|audio|instrument|composition|MIDI|vocal|genre|track|sound|tune"),
        ("코드(?!북)", "cod(?:e|ing|er|ebase|es)\\b|program|software|script|SWE|github|repositor|source|implement|SQL|python|function|bug|compil|debug|HTML|kernel|weights|data|open|artifact|token|quantiz|developer|model|LaTeX|publicly|discrete|engineer|snippet|project"),
        ("로봇", "robot|manipulat|embodi|grasp|arm\\b|VLA|humanoid|locomot|drone|gripper|dexter|quadrup|autonomous|actuat|policy|physical|agent|action|policies|navigation|legged|hand\\b|UAV|vehicle|sim-to-real|teleop"),
        ("수학", "math|arithmet|algebra|geometr|theorem|GSM|AIME|olympiad|equation|numer|calcul|proof|AMC|formula|STEM|quantit|reason|number|symbol|integral|statist"),
        ("의료|의학|임상|환자", "medic|clinic|health|patient|hospital|disease|diagnos|biomedic|radiolog|patholog|doctor|physician|surg|cancer|drug|therap|MRI|CT\\b|care\\b|MedQA|tumor|bio|nurs|treatment|X-ray|imag"),
        ("법률|법적", "law|legal|judic|court|statut|regulat|jurid|compliance|license|litig|attorney|judg"),
        ("금융|주식", "financ|stock|shares?|market|bank|trading|invest|econom|fintech|asset|portfolio|credit|equity|money|business|currency"),
        ("검색", "retriev|search|RAG\\b|query|quer|quest|lookup|index|find|brows|rank|recall|web|fetch|similarity|seek|discover|explor|document|look"),
        ("번역", "translat|multiling|cross-ling|bilingual|MT\\b|interpret|convert|language|ling|transfer|map"),
        ("요약", "summar|condens|abstract|digest|overview|TL|brief|highlight|conden|compress|outline|survey|distill|key|gist|concise|review"),
        ("그래프", "graph|node|edge|network|tree|chart|plot|GNN|topolog|relational|knowledge|structure|diagram|curve"),
        ("환각", "hallucinat|fabricat|unfaithful|factual|confabulat|false|incorrect|ground|nonexist|not exist|faith"),
        ("개인정보|프라이버시", "privac|private|personal|sensitive|PII|confiden|federat|secur|anonym|identit|leak"),
        ("보상(?!절)", "reward|incentiv|RL\\b|RLHF|RLVR|reinforc|preferen|compensat|DPO|GRPO|penal|feedback|return|prize|payoff|PRM|PPO|advantage|verifi|score|signal|objective"),
        ("양자화", "quanti|bit\\b|-bit|bits|INT\\d|FP\\d|low-precision|precision|discret|VQ|codebook|token"),
        ("가지치기", "prun|spars|trim|remov|cut|dropp|drop|compress|eliminat|discard"),
        ("증류", "distil|teacher|student|knowledge transfer|compress|transfer|imitat"),
        ("3차원|3D", "3D|three-dim|geometr|mesh|point cloud|NeRF|gaussian|depth|volum|spatial|scene|view|voxel|shape|stereo|camera|avatar|reconstruct|body|4D|CAD|texture|splat"),
        ("안전성|안전", "safe|secur|harm|risk|align|toxic|jailbreak|guard|danger|trust|protect|malicious|robust|responsib|red-team|hazard|reliab|accident|stab|adversar|privacy|unsafe|attack|refus"),
        ("공격", "(?:cyber)?attack|adversar|jailbreak|threat|poison|injection|malicious|backdoor|exploit|hack|offens|aggress|vulnerab|perturb|red-team|breach|inject|steal|manipul|break|harm|compromis|phish|evad|risk"),
        ("압축", "compress|quantiz|prun|condens|distil|compact|reduc|small|effic|summar|downsampl|latent|sparse|low-rank|zip|encod|token|light|merge|memory|shrink|pack|squeez|dense|dimension"),
        ("샘플링", "sampl|draw|select|diffusion|generat|denois|best-of|decod|rejection|rollout|Monte|sample|stoch|test-time|pass@|temperature"),
        ("감정|정서", "emotion|affect|sentiment|feel|mood|empath|express|EQ\\b|psycholog|valence|attitud|happy|anger|emot"),
        ("표정|얼굴", "face|facial|express|portrait|head|talking|identity|avatar|emotion|lip|human|person|gaze|deepfake|visage|selfie|body|id\\b|smile"),
        ("추천", "recommend|personal|rank|collaborative|user|click|item|suggest|CTR|e-commerce|prefer|advertis"),
        ("게임", "game|gaming|play|minecraft|chess|atari|go\\b|poker|puzzle|world|unreal|simulat|cards|card|esport"),
        ("자율 ?주행", "driv|vehicle|autonom|car\\b|cars\\b|traffic|road|lane|lidar|nuScenes|trajectory"),
        ("기상|날씨|기후", "weather|climat|meteo|forecast|atmospher|temperature|rain|storm|precip"),
        ("분자|단백질|화학", "molecul|protein|chem|drug|compound|bio|material|reaction|ligand|amino|gene|DNA|RNA|cell|crystal|enzyme|peptid|structure"),
    )
)  # fmt: skip
"""Refused where neither a cited sentence nor the title has any of its words."""
