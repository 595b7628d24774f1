"""Hearing: a speech recogniser listens to a take, and the words that it misses are named.

A neural engine can skip a word, repeat a phrase or answer noise, and no measurement of level or length shows
it. Recognisers: faster-whisper on this machine (an extra), or a server with OpenAI's transcription endpoint,
https://platform.openai.com/docs/api-reference/audio/createTranscription.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import soundfile

from drama.audio import resample
from drama.errors import EngineError, InputError, Problem
from drama.speech.engines.once import once
from drama.speech.engines.pronouncing import pronunciations
from drama.speech.text import spoken
from drama.system import distribution, http, json_values

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from drama.audio import Sound

VARIABLE = "DRAMA_EARS"
"""The environment variable that names the recogniser: a model, a folder with one, or a server's address."""
KEY_VARIABLE = "DRAMA_EARS_KEY"
"""The variable of a server's key, other than OpenAI's own."""
DEFAULT = "base.en"
_OPENAI, _OPENAI_KEY = "api.openai.com", "OPENAI_API_KEY"
RATE_HZ = 16_000
_PAUSE_S = 0.5
"""Silence before and after a take: Whisper loses words at the very edge."""
_TIMEOUT_S = 60.0
_ATTEMPTS = 3
NAME_ALIKE = 0.6
"""Share of sounds in common (difflib's ratio) from which a name counts as heard: nobody could spell it."""
_SPACES = ("", " ")
"""Between the words of a passage whose sounds are compared: "every one" is "everyone" when it is one word,
and "said Ines" isn't "saidines"."""
_A_HUNDRED = re.compile(r"\ba(?= +(?:hundred|thousand|million|billion)\b)")
MOST_MISSED = 0.25
"""Faults for each word of a line from which it isn't understood; read by a person it has 0.03 to 0.05."""


class Ears(Protocol):
    """A speech recogniser."""

    name: str
    """Which one it is, for the memory of what was heard."""

    def hear(self, sound: Sound, rate_hz: int) -> str:
        """Return the words of a sound, shape (frames,); EngineError when the recogniser fails."""
        ...


def ears(named: str = "", language: str = "en") -> Ears:
    """Return the recogniser of this name: a server's address (with the model's name after #), else Whisper.

    Other names are a folder or a model of faster-whisper's ("base.en", "small.en"), which it downloads once.
    InputError for an invalid address, or without the extra.
    """
    named = named or DEFAULT
    if re.match("https?://", named):
        return Server(named, language)
    if find_spec("faster_whisper") is None:
        hint = distribution.install_command("hear")
        raise InputError(Problem(message="a recogniser needs the extra hear", hint=hint))
    return Whisper(named, language)


class Whisper:
    """faster-whisper: Whisper's models on this machine, greedy, in 8-bit integers."""

    def __init__(self, model: str, language: str) -> None:
        """Take a model's name or a folder, and a language tag; the model is loaded on first use."""
        self.name = f"faster-whisper {model}"
        self._model, self._language = model, language.partition("-")[0]

    @once
    def _loaded(self) -> Any:
        from faster_whisper import WhisperModel  # noqa: PLC0415 - heavy, and an extra

        try:
            return WhisperModel(self._model, device="auto", compute_type="int8")
        except Exception as error:  # its download's errors have no base in common
            hint = f"name a model of faster-whisper's, or a folder with one, in {VARIABLE}"
            message = f"the recogniser {self._model!r} can't be loaded: {error}"
            raise EngineError(Problem(message=message, hint=hint)) from error

    def hear(self, sound: Sound, rate_hz: int) -> str:
        """Return the words of a sound; temperature 0, so that the same sound has the same words."""
        segments, _ = self._loaded.transcribe(
            _padded(sound, rate_hz),
            language=self._language,
            beam_size=1,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=True,
        )
        return " ".join(segment.text.strip() for segment in segments)


