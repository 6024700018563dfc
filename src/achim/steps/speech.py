"""Who says so: what marks a sentence as somebody's word rather than a thing that happened."""

import re

_ENGLISH = (
    r"\b(?:said|says|say|alleg(?:es|ed)|reportedly|boast(?:s|ed)|touts?|touted|claim(?:s|ed)?|argue(?:s|d)?|believes?|thinks?|expects?|expected|predict(?:s|ed)?|"
    r"forecasts?|warn(?:s|ed)?|insist(?:s|ed)?|wrote|writes|acknowledged|admitted|denied|promis(?:es|ed)|vow(?:s|ed)|"
    r"hopes?|according to|in (?:his|her|their) words)\b"
    r"|\b(?:told|tells|stated|states|added|adds|noted|notes|explained|explains|announced|suggests?|suggested|reports|reported)\b(?=,?\s+(?:that\b|[“\"])|:)"
)
_KOREAN = (
    r"라고|다고|라며|다며|다면서|라면서|냐고|자고|따르면|밝혔|밝힌|말했|말한다|전했|주장|설명했|설명한|강조했|강조한|"
    r"내다봤|내다본|전망|예상했|예상한|경고했|경고한|약속했|평가했|지적했|덧붙였|인정했|부인했|반박|답했|썼다|당부|"
    r"귀띔|기대를|우려(?:했|한다|를 나타|를 표|를 밝)|우려된다"
)
_SPEECH = re.compile(f"{_ENGLISH}|{_KOREAN}", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"‘][^“”\"‘’]{12,}[”\"’]")
_HEADLINE = re.compile(r"[“‘\"]|발표|예고|계획|해명|의혹|논란|제기|요구|촉구|밝혀|전망|주장|경고", re.IGNORECASE)


def is_speech(text: str) -> bool:
    """Whether a sentence reports or quotes what somebody says, expects or promises."""
    return _SPEECH.search(text) is not None or _QUOTED.search(text) is not None


def is_attributed(text: str) -> bool:
    """Whether a sentence says that it is somebody's word."""
    return _SPEECH.search(text) is not None


def is_attributed_headline(text: str) -> bool:
    """The same of a headline, which has no room for a verb of saying: quotation marks or a noun do."""
    return is_attributed(text) or _HEADLINE.search(text) is not None
