"""A line on loopback between two parties, which can be cut as a network is, or fall silent as a party that hangs."""

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_CHUNK = 1 << 16


@dataclass
class Line:
    """Takes connections at ``port`` and hands on, both ways, what comes to another port."""

    to: int
    port: int = 0
    speaks: threading.Event = field(default_factory=threading.Event)
    """While it is not set, connections are taken and what comes is kept back."""
    _open: list[socket.socket] = field(default_factory=list[socket.socket])
    _listener: socket.socket | None = None
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def open(self) -> None:
        self.speaks.set()
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(100)
        self.port = int(listener.getsockname()[1])
        self._listener = listener
        threading.Thread(target=self._take, args=(listener,), daemon=True).start()

    def close(self) -> None:
        """Drop all connections, and refuse new ones until it is opened again."""
        listener, self._listener = self._listener, None
        if listener:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)  # closing alone does not end another thread's wait for it
            listener.close()
        with self._guard:
            dropped, self._open = self._open, []
        for each in dropped:
            _end(each)

    def _take(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                with self._guard:
                    if self._listener is not listener:
                        return _end(near)
                    self._open.append(near)
                threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self.to))
        except OSError:
            return _end(near)
        with self._guard:
            is_cut = near not in self._open
            self._open += [] if is_cut else [far]
        if is_cut:
            return _end(far)
        threading.Thread(target=_hand_on, args=(far, near, self.speaks), daemon=True).start()
        return _hand_on(near, far, self.speaks)


def _hand_on(source: socket.socket, target: socket.socket, speaks: threading.Event) -> None:
    with suppress(OSError):
        while told := source.recv(_CHUNK):
            speaks.wait()
            target.sendall(told)
    for each in (source, target):
        _end(each)


def _end(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()


@contextmanager
def line_to(port: int) -> Generator[Line]:
    """A line that is whole, closed at the end."""
    line = Line(port)
    line.open()
    try:
        yield line
    finally:
        line.speaks.set()
        line.close()
