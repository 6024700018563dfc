"""How quantities are written in English and Korean: units, numerals, magnitudes, and LaTeX around them."""

import re
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

UNITS: Mapping[str, tuple[str, Fraction]] = MappingProxyType(
    {
        "": ("", Fraction(1)),
        "%": ("%", Fraction(1)),
        "%p": ("%p", Fraction(1)),
        "part": ("%", Fraction(100)),
        "x": ("x", Fraction(1)),
        "time": ("time", Fraction(1)),
        "point": ("point", Fraction(1)),
        "token": ("token", Fraction(1)),
        "parameter": ("parameter", Fraction(1)),
        "fps": ("fps", Fraction(1)),
        "bit": ("bit", Fraction(1)),
        "usd": ("usd", Fraction(1)),
        "px": ("px", Fraction(1)),
        "dB": ("dB", Fraction(1)),
        "degree": ("degree", Fraction(1)),
        "ns": ("s", Fraction(1, 10**9)),
        "µs": ("s", Fraction(1, 10**6)),
        "ms": ("s", Fraction(1, 1000)),
        "s": ("s", Fraction(1)),
        "min": ("s", Fraction(60)),
        "h": ("s", Fraction(3600)),
        "day": ("s", Fraction(86400)),
        "week": ("s", Fraction(604800)),
        "month": ("month", Fraction(1)),
        "year": ("month", Fraction(12)),
        "KB": ("byte", Fraction(10**3)),
        "MB": ("byte", Fraction(10**6)),
        "GB": ("byte", Fraction(10**9)),
        "TB": ("byte", Fraction(10**12)),
        "Hz": ("Hz", Fraction(1)),
        "kHz": ("Hz", Fraction(10**3)),
        "MHz": ("Hz", Fraction(10**6)),
        "GHz": ("Hz", Fraction(10**9)),
        "mm": ("m", Fraction(1, 1000)),
        "cm": ("m", Fraction(1, 100)),
        "m": ("m", Fraction(1)),
        "km": ("m", Fraction(1000)),
    }
)
"""A unit's dimension and its size there; two quantities are compared in their dimension."""

ALIKE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "": ("token", "parameter", "point", "time", "fps", "px"),
        "token": ("",),
        "parameter": ("",),
        "fps": ("",),
        "px": ("",),
        "point": ("", "%p"),
        "%p": ("point",),
        "time": ("", "x"),
    }
)
"""What a writer may leave out or say otherwise: *1M tokens* as 100만, *3.2 points* as 3.2%p, *3 times* as 3회."""

