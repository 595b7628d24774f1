"""A real server with OpenAI's speech endpoint on loopback, which speaks with espeak-ng."""

from __future__ import annotations

import io
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import soundfile

from drama.model import Utterance
from drama.speech.engines import create

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drama.speech.engine import Engine

VOICES = {"nova": "en-us+f4", "onyx": "en-us+m3"}


@dataclass
class SpeechServer:
    """What a test sees of the server, and tells it to do."""

    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    faults: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    """Status, headers and body of the next answers, before it speaks again."""
    busy: int = 0
    busiest: int = 0
    meets: int = 0
    """No request is answered before so many have come in at once; after two minutes all are."""
    lock: threading.Condition = field(default_factory=threading.Condition)


@contextmanager
def serving() -> Iterator[SpeechServer]:
    """Serve on a free port until the block ends."""
    state = SpeechServer()
    engine = create("pyttsx3")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            with state.lock:
                state.busy += 1
                state.busiest = max(state.busiest, state.busy)
                state.lock.notify_all()
                state.lock.wait_for(lambda: state.busiest >= state.meets, timeout=120)
            try:
                answer = _answered(self, state, engine)
            finally:
                with state.lock:  # before the client has its answer, and asks for the next
                    state.busy -= 1
            _send(self, *answer)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()
            engine.close()


def _answered(
    handler: BaseHTTPRequestHandler, state: SpeechServer, engine: Engine
) -> tuple[int, dict[str, str], bytes]:
    request = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
    with state.lock:
        state.requests.append({"path": handler.path, **request})
        state.keys.append(handler.headers.get("Authorization"))
        status, headers, body = state.faults.pop(0) if state.faults else (200, {}, b"")
    if status == 200 and not body:
        asked = Utterance(
            text=request["input"], engine="pyttsx3", voice=VOICES[request["voice"]], rate=request["speed"]
        )
        speech = engine.speak(asked)
        file = io.BytesIO()
        soundfile.write(file, speech.samples, speech.rate_hz, format="WAV", subtype="PCM_16")
        body = file.getvalue()
    return status, headers, body


def _send(handler: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes) -> None:
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)
