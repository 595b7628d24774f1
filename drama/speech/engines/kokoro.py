"""Kokoro: a small neural model with many voices (kokoro-onnx, an extra).

A voice is one of the model's, or made of several (drama.voice_recipe): style arrays are blended, the model is
given another pitch, and formants and age are applied to the sound. The catalogue has more such voices than
the model has, each under a name of its own.
"""

from __future__ import annotations

import copy
import hashlib
import math
import threading
from dataclasses import replace
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from drama import voice_recipe
from drama.audio import gain, level_lufs, prosody, resample
from drama.errors import EngineError, InputError, Problem
from drama.settings import Option
from drama.speech.acting import fingerprint, performed
from drama.speech.engine import Capabilities, Speech
from drama.speech.engines import kokoro_graph, kokoro_whisper, neural_catalogue
from drama.speech.engines.once import once
from drama.speech.engines.onnx import session
from drama.speech.engines.options import check_options, check_voice, checked_settings, tempo_for
from drama.speech.engines.text import sayable
from drama.speech.engines.weights import KOKORO_SOURCE, PACKAGES, data_folder
from drama.speech.phonemes import STRESS, UNSTRESS, parts, stressed
from drama.system import distribution

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from drama.model import Utterance, VoiceInfo
    from drama.voice_recipe import Blend, Recipe

MODELS = ("kokoro-v1.0.int8.onnx", "kokoro-v1.0.fp16.onnx", "kokoro-v1.0.onnx")
"""What upstream publishes, the smallest first. Where the settings name none, the first one found is used."""
STYLES = ("voices-v1.0.bin", "voices-en.bin")
_SETTINGS = (
    Option(name="model", default="", about="the model's file; the one that was fetched without it"),
    Option(name="voices", default="", about="the voices' file; the one that was fetched without it"),
    Option(name="gpu", default=False, about="compute on the GPU"),
    Option(name="source", default=KOKORO_SOURCE, about="where --get fetches from: a mirror's address"),
)
_SPEEDS = (0.5, 2.0)
_MUCH = 1_000
"""Phonemes after which rest() releases the model: they take 45 s of one core, loading it again 1.1 s."""
_LANGUAGES = {"a": "en-us", "b": "en-gb"}
"""espeak-ng's accent by the first letter of a voice; the second letter is its gender: bf_emma."""
_HERTZ = {"f": 180.0, "m": 115.0}
"""The pitch of a voice that isn't in the catalogue, by the second letter of its name."""
_PHONEMES_AT_ONCE = 200
"""Most phonemes that the model speaks in one piece. Its working memory goes by them: 1.4 MB each."""
_SENTENCE_PAUSE_S, _CLAUSE_PAUSE_S = 0.25, 0.1
"""Between pieces of a line, beside what the model leaves of its own pause before and after each."""
_NO_MARKS = dict.fromkeys(map(ord, (STRESS, UNSTRESS)))
_TIMBRE = slice(0, 128)
"""The half of a style that sets the timbre; the other half sets intonation and rhythm (StyleTTS 2)."""


