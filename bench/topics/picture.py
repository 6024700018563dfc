"""The confusion matrix as a picture."""

from collections import Counter
from collections.abc import Sequence

from achim.domain.topic import Taxonomy
from achim.render.chart import svg
from achim.steps.chart import FONT
from tools.topic_data import ROOT

PICTURE = ROOT / "docs" / "images" / "topics-confusion.svg"
_CELL = 30


def draw(pairs: Sequence[tuple[str, str]], taxonomy: Taxonomy) -> None:
    """Rows are what the readings settled, columns what the classifier says, a number where papers are."""
    names = {topic.key: topic.name for topic in taxonomy.topics}
    order = list(names.values())
    counts = Counter(pairs)
    values = [
        {"settled": names[settled], "said": names[said], "papers": count, "is_right": settled == said}
        for (settled, said), count in sorted(counts.items())
    ]
    shade = {"field": "papers", "type": "quantitative", "scale": {"scheme": "greys", "domain": [0, 30]}, "legend": None}
    wrong = {"field": "papers", "type": "quantitative", "scale": {"scheme": "oranges"}, "legend": None}
    axis = {"labelLimit": 260, "labelFontSize": 13, "title": None, "grid": True, "gridColor": "#e6e1d8"}
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": _CELL * len(order),
        "height": _CELL * len(order),
        "padding": 16,
        "background": "#ffffff",
        "config": {"font": FONT},
        "title": f"Topics of {len(pairs)} papers: settled by the readings (rows), said by the classifier (columns)",
        "data": {"values": values},
        "encoding": {
            "y": {"field": "settled", "type": "nominal", "sort": order, "scale": {"domain": order}, "axis": axis},
            "x": {
                "field": "said",
                "type": "nominal",
                "sort": order,
                "scale": {"domain": order},
                "axis": axis | {"orient": "top", "labelAngle": -60},
            },
        },
        "resolve": {"scale": {"color": "independent"}},
        "layer": [
            {"transform": [{"filter": "datum.is_right"}], "mark": "rect", "encoding": {"color": shade}},
            {"transform": [{"filter": "!datum.is_right"}], "mark": "rect", "encoding": {"color": wrong}},
            {
                "mark": {"type": "text", "fontSize": 13},
                "encoding": {
                    "text": {"field": "papers", "type": "quantitative"},
                    "color": {"condition": {"test": "datum.papers > 14", "value": "#ffffff"}, "value": "#1c1a17"},
                },
            },
        ],
    }
    PICTURE.write_text(svg(spec), encoding="utf-8")
