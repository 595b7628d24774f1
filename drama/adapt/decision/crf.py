"""A second-order linear-chain CRF over the speakers of a story, and the probability of each.

Each turn has candidates with a local score. A transition score depends on whether a candidate spoke the turn
before or the one before that, and on how far away those turns are. The states of this conditional random
field (Lafferty, McCallum, Pereira 2001) are the last two speakers. The forward-backward algorithm is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of speech, as the CRF sees it."""

    candidates: tuple[int, ...]
    """Numbers of persons."""
    features: Floats
    """One row for each candidate, one column for each feature."""
    bonds: tuple[int, ...]
    """Indices of the transition features that hold when a candidate also spoke the turn before."""
    returns: tuple[int, ...]
    """Those that hold when a candidate spoke the turn before the last and not the last."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The result of the forward-backward algorithm."""

    marginals: tuple[Floats, ...]
    """For each turn the probability of each candidate."""
    log_sum: float
    """Logarithm of the partition function."""
    bond_expectation: Floats
    """Expected count of each transition feature."""


def _same(a: tuple[int, ...], b: tuple[int, ...]) -> Floats:
    equal: Floats = np.equal.outer(np.asarray(a), np.asarray(b)).astype(np.float64)
    return equal


def transition(turns: Sequence[Turn], i: int, bonds: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the transition scores of a turn [before-last, last, this], and where each bond holds."""
    here = turns[i].candidates
    last = turns[i - 1].candidates if i >= 1 else (-1,)
    first = turns[i - 2].candidates if i >= 2 else (-1,)
    same = _same(last, here)[None, :, :]
    back = _same(first, here)[:, None, :] * (1.0 - same)
    score = same * bonds[list(turns[i].bonds)].sum() + back * bonds[list(turns[i].returns)].sum()
    return score, same, back


def run(
    turns: Sequence[Turn], weights: Floats, bonds: Floats, allowed: Sequence[NDArray[np.bool_]] | None = None
) -> Chain:
    """Return the probability of every candidate of every turn.

    `allowed` rules candidates out, for fitting: one row of booleans for each turn. All sums are log-sum-exp.
    """
    count = len(turns)
    if not count:
        return Chain((), 0.0, np.zeros_like(bonds))
    local = [turn.features @ weights for turn in turns]
    if allowed is not None:
        local = [np.where(ok, x, -1e9) for x, ok in zip(local, allowed, strict=True)]
    moves = [transition(turns, i, bonds) for i in range(count)]
    alphas: list[Floats] = []
    alpha = np.zeros((1, 1))
    for i in range(count):
        score = alpha[:, :, None] + moves[i][0] + local[i][None, None, :]
        alphas.append(score)
        alpha = _log_sum(score, 0)
    total = float(_log_sum(alpha.reshape(-1), 0))
    beta = np.zeros_like(alpha)
    marginals: list[Floats] = [np.empty(0)] * count
    expected = np.zeros_like(bonds)
    for i in range(count - 1, -1, -1):
        joint = np.exp(alphas[i] + beta[None, :, :] - total)
        marginals[i] = joint.sum((0, 1))
        _, same, back = moves[i]
        same_count, back_count = float((joint * same).sum()), float((joint * back).sum())
        for k in turns[i].bonds:
            expected[k] += same_count
        for k in turns[i].returns:
            expected[k] += back_count
        beta = _log_sum(moves[i][0] + local[i][None, None, :] + beta[None, :, :], 2)
    return Chain(tuple(marginals), total, expected)


def _log_sum(x: Floats, axis: int) -> Floats:
    top = x.max(axis=axis, keepdims=True)
    summed: Floats = np.log(np.exp(x - top).sum(axis=axis)) + top.squeeze(axis)
    return summed
