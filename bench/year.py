"""Live a simulated year, and hold every day of it to the rules of ``tests/year``.

    python -m bench.year [--seed 11] [--zone Europe/Berlin] [--first 2025-07-01] [--last 2026-06-30]

Real ids, titles and dates of ../shared, scaled down to some twenty announcements of papers a day. Breaches are printed
to standard error with their day and id, and counted; a year without one is the aim. docs/year.md tells what is lived.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

from tests.year import account
from tests.year.contents import days_of, recorded
from tests.year.life import Life, by_schedule
from tests.year.trouble import planned
from tests.year.verdict import breaches, figures
from tests.year.world import World

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
_KILLS_A_MONTH = 2


def main() -> None:
    if not DATA.exists():
        print(json.dumps({"skipped": "shared data absent: ../shared/data"}))
        return
    asked = _arguments()
    began, used = time.monotonic(), time.process_time()
    with tempfile.TemporaryDirectory() as home:
        life = lived(Path(home), asked.seed, asked.zone, asked.first, asked.last)
        found = breaches(life)
        told = figures(life)
    sys.stderr.writelines(f"{breach}\n" for breach in found)
    sys.stderr.writelines(f"{where}: {error!r}\n" for where, error in life.wrecker.troubles)
    measured = {
        "seed": asked.seed,
        "zone": asked.zone,
        "breaches": dict(Counter(breach.rule for breach in found)),
        "faults of the program": len(life.wrecker.troubles),
        **told,
        "seconds": round(time.monotonic() - began),
        "seconds of the processor": round(time.process_time() - used),
    }
    print(json.dumps(measured, indent=1))


def lived(home: Path, seed: int, zone: str, first: date, last: date) -> Life:
    kills = _KILLS_A_MONTH * len(days_of(first, last)) // 30
    life = Life(
        world=World(
            recorded(seed, first - account.BEFORE, last + timedelta(days=1), DATA),
            planned(seed, first, last, kills=kills),
        ),
        home=home,
        first=datetime.combine(first, time_of_day(), UTC),
        last=datetime.combine(last, time_of_day(12), UTC),
        zone=zone,
        drive=by_schedule,
        seed=seed,
    )
    life.live()
    return life


def _arguments() -> Any:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--zone", default="Europe/Berlin")
    parser.add_argument("--first", type=date.fromisoformat, default=date(2025, 7, 1))
    parser.add_argument("--last", type=date.fromisoformat, default=date(2026, 6, 30))
    return parser.parse_args()


if __name__ == "__main__":
    main()
