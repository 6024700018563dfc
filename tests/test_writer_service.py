"""The three providers' own protocols, over loopback: what is sent, how an answer and a fault are read."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import SecretStr

from achim.errors import ModelFault
from achim.ports import Question
from achim.writers.service import Service, ServiceModel
from achim.writers.shapes import report_schema
from tests.fakes import DAY

KEY = "key-that-nobody-may-see-0451"
QUESTION = Question(
    version="report.en.1",
    day=DAY,
    system="You edit a brief.",
    user="Paper 1 is about sparrows.",
    schema=report_schema(1),
    max_output=321,
)
SAID = '{"papers": []}'


def openai(finish: str) -> Mapping[str, Any]:
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": SAID}}
    usage = {"prompt_tokens": 70, "completion_tokens": 7, "total_tokens": 77}
    return {"id": "a", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}


def anthropic(finish: str) -> Mapping[str, Any]:
    usage = {"input_tokens": 70, "output_tokens": 7}
    content = [{"type": "text", "text": SAID}]
    head = {"id": "a", "type": "message", "role": "assistant", "model": "m"}
    return {**head, "content": content, "stop_reason": finish, "stop_sequence": None, "usage": usage}


def google(finish: str) -> Mapping[str, Any]:
    candidate = {"content": {"role": "model", "parts": [{"text": SAID}]}, "finishReason": finish, "index": 0}
    usage = {"promptTokenCount": 70, "candidatesTokenCount": 7, "totalTokenCount": 77}
    return {"candidates": [candidate], "usageMetadata": usage, "modelVersion": "m"}


@dataclass(frozen=True)
class Protocol:
    answer: Any
    path: str
    whole: str
    cut: str
    model: str = "m-1"


PROTOCOLS = {
    "openai": Protocol(openai, "/v1/chat/completions", "stop", "length"),
    "anthropic": Protocol(anthropic, "/v1/messages", "end_turn", "max_tokens", "claude-opus-4-6"),
    "google": Protocol(google, "/v1beta/models/m-1:generateContent", "STOP", "MAX_TOKENS"),
}


@dataclass
class Place:
    """A server that answers everything with ``body``, and keeps what it was asked."""

    status: int = 200
    body: Mapping[str, Any] = field(default_factory=dict[str, Any])
    url: str = ""
    asked: list[tuple[str, Mapping[str, str], str]] = field(default_factory=list[tuple[str, Mapping[str, str], str]])


@pytest.fixture
def place() -> Iterator[Place]:
    kept = Place()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["content-length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            kept.asked.append((self.path.partition("?")[0], headers, sent))
            data = json.dumps(kept.body).encode()
            self.send_response(kept.status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield kept
    server.shutdown()
    server.server_close()
    thread.join()


def model(provider: str, place: Place, name: str = "") -> ServiceModel:
    name = name or PROTOCOLS[provider].model
    base = f"{place.url}/v1" if provider == "openai" else place.url
    return ServiceModel(Service(provider=provider, model=name, key=SecretStr(KEY), base_url=base, seconds=10.0))


@pytest.mark.parametrize("provider", PROTOCOLS)
def test_a_question_goes_out_with_its_key_instructions_schema_and_bound(provider: str, place: Place) -> None:
    """The key is in one header and nowhere else; the answer comes back with what it took."""
    protocol = PROTOCOLS[provider]
    place.body = protocol.answer(protocol.whole)
    with closing(model(provider, place)) as asked:
        answer = asked.ask(QUESTION)

    ((path, headers, sent),) = place.asked
    assert path == protocol.path
    assert [value.removeprefix("Bearer ") for value in headers.values() if KEY in value] == [KEY]
    assert all(text in sent for text in (QUESTION.system, QUESTION.user, "321", "sentences"))
    assert KEY not in sent
    assert KEY not in path
    assert (answer.text, answer.prompt_tokens, answer.completion_tokens, answer.is_whole) == (SAID, 70, 7, True)
    assert answer.seconds > 0


def test_gap_a_model_that_takes_no_schema_is_asked_without_one(place: Place) -> None:
    """The prompt shows the shape of the answer all the same."""
    place.body = anthropic("end_turn")
    with closing(model("anthropic", place, "m-1")) as asked:
        assert asked.ask(QUESTION).text == SAID
    assert "additionalProperties" not in place.asked[0][2]


@pytest.mark.parametrize("provider", PROTOCOLS)
def test_fault_an_answer_that_ends_at_its_bound_is_not_whole(provider: str, place: Place) -> None:
    protocol = PROTOCOLS[provider]
    place.body = protocol.answer(protocol.cut)
    with closing(model(provider, place)) as asked:
        assert not asked.ask(QUESTION).is_whole


@pytest.mark.parametrize("provider", PROTOCOLS)
@pytest.mark.parametrize(
    ("status", "code", "again"), [(401, "model.unauthorized", False), (429, "model.rate_limited", True)]
)
def test_fault_an_error_is_told_without_the_key(
    provider: str, status: int, code: str, again: bool, place: Place
) -> None:
    """Also where the provider repeats it."""
    place.status = status
    place.body = {"error": {"message": f"bad key {KEY}", "type": "error", "code": status}}
    with closing(model(provider, place)) as asked, pytest.raises(ModelFault) as raised:
        asked.ask(QUESTION)

    fault = raised.value
    assert (fault.note.code, fault.again) == (code, again)
    assert len(place.asked) == 1
    assert KEY not in f"{fault} {fault!r} {fault.args}"
    assert fault.__suppress_context__
