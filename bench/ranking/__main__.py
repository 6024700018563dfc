"""All that is measured of ranking, as one JSON object; ``docs/interests.md``, ``attention.md`` and ``closeness.md`` have
the figures.

    python -m bench.ranking [attention|order|interests|speed …]
"""

import json
import subprocess
import sys
from collections.abc import Sequence

from tools.topic_data import DATA

PARTS = ("attention", "order", "interests", "speed")


def measured(part: str) -> object:
    """In a process of its own, as its time is told of."""
    run = subprocess.run([sys.executable, "-m", f"bench.ranking.{part}"], stdout=subprocess.PIPE, check=True)
    return json.loads(run.stdout)


def main(arguments: Sequence[str]) -> None:
    if not DATA.is_dir():
        print(json.dumps({"skipped": "shared data absent: ../shared/data"}))
        return
    print(json.dumps({part: measured(part) for part in arguments or PARTS}, indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
