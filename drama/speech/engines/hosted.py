"""An engine in worker processes: when one crashes or hangs, the others go on.

For engines whose capabilities say parallel="process".
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import numpy as np

from drama.errors import DramaError, EngineError, InputError, Problem
from drama.model import Utterance
from drama.speech.engine import Speech
from drama.speech.engines.worker import Worker, Workers, receive, send

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from drama.model import VoiceInfo
    from drama.speech.engine import Capabilities, Engine

_LONGER_S = 0.2
"""Added to an engine's time limit for each character."""
_ANSWERS_EACH = 5_000
_PROGRAM = """
import json, sys
sys.path[:] = json.loads(sys.argv[3])
from drama.speech.engines.hosted import serve
serve()
"""


class Hosted:
    """A proxy for an engine whose instances live in worker processes; safe to call from several threads."""

    capabilities: Capabilities

    def __init__(self, engine: Engine, settings: Mapping[str, object]) -> None:
        """Take the engine; each process creates an instance of its own with the same settings."""
        self.name = engine.name
        self.capabilities = replace(engine.capabilities, parallel="thread")
        self._engine = engine
        self._settings = dict(settings)
        self._workers = Workers(self._start, answers_each=_ANSWERS_EACH)

    def _start(self) -> Worker:
        arguments = (self.name, json.dumps(self._settings), json.dumps([p for p in sys.path if p]))
        return Worker([sys.executable, "-c", _PROGRAM, *arguments], {})

    def fingerprint(self, voice: str) -> str:
        """Return the engine's own."""
        return self._engine.fingerprint(voice)

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the engine's own."""
        return self._engine.voices()

    def check(self, utterance: Utterance) -> None:
        """Raise as the engine does."""
        self._engine.check(utterance)

    def speak(self, utterance: Utterance) -> Speech:
        """Return the utterance spoken in a worker; EngineError when that dies or takes too long."""
        limit_s = self.capabilities.limit_s + _LONGER_S * len(utterance.text)
        answer, body = self._workers.ask(asdict(utterance), limit_s)
        if "problems" in answer:
            kind = InputError if answer["input"] else EngineError
            raise kind(*(Problem(**problem) for problem in answer["problems"]))
        words = tuple((start, first, length) for start, first, length in answer["words"])
        samples = np.frombuffer(body, "<f4").astype(np.float32)
        return Speech(samples=samples, rate_hz=answer["rate_hz"], words=words)

    def close(self) -> None:
        """End the worker processes."""
        self._workers.close()


def serve() -> None:
    """Answer requests on standard input until it ends; what the engine prints goes to standard error."""
    from drama.speech.engines import create  # noqa: PLC0415 - the table imports this floor's engines

    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    engine = create(sys.argv[1], json.loads(sys.argv[2]))
    try:
        while True:
            request, _ = receive(source)
            request["options"] = tuple((name, value) for name, value in request["options"])
            header, body = _answer(engine, Utterance(**request))
            send(sink, header, body)
    except EOFError:
        pass
    finally:
        engine.close()


def _answer(engine: Engine, utterance: Utterance) -> tuple[dict[str, Any], bytes]:
    try:
        speech = engine.speak(utterance)
    except DramaError as error:
        problems = [{"message": problem.message, "hint": problem.hint} for problem in error.problems]
        return {"problems": problems, "input": isinstance(error, InputError)}, b""
    header = {"rate_hz": speech.rate_hz, "words": speech.words}
    return header, np.ascontiguousarray(speech.samples, "<f4").tobytes()
