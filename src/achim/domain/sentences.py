"""Splitting an abstract into the numbered sentences that citations point to, once and for all.

Rules over the words on both sides of a stop; English first, the stops of Korean, Chinese and Japanese too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from achim.domain.paper import Sentence
from achim.domain.text import clean

_REACH = 64
"""Characters looked at on either side of a stop, so that the time is linear."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEVER_LAST = _words("e.g i.e eg ie cf c.f vs v.s viz w.r.t wrt s.t a.s dr mr mrs ms prof approx ca incl esp")
_BEFORE_NUMBER = _words(
    "fig figs eq eqs eqn eqns sec secs sect sects tab tabs no nos vol vols pp p ch chap chaps thm thms lem prop props "
    "def defs cor alg algs algo app ref refs ver art par ineq ed eds nr"
)
_MAYBE_LAST = _words(
    "al st mt ft resp i.i.d iid a.k.a aka inc ltd corp co jr sr bros univ dept int intl assoc est avg std max min "
    "proc conf trans symp jan feb mar apr jun jul aug sep sept oct nov dec"
)
_ABBREVIATIONS = _NEVER_LAST | _BEFORE_NUMBER | _MAYBE_LAST | {"etc"}
_HEADINGS = _words(
    "background introduction motivation significance objective objectives aim aims purpose goal method methods result "
    "results finding findings discussion conclusion conclusions interpretation"
)
"""Of structured abstracts; each stays with the sentence it heads."""
_NAMES = _words("yahoo! jeopardy! joomla! yum! kahoot! yelp!")

_STARTERS = _words(
    "A About According Accordingly Across Additionally After Again Against All Along Also Although Among An And "
    "Another Any Applying Are As Assuming At Based Because Before Besides Beyond Both Building But By Can Code "
    "Combined Compared Comprehensive Concretely Consequently Considering Conversely Current Currently Data Despite Do "
    "Does Due During Each Empirical Empirically Especially Evaluation Even Existing Experimental Experiments "
    "Extensive Finally First Firstly Following For Fortunately From Further Furthermore Given He Hence Here Hereby "
    "How However I If Importantly In Indeed Initially Inspired Instead Interestingly Is It Its Last Lastly Later "
    "Leveraging Likewise Many Meanwhile Models More Moreover Most Motivated Nevertheless New Next No Nonetheless Not "
    "Notably Now Numerical Numerous On Once One Only Or Other Others Otherwise Our Over Overall Particularly Previous "
    "Prior Rather Recent Recently Regarding Results Second Secondly Several She Similarly Simulation Simulations "
    "Since So Some Specifically State Still Subsequently Such Surprisingly That The Their Then There Thereby "
    "Therefore These They Third Thirdly This Those Though Three Through Thus To Together Towards Traditional "
    "Traditionally Two Typically Ultimately Under Unfortunately Unlike Until Upon Using Various Via We What When "
    "Whereas Where Whether Which While Who Why With Within Without Yet You Your"
)
"""Words that begin a sentence and hardly ever a name."""

_STOP = r"(?P<stop>\.(?: \.)+|[.!?…。！？｡]+)"
_CANDIDATE = re.compile(
    r"(?<!\\)\$\$[^$]{1,600}\$\$"
    r"|(?<![\\$])\$[^$\s]{1,80}\$"
    r"|(?<![\\$])\$(?![\s$])[^$]{0,400}(?<![\s\\])\$(?!\d)"
    r"|\\\((?:[^\\]|\\(?![()])){0,400}+\\\)"
    r"|\((?:[^()]|\([^()]{0,100}+\)){1,250}+\)"
    r"|\[[^\[\]]{1,200}+\]"
    rf"|{_STOP}[\"'”’»」』)\]}}*_]*(?: [”»](?=\s))?(?:\[\d[\d, –-]{{0,20}}\])?"
)
"""A span that holds together (formula, aside) or a stop with what closes after it."""

_STOPS = ".!?…。！？｡"
_SPAN_ENDS = " \"'”’)]}$\\"
_OPENERS = "\"'“‘«「『([{*_`"
_CLOSERS = "\"'”’»」』)]}*_"
_FULL_WIDTH = frozenset("。！？｡")
_GOES_ON = frozenset(",;:)]}")
_BRACKET = re.compile(r"[(\[]")
_WORD = re.compile(r"\w")
_NUMBERED = re.compile(r"[A-Z]?\d|[IVXivx]+\b|[A-Z]\b|[$\\]")
_INITIALS = re.compile(r"(?:\w\.-?)*[A-Z]|(?:[a-zA-Z]\.)+[a-zA-Z]{1,2}|Ph\.D|[BM]\.Sc")
_LIST_MARK = re.compile(r"\d{1,2}|[a-zA-Z]|[ivx]{1,4}")
_OPENING = re.compile(r"[a-z]{1,4}\)|https?://")
_SYSTEM_NAME = re.compile(r"[a-z][a-z\d]*-?[A-Z\d]")
_PLAIN = re.compile(r"[^\W\d_][\w'’-]*\w|\d+")
_KOREAN_END = re.compile(r"[가-힣][다요까죠음함임됨]")


