"""The trained weights of the news filter and the names it knows, both brought along; ``tools/train_about_ai.py``."""

import gzip
import json
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

from achim.steps.about_ai import AboutAiModel
from achim.steps.topic_phrases import PhraseIndex, index_of

FILE = "about_ai.json.gz"
_NAMES = "ai_names.toml"
_DATA = Path(__file__).parent / "data"
_SMALL = ("name", "bias", "threshold", "band", "weights")


@cache
def load_about_ai() -> AboutAiModel:
    raw = json.loads(gzip.decompress(files("achim").joinpath("data", FILE).read_bytes()))
    return AboutAiModel(names=load_names(), **raw | {"band": tuple(raw["band"])})


def load_names() -> PhraseIndex:
    return index_of(tomllib.loads(files("achim").joinpath("data", _NAMES).read_text(encoding="utf-8")))


def write_about_ai(model: AboutAiModel) -> int:
    """Write the weights into the package, the same bytes for the same weights; how many there are."""
    told = {name: getattr(model, name) for name in _SMALL}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    body = gzip.compress(text.encode(), compresslevel=9, mtime=0)
    (_DATA / FILE).write_bytes(body)
    return len(body)
