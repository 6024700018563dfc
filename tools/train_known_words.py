"""Counts the English words that search takes for spelled right: ``python -m tools.train_known_words``.

Those of four to twenty letters that stand in small letters in thirty abstracts of arXiv or more, of papers that no
bench measures on (``topic_data.training_rows``); a name is written large, and few misspell a word alike.
"""

import re
import sys
from collections import Counter

from achim.known_words import write_known_words
from achim.steps.terms import singular
from tools.topic_data import training_rows

FEWEST = 30
_WORD = re.compile(r"(?<![\w\\-])[a-z]{4,20}(?![\w-])")


def main() -> int:
    counts = Counter[str]()
    for row in training_rows().values():
        counts.update({singular(word) for word in _WORD.findall(row.abstract)})
    words = {word for word, count in counts.items() if count >= FEWEST}
    print(f"{len(words)} words, {write_known_words(words)} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
