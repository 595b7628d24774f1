"""Voice recipes: a voice made of others, as a table in voices.yaml and as a voice's name elsewhere.

In voices.yaml a recipe is a table, `voice: {blend: {af_bella: 0.6, bf_emma: 0.4}, formants: 1.12}`.
Everywhere else it is a name, "0.6*af_bella+0.4*bf_emma;formants=1.12", used like any voice's name.
written() returns the name of a recipe, parse() the recipe of a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Blend = tuple[tuple[str, float], ...]
"""Voices and their weights, relative to their sum; a negative weight moves away from a voice."""
LIMITS = {"pitch": (-24.0, 24.0), "formants": (0.75, 1.4), "rate": (0.5, 2.0), "aged": (0.0, 1.0)}
"""The other parameters of a recipe, with their bounds: semitones, a factor of the formants' frequencies, a
factor of the speed, and 1 for an old larynx."""
_DEFAULTS = {"pitch": 0.0, "formants": 1.0, "rate": 1.0, "aged": 0.0}
_NAME = re.compile(r"[A-Za-z]\w*")
_PART = re.compile(rf"(?P<share>-?\d+(?:\.\d+)?)\*(?P<name>{_NAME.pattern})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A voice made of others."""

    blend: Blend
    """The voices for intonation and rhythm, and for timbre where `timbre` is empty."""
    timbre: Blend = ()
    """The voices for timbre."""
    pitch: float = 0.0
    """Semitones."""
    formants: float = 1.0
    """A factor of their frequencies: above 1 a smaller speaker, below 1 a bigger one."""
    rate: float = 1.0
    """A factor of the speed."""
    aged: float = 0.0
    """1 for the tremor and breath of an old larynx."""

    @property
    def voices(self) -> tuple[str, ...]:
        """The voices that it is made of, sorted."""
        return tuple(sorted({name for name, _ in (*self.blend, *self.timbre)}))

    @property
    def is_plain(self) -> bool:
        """Whether it is a single voice, unchanged."""
        return len(self.blend) == 1 and self == Recipe(blend=self.blend)

    def written(self) -> str:
        """Return its name: the voice's own where the recipe is plain."""
        if self.is_plain:
            return self.blend[0][0]
        parts = [_written(self.blend)]
        parts += [f"timbre={_written(self.timbre)}"] if self.timbre else []
        said: Mapping[str, float] = {name: getattr(self, name) for name in _DEFAULTS}
        parts += [f"{name}={value:g}" for name, value in said.items() if value != _DEFAULTS[name]]
        return ";".join(parts)


def parse(name: str) -> Recipe:
    """Return the recipe of a voice's name; ValueError with a message for people when it is invalid."""
    head, *rest = name.split(";")
    blend = ((head, 1.0),) if _NAME.fullmatch(head) else _blend(head)
    timbre: Blend = ()
    numbers: dict[str, float] = {}
    for part in rest:
        key, _, value = part.partition("=")
        if key == "timbre":
            timbre = _blend(value)
        elif key in LIMITS:
            numbers[key] = _number(key, value)
        else:
            raise ValueError(f"a voice's recipe has no {key!r}; it has timbre, {', '.join(LIMITS)}")
    return Recipe(blend=blend, timbre=timbre, **numbers)


def _number(key: str, value: str) -> float:
    low, high = LIMITS[key]
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not low <= number <= high:
        raise ValueError(f"{key} must be from {low:g} to {high:g}, not {value!r}")
    return number


def _blend(text: str) -> Blend:
    parts = [_PART.fullmatch(part) for part in text.split("+")]
    found = [(part["name"], float(part["share"])) for part in parts if part]
    if len(found) != len(parts) or not sum(share for _, share in found) > 0.0:
        raise ValueError(f"{text!r} is no blend of voices, such as 0.6*af_bella+0.4*bf_emma")
    return tuple(found)


def _written(blend: Blend) -> str:
    return "+".join(f"{share:g}*{name}" for name, share in blend)
