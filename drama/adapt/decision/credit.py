"""How much a language model's answers count: its accuracy, and what an answer makes of a probability."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from drama.adapt.decision.attribute import Attribution
    from drama.adapt.decision.coreference import Identity

RIGHT, COUNTED = 0.8, 10.0
"""The prior: a model's assumed accuracy, and how many lines this assumption weighs as much as."""
OF_TALK = 4.0
"""How many of its lines a conversation must have for its own accuracy to weigh as much as the story's."""
WAYS = 3.0
"""How many wrong answers are about equally likely: a line has few persons who may speak it."""
CHANCE = 0.02
"""Prior probability of whoever isn't among those whom the rules find likely."""
ROUNDS = 20
BOLDNESS = 1.6
"""By how much the chain's logarithms of odds outdo its accuracy: an answer's must outdo its own as much."""
NOBODY = "nobody of these"


def accuracy(
    found: Attribution, said: Mapping[int, str], prior: float = RIGHT, counted: float = COUNTED
) -> float:
    """Return the share of answers that are right, by their agreement with the rules.

    `said` holds names by the index of a quotation. Expectation maximisation for one annotator beside a known
    prior of each line (Dawid, Skene 1979): a line that the rules are sure of tells most.
    """
    chances = [_chance(found, i, name) for i, name in said.items()]
    right = prior
    for _ in range(ROUNDS):
        agreed = sum(p * right / (p * right + (1 - p) * (1 - right) / WAYS) for p in chances)
        right = (prior * counted + agreed) / (counted + len(chances))
    return right


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


def _chance(found: Attribution, i: int, name: str) -> float:
    """Return the probability of a speaker by the rules: what the best leaves is shared, in part evenly."""
    quotation, others = found.quotations[i], dict(found.others[i])
    if quotation.speaker == name:
        return quotation.sure
    share = others.get(name, 0.0) / (sum(others.values()) or 1.0)
    return max(CHANCE, (1.0 - quotation.sure) * (share + 1.0 / WAYS) / 2)
