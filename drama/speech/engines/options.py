"""What a user may set of an engine and of its voices, checked in one way for all engines."""

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

Bounds = tuple[float, float]


def checked_settings(
    engine: str, settings: Mapping[str, object], known: Mapping[str, object]
) -> dict[str, object]:
    """Return the engine's settings over the known ones' defaults; InputError for unknown or ill-typed ones.

    A setting has the type of its default, and may be written as any that stands for one.
    """
    problems = []
    for name, value in settings.items():
        if name not in known:
            hint = did_you_mean(name, known) or (
                f"it has {', '.join(sorted(known))}" if known else "it has none"
            )
            problems.append(Problem(message=f"engine {engine} has no setting {name!r}", hint=hint))
        elif not _fits(value, known[name]):
            kind = {
                str: "text",
                bool: "true or false",
                int: "a whole number",
                float: "a number",
                tuple: "a list",
            }
            expected = kind.get(type(known[name]), "a mapping")
            problems.append(Problem(message=f"engine {engine}: {name} must be {expected}, not {value!r}"))
    if problems:
        raise InputError(*problems)
    return {name: _like(settings.get(name, default), default) for name, default in known.items()}


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
    """Return a value that fits, in its default's type: voices.yaml doesn't tell 4 from 4.0 or "4"."""
    if isinstance(default, tuple):
        return (value,) if isinstance(value, str) else tuple(cast("Iterable[object]", value))
    if isinstance(default, int) and not isinstance(default, bool):
        return int(cast("float", value))
    if isinstance(default, str) and isinstance(value, int | float):
        return f"{value:g}"
    return value


def check_options(utterance: Utterance, bounds: Mapping[str, Bounds], texts: Iterable[str] = ()) -> None:
    """Raise InputError for an option that is unknown, out of its bounds, or not a number where one belongs.

    The options named in `texts` take any text.
    """
    problems = []
    known = {*bounds, *texts}
    for name, value in utterance.options:
        if name not in known:
            hint = did_you_mean(name, known) or (
                f"it has {', '.join(sorted(known))}" if known else "it has none"
            )
            problems.append(Problem(message=f"engine {utterance.engine} has no option {name!r}", hint=hint))
        elif name in bounds:
            low, high = bounds[name]
            if not isinstance(value, int | float) or not low <= value <= high:
                problems.append(Problem(message=f"{name} must be from {low:g} to {high:g}, not {value!r}"))
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
    """Return how fast an engine without a pitch must speak, so that its answer, moved(), has the rate."""
    return float(utterance.rate / 2.0 ** (utterance.pitch / 12.0))


def tempo_for(utterance: Utterance, pitch_st: float = 0.0) -> float:
    """Return how fast an engine must speak whose answer is performed(): PSOLA leaves the tempo, a tape
    doesn't."""
    return (
        utterance.rate
        if prosody.available()
        else utterance.rate / 2.0 ** ((utterance.pitch + pitch_st) / 12.0)
    )


def joined(parts: Sequence[NDArray[np.float32]], rate_hz: int, pause_s: float) -> Speech:
    """Return what was spoken in pieces of shape (frames,) with pauses between them; nothing for none."""
    pause = np.zeros(round(pause_s * rate_hz), np.float32)
    together = [piece for part in parts for piece in (pause, part)][1:]
    samples = np.concatenate(together).astype(np.float32) if together else np.zeros(0, np.float32)
    return Speech(samples=samples, rate_hz=rate_hz)


def moved(speech: Speech, pitch_st: float) -> Speech:
    """Return speech played faster or slower by so many semitones: for engines that can't set the pitch.

    Formants move with it, as on a tape: fit for a few semitones.
    """
    if not pitch_st:
        return speech
    factor = 2.0 ** (pitch_st / 12.0)
    samples = resample(speech.samples, round(speech.rate_hz * factor), speech.rate_hz)
    words = tuple((start / factor, first, length) for start, first, length in speech.words)
    return Speech(samples=np.clip(samples, -1.0, 1.0), rate_hz=speech.rate_hz, words=words)
