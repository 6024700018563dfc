"""The trained weights for topics that the package brings along.

A gzip file: a line of JSON with the small parts, a line per term, then the bytes of the terms: weights, space, idf.
"""

import gzip
import json
from importlib.resources import files
from pathlib import Path

from achim.domain.edition import EditionKind
from achim.steps.topic_model import TopicModel

TOPICS_FILE = "topics.bin.gz"
TOPIC_FILES: dict[EditionKind, str] = {"papers": TOPICS_FILE, "news": "topics_news.bin.gz"}
_DATA = Path(__file__).parent / "data"


def load_topic_model(kind: EditionKind = "papers") -> TopicModel:
    return read_topic_model(files("achim").joinpath("data", TOPIC_FILES[kind]).read_bytes())


def read_topic_model(packed: bytes) -> TopicModel:
    line, body = gzip.decompress(packed).split(b"\n", 1)
    head = json.loads(line)
    *names, numbers = body.split(b"\n", head["count"])
    count, topics, dimensions = head["count"], tuple(head["topics"]), head["dimensions"]
    weights, space = count * len(topics), count * dimensions
    return TopicModel(
        name=head["name"],
        topics=topics,
        terms={name.decode(): at for at, name in enumerate(names)},
        weights=memoryview(numbers[:weights]).cast("b"),
        step=head["step"],
        space=memoryview(numbers[weights : weights + space]).cast("b"),
        dimensions=dimensions,
        idf=numbers[weights + space :],
        keywords={key: tuple(row) for key, row in head["keywords"].items()},
        categories={key: tuple(row) for key, row in head["categories"].items()},
        bias=tuple(head["bias"]),
        own=tuple(head["own"]),
        telling=head["telling"],
    )


def pack_topic_model(model: TopicModel) -> bytes:
    """The same bytes for the same weights."""
    small = ("name", "topics", "step", "dimensions", "keywords", "categories", "bias", "own", "telling")
    head = {name: getattr(model, name) for name in small} | {"count": len(model.terms)}
    line = json.dumps(head, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    names = sorted(model.terms, key=model.terms.__getitem__)
    text = "\n".join((line, *names, "")).encode()
    return gzip.compress(text + model.weights.tobytes() + model.space.tobytes() + model.idf, compresslevel=9, mtime=0)


def write_topic_model(model: TopicModel, kind: EditionKind = "papers") -> int:
    """Write the weights into the package; how many bytes there are."""
    packed = pack_topic_model(model)
    (_DATA / TOPIC_FILES[kind]).write_bytes(packed)
    return len(packed)
