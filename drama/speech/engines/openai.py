"""Any server with OpenAI's speech endpoint: OpenAI itself, Kokoro-FastAPI, LocalAI and others.

https://platform.openai.com/docs/api-reference/audio/createSpeech. OpenAI's key comes from the
environment and goes to OpenAI only; another server gets the one in the variable that key_variable names. The
key is never in a file, a take's key or an error message.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from drama.errors import EngineError, InputError, Problem
from drama.model import VoiceInfo
from drama.settings import Option
from drama.speech.acting import fingerprint, performed
from drama.speech.engine import Capabilities
from drama.speech.engines.once import once
from drama.speech.engines.options import (
    check_options,
    check_voice,
    checked_settings,
    joined,
    tempo_for,
)
from drama.speech.engines.soundfiles import decoded
from drama.speech.engines.text import pieces, sayable
from drama.speech.phonemes import plain
from drama.system import http, json_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from drama.model import Utterance
    from drama.speech.engine import Speech

INSTRUCTIONS = Option(name="instructions", default="", about="how the voice speaks, in plain words")
_SETTINGS = (
    Option(name="base_url", default="https://api.openai.com/v1", about="the server's address"),
    Option(name="model", default="gpt-4o-mini-tts", about="its model's name there"),
    Option(name="key_variable", default="", about="the environment variable that holds the key"),
    Option(name="voices", default=(), about="its voices, where the server doesn't list them"),
    Option(name="at_once", default=8, about="lines asked for at once", low=1, high=256, whole=True),
    Option(name="timeout_s", default=120.0, about="seconds until an answer is given up", low=1, high=3600),
    Option(name="attempts", default=4, about="times that a line is asked for", low=1, high=100, whole=True),
    Option(
        name="dollars_per_million_characters",
        default=0.0,
        about="what it charges, for plans",
        low=0,
        high=1e6,
    ),
)
_OPENAI = "api.openai.com"
_OPENAI_KEY = "OPENAI_API_KEY"
"""The variable of the key that is sent only to OpenAI; the settings name that of another server's key."""
_OPENAI_VOICES = (
    *("alloy", "ash", "ballad", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer", "verse"),
)
_CHARACTERS = 4_000
"""Longest text of a request; the endpoint takes 4,096."""
_SPEEDS = (0.25, 4.0)
_LIST_TIMEOUT_S = 3.0
_PAUSE_S = 0.3
"""Pause between the pieces of a very long text."""


class OpenAI:
    """Asks a speech server; safe to call from several threads."""

    name = "openai"
    capabilities = Capabilities(
        settings=_SETTINGS,
        options=(INSTRUCTIONS,),
        parallel="thread",
        instructions=True,
        acts=True,
        charges=True,
        get_voices="name the server's under engines: openai: voices",
    )

    def __init__(self, settings: Mapping[str, object]) -> None:
        """Take the settings that _SETTINGS lists."""
        found = checked_settings(self.name, settings, _SETTINGS)
        self._url = str(found["base_url"]).rstrip("/")
        self._model = str(found["model"])
        self._is_openai = http.host_of(self._url) == _OPENAI
        self._key_variable = str(found["key_variable"]) or (_OPENAI_KEY if self._is_openai else "")
        self._voices = tuple(str(voice) for voice in cast("tuple[object, ...]", found["voices"]))
        self.capabilities = replace(type(self).capabilities, at_once=int(cast("int", found["at_once"])))
        self._timeout_s = float(cast("float", found["timeout_s"]))
        self._attempts = int(cast("int", found["attempts"]))
        self._price = float(cast("float", found["dollars_per_million_characters"]))
        http.check_address(self._url, key=self._key())
        if not self._voices and self._is_openai:
            self._voices = _OPENAI_VOICES

    def fingerprint(self, voice: str) -> str:  # noqa: ARG002 - the server's voices have no version to ask for
        """Return server and model; a change of the server's model can't be detected."""
        return f"openai {http.shown(self._url)} {self._model} {fingerprint()} drama 1"

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the voices of the settings, OpenAI's own when the server is theirs, else what it lists."""
        listed = self._voices or self._listed
        return tuple(VoiceInfo(engine=self.name, name=name, language="") for name in sorted(listed))

    @once
    def _listed(self) -> tuple[str, ...]:
        """The voices that a server on this machine lists; none where it doesn't, or is elsewhere.

        Kokoro-FastAPI and vLLM-Omni answer GET /audio/voices with {"voices": […]}: names, or objects with an
        `id` or a `name`. A server elsewhere isn't asked: that would send it something before its user agreed.
        """
        if not http.is_local(self._url):
            return ()
        try:
            content = http.get(f"{self._url}/audio/voices", timeout_s=_LIST_TIMEOUT_S, attempts=1)
            found = json_values.parsed(content)["voices"]
            names = [one if isinstance(one, str) else one.get("id") or one["name"] for one in found]
        except (http.NoAnswerError, ValueError, KeyError, TypeError, AttributeError):
            return ()
        return tuple(sorted({name for name in names if isinstance(name, str)}))

    def check(self, utterance: Utterance) -> None:
        """Raise InputError for a voice that isn't listed, an option, a rate out of reach, a missing key."""
        if known := self._voices or self._listed:
            check_voice(self.name, utterance.voice, known)
        check_options(utterance, self.capabilities.options)
        low, high = _SPEEDS
        if not low <= tempo_for(utterance) <= high:
            message = f"rate {utterance.rate:g} with pitch {utterance.pitch:+g} is out of the server's reach"
            raise InputError(Problem(message=message, hint=f"their quotient must be {low:g} to {high:g}"))
        if self._is_openai and not self._key():
            message = f"engine openai needs a key in the environment variable {self._key_variable}"
            raise InputError(Problem(message=message))

    def _key(self) -> str:
        return http.key_in(self._key_variable) if self._key_variable else ""

    def cost(self, utterances: Iterable[Utterance]) -> tuple[int, float]:
        """Return how many characters would be sent, and their price in dollars by the settings."""
        characters = sum(len(sayable(plain(utterance.text))) for utterance in utterances)
        return characters, characters * self._price / 1e6

    def speak(self, utterance: Utterance) -> Speech:
        """Return the server's speech; EngineError when it refuses, fails repeatedly, or isn't there."""
        text = sayable(plain(utterance.text))
        found = [self._ask(piece, utterance) for piece in pieces(text, words=650, characters=_CHARACTERS)]
        rate_hz = found[0].rate_hz if found else 24_000
        return performed(joined([speech.samples for speech in found], rate_hz, _PAUSE_S), utterance)

    def _ask(self, text: str, utterance: Utterance) -> Speech:
        body = {
            "model": self._model,
            "input": text,
            "voice": utterance.voice,
            "response_format": "wav",
            "speed": round(tempo_for(utterance), 4),
            **dict(utterance.options),
        }
        try:
            content = http.post(
                f"{self._url}/audio/speech",
                body,
                key=self._key(),
                accept="audio/wav",
                timeout_s=self._timeout_s,
                attempts=self._attempts,
            )
        except http.NoAnswerError as error:
            message = f"the server {http.shown(self._url)} {error}"
            hint = "check base_url, model and key under engines: openai"
            raise EngineError(Problem(message=message, hint=hint)) from error
        return decoded(content, f"the server {http.shown(self._url)}")

    def close(self) -> None:
        """Release nothing."""