class Kokoro:
    """Speaks with one Kokoro model, loaded once; safe to call from several threads, each on one core."""

    name = "kokoro"
    capabilities = Capabilities(
        settings=_SETTINGS,
        deterministic=True,
        parallel="thread",
        computes_here=True,
        phonemes=True,
        reads_as_espeak=True,
        stresses=True,
        acts=True,
        get_voices="drama voices --get kokoro",
        naturalness=4.2,
        licence=PACKAGES["kokoro"].licence,
        origin=PACKAGES["kokoro"].origin,
    )
    paths = ("model", "voices")

    def __init__(self, settings: Mapping[str, object]) -> None:
        """Take model, voices, gpu and source; EngineError when kokoro-onnx or its files are missing."""
        found = checked_settings(self.name, settings, _SETTINGS)
        self._model = _file(str(found["model"]), MODELS)
        self._styles = _file(str(found["voices"]), STYLES)
        self._gpu = bool(found["gpu"])
        self._lock = threading.Lock()
        self._spoken = 0
        if find_spec("kokoro_onnx") is None:
            hint = distribution.install_command("kokoro")
            raise EngineError(Problem(message="engine kokoro is not installed", hint=hint))
        for path in (self._model, self._styles):
            if not path.is_file():
                hint = f"{self.capabilities.get_voices} gets it; or set its path under engines: kokoro"
                raise EngineError(Problem(message=f"engine kokoro has no file {path}", hint=hint))

    @once
    def _arrays(self) -> dict[str, NDArray[np.float32]]:
        """Every voice's styles, (tokens, 1, 256), read in one go, since an npz archive isn't thread-safe."""
        with np.load(self._styles) as styles:
            return {name: styles[name] for name in sorted(styles.files)}

    @once
    def _digest(self) -> str:
        found = hashlib.sha256()
        for path in (self._model, self._styles):
            with path.open("rb") as file:
                found.update(hashlib.file_digest(file, "sha256").digest())
        return found.hexdigest()[:16]

    def fingerprint(self, voice: str) -> str:
        """Return the library's version, a hash of model and voices, and the voice's recipe."""
        recipe = self._recipe(voice).written()
        return f"kokoro {version('kokoro-onnx')} {self._digest} {fingerprint()} {recipe} drama 6"

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the English voices whose ingredients are here, with what was measured of them.

        The model's voices of other languages are left out, since they speak English with a foreign accent.
        """
        here = set(self._arrays)
        known = {info.name: info for info in neural_catalogue.voices(self.name)}
        offered = [
            info
            for name, info in known.items()
            if here.issuperset(neural_catalogue.recipe(self.name, name).voices)
        ]
        offered += [_unmeasured(name) for name in here if name not in known and name[:1] in _LANGUAGES]
        if self._model.name != MODELS[0]:  # the catalogue's levels are those of the int8 model
            offered = [replace(info, calibrated_lufs=None) for info in offered]
        return tuple(sorted(offered, key=lambda info: info.name))

    def _recipe(self, voice: str) -> Recipe:
        """Return the recipe of a voice; InputError when it is none that this model can make."""
        if voice in self._arrays:
            return voice_recipe.Recipe(blend=((voice, 1.0),))
        try:
            recipe = neural_catalogue.recipe(self.name, voice)
        except KeyError:
            try:
                recipe = voice_recipe.parse(voice)
            except ValueError as error:
                raise InputError(Problem(message=f"engine kokoro: {error}")) from error
        for name in recipe.voices:
            if name not in self._arrays:
                check_voice(self.name, name, [*self._arrays, *(info.name for info in self.voices())])
        return recipe

    def check(self, utterance: Utterance) -> None:
        """Raise InputError for an unknown voice or ingredient, an option, or a rate out of reach."""
        speed = self._speed(utterance, self._recipe(utterance.voice))
        check_options(utterance, ())
        if not _within(speed):
            low, high = _SPEEDS
            message = f"rate {utterance.rate:g} of voice {utterance.voice} is out of Kokoro's reach"
            raise InputError(Problem(message=message, hint=f"together they must be {low:g} to {high:g}"))

    def _speed(self, utterance: Utterance, recipe: Recipe) -> float:
        return recipe.rate * tempo_for(utterance, recipe.pitch)

    def speak(self, utterance: Utterance) -> Speech:
        """Return the utterance spoken at 24,000 Hz; EngineError when the model fails."""
        recipe = self._recipe(utterance.voice)
        language = _LANGUAGES.get(recipe.blend[0][0][:1], "en-us")
        model = self._voice
        said = _phonemes(model, utterance.text, language)
        style, speed = self._style(recipe), self._speed(utterance, recipe)
        with self._lock:
            self._spoken += len(said)
        sings, smaller = _takes_pitch(model), 1.0
        whispers = sings and utterance.acting == "whisper"
        if sings:
            speed = recipe.rate * utterance.rate
            smaller = recipe.formants if _within(speed / recipe.formants) else 1.0
            inputs = kokoro_whisper.inputs() if whispers else self._melody(utterance, recipe, smaller)
            model, speed = _given(model, inputs), speed / smaller
        if whispers:
            style = kokoro_whisper.breathier(style, self._arrays, _TIMBRE)
        try:
            samples, rate_hz, words_s = _created(model, said, style, speed, language)
        except Exception as error:  # onnxruntime's errors have no base in common
            raise EngineError(Problem(message=f"kokoro failed: {error}")) from error
        mono = np.asarray(samples, np.float32).reshape(-1)
        if whispers:
            mono = mono * np.float32(gain(self._softer_db(utterance.voice, mono, int(rate_hz))))
        mono = np.clip(mono, -1.0, 1.0)
        if words_s and prosody.available():
            mono = prosody.stressed(mono, int(rate_hz), words_s)
        # Played faster, a throat is smaller: the model has spoken as much more slowly, and lower.
        mono = np.clip(resample(mono, round(rate_hz * smaller), int(rate_hz)), -1.0, 1.0)
        return performed(
            Speech(samples=mono, rate_hz=int(rate_hz)),
            utterance,
            pitch_st=recipe.pitch,
            formants=recipe.formants / smaller,
            aged=bool(recipe.aged),
            whispered=whispers,
            sung=sings,
        )

    def _melody(self, utterance: Utterance, recipe: Recipe, smaller: float) -> dict[str, float]:
        """Return the model's inputs for an utterance's pitch and intonation, for speech played faster."""
        factor = 2.0 ** ((utterance.pitch + recipe.pitch) / 12.0) / smaller
        steeper = utterance.intonation - 1.0
        middle_hz = self._middle_hz(recipe) if steeper else 1.0
        return {kokoro_graph.PITCH: factor * middle_hz**-steeper, kokoro_graph.STEEPER: steeper}

    def _middle_hz(self, recipe: Recipe) -> float:
        """Return the pitch of a recipe's voices as they are, about: the mean of theirs in octaves."""
        known = {info.name: info.f0_hz for info in self.voices()}
        octaves = [
            (share, math.log2(known.get(name) or _HERTZ.get(name[1:2], _HERTZ["f"])))
            for name, share in recipe.blend
        ]
        return float(2.0 ** (sum(s * o for s, o in octaves) / sum(s for s, _ in octaves)))

    def _style(self, recipe: Recipe) -> NDArray[np.float32]:
        style = self._blended(recipe.blend)
        if recipe.timbre:
            style = style.copy()
            style[:, :, _TIMBRE] = self._blended(recipe.timbre)[:, :, _TIMBRE]
        return style

    def _softer_db(self, voice: str, whisper: NDArray[np.float32], rate_hz: int) -> float:
        """Return by how much a whisper of the model's is softer than its voice."""
        levels = {info.name: info.calibrated_lufs for info in self.voices()}
        level_db, whisper_db = levels.get(voice), level_lufs(whisper, rate_hz)
        return level_db - whisper_db if level_db and math.isfinite(whisper_db) else kokoro_whisper.SOFTER_DB

    def _blended(self, blend: Blend) -> NDArray[np.float32]:
        if len(blend) == 1:
            return self._arrays[blend[0][0]]
        whole = sum(share for _, share in blend)
        return np.asarray(sum(self._arrays[n] * np.float64(share / whole) for n, share in blend), np.float32)

    @property
    def _voice(self) -> Any:
        with self._lock:
            return self._loaded

    @once
    def _loaded(self) -> Any:
        import kokoro_onnx  # noqa: PLC0415 - heavy, and an extra

        opened = session(self._model, engine=self.name, gpu=self._gpu, edit=kokoro_graph.edit)
        opened._model_path = str(self._model)  # noqa: SLF001 - where kokoro-onnx looks for it
        try:
            return kokoro_onnx.Kokoro.from_session(opened, str(self._styles))
        except (RuntimeError, ValueError, KeyError, OSError) as error:
            message = f"{self._styles} are no voices of Kokoro: {error}"
            raise EngineError(Problem(message=message, hint="download them again")) from error

    def rest(self) -> None:
        """Release the model after much speech: its working memory has grown, and the mix needs room."""
        with self._lock:
            if self._spoken >= _MUCH:
                self._spoken = 0
                self.close()

    def close(self) -> None:
        """Release the model."""
        self.__dict__.pop("_loaded", None)


