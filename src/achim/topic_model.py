"""The trained weights for topics that the package brings along.

A packed file: a line of JSON with the small parts, a line per term, then the bytes of the terms: weights, space, idf;
and those of the vectors, where a model has them.
"""

import json
from functools import cache

from achim.domain.edition import EditionKind
from achim.steps.topic_model import TopicModel
from achim.weights import as_json, load_weights, write_weights

TOPICS_FILE = "topics.bin.gz"
_SMALL = ("name", "topics", "definitions", "step", "dimensions", "keywords", "categories", "bias", "own", "telling")
_OF_STORIES = ("embedder", "sense_step")
TOPIC_FILES: dict[EditionKind, str] = {"papers": TOPICS_FILE, "news": "topics_news.bin.gz"}


@cache
def load_topic_model(kind: EditionKind = "papers") -> TopicModel:
    return topic_model_of(load_weights(TOPIC_FILES[kind]))


def topic_model_of(content: bytes) -> TopicModel:
    line, body = content.split(b"\n", 1)
    head = json.loads(line)
    *names, numbers = body.split(b"\n", head["count"])
    count, topics, dimensions = head["count"], tuple(head["topics"]), head["dimensions"]
    weights, space = count * len(topics), count * dimensions
    return TopicModel(
        name=head["name"],
        topics=topics,
        definitions=head["definitions"],
        terms={name.decode(): at for at, name in enumerate(names)},
        weights=memoryview(numbers[:weights]).cast("b"),
        step=head["step"],
        space=memoryview(numbers[weights : weights + space]).cast("b"),
        dimensions=dimensions,
        idf=numbers[weights + space : weights + space + count],
        keywords={key: tuple(row) for key, row in head["keywords"].items()},
        categories={key: tuple(row) for key, row in head["categories"].items()},
        bias=tuple(head["bias"]),
        own=tuple(head["own"]),
        telling=head["telling"],
        embedder=head.get("embedder", ""),
        senses=memoryview(numbers[weights + space + count :]).cast("b"),
        sense_step=head.get("sense_step", 0.0),
    )


def content_of(model: TopicModel) -> bytes:
    """What ``topic_model_of`` reads."""
    small = (*_SMALL, *_OF_STORIES) if model.embedder else _SMALL
    head = as_json({name: getattr(model, name) for name in small} | {"count": len(model.terms)})
    names = [name.encode() for name in sorted(model.terms, key=model.terms.__getitem__)]
    return b"\n".join(
        (head, *names, model.weights.tobytes() + model.space.tobytes() + model.idf + model.senses.tobytes())
    )


def write_topic_model(model: TopicModel, kind: EditionKind = "papers") -> int:
    """Write the weights into the package; how many bytes there are."""
    return write_weights(TOPIC_FILES[kind], content_of(model))