@dataclass(frozen=True, slots=True)
class _Stop:
    """A stop and the words around it, as far as ``_REACH``; ``after`` is bare of brackets and quotes."""

    mark: str
    before: str
    after: str
    is_apart: bool
    """White space parts it from ``after``."""
    opens_list: bool
    """``before`` begins the sentence or follows a colon."""

    @property
    def bare(self) -> str:
        return self.before.lstrip(_OPENERS)


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of ``text``, numbered from 1: slices of the cleaned text with nothing but spaces between them."""
    cleaned = clean(text)
    pieces = (cleaned[start:end].strip() for start, end in pairwise((0, *_ends(cleaned), len(cleaned))))
    return tuple(Sentence(number, piece) for number, piece in enumerate(filter(None, pieces), 1))


def _ends(text: str) -> Iterator[int]:
    """Where all sentences but the last end; each has a word in it."""
    start, word = 0, _WORD.search(text)
    for match in _CANDIDATE.finditer(text):
        if word is None:
            return
        if match.end() > word.start() and _is_end(text, start, match):
            start, word = match.end(), _WORD.search(text, match.end())
            if word:
                yield start


def _is_end(text: str, start: int, match: re.Match[str]) -> bool:
    if match["stop"]:
        return _closes(_stop(text, start, match.start(), match["stop"], match.end()))
    inner = match[0].rstrip(_SPAN_ENDS)
    length = len(inner.rstrip(_STOPS))
    if length == len(inner):
        return False
    stop = _stop(text, start, match.start() + length, inner[length:], match.end())
    is_aside = match[0][0] in "([" and match.start() - start > 1
    return stop.is_apart and _closes(stop) and (not is_aside or _starts(stop.after))


def _stop(text: str, start: int, at: int, mark: str, end: int) -> _Stop:
    left = text[max(start, at - _REACH) : at].rsplit(None, 2)
    right = text[end : end + _REACH]
    words = right.split(None, 1)
    return _Stop(
        mark=mark,
        before=left[-1] if left else "",
        after=(words[0].lstrip(_OPENERS) or words[0]) if words else "",
        is_apart=right[:1].isspace(),
        opens_list=len(left) == 1 or (len(left) > 1 and left[-2].endswith(":")),
    )


def _starts(word: str) -> bool:
    return word.rstrip(",:") in _STARTERS


def _closes(stop: _Stop) -> bool:
    if _FULL_WIDTH.intersection(stop.mark):
        return True
    if not stop.is_apart:
        return _closes_without_space(stop)
    if stop.after[:1] in _GOES_ON:
        return False
    if stop.mark == ".":
        return _closes_word(stop)
    if (stop.bare + stop.mark).lower() in _NAMES:
        return _starts(stop.after)
    return not stop.after[:1].islower() or _OPENING.match(stop.after) is not None


def _closes_without_space(stop: _Stop) -> bool:
    """A space forgotten, as in ``results.We show``, and none that a name lacks, as in ``node.js``."""
    if _KOREAN_END.match(stop.before[-2:]):
        return "가" <= stop.after[:1] <= "힣"
    if len(stop.mark) > 1 or len(stop.after) < 2 or not _starts(stop.after):
        return False
    word = _BRACKET.split(stop.bare)[-1].rstrip(_CLOSERS + "%")
    return _PLAIN.fullmatch(word) is not None and word.lower() not in _NEVER_LAST


def _closes_word(stop: _Stop) -> bool:
    word = stop.bare.lower()
    if word in _NEVER_LAST or (stop.opens_list and _is_label(stop.bare)):
        return False
    if word in _BEFORE_NUMBER and _NUMBERED.match(stop.after):
        return False
    if word in _MAYBE_LAST or _INITIALS.fullmatch(stop.bare):
        return _starts(stop.after)
    return not stop.after[:1].islower() or _closes_before_lower(stop, word)


def _is_label(word: str) -> bool:
    return _LIST_MARK.fullmatch(word.rstrip(")")) is not None or word.lower() in _HEADINGS


def _closes_before_lower(stop: _Stop, word: str) -> bool:
    """A sentence may begin with the name of a system, ``vLLM``, or in lower case by mistake."""
    if word in _ABBREVIATIONS or word.isdigit():
        return False
    begins = _SYSTEM_NAME.match(stop.after) or _OPENING.match(stop.after)
    return begins is not None or _PLAIN.fullmatch(stop.bare.rstrip(_CLOSERS)) is not None
