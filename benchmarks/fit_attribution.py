"""Fit the attribution's weights to marked stories, and calibrate its confidence on others.

    python benchmarks/fit_attribution.py --train FOLDER --calibrate FOLDER [--leave-out PDNC] [--out FILE]

Each FOLDER holds marked stories as docs/attribution-figures.md has it; no author should be in both. Fitted
weights are the maximum a posteriori estimate under a Gaussian prior round the weights by hand: a
conditional random field's log-likelihood, its gradient by forward-backward, maximised by L-BFGS (Liu,
Nocedal 1989); turns whose marked speaker isn't among the candidates take no part. They are the weights of
the last pass: those before it keep the weights by hand, so that no pass confirms its own guesses.
Confidence is calibrated by isotonic regression on the stories of --calibrate; the factor by which the chain's
odds are too bold there (`credit.BOLDNESS`, a temperature) is told. Which two characters may be one
is a logistic regression on the pairs of speakers of --train, fitted by Newton's method with a Gaussian prior.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from drama.adapt.decision import coreference, crf, features, learning, turns, weights
from drama.adapt.decision import factors as bonds
from drama.adapt.decision.attribute import PASSES
from drama.adapt.evaluation import gold as marked
from drama.adapt.evaluation import score
from drama.adapt.people import people
from drama.adapt.text import quotes, reading, structure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drama.adapt.values import Scene

    Floats = NDArray[np.float64]

STEPS = 100
MEMORY = 10
"""Pairs of steps that L-BFGS keeps."""
TEMPERATURES = [0.8 + k / 20 for k in range(17)]
"""The factors that are compared, by which odds may be too bold."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A marked story as the chain sees it."""

    key: str
    corpus: str
    turns: list[crf.Turn]
    allowed: list[NDArray[np.bool_]]
    """For each turn, the candidates that are its marked speaker; all of them where that can't be told."""
    judged: list[tuple[NDArray[np.bool_], int]]
    """For each turn, which candidates are right, and how many marked quotations it holds."""
    pairs: list[tuple[dict[str, float], bool]]
    """For each pair of speakers, the signs that they are one, and whether they are by the marked story."""


def load(story: marked.Marked, corpus: str, start: tuple[Floats, Floats]) -> Piece:
    """Return a story's chain of the last pass, those before it made with the weights by hand."""
    blocks = structure.read(story.text)
    spans = quotes.find(story.text, blocks)
    page = reading.read(story.text, blocks, spans)
    cast = people.gather(page)
    scene = turns.prepare(page, cast)
    for _ in range(PASSES - 1):
        chances = features.turns(scene)
        chain = crf.run(chances, *start)
        best = [turn.candidates[int(m.argmax())] for turn, m in zip(chances, chain.marginals, strict=True)]
        learning.learn(scene, best, [float(m.max()) for m in chain.marginals], more=True)
    chances = features.turns(scene)
    names = marked.Names(story.characters)
    gold = [((q["start"], q["end"]), q["speaker"]) for q in story.quotes]
    taken = score.match([(s.start, s.end) for s in spans], [span for span, _ in gold])
    allowed, judged = [], []
    for unit, turn in zip(scene.units, chances, strict=True):
        speakers = [gold[taken[q]][1] for q in unit.quotes if q in taken]
        speakers = [s for s in speakers if not s.startswith("_")]
        people_of = [names.resolve(cast.label(cast.standing(n))) if n >= 0 else None for n in turn.candidates]
        right = np.array([bool(speakers) and who == speakers[0] for who in people_of])
        allowed.append(right if right.any() else np.ones(len(right), dtype=bool))
        judged.append((right, len(speakers)))
    last = crf.run(chances, *weights.used())
    scene.speakers = [t.candidates[int(m.argmax())] for t, m in zip(chances, last.marginals, strict=True)]
    marks = [[gold[taken[q]][1] for q in unit.quotes if q in taken] for unit in scene.units]
    return Piece(story.key, corpus, chances, allowed, judged, _pairs(scene, marks))


