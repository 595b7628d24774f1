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
    stays: tuple[tuple[int, Floats], ...] = ()
    """Those that hold for some who also spoke the turn before: an index, one value for each candidate."""


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
    own = sum((bonds[k] * values for k, values in turns[i].stays), np.zeros(len(here)))
    score = same * (bonds[list(turns[i].bonds)].sum() + own) + back * bonds[list(turns[i].returns)].sum()
    return score, same, back


class Lattice:
    """The speakers of a row of turns, with the messages of forward-backward; all sums are log-sum-exp."""

    def __init__(
        self,
        turns: Sequence[Turn],
        weights: Floats,
        bonds: Floats,
        allowed: Sequence[NDArray[np.bool_]] | None = None,
    ) -> None:
        """Take at least one turn; `allowed` rules candidates out: one row of booleans for each turn."""
        self._local = [turn.features @ weights for turn in turns]
        if allowed is not None:
            self._local = [_only(ok, local) for ok, local in zip(allowed, self._local, strict=True)]
        self.moves = [transition(turns, i, bonds) for i in range(len(turns))]
        self._alphas = self._forward(0, self._local[0])
        end = _log_sum(self._alphas[-1], 0)
        self.log_sum = float(_log_sum(end.reshape(-1), 0))
        """Logarithm of the partition function."""
        self._betas = self._backward(len(turns) - 1, self._local[-1], np.zeros_like(end))

    def _forward(self, first: int, local: Floats) -> list[Floats]:
        """Return the scores [before-last, last, this] of each turn and all before it, from `first` on.

        `local` is the local score of the first.
        """
        alpha = _log_sum(self._alphas[first - 1], 0) if first else np.zeros((1, 1))
        found: list[Floats] = []
        for i in range(first, len(self.moves)):
            found.append(alpha[:, :, None] + self.moves[i][0] + (local if i == first else self._local[i]))
            alpha = _log_sum(found[-1], 0)
        return found

    def _backward(self, last: int, local: Floats, beta: Floats) -> list[Floats]:
        """Return the scores [last, this] of all that follows each turn, up to `last`, whose own is `beta`.

        `local` is the local score of that turn.
        """
        found = [beta]
        for i in range(last, 0, -1):
            own = local if i == last else self._local[i]
            found.append(_log_sum(self.moves[i][0] + own + found[-1], 2))
        return found[::-1]

    def joint(self, i: int) -> Floats:
        """Return the probability of the speakers [before-last, last, this] of a turn."""
        return _probability(self._alphas[i], self._betas[i], self.log_sum)

    def marginals(self) -> list[Floats]:
        """Return for each turn the probability of each candidate."""
        return [self.joint(i).sum((0, 1)) for i in range(len(self.moves))]

    def told(self, i: int, allowed: NDArray[np.bool_]) -> list[Floats]:
        """Return the marginals with all but the allowed candidates of a turn ruled out."""
        local = _only(allowed, self._local[i])
        alphas = [*self._alphas[:i], *self._forward(i, local)]
        betas = [*self._backward(i, local, self._betas[i]), *self._betas[i + 1 :]]
        log_sum = float(_log_sum(_log_sum(alphas[-1], 0).reshape(-1), 0))
        return [
            _probability(alpha, beta, log_sum).sum((0, 1)) for alpha, beta in zip(alphas, betas, strict=True)
        ]


def run(
    turns: Sequence[Turn], weights: Floats, bonds: Floats, allowed: Sequence[NDArray[np.bool_]] | None = None
) -> Chain:
    """Return the probability of every candidate of every turn, and what fitting needs.

    `allowed` rules candidates out, for fitting: one row of booleans for each turn.
    """
    expected = np.zeros_like(bonds)
    if not turns:
        return Chain((), 0.0, expected)
    lattice = Lattice(turns, weights, bonds, allowed)
    marginals = []
    for i in range(len(turns) - 1, -1, -1):
        joint = lattice.joint(i)
        marginals.append(joint.sum((0, 1)))
        _, same, back = lattice.moves[i]
        same_count, back_count = float((joint * same).sum()), float((joint * back).sum())
        for k in turns[i].bonds:
            expected[k] += same_count
        for k, values in turns[i].stays:
            expected[k] += float((joint * same * values).sum())
        for k in turns[i].returns:
            expected[k] += back_count
    return Chain(tuple(marginals[::-1]), lattice.log_sum, expected)


def _only(allowed: NDArray[np.bool_], local: Floats) -> Floats:
    return np.where(allowed, local, -1e9)


def _probability(alpha: Floats, beta: Floats, log_sum: float) -> Floats:
    probability: Floats = np.exp(alpha + beta - log_sum)
    return probability


def _log_sum(x: Floats, axis: int) -> Floats:
    top = x.max(axis=axis, keepdims=True)
    summed: Floats = np.log(np.exp(x - top).sum(axis=axis)) + top.squeeze(axis)
    return summed
