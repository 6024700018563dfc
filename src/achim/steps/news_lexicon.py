"""Words of news titles, Korean and English: acts, outcomes, marks of comments, ports and papers, dull words."""

import re

DULL = frozenset(
    """
    a an the of to in on at by for with from and or as is are was be been it its this that than into over now can you
    your our their new introducing introduce announcing announce announces meet how what why when will not no out up
    more has have about after ai s t hn via 및 등 위한 위해 대한 인공지능 새 새로운 오늘 공식
    """.split()  # noqa: SIM905
)
ACTS = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "buy": r"\bacquir|\bbuy(?:s|ing)?\b|\bbought\b|takeover|\bmerge[rs]?\b|인수|합병",
        "fund": r"\brais(?:es|ed|ing)\b|\bfunding\b|\bseries [a-h]\b|\bvaluation\b|\binvest|투자|유치|기업가치",
        "law": r"\bsue[sd]?\b|\bsuing\b|lawsuit|\bcourts?\b|\bjudge\b|\bruling\b|copyright|antitrust|\bfine[sd]\b|"
        r"소송|제소|고소|판결|법원|반독점|과징금",
        "leave": r"\bresign|\bleav(?:e|es|ing)\b|\bdepart|\bquits?\b|step(?:s|ped)? down|\bfired?\b|\boust|"
        r"사임|퇴사|해임|떠나|떠난|물러",
        "hire": r"\bhires?\b|\bhiring\b|\bjoins?\b|\bappoint|\bpoach|영입|합류|임명|선임|채용",
        "cut": r"\blay-?offs?\b|\blays off\b|\bjob cuts\b|감원|해고|구조조정",
        "fault": r"\boutage|\bincident\b|\bdown\b|장애|먹통",
        "breach": r"\bleak|\bhack|\bexploit|vulnerab|\bbreach|\bpoison|유출|해킹|취약점",
        "delay": r"\bdelay|\bpostpon|\bpause[sd]?\b|\bshelve|연기|보류|늦춰|늦춘|중단",
        "ban": r"\bban(?:s|ned)?\b|\bblock(?:s|ed)?\b|\brestrict|\bthreaten|금지|차단|규제",
        "price": r"\bprices?\b|\bpricing\b|\bcheaper\b|가격|요금|인하|인상",
        "deal": r"\bpartner|\bdeal\b|\bteam(?:s|ing)? up\b|\bagreement\b|\bjoint|"
        r"협력|제휴|파트너|협약|계약|합의|맞손|손잡",
        "reach": r"\bavailable (?:in|on|via|through)\b",
        "reply": r"\brespon(?:se|ds?)\b|\bconfirm|\bretaliat|\bcomment\b|"
        r"\bden(?:y|ies|ied)\b|\bapologi|\bstatement\b|\bdidn.t\b|"
        r"해명|부인|반박|사과|입장",
        "release": r"\breleas|\blaunch|\bunveil|\bdebut|\broll(?:s|ed|ing)? out\b|\bintroduc|\bships?\b|\bavailable\b|"
        r"(?<!비)공개|출시|선보|내놓|내놔",
        "open": r"\bopen[- ]?sourc|\bopen[- ]weights?\b|\bopen models?\b|\boss\b|오픈소스|개방형",
    }.items()
}
OUTCOMES = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "undone": r"\bwithdr[ae]w|\brevers(?:es|ed|ing)\b|\broll(?:s|ed|ing)? back\b|\boverturn|\breinstat|\brescind|"
        r"\bregain|\brestor(?:es?|ed|ing)\b|철회|번복|복귀|복원",
        "not": r"\bnot\b|\b\w+n[’']t\b|\bnever\b|\bahead of\b|않|앞두고",
        "removed": r"\bremov(?:es|ed)\b|\bpull(?:s|ed)\b|\byank|삭제|내렸",
        "lost": r"\bloses?\b|\blost\b|\bdismiss|패소|기각",
        "fixed": r"\bresolved\b|\bfix(?:es|ed)\b|\bpatch(?:es|ed)\b|패치",
        "looked back": r"post-?mortem|\bsummary of\b|\broot cause\b|\bwhat happened\b|\baftermath\b|\bretrospective\b|"
        r"\bwhy .+\b(?:failed|happened|went)\b|\bupdate on\b|\bfollow-?up\b|사후 분석|후속",
    }.items()
}
"""What becomes of an event: a title that tells it is no telling of what it ended."""
DOCUMENT = re.compile(
    r"\b(?:system card|technical report|white ?paper|benchmarks?|(?<!search )results|pricing|documentation|docs|sdk|"
    r"faq|podcast|interview|press conference|prompts?)\b|기술 보고서|백서|인터뷰",
    re.IGNORECASE,
)
"""What stands beside a thing and has a page of its own."""
COMMENT = re.compile(
    r"^notes on\b|\bhistory of\b|^(?:how|why|inside|on|against) |\?$|"
    r"^(?:trying|using|testing|running|run|build(?:ing)?|fine-?tun\w+|implement\w*|port(?:ing)?|deploying|benchmarking|"
    r"evaluating|understanding|reverse[- ]engineering|hacking|exploring|comparing|learning|coding|solving)\b|"
    r"\btrying out\b|\b(?:industry|community) (?:response|reaction)s?\b|"
    # what a thing is, unless a status or an act: a judgement
    r"\bis (?!\w+(?:ing|ed)\b|(?:now|here|out|live|available|open|down|back|set|in|on|at|to|getting|under|"
    r"found|sued|built|(?:an?|the) new)\b)\w|"
    r"\b(?:vs|versus|review|hands[- ]on|opinion|how to|how i|guide|tutorial|best practices|tips|lessons|thoughts|"
    r"things to (?:try|know)|what (?:we|to) know|i|my|me|i've|i'm|needs? to|should|better than|worse)\b|"
    r"리뷰|사용기|써보니|써봤|칼럼|기고|왜 |까\?|전망|분석|비교|사설|총정리|방법|가이드|어떻게",
    re.IGNORECASE,
)
PORT = re.compile(
    r"\b(?:in|for|on|to|with) (?:\w+ lines of )?(?:pure |plain |bare )?(?:C\+\+|C#|(?:C|Rust|Go|Golang|Zig|Java|Swift|"
    r"Haskell|Lisp|Elixir|Python|NumPy|JavaScript|TypeScript|WebGPU|WebAssembly|Wasm|CUDA|MLX|llama\.cpp|Ollama|Excel|"
    r"SQL|Bash|Emacs|Vim|Neovim|(?:the|your) browser|(?:a |your )?(?:Raspberry Pi|Macs?|MacBook|laptop|iPhone|GPU)|"
    r"Apple Silicon)\b)|\b(?:ports? of|ported to|clone of|alternative to|wrapper|plugin for)\b",
    re.IGNORECASE,
)
"""A thing made for another language, machine or program than its own."""
