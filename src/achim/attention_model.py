"""The weights of early attention that achim brings along; see ``tools/train_attention.py``.

A packed file: a line of JSON with the small parts, then a byte of idf and a signed one of weight for every bucket.
"""

import json
from functools import cache

from achim.steps.attention import AttentionModel
from achim.steps.ngrams import BUCKETS
from achim.weights import as_json, load_weights, write_weights

FILE = "attention.bin.gz"
_SMALL = ("name", "step", "cues", "bias", "percentiles")


@cache
def load_attention() -> AttentionModel:
    line, body = load_weights(FILE).split(b"\n", 1)
    head = json.loads(line)
    return AttentionModel(
        name=head["name"],
        idf=body[:BUCKETS],
        weights=memoryview(body[BUCKETS:]).cast("b"),
        step=head["step"],
        cues=head["cues"],
        bias=head["bias"],
        percentiles=tuple(head["percentiles"]),
    )


def write_attention(model: AttentionModel) -> int:
    """Write the weights into the package; how many bytes there are."""
    head = as_json({name: getattr(model, name) for name in _SMALL})
    return write_weights(FILE, head + b"\n" + model.idf + model.weights.tobytes())