class _Given:
    """A session of the model that is always given some inputs more."""

    def __init__(self, opened: Any, inputs: Mapping[str, Any]) -> None:
        self._opened = opened
        self._inputs = {name: np.asarray(value, np.float32) for name, value in inputs.items()}

    def run(self, outputs: Any, inputs: dict[str, NDArray[Any]]) -> Any:
        return self._opened.run(outputs, inputs | self._inputs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._opened, name)


def _takes_pitch(model: Any) -> bool:
    """Return whether the model's graph was changed so that its pitch can be moved or left out."""
    return any(one.name == kokoro_graph.PITCH for one in model.sess.get_overridable_initializers())


def _given(model: Any, inputs: Mapping[str, Any]) -> Any:
    given = copy.copy(model)
    given.sess = _Given(model.sess, inputs)
    return given


def _within(speed: float) -> bool:
    low, high = _SPEEDS
    return low <= speed <= high


def _file(named: str, names: tuple[str, ...]) -> Path:
    """Return the file that the settings name; else the first of ours that exists; else the first."""
    if named:
        return Path(named).expanduser()
    paths = [data_folder() / "kokoro" / name for name in names]
    return next((path for path in paths if path.is_file()), paths[0])


def _unmeasured(name: str) -> VoiceInfo:
    return neural_catalogue.unmeasured("kokoro", name, {"a": "en-US", "b": "en-GB"}[name[0]], name[1:2])


