"""The word and phrase counts that achim brings along for keywords; see ``tools/train_phrases.py``."""

import json
from dataclasses import asdict
from functools import cache

from achim.steps.phrases import PhraseModel
from achim.weights import as_json, load_weights, write_weights

FILE = "phrases.json.gz"


@cache
def load_phrases() -> PhraseModel:
    return PhraseModel(**{name: frozenset(listed) for name, listed in json.loads(load_weights(FILE)).items()})


def write_phrases(model: PhraseModel) -> int:
    """Write the counts into the package; how many bytes there are."""
    told = {name: sorted(listed) for name, listed in asdict(model).items()}
    return write_weights(FILE, as_json(told, is_sorted=False))
