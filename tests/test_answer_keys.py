"""By what an answer is remembered: all that bears on it, and nothing that is a secret."""

from dataclasses import replace
from pathlib import Path

import pytest

from achim.clock import StandingClock
from achim.domain.edition import EditionKey
from achim.glossary import load_glossary
from achim.pipeline import Order, build
from achim.ports import ModelAnswer, Question, Spent
from achim.settings import ModelSettings
from achim.writers.answers import RecordingAnswers, ReplayedAnswers, StoredAnswers, question_key
from achim.writing import make_writer, tiny_question
from tests.fakes import CHOOSER, DAY, MORNING, FakeSource, announcement, make_parts, make_store

QUESTION = tiny_question(DAY)
ANSWER = ModelAnswer(text='{"word": "아침"}', prompt_tokens=9, completion_tokens=9)


class Remembering:
    """Remembers what it is asked, and answers nothing that can be read."""

    name = "openai:listener"

    def __init__(self) -> None:
        self.asked: list[Question] = []

    def ask(self, question: Question, spent: Spent | None = None) -> ModelAnswer:
        self.asked.append(question)
        return ANSWER

    def close(self) -> None: ...


def asked_with(folder: Path, **settings: object) -> Question:
    """The question that a build with these model settings asks first, in an archive of its own."""
    home = folder / str(len(list(folder.iterdir())))
    home.mkdir()
    store, model = make_store(home), Remembering()
    told = ModelSettings.model_validate({"name": model.name, **settings})
    writer = make_writer(told, load_glossary(), StoredAnswers(store, StandingClock(MORNING)), model, CHOOSER)
    parts = make_parts(store, [FakeSource(known=(announcement(),))], writer=writer)
    order = Order(key=EditionKey(day=DAY), time_zone="Asia/Seoul")
    build(order, store.begin(order.key, MORNING), parts)
    store.close()
    return model.asked[0]


@pytest.mark.parametrize(
    "other", [{"temperature": 0.0}, {"temperature": 1.0}, {"place": "http://127.0.0.1:11434/v1"}, {"max_output": 7}]
)
def test_what_bears_on_an_answer_is_part_of_its_key(other: dict[str, object]) -> None:
    assert question_key("m", QUESTION) != question_key("m", replace(QUESTION, **other))  # pyright: ignore[reportArgumentType]
    assert question_key("m", QUESTION) == question_key("m", replace(QUESTION))


def test_a_build_asks_with_the_temperature_and_the_place_of_its_settings(tmp_path: Path) -> None:
    plain = asked_with(tmp_path, base_url="http://127.0.0.1:1/v1")
    assert (plain.temperature, plain.place) == (None, "http://127.0.0.1:1/v1")
    assert asked_with(tmp_path, temperature=0.5).temperature == 0.5
    assert asked_with(tmp_path).place == ""


def test_hostile_credentials_of_an_address_are_in_no_question(tmp_path: Path) -> None:
    """A new password is no new place."""
    asked = asked_with(tmp_path, base_url="http://user:s3cret@127.0.0.1:1/v1?key=s3cret")
    assert "s3cret" not in repr(asked)
    assert question_key("m", asked) == question_key("m", asked_with(tmp_path, base_url="http://127.0.0.1:1/v1"))


def test_a_record_answers_wherever_and_however_it_was_asked(tmp_path: Path) -> None:
    """It holds the answers of one build, names no address, and is replayed without one."""
    store = make_store(tmp_path)
    kept = StoredAnswers(store, StandingClock(MORNING))
    recording = RecordingAnswers(kept)
    asked = replace(QUESTION, temperature=0.5, place="http://127.0.0.1:1/v1")
    recording.keep("m", asked, ANSWER)
    assert kept.find("m", asked) == ANSWER
    assert kept.find("m", QUESTION) is None
    store.close()
    replayed = ReplayedAnswers({each.key: each for each in recording.recorded()})
    assert replayed.find("m", QUESTION) == ANSWER
    assert replayed.find("other", QUESTION) is None
