"""An abstract is split once: nothing lost, nothing added, and the bounds where a reader would put them."""

import gzip
import json
import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achim.domain.paper import Sentence
from achim.domain.sentences import split_sentences
from achim.domain.text import clean

DATA = Path(__file__).parents[2] / "shared" / "data"

# " | " stands for a bound with a space, "||" for one without.
CASES = r"""
We train a model. | It works well.
We use cats, e.g., Siamese ones. | They purr.
Small sets (e.g. MNIST) suffice, i.e. ten classes. | Others do not.
Compared with others, cf. Smith, it is slow. | It is right, though.
We compare CNNs vs. Transformers. | Both learn.
As Fig. 2 shows, it grows. | Figs. 3 and 4 agree.
By Eq. (3) and Eqs. 4-5 it holds. | See Sec. IV and Tab. A for more.
Theorem No. 5 and vol. 3, pp. 12 say so. | The answer is no. | We go on.
The proof is in App. B and Alg. $k$ uses it. | See the app. | It is free.
Smith et al. (2020) began. | Then Lee et al. Transformers came.
It was shown by Kim et al. | We extend it.
Dr. Who met Prof. Kim and Mr. Lee. | They talked.
It takes approx. 3 hours w.r.t. A and 2 w.r.t. B. | That is fast.
The samples are i.i.d. Gaussian. | Others are i.i.d. | We use both.
The method, a.k.a. Foo, wins. | It is new.
It grew in the U.S. | The U.S. Census agrees.
She holds a Ph.D. in physics. | He has a Ph.D. | They teach.
St. Petersburg and Acme Inc. Europe joined. | They paid Foo Ltd. | However, it failed.
J. Smith and D. E. Knuth wrote it. | It is long.
It carries vitamin C. | The dose is small.
Results for class A. | We then test B.
They buy apples, pears, etc. and eat. | They buy pears, etc. | Then they eat.
Pi is 3.14 and not .5 or 1.2e-3. | So it is.
We use v2.0 of GPT-3.5. | It beats Llama 3.1. | The rest fail.
Accuracy is 91.2%. | F1 is 0.8. | 12 runs agree.
Code is at https://github.com/x/y. | At last it is free.
Code: https://example.org/a.b?c=d. | https://example.org/e holds data.
See example.org/x.html for more. | Visit www.example.org. | It is up.
Run model.py and node.js first. | Then open data.json. | It loads.
We test Yahoo! Answers. | It is large.
We use Yahoo! | The data is old.
We run A* on maps. | A* wins.
Asp.Net and torch.Tensor stay whole. | So does System.Out here.
He said "stop." | Then he left.
He said “stop.” | “Go on.” | And so on.
They call it “one shot. ” | It is cheap.
Is it "good?" and is it "bad!" or not. | Who knows.
It ends (see Sec. 3). | The rest follows.
It ends. | (The proof is short. It is easy.) | The rest follows.
Nets (Foo, Bar, etc.) Google made win. | We agree (it is so.) | The end.
Many (Smith et al., 2020; Lee et al. 2021. In short, all) agree. | We do too.
It holds [2020, J. Comput. Sci., 3]. | It is tight.
It was known.[3] | We prove it.[4, 5] | It is new.
(1) We build a set. | (2) We train on it. | (3) We test.
We ask: (i) Is it fast? | (ii) Is it right? | Both hold.
Our contributions: 1. A set of data. | 2. A model. | 3. A test.
1. We begin. | 2. We end.
a) First come first served. | b) Then the rest.
Methods. We ran it twice. | Results. It works. | Conclusion. It is good.
Let $x. Y$ be it. | Let $f(a.B) = c.$ | Then it holds.
Let \(x. Y\) be it. | Let $$a. B$$ be that. | It holds.
$k$-means is old. | $K = 3$ is best. | We show $n$. | $m$ follows.
It costs $5. | We pay $10. | They pay $3.
A $7\times$14 grid is used. | We fill it with $x$.
Text is slow. | vLLM is fast. | iBOT and mT5 are too. | t-SNE draws them. | k-NN counts.
the case is lower. | we go on in lower case. | it is a habit.
Foo achieves 5 dB. | 3D models gain more. | 2D models lose.
The results are good.||We go on.||However, it ends.
Language Models (LLMs).||The rest is new?||Our test says so.
It gains 5%.||We stop.
Wait... for it. | They waited... | We did not.
They wait … and wait. | It is over…
The series a1, a2, . . . , an converges. | It is bounded.
Really?! | Yes! | So it is. | Is it? | It is!!
We use it; It is new; we like it: We do. | It ends.
We meet at 5 p.m. Tuesday. | Others come by 3 a.m. | They sleep.
It is no stop at all
. . . it begins with stops
It ends with stops. ...
Results are shown . | They have spaces .
우리는 모델을 제안한다. | 이는 빠르다. | 정말 그런가요? | 네.
모델은 3.5배 빠르다.||결과는 좋다.||모두 그래요. | 끝
이 방법(예: A. B)은 새롭다. | 코드는 https://example.org/x 에 있다.
これは文です。||次の文！||本当？||はい
我们提出模型。||它很快。||“好。”||完
La méthode est simple. | Élan est vite. | Über alles wird geprüft.
""".strip().splitlines()


