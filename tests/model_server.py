"""A language model for tests: a loopback server that speaks OpenAI's protocol by a script, and counts."""

import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.upstream.wire import has_hung_up

_PAPER = re.compile(r"^\[(?:논문|Paper) (\d+)\]")
_SENTENCE = re.compile(r"^s(\d+): (.*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the server does with a question. ``text`` is the model's own answer, ``status`` else an error's."""

    text: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    finish: str = "stop"
    delay: float = 0.0
    break_off: bool = False
    """Close the connection in the middle of the answer."""
    stall: float = 0.0
    """Seconds of silence in the middle of the answer."""
    error: Mapping[str, Any] = field(default_factory=dict[str, Any])
    raw: str = ""
    """A body in the place of the protocol's."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the server got it."""

    body: Mapping[str, Any]
    authorization: str

    @property
    def system(self) -> str:
        return self._said("system")

    @property
    def user(self) -> str:
        return self._said("user")

    def _said(self, role: str) -> str:
        return "\n".join(str(each["content"]) for each in self.body["messages"] if each["role"] == role)

    @property
    def papers(self) -> list[list[tuple[int, str]]]:
        """The numbered sentences of each paper that it asks about."""
        found: list[list[tuple[int, str]]] = []
        for line in self.user.splitlines():
            if _PAPER.match(line):
                found.append([])
            elif (sentence := _SENTENCE.match(line)) and found:
                found[-1].append((int(sentence[1]), sentence[2]))
        return found


Script = Callable[[Asked], Reply]


class ModelServer:
    """Serves while it is entered; ``script`` answers, ``asked`` is what was asked, in order.

    ``answered`` is what was answered with success, whole, to one who was still there: what a provider may charge for.
    Who holds ``sending`` keeps answers from leaving. ``most`` is how many questions were under way at once.
    """

    def __init__(self, script: Script) -> None:
        self.script: Script = script
        self.asked: list[Asked] = []
        self.answered: list[Asked] = []
        self.sending = threading.Lock()
        self.most = 0
        self._under_way = 0
        self._guard = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> "ModelServer":
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def reply(self, asked: Asked) -> Reply:
        with self._guard:
            self.asked.append(asked)
        return self.script(asked)

    @contextmanager
    def under_way(self) -> Generator[None]:
        with self._guard:
            self._under_way += 1
            self.most = max(self.most, self._under_way)
        try:
            yield
        finally:
            with self._guard:
                self._under_way -= 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what some scripts are about."""


def _handler(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("content-length", "0"))
            asked = Asked(json.loads(self.rfile.read(length)), self.headers.get("authorization", ""))
            reply = server.reply(asked)
            with server.under_way():
                time.sleep(reply.delay)
            # who stalls holds nobody else up
            with nullcontext() if reply.stall else server.sending:
                if has_hung_up(self.connection):
                    self.close_connection = True
                    return
                self._send(asked.body, reply)
                if reply.status == 200 and not reply.break_off:
                    server.answered.append(asked)

        def _send(self, body: Mapping[str, Any], reply: Reply) -> None:
            told = _error(reply) if reply.status != 200 else _completion(body, reply)
            data = (reply.raw or json.dumps(told)).encode()
            self.send_response(reply.status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if reply.break_off or reply.stall:
                self.wfile.write(data[: len(data) // 2])
                self.wfile.flush()
                time.sleep(reply.stall)
                if reply.break_off:
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.close_connection = True
                    return
                data = data[len(data) // 2 :]
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            """Tests read ``asked``."""

    return Handler


def _completion(body: Mapping[str, Any], reply: Reply) -> Mapping[str, Any]:
    return {
        "id": "answer",
        "object": "chat.completion",
        "created": 1_730_000_000,
        "model": body["model"],
        "choices": [
            {"index": 0, "finish_reason": reply.finish, "message": {"role": "assistant", "content": reply.text}}
        ],
        "usage": {"prompt_tokens": 1_000, "completion_tokens": 100, "total_tokens": 1_100},
    }


def _error(reply: Reply) -> Mapping[str, Any]:
    return {"error": {"message": "no", "type": "error", "code": None, **reply.error}}


def faithful(asked: Asked) -> Reply:
    """An answer that holds: each claim is the first or last sentence of its paper, in the paper's own words."""
    for key in ("verdicts", "claims"):
        if key in _schema(asked):
            return Reply(text=json.dumps({key: []}))
    return Reply(text=json.dumps(report(asked.papers)))


def _schema(asked: Asked) -> Mapping[str, Any]:
    """What the answer's object may hold."""
    return asked.body.get("response_format", {}).get("json_schema", {}).get("schema", {}).get("properties", {})


def report(papers: Sequence[Sequence[tuple[int, str]]]) -> dict[str, Any]:
    """The JSON of a faithful answer."""
    told: dict[str, Any] = {
        "papers": [
            {
                "paper": number,
                "gist": _said(sentences[0]),
                "problem": [],
                "approach": [_said(sentences[0])],
                "result": [_said(sentences[-1])],
            }
            for number, sentences in enumerate(papers, 1)
        ]
    }
    if len(papers) > 1:
        told |= {"theme": [], "trend": [], "impact": [], "outlook": []}
    return told


def _said(sentence: tuple[int, str]) -> dict[str, Any]:
    return {"text": sentence[1], "sentences": [sentence[0]]}
