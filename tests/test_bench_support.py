"""What is counted of judged facts."""

import pytest

from bench.support import kappa, measured


def test_kappa_is_agreement_beyond_chance() -> None:
    """The table of Wikipedia's first example: 20 both yes, 15 both no, 5 and 10 apart give 0.4."""
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([("full", "full")] * 3) == 1.0


def test_a_printed_fact_that_holds_in_part_is_counted_against_the_gate() -> None:
    row = {
        **{"day": "2025-06-05", "topic": "llm", "role": "result", "at": "1.0", "citations": 2, "needed": [2, 1]},
        **{"first": "full", "second": "partial", "settled": "partial", "korean": ["good", "off"], "printed": True},
    }
    whole = row | {"second": "full", "settled": "full", "korean": ["good", "good"], "needed": [2, 2], "printed": False}
    found = measured([row, whole])
    assert (found["full support, printed"]["count"], found["full support, printed"]["of"]) == (0, 1)
    assert found["refused of fully supported"]["share"] == 1.0
    assert found["citations needed by both judges"]["count"] == 3
    assert found["Korean off to one or both"]["count"] == 1
