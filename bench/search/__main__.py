"""All that is measured of search, as one JSON object; ``docs/search.md`` has the figures.

``python -m bench.search [WORKS]``: the latency is that of 94,000 works unless an argument says another number, as
1000000, whose index takes minutes to make and 7 GB of the user's cache.
"""

import json
import sys

from bench.search import known, korean, latency, like
from bench.search.corpus import DATA
from bench.search.vectors import absence

if __name__ == "__main__":
    figures = {
        "Korean tokens": list(korean.measure()) if DATA.is_dir() else [absence()],
        "more like this": list(like.measure()) if DATA.is_dir() else [absence()],
        "known items": list(known.measure()),
        "latency": list(latency.measure(*map(int, sys.argv[1:2]))),
    }
    print(json.dumps(figures, ensure_ascii=False, indent=2))
