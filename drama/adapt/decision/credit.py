"""How much a language model's answers count: its accuracy, and what an answer makes of a probability."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

import numpy as np

from drama.adapt.decision import crf, weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from drama.adapt.decision.attribute import Outcome
    from drama.adapt.decision.coreference import Identity

    Floats = NDArray[np.float64]

RIGHT, COUNTED = 0.8, 4.0
"""The prior: a model's assumed accuracy, and how many lines this assumption weighs as much as."""
OF_TALK = 4.0
"""How many of its lines a conversation must have for its own accuracy to weigh as much as the story's."""
WAYS = 4.0
"""How many wrong answers are about equally likely, of those that a question allows."""
CHANCE = 0.02
"""Prior probability of whoever isn't among those whom the rules find likely."""
MISSED = 0.1
"""How often whoever speaks isn't among a turn's candidates."""
BOLDNESS = 1.15
"""By how much the chain's logarithms of odds outdo its accuracy: an answer's must outdo its own as much.

The temperature at which marked speakers are likeliest: 0.95 to 1.2 by corpus (benchmarks/fit_attribution.py).
"""
AROUND = 3
"""Turns on either side of a conversation that are weighed with it."""
NOBODY = "nobody of these"
ACCURACIES: Floats = np.linspace(0.05, 0.95, 10)
"""The accuracies that are compared."""


def likelihood(outcome: Outcome, said: Mapping[int, int]) -> Floats:
    """Return the logarithm of how likely a conversation's answers are, for each of ACCURACIES.

    `said` holds persons by the index of a turn. All ways in which the turns may be spoken are summed over,
    each with the probability that the rules give it (Dawid, Skene 1979, with the chain as the prior). Where
    the rules have a run of turns the wrong way round, answers that have all of it the other way round are
    likely from a good model, though they disagree with the rules in every line.
    """
    if not said:
        return np.zeros(len(ACCURACIES))
    local, bonds = weights.used()
    standing = outcome.scene.people.standing
    window = range(max(0, min(said) - AROUND), min(len(outcome.turns), max(said) + AROUND + 1))
    turns = [(i, outcome.turns[i], outcome.turns[i].features @ local / BOLDNESS) for i in window]
    named = {
        i: np.array([standing(n) == said[i] for n in turn.candidates]) for i, turn, _ in turns if i in said
    }

    def log_sum(right: float, wrong: float) -> float:
        """Return the logarithm of the partition function, with answers of these probabilities."""
        told = [
            score + np.log(np.where(named[i], right, wrong)) if i in named else score for i, _, score in turns
        ]
        chain = [
            crf.Turn(turn.candidates, score[:, None], turn.bonds, turn.returns)
            for (_, turn, _), score in zip(turns, told, strict=True)
        ]
        return crf.Lattice(chain, np.ones(1), bonds / BOLDNESS).log_sum

    without = log_sum(1.0, 1.0)
    missed = sum(not among.any() for among in named.values())
    found = []
    for right in map(float, ACCURACIES):
        wrong = (1.0 - right) / WAYS
        # Whoever speaks isn't always among the candidates; an answer may then be right nevertheless.
        unseen = missed * log(MISSED * right / wrong + 1.0 - MISSED)
        found.append(log_sum(right, wrong) - without + unseen)
    return np.array(found)


def accuracy(likelihoods: Sequence[Floats], prior: float = RIGHT, counted: float = COUNTED) -> float:
    """Return the mean share of answers that are right, given the likelihoods of some conversations' answers.

    The prior is a beta distribution with the mean `prior` that weighs as much as `counted` lines.
    """
    before = (prior * counted) * np.log(ACCURACIES) + ((1.0 - prior) * counted) * np.log(1.0 - ACCURACIES)
    after = before + sum(likelihoods, np.zeros(len(ACCURACIES)))
    shares = np.exp(after - after.max())
    return float((ACCURACIES * shares).sum() / shares.sum())


def weight(right: float) -> float:
    """Return how much an answer speaks for the one named, as a logarithm of odds; 0 for guesses."""
    return max(0.0, BOLDNESS * log(WAYS * right / (1.0 - right)))


def one_person(identity: Identity, offered: Iterable[str], name: str, right: float) -> float:
    """Return the probability that somebody is the one whom an answer names, by Bayes' rule."""
    chance = dict.fromkeys(offered, CHANCE) | dict(identity.others)
    chance[NOBODY] = max(CHANCE, 1.0 - sum(sure for _, sure in identity.others))
    if name == NOBODY or name not in chance:
        return 0.0
    wrong = (1 - right) / (len(chance) - 1)
    after = {other: p * (right if other == name else wrong) for other, p in chance.items()}
    return after[name] / sum(after.values())
