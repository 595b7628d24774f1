"""Piper: neural voices that run on a laptop (piper-tts, the extra "piper").

A voice is a model and its configuration, NAME.onnx and NAME.onnx.json, in one of the folders of the settings;
one of many speakers is called NAME#SPEAKER, by name or number.
"""

from __future__ import annotations

import hashlib
import threading
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from drama.errors import EngineError, Problem
from drama.model import VoiceInfo
from drama.settings import Option
from drama.speech.acting import fingerprint, performed
from drama.speech.engine import Capabilities
from drama.speech.engines.once import once
from drama.speech.engines.onnx import session
from drama.speech.engines.options import (
    check_options,
    check_voice,
    checked_settings,
    joined,
    number,
    tempo_for,
)
from drama.speech.engines.piper_voices import SOURCE
from drama.speech.engines.text import with_pronunciations
from drama.speech.engines.weights import data_folder
from drama.system import distribution, json_values

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from piper import PiperVoice

    from drama.model import Utterance
    from drama.speech.engine import Speech

_SENTENCE_PAUSE_S = 0.2
_SETTINGS = (
    Option(
        name="folders", default=(), about="where models lie; the folder of those that were fetched without it"
    ),
    Option(name="gpu", default=False, about="compute on the GPU"),
    Option(name="source", default=SOURCE, about="where --get fetches from: a mirror's address"),
)
_OPTIONS = (
    Option(
        name="noise", default=0.667, about="variation of the voice; the model's own if not set", low=0, high=2
    ),
    Option(
        name="noise_width",
        default=0.8,
        about="variation of the rhythm; the model's own if not set",
        low=0,
        high=2,
    ),
    Option(name="sentence_pause_s", default=_SENTENCE_PAUSE_S, about="between sentences", low=0, high=3),
)


class Piper:
    """Speaks with Piper's models, each loaded once; safe to call from several threads."""

    name = "piper"
    capabilities = Capabilities(
        settings=_SETTINGS,
        options=_OPTIONS,
        parallel="thread",
        computes_here=True,
        phonemes=True,
        reads_as_espeak=True,
        acts=True,
        get_voices="drama voices --get piper-starter",
        naturalness=4.2,
    )
    paths = ("folders",)

    def __init__(self, settings: Mapping[str, object]) -> None:
        """Take folders, gpu and source (where voices come from); EngineError when piper-tts is missing."""
        found = checked_settings(self.name, settings, _SETTINGS)
        self._folders = [
            Path(str(folder)).expanduser()
            for folder in cast("tuple[object, ...]", found["folders"]) or (data_folder() / "piper",)
        ]
        self._gpu = bool(found["gpu"])
        self._loaded: dict[str, PiperVoice] = {}
        self._lock = threading.Lock()
        if find_spec("piper") is None:
            hint = distribution.install_command("piper")
            raise EngineError(Problem(message="engine piper is not installed", hint=hint))

    @once
    def _piper(self) -> ModuleType:
        """The library, imported when a voice is needed: an engine is asked what it has much more often."""
        import piper  # noqa: PLC0415 - heavy, and an extra

        return piper

    def _models(self) -> dict[str, Path]:
        """Return each model's file by its name; of two with the same name, the first folder's."""
        found: dict[str, Path] = {}
        for folder in self._folders:
            for path in sorted(folder.glob("*.onnx")) if folder.is_dir() else ():
                if path.with_name(path.name + ".json").is_file():
                    found.setdefault(path.stem, path)
        return found

    def _speakers(self) -> dict[str, tuple[Path, int | None]]:
        """Return every voice's model and speaker."""
        found: dict[str, tuple[Path, int | None]] = {}
        for name, path in self._models().items():
            configuration = _configuration(path)
            found[name] = (path, None)
            if configuration.get("num_speakers", 1) > 1:
                found |= {f"{name}#{n}": (path, n) for n in range(configuration["num_speakers"])}
                ids = configuration.get("speaker_id_map") or {}
                found |= {f"{name}#{speaker}": (path, n) for speaker, n in ids.items()}
        return found

    def fingerprint(self, voice: str) -> str:
        """Return piper-tts's version and hashes of model and configuration."""
        path, _ = self._speakers()[voice]
        configuration = path.with_name(path.name + ".json")
        return (
            f"piper {version('piper-tts')} {_digest(path)} {_digest(configuration)} {fingerprint()} drama 1"
        )

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the voices that are in the folders, sorted by name."""
        infos = []
        for name, (path, _) in sorted(self._speakers().items()):
            language = _configuration(path).get("language") or {}
            code = str(language.get("code") or name.partition("-")[0]).replace("_", "-")
            infos.append(VoiceInfo(engine=self.name, name=name, language=code, natural=0.9))
        return tuple(infos)

    def check(self, utterance: Utterance) -> None:
        """Raise InputError for a voice that isn't in the folders, or an option out of its bounds."""
        check_voice(self.name, utterance.voice, self._speakers())
        check_options(utterance, _OPTIONS)

    def speak(self, utterance: Utterance) -> Speech:
        """Return the utterance spoken at the model's rate; EngineError when the model fails."""
        path, speaker = self._speakers()[utterance.voice]
        voice = self._voice(path)
        text, _ = with_pronunciations(utterance.text, lambda ipa: f"[[{ipa.strip('/')}]]")
        configuration = self._piper.SynthesisConfig(
            speaker_id=speaker,
            length_scale=voice.config.length_scale / tempo_for(utterance),
            noise_scale=number(utterance, "noise", voice.config.noise_scale),
            noise_w_scale=number(utterance, "noise_width", voice.config.noise_w_scale),
            normalize_audio=False,
        )
        pause_s = number(utterance, "sentence_pause_s", _SENTENCE_PAUSE_S) / utterance.rate
        try:
            chunks = [chunk.audio_float_array.reshape(-1) for chunk in voice.synthesize(text, configuration)]
        except Exception as error:  # onnxruntime's errors have no base in common
            raise EngineError(Problem(message=f"piper failed: {error}")) from error
        return performed(joined(chunks, int(voice.config.sample_rate), pause_s), utterance)

    def _voice(self, path: Path) -> PiperVoice:
        with self._lock:
            if str(path) not in self._loaded:
                opened = session(path, engine=self.name, gpu=self._gpu)
                try:
                    configuration = self._piper.PiperConfig.from_dict(_configuration(path))
                except (ValueError, KeyError, TypeError) as error:
                    message = f"{path}.json is no configuration of a Piper voice: {error!r}"
                    raise EngineError(Problem(message=message, hint="download the voice again")) from error
                self._loaded[str(path)] = self._piper.PiperVoice(session=opened, config=configuration)
            return self._loaded[str(path)]

    def close(self) -> None:
        """Release the models."""
        self._loaded.clear()


def _configuration(model: Path) -> dict[str, Any]:
    path = model.with_name(model.name + ".json")
    return _read_json(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _read_json(path: Path, _changed: int) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json_values.parsed(path.read_text(encoding="utf-8"))
    except ValueError as error:
        message = f"{path} is no configuration of a Piper voice: {error}"
        raise EngineError(Problem(message=message, hint="download the voice again")) from error
    return found


def _digest(path: Path) -> str:
    return _digest_of(path, path.stat().st_mtime_ns, path.stat().st_size)


@lru_cache(maxsize=256)
def _digest_of(path: Path, _changed: int, _size: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]
