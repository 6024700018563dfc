"""Doors to scikit-learn and SciPy, which have no types: what training and measuring the topics needs of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.fit import Floats

_sparse: Any = import_module("scipy.sparse")
_linear: Any = import_module("sklearn.linear_model")
_svm: Any = import_module("sklearn.svm")
_text: Any = import_module("sklearn.feature_extraction.text")
_maths: Any = import_module("sklearn.utils.extmath")
Labels = NDArray[np.int64]
Matrix = Any
"""A sparse or dense matrix, one row per text."""


class Linear:
    """Multinomial logistic regression: ``points`` of shape (rows, classes), columns as in ``classes``."""

    def __init__(
        self, features: Matrix, labels: Labels, c: float, weight: Floats | None = None, steps: int = 400
    ) -> None:
        model: Any = _linear.LogisticRegression(C=c, max_iter=steps, random_state=0)
        model.fit(features, labels, sample_weight=weight)
        self.classes: Labels = model.classes_
        self.weights: Floats = model.coef_.T
        self.bias: Floats = model.intercept_

    def points(self, features: Matrix) -> Floats:
        return np.asarray(features @ self.weights) + self.bias

    def says(self, features: Matrix) -> Labels:
        return self.classes[self.points(features).argmax(axis=1)]


def ridge(features: Matrix, wanted: Floats, alpha: float) -> tuple[Floats, float]:
    """Least squares with a penalty: weights and constant."""
    model: Any = _linear.Ridge(alpha=alpha, solver="sparse_cg", max_iter=100, tol=1e-4)
    model.fit(features, wanted)
    return model.coef_, float(model.intercept_)


def sparse_rows(rows: Sequence[dict[int, float]], width: int) -> Matrix:
    """One row per mapping of column to value."""
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter((column for row in rows for column in row), dtype=np.int64, count=int(ends[-1]))
    values = np.fromiter((value for row in rows for value in row.values()), dtype=np.float64, count=int(ends[-1]))
    return _sparse.csr_matrix((values, columns, ends), shape=(len(rows), width))


def beside(*parts: Matrix) -> Matrix:
    """The columns of several matrices side by side."""
    return _sparse.hstack([_sparse.csr_matrix(part) for part in parts]).tocsr()


def below(*parts: Matrix) -> Matrix:
    """The rows of several matrices one after another."""
    return _sparse.vstack(parts).tocsr()


def directions(rows: Matrix, count: int) -> Floats:
    """The first right singular vectors, one a column: latent semantic analysis."""
    _, _, found = _maths.randomized_svd(rows, count, n_iter=2, n_oversamples=20, random_state=0)
    return np.asarray(found).T


def tfidf(texts: Sequence[str], asked: Sequence[str]) -> tuple[Matrix, Matrix]:
    """Words and pairs of words of texts, and those of other texts in the same columns."""
    shape: Any = _text.TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2, dtype=np.float32)
    return shape.fit_transform(texts), shape.transform(asked)


def capped_tfidf(texts: Sequence[str], asked: Sequence[str]) -> tuple[Matrix, Matrix]:
    """The same of the 20,000 most frequent that at least five texts have and at most a tenth."""
    shape: Any = _text.TfidfVectorizer(
        ngram_range=(1, 2), sublinear_tf=True, min_df=5, max_df=0.1, max_features=20_000, dtype=np.float32
    )
    return shape.fit_transform(texts), shape.transform(asked)


def svm(features: Matrix, labels: Labels, asked: Matrix, c: float = 1.0, *, balanced: bool = False) -> Floats:
    """What a linear SVM says: points of shape (rows, classes), or (rows,) for two classes."""
    model: Any = _svm.LinearSVC(C=c, class_weight="balanced" if balanced else None, random_state=0)
    model.fit(features, labels)
    return model.decision_function(asked)


def tfidf_svm(texts: Sequence[str], labels: Labels, asked: Sequence[str]) -> Floats:
    """What a linear SVM of words and pairs of words says of other texts."""
    features, theirs = tfidf(texts, asked)
    return svm(features, labels, theirs)


def document_counts(rows: Iterable[Iterable[str]]) -> Counter[str]:
    """In how many rows each name stands."""
    return Counter(name for row in rows for name in set(row))


def average_precision(points: Floats, wanted: Any) -> float:
    """The mean of the precisions at each right answer, best first."""
    hits = np.asarray(wanted)[np.argsort(-points, kind="stable")]
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].mean())