SPELLINGS: tuple[tuple[str, str], ...] = (
    ("%p", r"%\s?-?(?:p(?![a-z])|P(?![A-Z])|points?\b|포인트)|퍼센트\s?포인트|percent(?:age)?[\s-]points?|p\.p\.|pp\b"),
    ("%", r"%|per\s?cent\b|pct\b|퍼센트|프로(?![가-힣])"),
    ("x", r"[x×](?![A-Za-z0-9])|times\b|folds?\b|배(?![치포경열우터분출급달당관선후양합])"),
    ("time", r"회(?![귀로전사장원계담견])|번(?!\s?째|역|호)|차례"),
    ("token", r"(?:개의?\s?)?토큰|tokens?\b"),
    ("parameter", r"(?:개의?\s?)?(?:파라미터|매개\s?변수)|param(?:eter)?s?\b"),
    ("fps", r"fps\b|FPS\b|frames?\sper\ssecond|frames?/s(?:ec)?\b"),
    ("bit", r"bits?\b|비트"),
    ("usd", r"달러|dollars?\b|USD\b"),
    ("px", r"pixels?\b|픽셀|px\b"),
    ("dB", r"dB\b|데시벨"),
    ("degree", r"°|degrees?\b|도(?=\s|의|로|를|에)"),
    ("ns", r"ns\b|나노초|nanoseconds?\b"),
    ("µs", r"[µμu]s\b|마이크로초|microseconds?\b"),
    ("ms", r"ms(?![A-Za-z])|밀리\s?초|milliseconds?\b"),
    ("s", r"s(?![A-Za-z0-9'])|sec(?:ond)?s?\b|초(?![과기월록점])"),
    ("min", r"min(?:ute)?s?\b|분(?![야류석포할리량기])"),
    ("h", r"h(?![A-Za-z0-9])|hrs?\b|(?:[A-Za-z]+[\s-])?hours?\b|(?:[CGT]PU[\s-]?)?시간"),
    ("day", r"days?\b|일(?!\s때)(?=간|\s|의|만에|치|동안|$)"),
    ("week", r"weeks?\b|주(?=간|\s|의|일|만에|$)"),
    ("month", r"months?\b|개월|달(?=\s|간|의|만에|동안)"),
    ("year", r"years?\b|yrs?\b|년(?!대)|해(?=\s|간|의|만에|동안|째|에)"),
    ("KB", r"[kK]i?B\b|킬로바이트"),
    ("MB", r"Mi?B(?![A-Za-z])|메가바이트|megabytes?\b"),
    ("GB", r"Gi?B(?![A-Za-z])|기가바이트|gigabytes?\b"),
    ("TB", r"Ti?B(?![A-Za-z])|테라바이트|terabytes?\b"),
    ("kHz", r"kHz"),
    ("MHz", r"MHz"),
    ("GHz", r"GHz"),
    ("Hz", r"Hz"),
    ("mm", r"mm(?![A-Za-z])|밀리미터"),
    ("cm", r"cm(?![A-Za-z])|센티미터"),
    ("km", r"km(?![A-Za-z])|킬로미터"),
    ("m", r"m(?![A-Za-z0-9])|meters?\b|metres?\b|미터"),
    ("point", r"(?:absolute\s)?points?\b|점(?=\s|을|의|으로|에|이|만|$|[.,)])|포인트"),
)
UNIT = re.compile(r"\}?(?:\s|-|여\s?)?(?:" + "|".join(f"({pattern})" for _, pattern in SPELLINGS) + ")")