def _pairs(scene: Scene, marks: Sequence[Sequence[str]]) -> list[tuple[dict[str, float], bool]]:
    """Return each pair of speakers, who are one when the same marked speaker has most lines of both."""
    company = coreference.observe(scene)
    most = {}
    for number, lines in company.lines.items():
        said = Counter(speaker for i in lines for speaker in marks[i])
        if said and not max(said, key=lambda name: said[name]).startswith("_"):
            most[number] = max(said, key=lambda name: said[name])
    return [
        (coreference.compare(scene, company, a, b), most[a] == most[b])
        for a, b in coreference.pairs(scene, company)
        if a in most and b in most
    ]


def fit_identity(pieces: Sequence[Piece], strength: float = 3.0) -> dict[str, float]:
    """Return the weights of the signs that two speakers are one."""
    rows = [pair for piece in pieces for pair in piece.pairs]
    x = np.array([[signs[name] for name in coreference.SIGNS] for signs, _ in rows])
    y = np.array([same for _, same in rows], dtype=float)
    prior = np.diag([strength] * (len(coreference.SIGNS) - 1) + [0.01])
    found = np.zeros(len(coreference.SIGNS))
    for _ in range(STEPS):
        p = 1.0 / (1.0 + np.exp(-x @ found))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + prior, x.T @ (p - y) + prior @ found)
        found -= step
        if abs(step).max() < 1e-6:
            break
    return {name: round(float(v), 2) for name, v in zip(coreference.SIGNS, found, strict=True)}


def fit(pieces: Sequence[Piece], prior: Floats, strength: float) -> Floats:
    """Return the weights that maximise the posterior; strength is the inverse variance of the prior."""
    count = len(features.FEATURES)

    def loss(x: Floats) -> tuple[float, Floats]:
        value, slope = 0.0, np.zeros_like(x)
        for piece in pieces:
            free = crf.run(piece.turns, x[:count], x[count:])
            held = crf.run(piece.turns, x[:count], x[count:], piece.allowed)
            value -= held.log_sum - free.log_sum
            for turn, a, b in zip(piece.turns, free.marginals, held.marginals, strict=True):
                slope[:count] += turn.features.T @ (a - b)
            slope[count:] += free.bond_expectation - held.bond_expectation
        away = x - prior
        return value + strength / 2 * float(away @ away), slope + strength * away

    return minimise(loss, prior.copy())


def minimise(loss, x: Floats) -> Floats:  # type: ignore[no-untyped-def]
    """Return a minimum of a function that gives its value and gradient, by L-BFGS with backtracking."""
    value, slope = loss(x)
    pairs: list[tuple[Floats, Floats]] = []
    for _ in range(STEPS):
        direction = slope.copy()
        factors = []
        for s, y in reversed(pairs):
            factor = (s @ direction) / (s @ y)
            factors.append(factor)
            direction -= factor * y
        direction *= (pairs[-1][0] @ pairs[-1][1]) / (pairs[-1][1] @ pairs[-1][1]) if pairs else 1e-3
        for (s, y), factor in zip(pairs, reversed(factors), strict=True):
            direction += s * (factor - (y @ direction) / (s @ y))
        step = 1.0
        while True:
            x_new = x - step * direction
            value_new, slope_new = loss(x_new)
            if value_new <= value - 1e-4 * step * float(slope @ direction) or step < 1e-4:
                break
            step /= 2
        if (slope_new - slope) @ (x_new - x) > 1e-10:
            pairs = [*pairs, (x_new - x, slope_new - slope)][-MEMORY:]
        done = abs(value - value_new) < 1e-4 * max(1.0, abs(value))
        x, value, slope = x_new, value_new, slope_new
        if done:
            break
    return x