def _created(
    model: Any, said: str, style: NDArray[np.float32], speed: float, language: str
) -> tuple[NDArray[np.float32], int, list[tuple[float, float]]]:
    """Return phonemes as sound, its rate, and begin and end in seconds of those that are marked as stressed.

    None are told by a model that doesn't reveal durations. A long line is spoken in pieces, cut at sentences.
    """
    from kokoro_onnx.chunker import pause_after, split_phonemes  # noqa: PLC0415 - an extra

    sounds: list[NDArray[np.float32]] = []
    words_s: list[tuple[float, float]] = []
    begin_s, stress, rate_hz = 0.0, "", 0
    for piece in split_phonemes(said, _PHONEMES_AT_ONCE):
        marked = stress + piece
        stress = STRESS if marked.rfind(STRESS) > marked.rfind(UNSTRESS) else ""
        samples, rate_hz, stressed_s = _piece(model, marked + UNSTRESS * bool(stress), style, speed, language)
        words_s += [(begin_s + first, begin_s + last) for first, last in stressed_s]
        pause = np.zeros(round(pause_after(piece, _SENTENCE_PAUSE_S, _CLAUSE_PAUSE_S) * rate_hz), np.float32)
        sounds += [samples, pause]
        begin_s += (len(samples) + len(pause)) / rate_hz
    return np.concatenate(sounds[:-1]), rate_hz, words_s


def _piece(
    model: Any, said: str, style: NDArray[np.float32], speed: float, language: str
) -> tuple[NDArray[np.float32], int, list[tuple[float, float]]]:
    bare = said.translate(_NO_MARKS)
    revealed = any(output.name == kokoro_graph.DURATIONS for output in model.sess.get_outputs())
    if bare == said or not revealed:
        return *model.create(bare, style, speed, language, is_phonemes=True), []
    timed = copy.copy(model)
    timed.has_timings = True
    # Without pauses of its own: those would be put after every mark, only where timings are known.
    samples, rate_hz, spoken = timed.create_timed(
        bare, style, speed, language, is_phonemes=True, sentence_pause=0.0, clause_pause=0.0
    )
    words_s = []
    first = at = 0
    for sign in said:
        if sign == STRESS:
            first = at
        elif sign == UNSTRESS and first < at <= len(spoken):
            words_s.append((spoken[first].start, spoken[at - 1].end))
        at += sign in model.tokenizer.vocab
    return samples, rate_hz, words_s


def _phonemes(model: Any, text: str, language: str) -> str:
    """Return an utterance's text as the model's phonemes: the lexicon's where marked, else espeak-ng's.

    Marks of stress stay around the phonemes of a stressed word.
    """
    said = []
    for part in parts(text):
        sounds = ""
        if part.ipa:
            sounds = part.ipa.strip("/").replace("r", "ɹ").replace("g", "ɡ").replace(":", "ː")
        elif words := sayable(part.words):
            sounds = _spaced(model.tokenizer.phonemize(words, language), part.words)
        said.append(stressed(sounds) if part.stressed and sounds else sounds)
    return " ".join("".join(said).split())


def _spaced(phonemes: str, words: str) -> str:
    before, after = (" " if edge.isspace() else "" for edge in (words[:1], words[-1:]))
    return f"{before}{phonemes}{after}"
