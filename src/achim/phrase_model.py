"""The word and phrase counts that achim brings along for keywords; see ``tools/train_phrases.py``."""

import gzip
import json
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

from achim.steps.phrases import PhraseModel

FILE = "phrases.json.gz"
_DATA = Path(__file__).parent / "data"


def load_phrases() -> PhraseModel:
    raw = json.loads(gzip.decompress(files("achim").joinpath("data", FILE).read_bytes()))
    return PhraseModel(**{name: frozenset(listed) for name, listed in raw.items()})


def write_phrases(model: PhraseModel) -> int:
    """Write the counts into the package, the same bytes for the same counts; how many there are."""
    told = {name: sorted(listed) for name, listed in asdict(model).items()}
    body = gzip.compress(json.dumps(told, separators=(",", ":")).encode(), compresslevel=9, mtime=0)
    (_DATA / FILE).write_bytes(body)
    return len(body)