def answers(piece: Piece, x: Floats) -> list[tuple[float, bool]]:
    """Return, for each marked quotation, the probability of the answer and whether it is right."""
    count = len(features.FEATURES)
    chain = crf.run(piece.turns, x[:count], x[count:])
    found = []
    for m, (right, lines) in zip(chain.marginals, piece.judged, strict=True):
        best = int(m.argmax())
        found += [(float(m[best]), bool(right[best]))] * lines
    return found


def temperature(pieces: Sequence[Piece], x: Floats) -> float:
    """Return the factor by which all weights are divided where marked speakers are likeliest."""
    count = len(features.FEATURES)

    def loss(factor: float) -> float:
        local, bond = x[:count] / factor, x[count:] / factor
        chains = (
            (crf.run(piece.turns, local, bond), crf.run(piece.turns, local, bond, piece.allowed))
            for piece in pieces
        )
        return sum(free.log_sum - held.log_sum for free, held in chains)

    return min(TEMPERATURES, key=loss)


def isotonic(pairs: Sequence[tuple[float, bool]], least: int = 40) -> list[tuple[float, float]]:
    """Return the knots of a rising line through (probability, share right): pool adjacent violators."""
    blocks: list[list[float]] = []  # sum of probabilities, count right, count
    for probability, right in sorted(pairs):
        blocks.append([probability, float(right), 1.0])
        while len(blocks) > 1 and (
            blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2] or blocks[-2][2] < least
        ):
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    if len(blocks) > 1 and blocks[-1][2] < least:
        last = blocks.pop()
        blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    shares = np.maximum.accumulate([(right + 1) / (n + 2) for _, right, n in blocks])
    return [
        (round(p / n, 7), round(float(share), 3)) for (p, _, n), share in zip(blocks, shares, strict=True)
    ]


def main() -> None:
    """Fit, report on both collections, and write the weight file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--train", nargs="+", type=Path, required=True, help="folders to fit to")
    parser.add_argument("--calibrate", nargs="+", type=Path, required=True, help="folders by other authors")
    parser.add_argument("--leave-out", default="PDNC", help="a corpus that takes no part")
    parser.add_argument("--strength", type=float, default=10.0, help="inverse variance of the prior")
    parser.add_argument("--out", type=Path, default=Path("drama/adapt/decision/weights.json"))
    args = parser.parse_args()
    by_hand = np.concatenate(weights.by_hand())
    train, other = (_pieces(folders, args.leave_out) for folders in (args.train, args.calibrate))
    fitted = fit(train, by_hand, args.strength)
    for name, pieces in (("train", train), ("calibrate", other)):
        for corpus in sorted({piece.corpus for piece in pieces}):
            shares = [
                [right for piece in pieces if piece.corpus == corpus for _, right in answers(piece, x)]
                for x in (by_hand, fitted)
            ]
            told = ", ".join(f"{np.mean(share):.2%}" for share in shares)
            print(f"{name:10} {corpus:10} {len(shares[0]):5} lines: by hand, fitted: {told}")
    print(f"odds are too bold by a factor of {temperature(other, fitted):.2f} (credit.BOLDNESS)")
    pairs = [pair for piece in other for pair in answers(piece, fitted)]
    names = features.FEATURES + bonds.BONDS
    weights.write(
        args.out,
        by_hand=weights.read()["hand"],
        fitted=dict(zip(names, (round(float(v), 2) for v in fitted), strict=True)),
        identity=fit_identity(train),
        calibration=isotonic(pairs),
        stories=[piece.key for piece in train],
    )
    print(f"wrote {args.out}: fitted to {len(train)} stories, calibrated on {len(pairs)} quotations")


def _pieces(folders: Sequence[Path], leave_out: str) -> list[Piece]:
    pieces = []
    for folder in folders:
        for story in marked.read(folder):
            corpus = json.loads((folder / f"{story.key}.json").read_bytes()).get("corpus", "")
            if corpus != leave_out:
                pieces.append(load(story, corpus, weights.by_hand()))
    return pieces


if __name__ == "__main__":
    main()
