"""Who says so: what marks a sentence as somebody's word rather than a thing that happened."""

import re

_ENGLISH = (
    r"\b(?:said|says|say|alleg(?:es|ed|ing)|reportedly|boast(?:s|ed)|touts?|touted|claim(?:s|ed)?|argue(?:s|d)?|believes?|thinks?|expects?|expected|predict(?:s|ed)?|"
    r"warn(?:s|ed)?|caution(?:s|ed)?|fear(?:s|ed)|insist(?:s|ed)?|wrote|writes|acknowledged|admitted|denied|promis(?:es|ed)|vow(?:s|ed)|"
    r"hopes?|according to|in (?:his|her|their) words)\b"
    r"|\b(?:stated|states|added|adds|noted|notes|explained|explains|announced|suggests?|suggested|reports|reported)\b(?=,?\s+(?:that\b|[“\"])|:)"
    r"|\b(?:told|tells?)\b(?=[^.;]{0,80}\bthat\b|:)|\bforecast(?:s|ed)?\b(?=\s(?:that|an?|the|growth|sales|revenue)\b)"
)
_KOREAN = (
    r"라고|다고|라며|다며|다면서|라면서|냐고|자고|따르면|밝혔|밝힌|말했|말한다|전했|주장|설명했|설명한|강조했|강조한|"
    r"내다봤|내다본|전망|예상했|예상한|경고했|경고한|약속했|평가했|지적했|덧붙였|인정했|부인했|반박|답했|썼다|당부|"
    r"귀띔|기대를|우려(?:했|한다|를 나타|를 표|를 밝)|우려된다"
)
_ATTRIBUTING = (
    r"바란다|바랐|바라고|희망(?:한|했)|기대(?:한|했|하)|예상(?:한|했|하)|예측(?:한|했|하)|추정(?:한|했|하)|관측|내다보|우려|의심(?:한|했|하)|회의적|믿(?:는|었)|"
    r"본다|봤다|보고 있|꼽|탓(?:했|하|한)|비판|비난|일축|반대|촉구|요구(?:한|했|하)|"
    r"소송|고소|제소|고발|혐의|의혹|고 (?:한다|했다)|약속|전해졌|알려졌|보도|평가|예정|계획|방침|목표|추진|검토"
)
_SPEECH = re.compile(f"{_ENGLISH}|{_KOREAN}", re.IGNORECASE)
_ATTRIBUTED = re.compile(f"{_ENGLISH}|{_KOREAN}|{_ATTRIBUTING}", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"‘]([^“”\"‘’]{12,})[”\"’]")
_PLAIN_WORD = re.compile(r"(?<![\w'’])[a-z]{4,}|[가-힣]")
_WORDS = 4
_HEADLINE = re.compile(r"[“‘\"]|발표|예고|계획|해명|의혹|논란|제기|요구|촉구|밝혀|전망|주장|경고", re.IGNORECASE)


def is_speech(text: str) -> bool:
    """Whether a sentence reports or quotes what somebody says, expects or promises; a title in quotes is none."""
    if _SPEECH.search(text) is not None:
        return True
    return any(_is_utterance(quote[1]) for quote in _QUOTED.finditer(text))


def _is_utterance(quote: str) -> bool:
    """Whether quotation marks hold what somebody says, not a title or a term of a few words."""
    return _PLAIN_WORD.search(quote) is not None and len(quote.split(maxsplit=_WORDS)) >= _WORDS


def is_attributed(text: str) -> bool:
    """Whether a claim says that it is somebody's word, by verbs of saying, hoping, blaming, or as an accusation."""
    return _ATTRIBUTED.search(text) is not None


def is_attributed_headline(text: str) -> bool:
    """The same of a headline, which has no room for a verb of saying: quotation marks or a noun do."""
    return is_attributed(text) or _HEADLINE.search(text) is not None
