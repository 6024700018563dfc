"""What a language model is asked about papers of which the classifier is unsure, and what is taken from its answer."""

import json

from achim.domain.paper import AnyWork
from achim.ports import Undecided
from achim.writers.answer import find_object, numbered, objects
from achim.writers.prompting import VERSION, Prompt, fenced, quoted, shaped
from achim.writers.shapes import topics_schema

_NAME = "unsure.en"
DECIDE_VERSION = f"{_NAME}.{VERSION}"
_SENTENCES = 3
"""Of a paper's abstract; what it is about they say as a rule."""
_EXAMPLE = json.dumps({"topics": [{"paper": 1, "topic": "…"}]}, ensure_ascii=False)


def decide_prompt(undecided: Undecided) -> Prompt:
    """All papers in one question, numbered from 1, and the closed list of topics. Pure."""
    topics = "\n".join(f"- {each.key}: {quoted(each.name)}. {quoted(each.definition)}" for each in undecided.topics)
    papers = "\n\n".join(_paper(number, paper) for number, paper in enumerate(undecided.papers, 1))
    return Prompt(
        version=DECIDE_VERSION,
        system=shaped(_NAME, _EXAMPLE).lstrip("\n"),
        user=f"[Topics]\n{topics}\n\n[SOURCE]\n{fenced('SOURCE', papers)}\n\nWrite the JSON from this source.",
        schema=topics_schema([each.key for each in undecided.topics], len(undecided.papers)),
    )


def _paper(number: int, paper: AnyWork) -> str:
    head = f"[Paper {number}] title: {quoted(paper.title)}"
    return "\n".join([head, *(f"s{each.number}: {quoted(each.text)}" for each in paper.sentences[:_SENTENCES])])


def read_topics(text: str, undecided: Undecided) -> tuple[str | None, ...]:
    """For each paper the key of a topic of the list, None where the answer names none. Raises Unreadable.

    What is not on the list, no paper's number, or said a second time is ignored.
    """
    keys = {each.key for each in undecided.topics}
    told: dict[int | None, str] = {}
    for row in objects(find_object(text, "topics").get("topics")):
        key = row.get("topic")
        if isinstance(key, str) and key in keys:
            told.setdefault(numbered(row.get("paper")), key)
    return tuple(told.get(number) for number in range(1, len(undecided.papers) + 1))
