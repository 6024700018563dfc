"""Whether two terms mean the same, by their words: *LLM-based agents* and *large language model agent*.

Sentence vectors don't tell: they put *supervised learning* nearer to *self-supervised learning* than *KV cache* to *KV
caching* (``docs/extractive.md``). So what one spelling may change is taken away: acronyms, endings, hyphens, numbers in
words, and words that only tie.
"""

from collections.abc import Iterable, Mapping

from achim.steps.terms import Key, term_key

_TIES = frozenset({"based", "driven", "powered", "enabled", "s"})
"""Words between others that say no more than a hyphen does; *s* is what is left of a possessive."""
_SAME = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "visual": "vision", "imagery": "image", "uncrewed": "unmanned", "children": "child",
    "people": "person", "forecasting": "prediction", "agentic": "agent", "tuning": "tun", "tuned": "tun", "tune": "tun",
}  # fmt: skip
ENDINGS = (
    "isation", "ization", "ising", "izing", "ise", "ize", "ation", "ative", "ator", "ating", "ate",
    "ction", "cting", "ctor", "ssion", "ion", "ive", "ing", "er", "or", "ed", "e",
)  # fmt: skip
_KEPT = {"isation": "iz", "ization": "iz", "ising": "iz", "izing": "iz", "ise": "iz", "ize": "iz", "ction": "ct",
         "cting": "ct", "ctor": "ct", "ssion": "ss"}  # fmt: skip
_LEAST = 4
"""Letters of a word that an ending leaves standing."""
_WHOLE = frozenset({"transformer", "computer", "reinforcement", "vector", "tensor", "operator", "token", "image"})


def meaning(term: str, acronyms: Mapping[Key, Key]) -> str:
    """What all spellings of a term share; ``acronyms`` are those that are known where the term stands."""
    words = [word for part in term_key(term) for word in acronyms.get((part,), (part,))]
    said = [_SAME.get(word, word) for at, word in enumerate(words) if not (at > 0 and word in _TIES)]
    told = ["d" if word == "dimensional" else word for word in said]
    return "".join(map(stem, told))


def stem(word: str) -> str:
    """An English word, in small letters, without a common ending: *quantiz* of *quantization* and of *quantized*."""
    if word in _WHOLE or not word.isalpha():
        return word
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            return word.removesuffix(ending) + _KEPT.get(ending, "")
    return word


def alike(terms: Iterable[str], acronyms: Mapping[Key, Key]) -> dict[str, frozenset[str]]:
    """For each term the others that mean the same."""
    groups: dict[str, set[str]] = {}
    told = {term: meaning(term, acronyms) for term in terms}
    for term, said in told.items():
        groups.setdefault(said, set()).add(term)
    return {term: frozenset(groups[said] - {term}) for term, said in told.items()}
