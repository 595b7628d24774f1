"""The catalogue of neural voices: recipes of those that are made of others, and the figures of each.

The files voices_ENGINE.json are written by benchmarks/voices.py, which says how. `natural` is the mean of two
marks: the naturalness that a listener's proxy estimates, and the grade that the model's maker gives. The
proxy doesn't know which voice was trained on an hour and which on ten; the maker hasn't graded blends.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from drama import voice_recipe
from drama.model import VoiceInfo

if TYPE_CHECKING:
    from drama.model import Gender
    from drama.voice_recipe import Recipe

SCHEMA = "drama-voices/2"
MEASURED = ("kokoro",)
"""The engines that have a catalogue here."""
_GRADES = {
    "A": 1.0, "A-": 0.95, "B": 0.9, "B-": 0.85, "C+": 0.75, "C": 0.7, "C-": 0.65,
    "D+": 0.5, "D": 0.45, "D-": 0.4, "F+": 0.3, "F": 0.2,
}  # fmt: skip
"""The mark for each of the maker's grades. D and F are below what a lead needs (drama.cast.suitability)."""
_MOS = (2.2, 4.6)
"""The proxy's naturalness, 1 to 5, that gives a mark of 0 and of 1."""
_UNGRADED = 0.85
"""Factor on the proxy's mark for a voice without a grade, since nobody has listened to it."""
SURPRISE_SHARE = 0.75
"""Share of a voice's expected word errors that comes from a recogniser's surprise, as for the default engine:
39 plain words in two long sentences hardly tell voices apart."""
ERRORS_A_NAT = 0.36
"""Word error rate that a nat more of surprise at each token stands for: casting by it took 0.028 nats and a
hundredth of the words from 40 crowded stories (docs/voices-judged.md)."""
PLAINEST = 0.03
"""Word error rate of the voices that `surprise` is counted from: af_heart and am_michael."""
_GENDERS: dict[str, Gender] = {"f": "female", "m": "male"}


@lru_cache(maxsize=len(MEASURED))
def _table(engine: str) -> dict[str, dict[str, Any]]:
    if engine not in MEASURED:
        return {}
    content = (files("drama.speech.engines") / f"voices_{engine}.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = json.loads(content)["voices"]
    return found


def recipe(engine: str, name: str) -> Recipe:
    """Return the recipe of a voice of the catalogue; KeyError for one that it lacks."""
    return voice_recipe.parse(_table(engine)[name].get("recipe") or name)


@lru_cache(maxsize=len(MEASURED))
def voices(engine: str) -> tuple[VoiceInfo, ...]:
    """Return every voice of an engine's catalogue, sorted by name."""
    return tuple(_info(engine, name, about) for name, about in sorted(_table(engine).items()))


def unmeasured(engine: str, name: str, language: str, gender: str) -> VoiceInfo:
    """Return what a voice's name alone tells about it."""
    return VoiceInfo(
        engine=engine,
        name=name,
        language=language,
        gender=_GENDERS.get(gender, "unknown"),
        natural=0.5,
    )


def _info(engine: str, name: str, about: dict[str, Any]) -> VoiceInfo:
    return VoiceInfo(
        engine=engine,
        name=name,
        language=about["language"],
        gender=about["gender"],
        age=about["age"],
        character="natural" if about["age"] == "adult" else "",
        natural=round(natural(about["naturalness"], about.get("grade", "")), 2),
        f0_hz=about["f0_hz"],
        f0_range_st=about["f0_range_st"],
        level_lufs=about["level_lufs"],
        calibrated_lufs=about.get("calibrated_lufs"),
        timbre=tuple(about["timbre"]),
        speaker=tuple(about["speaker"]),
        word_errors=expected_errors(about["word_errors"], about.get("surprise")),
    )


def expected_errors(misheard: float, surprise: float | None) -> float:
    """Return the word error rate to expect of a voice, from 0.

    `misheard` is its share of plain words, `surprise` by how many nats a token a recogniser is more surprised
    at it in talk than at the plainest voice of its sex (benchmarks/understood.py --talk); None where unknown.
    """
    if surprise is None:
        return misheard
    talk = max(0.0, PLAINEST + ERRORS_A_NAT * surprise)
    return round(SURPRISE_SHARE * talk + (1.0 - SURPRISE_SHARE) * misheard, 3)


def natural(mos: float, grade: str) -> float:
    """Return how fit a voice is for a lead, 0 to 1, by the proxy's naturalness and the maker's grade."""
    low, high = _MOS
    heard = min(max((mos - low) / (high - low), 0.0), 1.0)
    return (heard + _GRADES[grade]) / 2.0 if grade else _UNGRADED * heard
