"""How an answer goes over a connection, well or badly."""

import os
import select
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler

from tests.upstream.exchange import Response


@dataclass(frozen=True, slots=True)
class Wire:
    """How an answer goes out."""

    handler: BaseHTTPRequestHandler
    stopping: threading.Event
    done: Callable[[], None]
    """Called before the last of an answer goes out: the client may ask again the moment it has it."""

    def send(self, response: Response) -> None:
        if not self._wait(response.delay) or response.mode == "never":
            self._silence(response)
            return
        self._head(response)
        if self.handler.command == "HEAD":
            self.done()
        self.handler.end_headers()
        if self.handler.command != "HEAD":
            ways = {"drip": self._drip, "half": self._half, "reset": self._reset, "endless": self._endless}
            ways.get(response.mode, self._whole)(response)

    def _silence(self, response: Response) -> None:
        self.handler.close_connection = True
        if response.mode == "never":
            self._wait(float("inf"))

    def _head(self, response: Response) -> None:
        handler = self.handler
        handler.send_response(response.status)
        if response.content_type and response.status != 304:
            handler.send_header("Content-Type", response.content_type)
        for name, value in response.headers:
            handler.send_header(name, value)
        if response.mode == "endless":
            handler.send_header("Transfer-Encoding", "chunked")
        elif response.status != 304:
            handler.send_header("Content-Length", str(len(response.body)))
        if response.mode != "whole":
            handler.close_connection = True

    def _whole(self, response: Response) -> None:
        self.done()
        if response.status != 304:
            self.handler.wfile.write(response.body)

    def _drip(self, response: Response) -> None:
        for index in range(len(response.body)):
            self.handler.wfile.write(response.body[index : index + 1])
            if not self._wait(response.pace):
                return

    def _half(self, response: Response) -> None:
        self.handler.wfile.write(response.body[: len(response.body) // 2])

    def _reset(self, response: Response) -> None:
        """Closing without lingering sends RST in the place of FIN (``man 7 socket``, SO_LINGER)."""
        self._half(response)
        connection = self.handler.connection
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(connection.detach())

    def _endless(self, response: Response) -> None:
        body = response.body or b" "
        chunk = body * (65536 // len(body) + 1)
        while not self.stopping.is_set():
            self.handler.wfile.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")

    def _wait(self, seconds: float) -> bool:
        """Lets time pass; False as soon as the client hangs up or the server stops."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self.stopping.is_set() or has_hung_up(self.handler.connection, min(left, 0.02)):
                return False
        return True


def has_hung_up(connection: socket.socket, patience: float = 0.0) -> bool:
    """Whether the client has closed the connection, as far as can be seen within so many seconds."""
    try:
        readable, _, _ = select.select([connection], [], [], patience)
        return bool(readable) and not connection.recv(1, socket.MSG_PEEK)
    except (OSError, ValueError):
        return True
