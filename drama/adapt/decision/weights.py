"""The weights of the features and the calibration of confidence, from weights.json beside this module.

There are two sets. The preparing passes use weights set by hand, from the grammar of dialogue and the errors
seen on marked stories. Those of the last pass are fitted to marked stories that may ship (modern, LitBank,
own), with a Gaussian prior around those set by hand. benchmarks/fit_attribution.py computes the fitted
weights and the calibration.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from drama.adapt.decision.factors import BONDS
from drama.adapt.decision.features import FEATURES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

SCHEMA = "attribution-weights/2"


@cache
def read() -> dict[str, Any]:
    """Return the weight file."""
    text = resources.files("drama.adapt.decision").joinpath("weights.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def write(
    path: Path,
    *,
    by_hand: Mapping[str, float],
    fitted: Mapping[str, float],
    identity: Mapping[str, float],
    calibration: Sequence[tuple[float, float]],
    stories: Sequence[str],
) -> None:
    """Write a weight file; stories are those that it was fitted to."""
    content = {
        "drama": SCHEMA,
        "hand": dict(by_hand),
        "fitted": dict(fitted),
        "identity": dict(identity),
        "calibration": [list(knot) for knot in calibration],
        "stories": sorted(stories),
    }
    path.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _ordered(values: Mapping[str, float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return (
        np.array([values.get(name, 0.0) for name in FEATURES]),
        np.array([values.get(name, 0.0) for name in BONDS]),
    )


@cache
def by_hand() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the weights of the preparing passes, set by hand: of features, then of transitions."""
    return _ordered(read()["hand"])


@cache
def used() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the weights of the last pass, fitted to what the preparing passes pass on."""
    return _ordered(read()["fitted"])


@cache
def identity() -> dict[str, float]:
    """Return the weights of the signs that two characters are one."""
    return dict(read()["identity"])


def calibrated(probability: float) -> float:
    """Return the share of answers of this probability that were right on marked stories, interpolated."""
    return float(np.interp(probability, *_knots()))


def errors(probabilities: Sequence[float]) -> float:
    """Return how many of several answers of these probabilities are wrong on average."""
    return len(probabilities) - float(np.interp(probabilities, *_knots()).sum())


@cache
def _knots() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    known = np.array(read()["calibration"])
    return known[:, 0], known[:, 1]
