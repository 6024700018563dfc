"""Train early attention and write the weights that ship: ``nice python -m tools.train_attention``.

Ridge regression of log2(1 + votes), 0 for a paper that was never listed, on hashed tf-idf and the cues of
``steps/attention.py``, each cue in units of its spread and worth ``CUE`` of a word. Trained are papers of 2025-03 to
2025-09, less those of the last week, of which nobody could yet know whether they would be listed. The percentiles are
of arXiv papers of 2025-08 and 2025-09, scored by a model that was trained on the months before. The solver starts from
nought and draws nothing: the same data give the same weights. ``ALPHA`` and ``CUE`` were chosen on 2025-08 and 2025-09.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from achim.attention_model import write_attention
from achim.steps.attention import AttentionModel, cues, predicted
from achim.steps.ngrams import BUCKETS, buckets, hashed, idf_byte
from tools.attention_data import CUT, Days, Seen, days
from tools.fit import Floats
from tools.learn import beside, ridge, sparse_rows

ALPHA, CUE = 3.0, 0.07
LEAST = 3
"""Papers that have a bucket, for it to be known."""
CHECK = "2025-08"
_WEEK = timedelta(days=7)


class Fitted(NamedTuple):
    idf: bytes
    words: Floats
    cues: dict[str, float]
    bias: float


def trained_on(told: Days, until: str) -> list[Seen]:
    """Papers of before ``until`` of which it is known whether they were listed."""
    late = str(date.fromisoformat(f"{until}-01") - _WEEK)
    known = {each for day, ids in told.listed.items() if day < late for each in ids} | told.votes.keys()
    return [told.papers[each] for each in sorted(known)]


def known_idf(papers: Sequence[Seen]) -> bytes:
    having = Counter(bucket for each in papers for bucket in buckets(each.title, each.abstract))
    return bytes(idf_byte(len(papers), having[at]) if having[at] >= LEAST else 0 for at in range(BUCKETS))


def features(papers: Sequence[Seen], idf: bytes) -> tuple[Any, Floats, list[str]]:
    """Sparse rows of words, dense ones of cues, and the names of these."""
    words = sparse_rows([hashed(each.title, each.abstract, idf) for each in papers], BUCKETS)
    told = [cues(each.title, each.abstract, each.authors) for each in papers]
    return words, np.array([list(each.values()) for each in told]), list(told[0])


def fitted(told: Days, until: str) -> Fitted:
    papers = trained_on(told, until)
    idf = known_idf(papers)
    words, dense, names = features(papers, idf)
    spread = dense.std(axis=0) + 1e-9
    wanted = np.log2([1 + told.votes.get(each.id, 0) for each in papers])
    weights, bias = ridge(beside(words, (dense - dense.mean(axis=0)) / spread * CUE), wanted, ALPHA)
    of_cues = weights[BUCKETS:] * CUE / spread
    worth = {name: round(float(each), 5) for name, each in zip(names, of_cues, strict=True)}
    return Fitted(idf, weights[:BUCKETS], worth, round(bias - float(dense.mean(axis=0) @ of_cues), 5))


def model_of(made: Fitted, percentiles: tuple[float, ...] = ()) -> AttentionModel:
    step = float(np.quantile(np.abs(made.words[made.words != 0]), 0.9999)) / 127
    weights = np.clip(np.round(made.words / step), -127, 127).astype(np.int8)
    return AttentionModel(
        name="attention/1",
        idf=made.idf,
        weights=memoryview(weights.tobytes()).cast("b"),
        step=step,
        cues=made.cues,
        bias=made.bias,
        percentiles=percentiles,
    )


def percentiles(model: AttentionModel, papers: Sequence[Seen]) -> tuple[float, ...]:
    scores = [predicted(each.title, each.abstract, each.authors, model) for each in papers]
    return tuple(np.round(np.quantile(scores, np.arange(1, 101) / 100), 3).tolist())


def main() -> None:
    told = days(CUT)
    early = model_of(fitted(days(CHECK), CHECK))
    checked = sorted({each for day, ids in told.listed.items() if day >= CHECK for each in ids})
    ranks = percentiles(early, [told.papers[each] for each in checked])
    print(write_attention(model_of(fitted(told, CUT), ranks)), "bytes")


if __name__ == "__main__":
    main()
