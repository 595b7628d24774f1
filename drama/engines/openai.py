"""Any server with OpenAI's speech endpoint: OpenAI itself, Kokoro-FastAPI, LocalAI and others.

https://platform.openai.com/docs/api-reference/audio/createSpeech. The key comes from the environment and is
sent to the configured server only; it is in no file, key of a take or error message.
"""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, cast

from drama.engines.options import check_options, check_voice, checked_settings, joined, moved, speed_for
from drama.engines.soundfiles import decoded
from drama.engines.text import pieces, sayable
from drama.errors import EngineError, InputError, Problem
from drama.phonemes import plain
from drama.speech import VoiceInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from http.client import HTTPResponse
    from typing import Literal

    from drama.model import Utterance
    from drama.speech import Speech

_SETTINGS = {
    "base_url": "https://api.openai.com/v1",
    "model": "gpt-4o-mini-tts",
    "key_variable": "OPENAI_API_KEY",
    "voices": (),
    "at_once": 8,
    "timeout_s": 120.0,
    "attempts": 4,
    "dollars_per_million_characters": 0.0,
}
_OPENAI = "https://api.openai.com/"
_OPENAI_VOICES = (
    *("alloy", "ash", "ballad", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer", "verse"),
)
_CHARACTERS = 4_000
"""The endpoint takes 4,096."""
_SPEEDS = (0.25, 4.0)
_PAUSE_S = 0.3
"""Between the pieces of a very long text."""
_BACK_OFF_S = 0.5
_BACK_OFF_AT_MOST_S = 30.0
_AGAIN = {408, 409, 429, 500, 502, 503, 504}
"""Answers after which the same request may succeed."""


class OpenAI:
    """Asks a speech server; safe to call from several threads."""

    name = "openai"
    deterministic = False
    parallel: Literal["process", "thread", "serial"] = "thread"

    def __init__(self, settings: Mapping[str, object]) -> None:
        """Take the settings that _SETTINGS lists."""
        found = checked_settings(self.name, settings, _SETTINGS)
        self._url = str(found["base_url"]).rstrip("/")
        self._model = str(found["model"])
        self._key_variable = str(found["key_variable"])
        self._voices = tuple(str(voice) for voice in cast("tuple[object, ...]", found["voices"]))
        self.at_once = int(cast("int", found["at_once"]))
        self._timeout_s = float(cast("float", found["timeout_s"]))
        self._attempts = int(cast("int", found["attempts"]))
        self._price = float(cast("float", found["dollars_per_million_characters"]))
        if not self._url.startswith(("http://", "https://")):
            hint = "as in http://127.0.0.1:8880/v1"
            raise InputError(Problem(message=f"engine openai: {self._url!r} is no web address", hint=hint))
        if not self._voices and self._url.startswith(_OPENAI):
            self._voices = _OPENAI_VOICES

    def fingerprint(self, voice: str) -> str:  # noqa: ARG002 - the server's voices have no version to ask for
        """Return server and model: what a server changes behind them can't be seen."""
        return f"openai {self._url} {self._model} drama 1"

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the voices of the settings; OpenAI's own when the server is theirs; else none."""
        return tuple(VoiceInfo(engine=self.name, name=name, language="") for name in sorted(self._voices))

    def check(self, utterance: Utterance) -> None:
        """Raise InputError for a voice that isn't listed, an option, a rate out of reach, a missing key."""
        if self._voices:
            check_voice(self.name, utterance.voice, self._voices)
        check_options(utterance, {}, texts=("instructions",))
        low, high = _SPEEDS
        if not low <= speed_for(utterance) <= high:
            message = f"rate {utterance.rate:g} with pitch {utterance.pitch:+g} is out of the server's reach"
            raise InputError(Problem(message=message, hint=f"their quotient must be {low:g} to {high:g}"))
        if self._url.startswith(_OPENAI) and not os.environ.get(self._key_variable):
            message = f"engine openai needs a key in the environment variable {self._key_variable}"
            raise InputError(Problem(message=message))

    def cost(self, utterances: Iterable[Utterance]) -> tuple[int, float]:
        """Return how many characters would be sent, and their price in dollars by the settings."""
        characters = sum(len(sayable(plain(utterance.text))) for utterance in utterances)
        return characters, characters * self._price / 1e6

    def speak(self, utterance: Utterance) -> Speech:
        """Return the server's speech; EngineError when it refuses, fails again and again, or isn't there."""
        text = sayable(plain(utterance.text))
        found = [self._ask(piece, utterance) for piece in pieces(text, words=650, characters=_CHARACTERS)]
        rate_hz = found[0].rate_hz if found else 24_000
        return moved(joined([speech.samples for speech in found], rate_hz, _PAUSE_S), utterance.pitch)

    def _ask(self, text: str, utterance: Utterance) -> Speech:
        body = {
            "model": self._model,
            "input": text,
            "voice": utterance.voice,
            "response_format": "wav",
            "speed": round(speed_for(utterance), 4),
            **dict(utterance.options),
        }
        headers = {"Content-Type": "application/json", "Accept": "audio/wav"}
        if key := os.environ.get(self._key_variable):
            headers["Authorization"] = f"Bearer {key}"
        request = urllib.request.Request(  # noqa: S310 - http and https only, checked above
            f"{self._url}/audio/speech", json.dumps(body).encode(), headers
        )
        return decoded(self._send(request), f"the server {self._url}")

    def _send(self, request: urllib.request.Request) -> bytes:
        """Return the answer's content, asking again with growing pauses while that may help."""
        for attempt in range(1, self._attempts + 1):
            pause_s = min(_BACK_OFF_AT_MOST_S, _BACK_OFF_S * 2 ** (attempt - 1))
            try:
                with _OPENER.open(request, timeout=self._timeout_s) as answer:
                    return cast("HTTPResponse", answer).read()
            except urllib.error.HTTPError as error:
                with error:
                    fault = f"the server {self._url} answered {error.code}: {_said(error)}"
                    pause_s = _asked_pause_s(error, pause_s)
                if error.code not in _AGAIN:
                    break
            except (urllib.error.URLError, ConnectionError, TimeoutError) as error:
                fault = f"the server {self._url} can't be reached: {getattr(error, 'reason', error)}"
            if attempt < self._attempts:
                time.sleep(pause_s)
        raise EngineError(Problem(message=fault, hint="check base_url, model and key under engines: openai"))

    def close(self) -> None:
        """Release nothing."""


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: the key is meant for the configured server alone."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Return nothing, so that the redirection is reported as an error."""


_OPENER = urllib.request.build_opener(_StayHere)


def _said(error: urllib.error.HTTPError) -> str:
    """Return the message of OpenAI's error object, or the beginning of what else was answered."""
    content = error.read(2_000).decode("utf-8", "replace")
    try:
        found = json.loads(content)["error"]
        return str(found["message"] if isinstance(found, dict) else found)[:300]
    except (ValueError, KeyError, TypeError):
        return content[:200].strip() or str(error.reason)


def _asked_pause_s(error: urllib.error.HTTPError, pause_s: float) -> float:
    """Return how long the server asks to wait (RFC 9110, Retry-After in seconds), within bounds."""
    asked = error.headers.get("Retry-After", "")
    return min(_BACK_OFF_AT_MOST_S, float(asked)) if asked.isdigit() else pause_s