_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_UNTIL_TWENTY = (*_SMALL, *_TEENS)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
WORDS = {word: n for n, word in enumerate(_UNTIL_TWENTY)} | _TENS
SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
LETTERS = {"k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "t": 10**12}
_DAYS = ("이틀", "사흘", "나흘", "닷새", "엿새", "이레", "여드레", "아흐레", "열흘", "보름")
SPECIAL: dict[str, tuple[Fraction, str]] = {
    **dict.fromkeys(("twice", "double", "doubles", "doubled", "doubling", "갑절", "곱절"), (Fraction(2), "x")),
    **dict.fromkeys(("thrice", "tripled", "tripling"), (Fraction(3), "x")),
    **dict.fromkeys(("quadruple", "quadruples", "quadrupled", "quadrupling"), (Fraction(4), "x")),
    **dict.fromkeys(("half", "halves", "halved", "halving", "절반"), (Fraction(1, 2), "part")),
    "an order of magnitude": (Fraction(10), "x"),
    **{word: (Fraction(days), "day") for word, days in zip(_DAYS, (2, 3, 4, 5, 6, 7, 8, 9, 10, 15), strict=True)},
    "dozen": (Fraction(12), ""),
}
PARTS = {
    "half": 2,
    "third": 3,
    "fourth": 4,
    "quarter": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twentieth": 20,
    "fiftieth": 50,
    "hundredth": 100,
    "thousandth": 1000,
}
NATIVE = {
    "하나": 1,
    "한": 1,
    "둘": 2,
    "두": 2,
    "셋": 3,
    "세": 3,
    "넷": 4,
    "네": 4,
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "아홉": 9,
    "열": 10,
    "스물": 20,
    "스무": 20,
    "서른": 30,
    "마흔": 40,
    "쉰": 50,
    "예순": 60,
}
SINO = {digit: n for n, digit in enumerate("일이삼사오육칠팔구", 1)}
STEPS = {"십": 10, "백": 100, "천": 1000}
MYRIADS = {"만": 10**4, "억": 10**8, "조": 10**12}
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")

NUM = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
_FIRST = "(?<![0-9])"
"""Not within a run of digits: a long one would be read to its end from each of them."""
_MAG = r"(?:[십백천억]|만(?![큼들])|조(?![각건직정합사절차]))"
_COUNTER = (
    r"\s?(?:개|가지|편|명|배(?![치포경열우터분출급달당관선후양합])|번(?!역|호)|회|종|쌍|단계|장|줄|곳|건|쪽|권|대|시간|분|초|일|주|달|년|차례"
    r"|사람|단어|토큰|파라미터|매개|달러|샘플|이미지|문장|질문|문제|과제|모델|데이터|언어|규모|이상|여\s)"
)
_GLUED_COUNTER = r"(?:개|가지|명(?![도])|배(?![치포경열우터분출급달당관선후양합])|번|단계|시간|달(?=[간의\s]))"
_SCALE_WORD = "|".join(SCALES)
_DIGIT_WORD = "|".join(_SMALL[1:10])
_UNDER_TWENTY = "|".join(sorted(_UNTIL_TWENTY[1:], key=len, reverse=True))
_SMALL_WORD = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{_DIGIT_WORD})(?![a-z]))?|{_UNDER_TWENTY})"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("marker", r"(?<![A-Za-z0-9(])\([1-9]\)(?=\s?[A-Za-z가-힣])|(?:(?<=[:,.;]\s)|^)[1-9]\)(?=\s)"),
    ("special", rf"(?<![A-Za-z가-힣])(?:{'|'.join(sorted(SPECIAL, key=len, reverse=True))})(?![A-Za-z])"),
    (
        "part",
        rf"(?<![A-Za-z])(?:(?:{'|'.join(_SMALL[1:10])})[\s-](?:{'|'.join(PARTS)})s?(?![A-Za-z])"
        r"|an?\s(?:third|quarter|fifth|tenth|hundredth)(?=\s(?:of|the|as|less)\b))",
    ),
    (
        "words",
        rf"(?<![A-Za-z0-9])(?<!few\s)(?<!several\s)(?<!many\s)(?<!some\s)"
        rf"(?:{_SMALL_WORD}(?:[\s-](?:{_SCALE_WORD}))*|(?:{_SCALE_WORD})(?:[\s-](?:{_SCALE_WORD}))*)"
        rf"(?:(?<=hundred)\sand\s{_SMALL_WORD})?(?=folds?\b|(?![A-Za-z0-9]))",
    ),
    ("factor", rf"(?<![A-Za-z0-9])(?:×\s?|[xX](?=[0-9][0-9.])){NUM}(?![A-Za-z0-9×]|\.[0-9])"),
    (
        "name",
        rf"(?i:arxiv:\s?|doi:\s?)[^\s,;)\]]+|{_FIRST}[0-9]+(?:\.[0-9]+){{2,}}[A-Za-z0-9]*"
        r"|(?<![A-Za-z0-9])[A-Za-z](?:[A-Za-z0-9]|[-./@+_^](?=[A-Za-z0-9]))*|(?<=[가-힣])-[0-9](?![0-9.,%만억조천개배kKMB-])",
    ),
    ("power", rf"{_FIRST}{NUM}(?:\^\{{?[-+]?[0-9]{{1,9}}\}}?|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"),
    ("korean", rf"{_FIRST}{NUM}\s?분의\s?{NUM}"),
    ("myriad", rf"{_FIRST}{NUM}(?:{_MAG}+|\s(?:[백천]?만|억|조)(?={_COUNTER}|\s|$))(?:\s?{NUM}{_MAG}+)*(?:[0-9]+)?"),
    ("number", rf"(?:(?<![A-Za-z0-9])|(?<=[0-9][xX])|(?<=[0-9]times)){NUM}"),
    (
        "sino",
        rf"(?<![가-힣A-Za-z0-9])(?<!수\s)(?<!몇\s)(?:[십백천만](?=\s)|(?![일이삼사오육칠팔구]조)[일이삼사오육칠팔구십백천][일이삼사오육칠팔구]?[십백천만억조]"
        rf"[일이삼사오육칠팔구십백천만억조]*)(?={_COUNTER})",
    ),
    (
        "native",
        r"(?<![가-힣A-Za-z0-9])(?:(?:열|스물|서른|마흔|쉰|예순)(?:하나|한|둘|두|셋|세|넷|네|다섯|여섯|일곱|여덟|아홉)"
        r"|다섯|여섯|일곱|여덟|아홉|하나(?=[의로를]|\s)|[두세네](?=\s[가-힣A-Za-z])"
        r"|[둘넷](?=[은이을의]|\s(?!만하|수 |것|계획|예정|필요))"
        rf"|(?:열|스무|서른|마흔|쉰|예순|[한두세네])(?={_GLUED_COUNTER}|(?=\s){_COUNTER}))(?!\s?(?:번\s?)?째)",
    ),
)
NUMERAL = re.compile("|".join(f"(?P<{group}>{pattern})" for group, pattern in _PATTERNS), re.IGNORECASE)

