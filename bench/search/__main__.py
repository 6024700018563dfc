"""All that is measured of search, as one JSON object; ``docs/search.md`` has the figures."""

import json

from bench.search import known, korean, latency, like

if __name__ == "__main__":
    figures = {
        "Korean tokens": list(korean.measure()),
        "more like this": list(like.measure()),
        "known items": list(known.measure()),
        "latency": list(latency.measure()),
    }
    print(json.dumps(figures, ensure_ascii=False, indent=2))
