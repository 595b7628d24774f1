"""Checks the settings of engines and the options of voices, in one way for all engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from drama.audio import prosody, resample
from drama.errors import InputError, Problem, did_you_mean
from drama.speech.engine import Speech

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from drama.model import Utterance
    from drama.settings import Option

_KINDS = {str: "text", bool: "true or false", int: "a whole number", float: "a number", tuple: "a list"}


def checked_settings(
    engine: str, settings: Mapping[str, object], known: Sequence[Option]
) -> dict[str, object]:
    """Return the defaults updated by the engine's settings; InputError for an unknown or invalid one.

    A setting has the type of its default, and may be written in any type that converts to it.
    """
    options = {option.name: option for option in known}
    problems = []
    for name, value in settings.items():
        option = options.get(name)
        if option is None:
            problems.append(_unknown(f"engine {engine} has no setting {name!r}", name, options))
        elif not _fits(value, option.default):
            message = f"engine {engine}: {name} must be {_KINDS[type(option.default)]}, not {value!r}"
            problems.append(Problem(message=message, hint=option.about))
        elif fault := _fault(option, value):
            problems.append(Problem(message=f"engine {engine}: {fault}", hint=option.about))
    if problems:
        raise InputError(*problems)
    return {name: _like(settings.get(name, one.default), one.default) for name, one in options.items()}


def _unknown(message: str, name: str, known: Mapping[str, Option]) -> Problem:
    listed = f"it has {', '.join(sorted(known))}" if known else "it has none"
    return Problem(message=message, hint=did_you_mean(name, known) or listed)


def _fault(option: Option, value: object) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return option.fault(float(cast("float", value))) if is_number and not option.is_text else ""


def _fits(value: object, default: object) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, int):
        return isinstance(value, int | float) and value == int(value)
    if isinstance(default, float):
        return isinstance(value, int | float)
    if isinstance(default, tuple):
        return isinstance(value, list | tuple | str)
    return isinstance(value, str | int | float)


def _like(value: object, default: object) -> object:
    """Return a valid value in its default's type: in voices.yaml 4, 4.0 and "4" mean the same."""
    if isinstance(default, tuple):
        return (value,) if isinstance(value, str) else tuple(cast("Iterable[object]", value))
    if isinstance(default, int) and not isinstance(default, bool):
        return int(cast("float", value))
    if isinstance(default, str) and isinstance(value, int | float):
        return f"{value:g}"
    return value


def check_options(utterance: Utterance, known: Sequence[Option]) -> None:
    """Raise InputError for a voice's option that is unknown, out of range, or no number where one belongs."""
    options = {option.name: option for option in known}
    problems = []
    for name, value in utterance.options:
        option = options.get(name)
        if option is None:
            problems.append(_unknown(f"engine {utterance.engine} has no option {name!r}", name, options))
        elif not option.is_text and not isinstance(value, int | float):
            problems.append(Problem(message=f"{name} must be a number, not {value!r}", hint=option.about))
        elif fault := _fault(option, value):
            problems.append(Problem(message=fault, hint=option.about))
    if problems:
        raise InputError(*problems)


def number(utterance: Utterance, name: str, default: float) -> float:
    """Return a checked option that is a number."""
    return next((float(value) for option, value in utterance.options if option == name), default)


def check_voice(engine: str, voice: str, known: Iterable[str]) -> None:
    """Raise InputError, with the nearest name, for a voice that isn't known."""
    names = sorted(known)
    if voice not in names:
        some = ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
        hint = did_you_mean(voice, names) or (f"it has {some}" if names else "it has no voices yet")
        raise InputError(Problem(message=f"engine {engine} has no voice {voice!r}", hint=hint))


def speed_for(utterance: Utterance) -> float:
    """Return the rate for an engine that can't set the pitch: after moved() the speech has the rate asked."""
    return float(utterance.rate / 2.0 ** (utterance.pitch / 12.0))


def tempo_for(utterance: Utterance, pitch_st: float = 0.0) -> float:
    """Return the rate for an engine whose answer goes through performed().

    PSOLA keeps the tempo; resampling doesn't.
    """
    return (
        utterance.rate
        if prosody.available()
        else utterance.rate / 2.0 ** ((utterance.pitch + pitch_st) / 12.0)
    )


def joined(parts: Sequence[NDArray[np.float32]], rate_hz: int, pause_s: float) -> Speech:
    """Return pieces of speech of shape (frames,) joined with pauses between them; empty for none."""
    pause = np.zeros(round(pause_s * rate_hz), np.float32)
    together = [piece for part in parts for piece in (pause, part)][1:]
    samples = np.concatenate(together).astype(np.float32) if together else np.zeros(0, np.float32)
    return Speech(samples=samples, rate_hz=rate_hz)


def moved(speech: Speech, pitch_st: float) -> Speech:
    """Return speech resampled by so many semitones, for engines that can't set the pitch.

    Formants and tempo change with the pitch, so it suits only a few semitones.
    """
    if not pitch_st:
        return speech
    factor = 2.0 ** (pitch_st / 12.0)
    samples = resample(speech.samples, round(speech.rate_hz * factor), speech.rate_hz)
    words = tuple((start / factor, first, length) for start, first, length in speech.words)
    return Speech(samples=np.clip(samples, -1.0, 1.0), rate_hz=speech.rate_hz, words=words)
