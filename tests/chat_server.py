"""Slack, Discord, Telegram and a webhook's receiver in one loopback server, refusing what they document to refuse."""

import json
import re
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self, cast

_TAG = re.compile(r"<(/?)(b|a)( href=\"[^\"<>]*\")?>")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7});")
_SLACK_ANGLE = re.compile(r"<[^<>]*>")
_SLACK_LINK = re.compile(r"<https?://[^<>|\s]+\|[^<>|]*>")
_MENTION = re.compile(r"(?<!\w)@[A-Za-z]\w{3,}")

Answer = tuple[int, Mapping[str, str], bytes]


@dataclass(frozen=True, slots=True)
class Got:
    path: str
    headers: Mapping[str, str]
    body: bytes
    told: Any
    files: Mapping[str, bytes]


@dataclass
class ChatServer:
    """``script`` answers in the services' place while it is set; ``got`` is all that was asked."""

    got: list[Got] = field(default_factory=list[Got])
    script: Callable[[Got], Answer | None] | None = None

    def __post_init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, got: Got) -> Answer | None:
        self.got.append(got)
        if self.script:
            return self.script(got)
        if got.path.startswith("/services/"):
            return slack(got)
        if got.path.startswith("/api/webhooks/"):
            return discord(got)
        if got.path.startswith("/bot"):
            return telegram(got)
        return 204, {}, b""


def slack(got: Got) -> Answer:
    """https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors"""
    blocks = got.told.get("blocks", [])
    texts = [block["text"] for block in blocks]
    whole = len(blocks) <= 50 and all(
        each["type"] == "mrkdwn" and 1 <= len(each["text"]) <= 3000 and each["verbatim"] for each in texts
    )
    if not whole:
        return 400, {}, b"invalid_blocks"
    for text in (got.told["text"], *(each["text"] for each in texts)):
        if not all(_SLACK_LINK.fullmatch(found) for found in _SLACK_ANGLE.findall(text)):
            return 400, {}, b"invalid_blocks"
    return 200, {}, b"ok"


def discord(got: Got) -> Answer:
    """https://docs.discord.com/developers/resources/webhook#execute-webhook"""
    told = got.told
    embeds = told.get("embeds", [])
    sizes = [len(each.get("description", "")) for each in embeds]
    is_well = (
        got.path.endswith("?wait=true")
        and told["allowed_mentions"] == {"parse": []}
        and len(told.get("content", "")) <= 2000
        and len(embeds) <= 10
        and all(1 <= size <= 4096 for size in sizes)
        and sum(sizes) <= 6000
        and (told.get("content") or embeds)
    )
    if not is_well:
        return 400, {}, json.dumps({"code": 50035, "message": "Invalid Form Body"}).encode()
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "1.5"}
    return 200, headers, json.dumps({"id": "1234"}).encode()


def telegram(got: Got) -> Answer:
    """https://core.telegram.org/bots/api#making-requests"""
    is_photo = got.path.endswith("/sendPhoto")
    text = got.told["caption" if is_photo else "text"]
    plain = parsed(text)
    if plain is None:
        return _refused("Bad Request: can't parse entities: unexpected end tag")
    if not 1 <= len(plain.encode("utf-16-le")) // 2 <= (1024 if is_photo else 4096):
        return _refused("Bad Request: message is too long")
    if _MENTION.search(plain):
        return _refused("it mentions somebody")
    return 200, {}, json.dumps({"ok": True, "result": {"message_id": 7}}).encode()


def parsed(text: str) -> str | None:
    """The text of Telegram's HTML; None where it cannot be parsed."""
    open_tags: list[str] = []
    for found in _TAG.finditer(text):
        if not found[1]:
            open_tags.append(found[2])
        elif not open_tags or open_tags.pop() != found[2]:
            return None
    plain = _TAG.sub("", text)
    if open_tags or re.search("[<>]", plain) or "&" in _ENTITY.sub("", plain):
        return None
    return _ENTITY.sub("x", plain)


def _refused(description: str) -> Answer:
    return 400, {}, json.dumps({"ok": False, "error_code": 400, "description": description}).encode()


def _form(content_type: str, body: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    fields: dict[str, Any] = {}
    files: dict[str, bytes] = {}
    message = message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    for part in cast("list[Any]", message.get_payload()):
        name = str(part.get_param("name", header="content-disposition"))
        data = part.get_payload(decode=True)
        if part.get_filename():
            files[name] = data
        else:
            fields[name] = data.decode()
    return (json.loads(fields["payload_json"]) if "payload_json" in fields else fields), files


def _handler(server: ChatServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            kind = self.headers["content-type"]
            told, files = _form(kind, body) if kind.startswith("multipart/") else (json.loads(body), {})
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = server.answer(Got(self.path, headers, body, told, files))
            if answer is None:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            status, given, content = answer
            self.send_response(status)
            for name, value in {**given, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
