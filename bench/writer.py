"""A language model's part of a day: calls, prompt tokens and wall time, against a server that answers in 0.3 s.

For 12 and 100 made-up papers on several topics; the vectors are stand-ins, as their speed is another bench's matter.
``build_s`` is the whole day's work in a process that has loaded the model's packages, ``cold_s`` with loading them,
``no_model_s`` the same day quoted. Beside them what others take for 12 and 100 papers from such a server: their
figures were measured on real papers on another day, so they tell the order of magnitude.
"""

import json
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pydantic import SecretStr

from achim.clock import SystemClock
from achim.domain.edition import EditionKey
from achim.domain.paper import Announcement
from achim.engines.local import LocalEngine
from achim.glossary import load_glossary
from achim.pipeline import Order, build
from achim.settings import ModelSettings
from achim.taxonomy import load_taxonomy
from achim.writers.answers import StoredAnswers
from achim.writers.budget import likely_tokens
from achim.writers.patient import Patience, PatientModel
from achim.writers.service import Service, ServiceModel
from achim.writing import make_writer
from tests.fakes import CHOOSER, DAY, MORNING, FakeSource, announcement, make_parts, make_store
from tests.model_server import Asked, ModelServer, Reply, faithful

ANSWER_S = 0.3
LIMITS = {12: ANSWER_S + 0.5, 100: 3.0}
"""Seconds of a whole build."""
TOPICS = {12: 8}
"""The twelve papers of the sample day are on eight; else on all that the taxonomy has."""
PEERS = {
    "daily-arXiv-ai-enhanced": {"12": [42, 12, 6_400], "100": [338, 100, 50_900]},
    "gpt_paper_assistant": {"12": [45, 4, 10_100], "100": [37, 25, 73_200]},
    "ArxivDigest": {"12": [1.0, 1, 5_300], "100": [3.4, 7, 41_800]},
    "paperpulse": {"12": [7.1, 12, 5_500], "100": [41, 100, 43_700]},
    "academic-paperweight": {"12": [3.9, 12, 6_000], "100": [17.5, 100, 47_700]},
    "zotero-arxiv-daily": {"12": [28.5, 24, 41_000]},
}
"""Wall seconds, calls, prompt tokens."""


def papers(count: int) -> tuple[Announcement, ...]:
    """Made-up papers, spread over the taxonomy's topics by their key phrases."""
    phrases = [topic.keywords[0].rstrip("*") for topic in load_taxonomy(None).topics if topic.keywords]
    phrases = phrases[: TOPICS.get(count)]
    return tuple(
        announcement(
            number,
            title=f"Finch {number}: a new look at {phrases[number % len(phrases)]}",
            abstract=f"Work on {phrases[number % len(phrases)]} is slow and costly. Earlier methods need much labeled data. "
            f"We propose Finch {number}, which learns {phrases[number % len(phrases)]} from raw examples. "
            "It splits each example into parts and predicts one part from the others. "
            f"Finch {number} reaches 81.{number % 10} on the usual benchmark, 2.{number % 10} points above the baseline. "
            "It needs a third of the memory.",
        )
        for number in range(1, count + 1)
    )


def run(count: int, server: ModelServer | None) -> dict[str, float]:
    settings = ModelSettings(name="openai:bench", base_url=server.url if server else None)
    clock = SystemClock()
    service = Service(provider="openai", model="bench", key=SecretStr("none"), base_url=settings.base_url)
    with tempfile.TemporaryDirectory() as folder:
        store = make_store(Path(folder))
        model = PatientModel(ServiceModel(service), Patience(together=settings.together), clock)
        glossary = load_glossary()
        answers = StoredAnswers(store, clock)
        writer = make_writer(settings, glossary, answers, model if server else None, CHOOSER)
        parts = make_parts(store, [FakeSource(known=papers(count))], writer=writer, engine=LocalEngine(8))
        order = Order(key=EditionKey(day=DAY, lang="en"), time_zone="UTC", print_most=count)
        with closing(store), closing(model):
            begun = time.perf_counter()
            edition = build(order, store.begin(order.key, MORNING), parts).edition
            wall = time.perf_counter() - begun
    return {"wall": wall, "topics": len(edition.sections), "printed": edition.ledger.claims.printed}


def slow(asked: Asked) -> Reply:
    return Reply(text=faithful(asked).text, delay=ANSWER_S)


def measure(count: int, server: ModelServer) -> dict[str, object]:
    server.asked.clear()
    made = run(count, server)
    asked = list(server.asked)
    walls = sorted([made["wall"], *(run(count, server)["wall"] for _ in range(4))])
    quoted = run(count, None)["wall"]
    return {
        "topics": made["topics"],
        "calls": len(asked),
        "calls_a_topic": round(len(asked) / made["topics"], 2),
        "prompt_tokens": sum(likely_tokens(each.system + each.user) for each in asked),
        "claims_printed": made["printed"],
        "build_s": round(walls[2], 2),
        "no_model_s": round(quoted, 2),
        "over_limit": round(walls[2] / LIMITS[count], 2),
        "peers": {name: told[str(count)] for name, told in PEERS.items() if str(count) in told},
    }


def main() -> None:
    with ModelServer(slow) as server:
        cold = run(12, server)["wall"]
        figures = {str(count): measure(count, server) for count in LIMITS}
    print(json.dumps({"answer_s": ANSWER_S, "cold_s": round(cold, 2), **figures}, indent=2))


if __name__ == "__main__":
    main()