class Server:
    """Any server with OpenAI's transcription endpoint; the key goes to its own host alone."""

    def __init__(self, address: str, language: str) -> None:
        """Take an address such as http://127.0.0.1:8000/v1#whisper-1; InputError for an invalid one."""
        self._url, _, model = address.partition("#")
        self._url = self._url.rstrip("/")
        self._model, self._language = model or "whisper-1", language.partition("-")[0]
        self._key = http.key_in(_OPENAI_KEY if http.host_of(self._url) == _OPENAI else KEY_VARIABLE)
        http.check_address(self._url, key=self._key)
        self.name = f"{http.shown(self._url)} {self._model}"

    def hear(self, sound: Sound, rate_hz: int) -> str:
        """Return the words that the server hears; EngineError when it refuses or can't be reached."""
        wave = io.BytesIO()
        soundfile.write(wave, _padded(sound, rate_hz), RATE_HZ, format="WAV", subtype="PCM_16")
        fields = {"model": self._model, "language": self._language, "response_format": "json"}
        try:
            content = http.upload(
                f"{self._url}/audio/transcriptions",
                fields,
                ("take.wav", wave.getvalue()),
                key=self._key,
                timeout_s=_TIMEOUT_S,
                attempts=_ATTEMPTS,
            )
            return _text_of(json_values.parsed(content))
        except (http.NoAnswerError, ValueError) as error:
            message = f"the recogniser {http.shown(self._url)}: {error}"
            raise EngineError(Problem(message=message, hint=f"look at its address in {VARIABLE}")) from error


def _text_of(answer: object) -> str:
    """Return the words of a transcription; ValueError for an answer that is none."""
    text = answer.get("text") if isinstance(answer, dict) else None
    if not isinstance(text, str):
        raise ValueError("the answer is no transcription")  # noqa: TRY004 - of a server, not of a caller
    return text.encode("utf-8", "replace").decode("utf-8")  # half a character of two can't be written


def _padded(sound: Sound, rate_hz: int) -> Sound:
    """Return a sound at the recogniser's rate, with silence around it."""
    pause = np.zeros(round(_PAUSE_S * RATE_HZ), np.float32)
    return np.concatenate([pause, resample(sound, rate_hz, RATE_HZ), pause])


def words(text: str) -> list[str]:
    """Return a text's words as they are said, in small letters: numbers in words, without marks.

    "A hundred" is one hundred, since a recogniser writes both as 100.
    """
    bare = re.sub(r"[-–—/]", " ", spoken(text).lower().replace("’", "'"))
    bare = _A_HUNDRED.sub("one", re.sub(r"[^\w' ]", " ", bare))
    return [word.strip("'") for word in bare.split() if word.strip("'")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """How well a line was understood."""

    text: str
    """The line."""
    heard: str
    """What the recogniser wrote."""
    lost: tuple[str, ...]
    """The line's words that weren't heard, in order."""
    added: tuple[str, ...]
    """Words that were heard and aren't the line's: noise, or a phrase said twice."""

    @property
    def faults(self) -> int:
        """How many words are lost or added."""
        return len(self.lost) + len(self.added)

    @property
    def understood(self) -> bool:
        """Whether the faults are few for the line's length."""
        return self.faults <= MOST_MISSED * len(words(self.text))


def compare(text: str, heard: str, names: Collection[str] = ()) -> Understanding:
    """Return what of a line was heard.

    Passages that sound the same to an English ear count as heard however they are spelt ("key", "quay").
    Those with a word of `names`, or of a compound name, need only sound alike.
    """
    wanted, found = words(text), words(heard)
    own = {word for name in names for word in words(name)}
    matches = SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes()
    pairs = [
        pair
        for kind, a, b, c, d in matches
        if kind in ("replace", "delete")
        for pair in _paired(wanted[a:b], found[c:d])
    ]
    sounds = _sounds(space.join(passage) for pair in pairs for passage in pair for space in _SPACES)
    lost: list[str] = []
    for said, instead in pairs:
        likeness = max(
            SequenceMatcher(None, sounds[space.join(said)], sounds[space.join(instead)]).ratio()
            for space in _SPACES
        )
        if likeness < (NAME_ALIKE if own.intersection(said) else 1.0):
            lost += said
    added = tuple(word for kind, _, _, c, d in matches if kind == "insert" for word in found[c:d])
    return Understanding(text=text, heard=heard, lost=tuple(lost), added=added)


def _paired(said: list[str], instead: list[str]) -> list[tuple[list[str], list[str]]]:
    """Return differing passages word by word where they have as many, else as one pair."""
    if len(said) != len(instead):
        return [(said, instead)]
    return [([one], [other]) for one, other in zip(said, instead, strict=True)]


def _sounds(passages: Iterable[str]) -> dict[str, str]:
    """Return each passage's sounds in IPA, without stress, length and blanks."""
    every = sorted(set(passages))
    if not every:
        return {}
    return {
        passage: re.sub(r"[ˈˌː\s]", "", ipa)
        for passage, ipa in zip(every, pronunciations(every), strict=True)
    }