FRACTION = re.compile(r"/([0-9]{1,9})(?:th|rd|nd)?(?![0-9./%A-Za-z])")
TIMES_TEN = re.compile(
    r"\s?[x×*·]\s?10(?:\^\{?([-+]?[0-9]{1,9})\}?|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))|[eE]([-+]?[0-9]{1,5})(?![A-Za-z0-9])"
)
LETTER = re.compile(r"(k|K|M|B|b|T|bn|mn)(?![A-Za-z0-9])")
SCALE = re.compile(rf"(?:(?:[\s-]|\sspace\s)?(?:{_SCALE_WORD})(?![A-Za-z]))+", re.IGNORECASE)
ORDERS = re.compile(r"[\s-]orders?\sof\smagnitude", re.IGNORECASE)
ORDINAL = re.compile(
    r"(?:st|nd|rd|th)\b|-?[dD](?![a-z0-9])|\s?(?:번\s?째|째|위(?=[를의로,.\s]|$)|인칭|차(?![례])|세기|분기)"
)
AND_A_HALF = re.compile(r"\s?반(?=[\s,.]|짜리|이|을|의|만에|동안|가량|$)")
NAMED_DIMENSIONS = (Fraction(2), Fraction(3), Fraction(4))
JOIN = re.compile(r"\s?(?:-{1,3}|-\sto|[~±]|to|and|or|에서|부터|내지|및)\s?")

ONE_FOR_ONE = str.maketrans("−–‑～∼％✕⨯", "---~~%××")
OTHER_DIGIT = re.compile(r"(?![0-9])\d")
MATH = re.compile(r"\$\\[a-zA-Z]+\s?\$|(?<!\\)\$(?!\s)[^$]{1,400}(?<!\s)\$(?![0-9])")
LATEX = re.compile(
    r"(?P<times>\\times(?![a-z]))|(?P<degree>\^\{?\\circ\}?)|(?P<about>\\(?:sim|approx)(?![a-z]))|(?P<pm>\\pm(?![a-z]))|(?P<half>½)"
    r"|(?P<comma>\{,\})|\\(?P<kept>[%$&#_])|(?P<space>\\[,;:! ])|(?P<wrap>\\[a-zA-Z]+\{?)|(?P<dollar>\$)"
)
MEANING = {
    "times": "×",
    "degree": "°",
    "about": "~",
    "pm": "±",
    "comma": ",",
    "space": " ",
    "half": "1/2",
    "wrap": "",
    "dollar": "",
}
IMPLIED = (
    (2, re.compile(r"\b(?:both|dual|twin|pairs?|couple|bilingual)\b", re.IGNORECASE)),
    (1, re.compile(r"\b(?:single|sole|once)\b", re.IGNORECASE)),
    (0, re.compile(r"\b(?:zero|vanish(?:es|ing)?)\b(?!-)", re.IGNORECASE)),
    (2, re.compile(r"\b(?:ranked|ranks|ranking|placed|finished|in) second\b", re.IGNORECASE)),
    (3, re.compile(r"\b(?:ranked|ranks|ranking|placed|finished|in) third\b", re.IGNORECASE)),
)
NUMBERED = re.compile(r"(?<![A-Za-z0-9-])[a-z]{2,}(?:-[a-z]+)*[-@]([0-9]{1,6})(?![A-Za-z0-9.])")
"""Words of no name that carry a number: top-5, rank-8, best-of-32, pass@1."""
