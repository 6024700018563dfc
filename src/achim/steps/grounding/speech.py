"""Fact and word told apart: what a source only reports as said is told as said."""

from collections.abc import Iterator

from achim.domain.note import Note
from achim.steps.grounding.reading import Reading, ground
from achim.steps.speech import is_attributed, is_attributed_headline, is_speech


def speech_is_attributed(reading: Reading) -> Iterator[Note]:
    """Where all that a claim about a story rests on is somebody's word, the claim says that it is."""
    if reading.claim.quoted or reading.claim.kind == "view":
        return
    if not reading.is_news:
        return
    told = is_attributed_headline if reading.claim.role == "gist" else is_attributed
    texts = ground(reading)
    if texts and all(map(is_speech, texts)) and not told(reading.text):
        yield Note.of("verify.speech")