@pytest.mark.parametrize("case", CASES)
def test_bounds_are_where_a_reader_puts_them(case: str) -> None:
    pieces = re.split(r" \| |\|\|", case)
    text = case.replace("||", "").replace(" | ", " ")
    assert [sentence.text for sentence in split_sentences(text)] == pieces


def test_nothing_gives_no_sentence() -> None:
    assert split_sentences("") == split_sentences(" \n\u200b ") == ()


def test_numbers_begin_at_one_and_text_is_cleaned() -> None:
    assert split_sentences("One\nis\u202e it.\n\nTwo\u00a0too.") == (Sentence(1, "One is it."), Sentence(2, "Two too."))


PIECES = st.sampled_from(
    [
        *".!?…。 ()[]$\\\"”'|:;,*“‘\n",
        "We",
        "it",
        "다",
        "e.g",
        "et al",
        "Fig",
        "3",
        "vLLM",
        "$x$",
        "\\(",
        "\\)",
        "http://a.b",
    ]
)
TEXTS = st.one_of(st.text(st.characters(codec=None)), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join))


@given(TEXTS)
def test_property_sentences_are_slices_in_order_with_only_spaces_between(text: str) -> None:
    """Nothing lost, nothing added, no hole in the numbers, no empty sentence, and the same again."""
    sentences = split_sentences(text)
    rest = clean(text)
    for sentence in sentences:
        rest = rest.removeprefix(" ")
        assert sentence.text
        assert sentence.text == sentence.text.strip()
        assert rest.startswith(sentence.text)
        rest = rest.removeprefix(sentence.text)
    assert rest == ""
    assert [sentence.number for sentence in sentences] == list(range(1, len(sentences) + 1))
    assert split_sentences(text) == sentences


@given(TEXTS)
def test_property_every_sentence_of_several_has_a_word(text: str) -> None:
    sentences = split_sentences(text)
    assert len(sentences) < 2 or all(re.search(r"\w", sentence.text) for sentence in sentences)


@pytest.mark.parametrize(
    "piece",
    [
        *". ($[\\a",
        "$a ",
        "(a ",
        "((a)",
        "\\(",
        "\\(\\",
        '."',
        ".[1",
        "Ab. ",
        ". . .a",
        "(" + "." * 240 + "x) ",
        "http://a.b.",
    ],
)
def test_hostile_megabytes_are_split(piece: str) -> None:
    """Quadratic work on a million characters would outlast every patience; the law is that this ends, whole."""
    text = piece * (1_000_000 // len(piece))
    joined = "".join(sentence.text for sentence in split_sentences(text))
    assert joined.replace(" ", "") == clean(text).replace(" ", "")


def _rows(path: Path, field: str) -> Iterator[list[str]]:
    if not path.exists():
        pytest.skip(f"{path.name} of {path.parent.name} is not here: abstracts split by people, for measuring only")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield [kept for piece in json.loads(line)[field] if (kept := clean(piece))]


def _bounds(pieces: list[str]) -> set[int]:
    """Positions between sentences, counted in characters that are no space."""
    return set(list(accumulate(len(piece.replace(" ", "")) for piece in pieces))[:-1])


@pytest.mark.parametrize(
    ("path", "field", "floor"),
    [
        ("csabstruct/dev.jsonl.gz", "sentences", 0.988),
        ("csabstruct/train.jsonl.gz", "sentences", 0.989),
        ("scitldr/dev.jsonl.gz", "source", 0.956),
        ("scitldr/train.jsonl.gz", "source", 0.956),
    ],
)
def test_bounds_agree_with_real_abstracts(path: str, field: str, floor: float) -> None:
    """F1 of bounds. Most of the rest is theirs: SciTLDR breaks at commas, CSAbstruct before a closing quote."""
    agreed = theirs = ours = 0
    for pieces in _rows(DATA / path, field):
        expected = _bounds(pieces)
        found = _bounds([sentence.text for sentence in split_sentences(" ".join(pieces))])
        agreed, theirs, ours = agreed + len(expected & found), theirs + len(expected), ours + len(found)
    assert 2 * agreed / (theirs + ours) >= floor
