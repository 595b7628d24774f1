"""A server that answers with whatever bytes a test wants, on loopback."""

from __future__ import annotations

import re
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class RawServer:
    """Answers each connection by a function of its socket; keeps what it was asked."""

    def __init__(self, answer: Callable[[socket.socket], None]) -> None:
        self.asked: list[bytes] = []
        self._answer = answer
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/v1"

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:  # closed: the test is over
                return
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with connection:
            with connection.makefile("rb") as reader:
                head = b"".join(iter(reader.readline, b"\r\n"))
                length = re.search(rb"(?i)^content-length: *(\d+)", head, re.MULTILINE)
                # What were left unread would make the system cut the connection instead of closing it.
                self.asked.append(head + b"\r\n" + reader.read(int(length[1]) if length else 0))
            with suppress(OSError):  # the client has had enough
                self._answer(connection)

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@contextmanager
def raw_server(answer: bytes | Callable[[socket.socket], None]) -> Iterator[RawServer]:
    """Serve until the block ends: these bytes, or what the function sends."""
    server = RawServer((lambda s: s.sendall(answer)) if isinstance(answer, bytes) else answer)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join()
