"""Names: every Latin name and acronym of a claim stands in a cited sentence, or is the paper's own."""

import re
from collections.abc import Iterator

from achim.domain.note import Note
from achim.steps.grounding.reading import Reading, bare

_NAME = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*(?:[-./+@_'&^][A-Za-z0-9]+|\+)*")
_INSIDE = re.compile(r"\([^()]*\)")
_WORDS = re.compile(r"[A-Za-z][a-z]*|[A-Z]+|[0-9]+")
_FREE = frozenset({"ai", "vs", "eg", "ie", "etc", "3d", "2d", "4d", "api", "gpu", "cpu", "the"})
_ALIASES = {
    "llm": "languagemodel", "lm": "languagemodel", "vlm": "visionlanguage", "lvlm": "visionlanguage", "mllm": "multimodal",
    "lmm": "multimodal", "nlp": "naturallanguage", "rl": "reinforcement", "sft": "finetun", "rag": "retrievalaugment",
    "cot": "chainofthought", "moe": "mixtureofexpert", "ml": "machinelearning", "sota": "stateoftheart", "qa": "question",
    "kv": "keyvalue", "t2i": "texttoimage", "gui": "graphicaluser", "hf": "huggingface", "dit": "diffusiontransformer",
    "ar": "autoregressive", "vla": "visionlanguageaction", "rm": "reward", "prm": "processreward", "diff": "differen",
}  # fmt: skip
"""Acronyms that everyone in the field reads as their long form: what of it a sentence must hold."""
_NOTE_LENGTH = 60


def names_are_cited(reading: Reading) -> Iterator[Note]:
    if reading.claim.quoted:
        return
    known = bare(reading.source), bare(reading.context)
    sources = [reading.source, reading.context]
    for name in dict.fromkeys(names_of(reading.text)):
        if not any(_is_in(name, flat, text) for flat, text in zip(known, sources, strict=True)):
            yield Note.of("verify.name", name=name[:_NOTE_LENGTH])


def names_of(text: str) -> Iterator[str]:
    """Latin words that name something: with a capital or a digit; in an English claim, not one that begins it."""
    is_english = not re.search(r"[가-힣]", text)
    for match in _NAME.finditer(text):
        word = match.group().rstrip(".'")
        if bare(word) in _FREE or len(bare(word)) < 2 or not _is_name(word):
            continue
        if is_english and word[1:].islower() and (match.start() == 0 or text[: match.start()].rstrip()[-1:] in ".:!?"):
            continue
        yield word


def _is_name(word: str) -> bool:
    return any(char.isupper() or char.isdecimal() for char in word)


def _is_in(name: str, flat: str, text: str) -> bool:
    short = bare(name)
    if short in flat or short.removesuffix("s") in flat:
        return True
    key = short.removesuffix("s")
    if (alias := _ALIASES.get(key) or _ALIASES.get(short)) and alias in flat:
        return True
    if any(char.isdecimal() for char in name) and "-" in name and all(bare(part) in flat for part in name.split("-")):
        return True
    return (name.isupper() or key.upper() == name.rstrip("s")) and len(key) > 2 and _spells(key, text)


def _spells(short: str, text: str) -> bool:
    """Whether the letters are the initials of words in a row."""
    initials = "".join(word[0].lower() if word[0].isalpha() else word for word in _WORDS.findall(text))
    return short in initials
