"""The glossary measured: how much of the field it covers, and what the checks of terms refuse.

    python -m bench.terms

Coverage is of ``tools/glossary/month_terms.txt``. True claims and swapped terms are made from
../shared/data/korean (see ``bench/grounding/data.py``): in a true bullet whose sentence has a term of the glossary, its
rendering is put away for one of another term that ends in the same word (자기 지도 학습 → 준지도 학습). Beside the two
checks of terms stands what the whole gate finds without the newer of them and without vectors.
"""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from achim.domain.claim import Claim
from achim.domain.paper import Sentence
from achim.glossary import Glossary, load_glossary
from achim.steps.grounding.terms import terms_are_kept, terms_are_rendered
from achim.steps.terms import holds, term_key, words_key
from achim.steps.verify import CHECKS, Reading, Standard
from achim.writing import standard_of
from bench.grounding.data import DATA, Pair, is_reported, pairs, paper_of
from bench.wilson import share
from tools.glossary_terms import TERMS, listed

SEED = 4


def reading_of(pair: Pair, said: str, standard: Standard) -> Reading:
    paper = paper_of(pair.work.id, pair.work.title, *(each.text for each in pair.work.sentences))
    claim = Claim(kind="fact", role="result", text=said, citations=())
    return Reading(claim, ((paper, (Sentence(1, pair.evidence),)),), standard)


def swapped(pair: Pair, glossary: Glossary, dice: random.Random) -> Iterator[str]:
    """The bullet with one term's rendering exchanged for one of another term with the same last word."""
    source = words_key(pair.evidence)
    subjects = [term for term in glossary.terms if term.is_subject]
    for term in subjects:
        used = next((each for each in term.renderings if " " in each and each in pair.said), None)
        if not used or not holds(source, term_key(term.english)):
            continue
        head = f" {used.split()[-1]}"
        others = [each for one in subjects for each in one.renderings if each.endswith(head)]
        if others := [each for each in others if each not in term.renderings]:
            yield pair.said.replace(used, dice.choice(others))
            return


def measured(half: Sequence[Pair], glossary: Glossary, standard: Standard) -> dict[str, Any]:
    dice = random.Random(SEED)
    true = [reading_of(pair, pair.said, standard) for pair in half]
    wrong = [reading_of(pair, said, standard) for pair in half for said in swapped(pair, glossary, dice)]
    rest = [check for check in CHECKS if check is not terms_are_kept]
    return {
        "true claims refused": {
            check.__name__: share(sum(any(check(each)) for each in true), len(true))
            for check in (terms_are_rendered, terms_are_kept)
        },
        "swapped terms refused": {
            "terms_are_kept": share(sum(any(terms_are_kept(each)) for each in wrong), len(wrong)),
            "all other checks": share(sum(any(any(check(each)) for check in rest) for each in wrong), len(wrong)),
        },
    }


def main() -> int:
    glossary = load_glossary()
    known = {term_key(term.english) for term in glossary.terms if term.is_known}
    terms = listed(TERMS)
    report: dict[str, Any] = {
        "terms": len(known),
        "forbidden renderings": sum(len(term.forbidden) for term in glossary.terms),
        "covered of the month's": f"{len(terms & known)} of {len(terms)}",
    }
    if DATA.exists():
        standard = replace(standard_of(glossary), lang="ko", attributed=False)
        chosen = list(pairs())
        for name, wanted in (("tuning", False), ("reported", True)):
            report[name] = measured([pair for pair in chosen if is_reported(pair) == wanted], glossary, standard)
    else:
        report["skipped"] = f"{DATA.name} is not there (it lies in ../shared/data/korean beside the repository)"
    print(json.dumps(report, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
