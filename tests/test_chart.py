"""The chart: a pure specification, drawn the same everywhere, readable, and calm on a quiet day."""

import hashlib
import json
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from achim.domain.edition import Edition
from achim.render.chart import captions, png, svg
from achim.render.files import render_files
from achim.steps.chart import FONT, Spec, chart
from tests import editions

ROOT = Path(__file__).parents[1]


def _spec(edition: Edition) -> Spec:
    title, subtitle = captions(edition)
    return chart(edition.sections, lang=edition.key.lang, title=title, subtitle=subtitle)


def _rows(spec: Spec) -> list[dict[str, Any]]:
    return cast(Any, spec["data"])["values"]


def test_a_bar_per_topic_in_the_order_of_the_edition() -> None:
    rows = _rows(_spec(editions.full_day()))
    assert rows[0] == {"topic": "대규모 언어 모델", "papers": 4, "color": "#D43C3C"}
    assert [row["papers"] for row in rows] == [4, 2, 1, 1, 1, 1, 1, 1]
    assert _rows(_spec(editions.full_day("en")))[0]["topic"] == "LLM"


def test_a_topic_has_its_color_on_every_day() -> None:
    full, gaps = _spec(editions.full_day()), _spec(editions.day_with_gaps())
    colors = {row["topic"]: row["color"] for row in _rows(full)}
    assert all(colors[row["topic"]] == row["color"] for row in _rows(gaps))


def test_the_letters_are_big_enough_and_of_one_font() -> None:
    def sizes(value: object) -> list[float]:
        if isinstance(value, dict):
            items = cast(dict[str, object], value).items()
            own = [cast(float, each) for name, each in items if name.lower().endswith("fontsize")]
            return own + [size for _, each in items for size in sizes(each)]
        return [size for each in cast(list[object], value) for size in sizes(each)] if isinstance(value, list) else []

    spec = _spec(editions.full_day())
    assert sizes(spec)
    assert min(sizes(spec)) >= 15
    assert cast(Any, spec["config"])["font"] == FONT


def test_the_picture_is_800_wide_drawn_at_twice_that_and_holds_hangul() -> None:
    spec = _spec(editions.full_day())
    width, _ = struct.unpack(">II", png(spec)[16:24])
    assert width == 1600
    drawn = svg(spec)
    assert 'width="800"' in drawn
    assert "모델 학습 기법" in drawn
    assert "2024년 11월 4일 월요일 AI 논문 12편" in drawn


def test_a_quiet_day_draws_a_quiet_picture_that_says_so() -> None:
    drawn = svg(_spec(editions.quiet_day()))
    assert "오늘은 새로 발표된 논문이 없다" in drawn
    assert "오늘 읽은 출처에는 새로 실을 논문이 없다" in svg(_spec(editions.lost_day()))


def test_emoji_stay_out_of_the_picture() -> None:
    day = editions.full_day()
    section = replace(day.sections[0], topic=replace(day.sections[0].topic, korean="🎈 언어 👩‍🔬️ 모델 ⚡"))
    assert _rows(chart((section,), lang="ko", title="", subtitle=""))[0]["topic"] == "언어 모델"


def test_hostile_names_and_colors_are_data() -> None:
    row = _rows(_spec(editions.hostile_day()))[0]
    assert row["color"] == "#777777"
    assert len(row["topic"]) <= 28
    assert "<script" not in svg(_spec(editions.hostile_day()))


_DRAW = """
import hashlib
from achim.render.files import render_files
from tests.test_chart import _spec
from tests import editions
for name, data in render_files(editions.full_day(), _spec(editions.full_day())).items():
    print(name, hashlib.sha256(data).hexdigest())
"""


def test_another_process_makes_the_same_files() -> None:
    """Names and bytes, whatever the hash seed."""
    day = editions.full_day()
    own = {name: hashlib.sha256(data).hexdigest() for name, data in render_files(day, _spec(day)).items()}
    answer = subprocess.run(
        [sys.executable, "-c", _DRAW],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert dict(line.split() for line in answer.stdout.splitlines()) == own
    assert list(own) == [
        "Papers_2024-11-04_report.md",
        "Papers_2024-11-04.html",
        "Papers_2024-11-04_edition.json",
        "Papers_2024-11-04_audit.json",
        "paper_2024-11-04.png",
        "paper_2024-11-04.svg",
    ]


def test_the_specification_is_plain_json() -> None:
    spec = _spec(editions.full_day())
    assert json.loads(json.dumps(spec)) == spec
