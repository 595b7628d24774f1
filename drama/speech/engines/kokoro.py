"""Kokoro: a small neural model with many voices (kokoro-onnx, the extra "kokoro")."""

from __future__ import annotations

import hashlib
import threading
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from drama.errors import EngineError, InputError, Problem
from drama.model import VoiceInfo
from drama.speech.engine import Speech
from drama.speech.engines.once import once
from drama.speech.engines.onnx import session
from drama.speech.engines.options import (
    check_options,
    check_voice,
    checked_settings,
    moved,
    speed_for,
)
from drama.speech.engines.text import sayable
from drama.speech.phonemes import plain
from drama.system import distribution

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

    from drama.model import Gender, Utterance

FOLDER = Path.home() / ".local" / "share" / "drama" / "kokoro"
_SETTINGS = {
    "model": str(FOLDER / "kokoro-v1.0.onnx"),
    "voices": str(FOLDER / "voices-v1.0.bin"),
    "gpu": False,
}
_SPEEDS = (0.5, 2.0)
_ACCENTS = {"a": ("en-us", "en-US"), "b": ("en-gb", "en-GB")}
"""A voice's first letter is its accent, the second its gender: bf_emma."""


class Kokoro:
    """Speaks with one Kokoro model, loaded once; safe to call from several threads, each on one core."""

    name = "kokoro"
    deterministic = False
    parallel: Literal["process", "thread", "serial"] = "thread"
    computes_here = True
    paths = ("model", "voices")

    def __init__(self, settings: Mapping[str, object]) -> None:
        """Take model, voices and gpu; EngineError when kokoro-onnx or its files are missing."""
        found = checked_settings(self.name, settings, _SETTINGS)
        self._model = Path(str(found["model"])).expanduser()
        self._styles = Path(str(found["voices"])).expanduser()
        self._gpu = bool(found["gpu"])
        self._lock = threading.Lock()
        try:
            import kokoro_onnx  # noqa: PLC0415 - heavy, and an extra
        except ImportError as error:
            hint = distribution.install_command("kokoro")
            raise EngineError(Problem(message="engine kokoro is not installed", hint=hint)) from error
        self._library = kokoro_onnx
        for path in (self._model, self._styles):
            if not path.is_file():
                hint = (
                    "get it from the kokoro-onnx project's releases, and set its path under engines: kokoro"
                )
                raise EngineError(Problem(message=f"engine kokoro has no file {path}", hint=hint))

    @once
    def _names(self) -> tuple[str, ...]:
        with np.load(self._styles) as styles:
            return tuple(sorted(styles.files))

    @once
    def _arrays(self) -> dict[str, Any]:
        """Every voice's styles, read at once: the library reads its archive from any thread."""
        with np.load(self._styles) as styles:
            return {name: styles[name] for name in styles.files}

    @once
    def _digest(self) -> str:
        found = hashlib.sha256()
        for path in (self._model, self._styles):
            with path.open("rb") as file:
                found.update(hashlib.file_digest(file, "sha256").digest())
        return found.hexdigest()[:16]

    def fingerprint(self, voice: str) -> str:  # noqa: ARG002 - all voices are in one file
        """Return kokoro-onnx's version and a hash of model and voices."""
        return f"kokoro {version('kokoro-onnx')} {self._digest} drama 1"

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the model's voices, with accent and gender by their names."""
        genders: dict[str, Gender] = {"f": "female", "m": "male"}
        return tuple(
            VoiceInfo(
                engine=self.name,
                name=name,
                language=_ACCENTS.get(name[:1], ("", ""))[1],
                gender=genders.get(name[1:2], "unknown"),
                natural=0.9,
            )
            for name in self._names
        )

    def check(self, utterance: Utterance) -> None:
        """Raise InputError for an unknown voice, an option, or a rate out of reach."""
        check_voice(self.name, utterance.voice, self._names)
        check_options(utterance, {})
        low, high = _SPEEDS
        if not low <= speed_for(utterance) <= high:
            message = f"rate {utterance.rate:g} with pitch {utterance.pitch:+g} is out of Kokoro's reach"
            raise InputError(Problem(message=message, hint=f"their quotient must be {low:g} to {high:g}"))

    def speak(self, utterance: Utterance) -> Speech:
        """Return the utterance spoken at 24,000 Hz; EngineError when the model can't."""
        text = sayable(plain(utterance.text))
        language = _ACCENTS.get(utterance.voice[:1], ("en-us", ""))[0]
        try:
            samples, rate_hz = self._voice.create(
                text, self._arrays[utterance.voice], speed_for(utterance), language
            )
        except Exception as error:  # onnxruntime's errors have no base in common
            raise EngineError(Problem(message=f"kokoro failed: {error}")) from error
        mono = np.clip(np.asarray(samples, np.float32).reshape(-1), -1.0, 1.0)
        return moved(Speech(samples=mono, rate_hz=int(rate_hz)), utterance.pitch)

    @property
    def _voice(self) -> Any:
        with self._lock:
            return self._loaded

    @once
    def _loaded(self) -> Any:
        opened = session(self._model, engine=self.name, gpu=self._gpu)
        try:
            return self._library.Kokoro.from_session(opened, str(self._styles))
        except (RuntimeError, ValueError, KeyError, OSError) as error:
            message = f"{self._styles} are no voices of Kokoro: {error}"
            raise EngineError(Problem(message=message, hint="download them again")) from error

    def close(self) -> None:
        """Let the model go."""
        self.__dict__.pop("_loaded", None)
