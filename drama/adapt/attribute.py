"""Who says what: the quotations of a story with their speakers, how sure that is, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drama.adapt import features, people, quotes, ranker, reading
from drama.adapt.weights import HAND
from drama.model import Character, Quotation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.adapt.structure import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Everything that was found out about a story's speech."""

    quotations: tuple[Quotation, ...]
    """In order of their place."""
    characters: tuple[Character, ...]
    """Everybody who speaks, most lines first."""
    how: tuple[tuple[str, ...], ...]
    """For each quotation, words of HOW."""
    others: tuple[tuple[tuple[str, float], ...], ...]
    """For each quotation, the next likely names with their probabilities."""


def attribute(text: str, blocks: Sequence[Block]) -> Attribution:
    """Return a story's quotations with speakers, and its characters."""
    spans = quotes.find(text, blocks)
    page = reading.read(text, blocks, spans)
    cast = people.gather(page)
    scene = features.prepare(page, cast)
    weights = np.array([HAND[name] for name in features.FEATURES])
    bonds = np.array([HAND[name] for name in features.BONDS])
    for _ in range(2):
        turns = features.turns(scene)
        chain = ranker.run(turns, weights, bonds)
        speakers = [
            t.candidates[int(m.argmax())] if len(m) else -1
            for t, m in zip(turns, chain.marginals, strict=True)
        ]
        features.learn(scene, speakers, [float(m.max()) for m in chain.marginals])
    labels = {n: cast.label(cast.standing(n)) for n in set(speakers) if n >= 0}
    quotations: list[Quotation] = []
    others = []
    for unit, turn, marginal in zip(scene.units, turns, chain.marginals, strict=True):
        order = [int(k) for k in np.argsort(-marginal, kind="stable")]
        for quote in unit.quotes:
            span = spans[quote]
            best = cast.standing(turn.candidates[int(order[0])]) if order else -1
            quotations.append(Quotation(start=span.start, end=span.end, speaker=cast.label(best) if best >= 0 else "",
                gender=(cast.persons[best].likely_sex or "unknown") if best >= 0 else "unknown",
                sure=float(marginal[order[0]]) if order else 0.0, why=""))  # fmt: skip
            others.append(
                tuple(
                    (
                        cast.label(cast.standing(turn.candidates[int(k)]))
                        if turn.candidates[int(k)] >= 0
                        else "",
                        float(marginal[k]),
                    )
                    for k in order[1:4]
                )
            )
    ranked = sorted(range(len(quotations)), key=lambda k: quotations[k].start)
    genders = {labels[n]: cast.persons[cast.standing(n)] for n in labels}
    characters = tuple(
        Character(
            name=name,
            aliases=tuple(sorted((set(p.names) | set(p.epithets)) - {name})),
            gender=p.likely_sex or "unknown",
            narrator=p.narrator,
        )
        for name, p in genders.items()
    )
    return Attribution(
        quotations=tuple(quotations[k] for k in ranked),
        characters=characters,
        how=tuple(() for _ in quotations),
        others=tuple(others[k] for k in ranked),
    )
