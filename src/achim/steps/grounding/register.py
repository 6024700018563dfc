"""One register of Korean: 한다체 or 합니다체, whichever the edition is written in."""

import re
from collections.abc import Iterator

from achim.domain.note import Note
from achim.steps.grounding.reading import Reading

_END = re.compile(r"([가-힣]+)[\s.!?\"'”’)\]]*$")
_POLITE = re.compile(r"(?:니다|[가-힣]요|세요|[지죠]요?|니까)$")
_FORMAL = re.compile(r"니다$")
_NOMINAL = re.compile(r"(?:[함됨임음킴짐옴춤줌]|것)$")


def is_in_register(reading: Reading) -> Iterator[Note]:
    """The last word ends as the register wants. Headlines may end in a noun; elsewhere notes (-함, -임) are no sentences."""
    claim, register = reading.claim, reading.standard.register
    if claim.quoted or not register or not (match := _END.search(reading.text)):
        return
    end = match[1]
    if claim.role == "gist":
        is_other = bool(_POLITE.search(end)) and register == "handa"
    elif register == "handa":
        is_other = bool(_POLITE.search(end) or _NOMINAL.search(end))
    else:
        is_other = not _FORMAL.search(end)
    if is_other:
        yield Note.of("verify.register", word=end[-8:])
