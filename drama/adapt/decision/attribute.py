"""Who says what: the quotations of a story with their speakers, how sure that is, and why.

Rules find the evidence for each line; a linear-chain CRF over the conversation weighs it. It runs in several
passes, each of which knows the speakers that the one before found. docs/attribution-method.md describes the
method.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from drama.adapt.decision import claims as evidence
from drama.adapt.decision import coreference, crf, features, learning, reasons, told, turns, weights
from drama.adapt.evidence import manner, phone_calls, unquoted
from drama.adapt.people import characters, people
from drama.adapt.text import quotes, reading
from drama.model import Character, Quotation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drama.adapt.decision.claims import Claims
    from drama.adapt.decision.coreference import Identity
    from drama.adapt.decision.told import Told
    from drama.adapt.people.persons import People
    from drama.adapt.text.structure import Block
    from drama.adapt.values import Scene

PASSES = 3
RUNNERS_UP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Everything that was found out about a story's speech."""

    quotations: tuple[Quotation, ...]
    """In the order of the text."""
    characters: tuple[Character, ...]
    """Everybody who speaks, most lines first."""
    how: tuple[tuple[str, ...], ...]
    """For each quotation, words of HOW, sorted."""
    others: tuple[tuple[tuple[str, float], ...], ...]
    """For each quotation, the next likely names with their probabilities, likeliest first."""
    bystanders: tuple[Character, ...] = ()
    """Characters who are among the others of a line but speak none."""
    unquoted: tuple[Quotation, ...] = ()
    """Thoughts and messages that stand without quotation marks, in order; none overlaps a quotation."""
    unquoted_how: tuple[tuple[str, ...], ...] = ()
    identities: tuple[Identity, ...] = ()
    """Who may be somebody else under a second name, most lines at stake first."""
    outcome: Outcome | None = field(default=None, compare=False, repr=False)
    """What it was decided from, for questions to a person; None where no attribution was needed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A story's turns with the probabilities of their candidates, before names are written."""

    scene: Scene
    turns: Sequence[crf.Turn]
    chain: crf.Chain
    label: Mapping[int, str]
    """The name to show for each person; empty for nobody."""


def decide(
    text: str, blocks: Sequence[Block], known: Told = told.NOTHING, *, claims: Claims = evidence.NONE
) -> Outcome:
    """Return who may speak each turn of a story, and how probable each is.

    What a person has told is certain, and evidence for the lines around it in every pass. What a language
    model claims is evidence alone.
    """
    page = reading.read(text, blocks, quotes.find(text, blocks))
    cast = people.gather(page, known.apart)
    scene = turns.prepare(page, cast)
    if known != told.NOTHING:
        told.enter(scene, known)
    if claims != evidence.NONE:
        evidence.enter(scene, claims)
    chances, chain = _passes(scene)
    return Outcome(scene, chances, chain, _Labels(cast))


def attribute(text: str, blocks: Sequence[Block], *, claims: Claims = evidence.NONE) -> Attribution:
    """Return a story's quotations with speakers, and its characters; time is linear in the text.

    Every quotation has a speaker unless the story has nobody who could speak: then its speaker is empty.
    """
    outcome = decide(text, blocks, claims=claims)
    scene, chances, chain, label = outcome.scene, outcome.turns, outcome.chain, outcome.label
    page, cast, spans = scene.reading, scene.people, scene.reading.spans
    far = phone_calls.far_ends(scene, scene.speakers)
    found: dict[int, tuple[Quotation, tuple[str, ...], tuple[tuple[str, float], ...]]] = {}
    for i, (unit, turn, chance) in enumerate(zip(scene.units, chances, chain.marginals, strict=True)):
        order = [int(k) for k in np.argsort(-chance, kind="stable")]
        names = [label[n] for n in turn.candidates]
        why = reasons.why(scene, i, turn, chance, weights.used()[0], names)
        best = cast.standing(turn.candidates[order[0]])
        others = tuple((names[k], round(float(chance[k]), 4)) for k in order[1 : RUNNERS_UP + 1] if names[k])
        tagged = manner.tagged(page, unit) | ({far[i]} if i in far else frozenset())
        for quote in unit.quotes:
            line = Quotation(
                start=spans[quote].start,
                end=spans[quote].end,
                speaker=label[best],
                gender=cast.persons[best].gender if best >= 0 else "unknown",
                sure=weights.calibrated(float(chance[order[0]])) if best >= 0 else 0.0,
                why=why,
            )
            found[quote] = (line, manner.of(page, tagged, quote), others)
    asides = unquoted.find(page, scene, label)
    lines = [found[quote] for quote in sorted(found)]
    speakers = [line.speaker for line, _, _ in lines] + [line.speaker for line, _ in asides]
    rivals = [name for _, _, others in lines for name, _ in others]
    speaking = set(speakers)
    silent = [name for name in rivals if name not in speaking]
    return Attribution(
        quotations=tuple(line for line, _, _ in lines),
        characters=_characters(cast, scene, label, speakers),
        bystanders=_characters(cast, scene, label, silent),
        how=tuple(how for _, how, _ in lines),
        others=tuple(others for _, _, others in lines),
        unquoted=tuple(line for line, _ in asides),
        unquoted_how=tuple(how for _, how in asides),
        identities=coreference.identities(scene, label),
        outcome=outcome,
    )


def _passes(scene: Scene) -> tuple[list[crf.Turn], crf.Chain]:
    """Return the candidates of every turn and their probabilities after the last pass."""
    for done in range(PASSES):
        chances = features.turns(scene)
        last = done == PASSES - 1
        chain = crf.run(chances, *(weights.used() if last else weights.by_hand()))
        best = [turn.candidates[int(m.argmax())] for turn, m in zip(chances, chain.marginals, strict=True)]
        learning.learn(scene, best, [float(m.max()) for m in chain.marginals], more=not last)
    return chances, chain


class _Labels(dict[int, str]):
    """The names to show, computed once for each person; empty for nobody."""

    def __init__(self, cast: People) -> None:
        super().__init__({-1: ""})
        self.cast = cast

    def __missing__(self, number: int) -> str:
        self[number] = self.cast.label(self.cast.standing(number))
        return self[number]


def _characters(
    cast: People, scene: Scene, label: Mapping[int, str], names: list[str]
) -> tuple[Character, ...]:
    """Return the characters with these names, the most frequent first; two with one label count as one."""
    numbers: dict[str, int] = {}
    for number in sorted({cast.standing(n) for n in scene.speakers if n >= 0}):
        numbers.setdefault(label[number], number)
    wanted = set(names) - {""}
    if not wanted <= numbers.keys():
        for person in cast.alive():
            numbers.setdefault(label[person.number], person.number)
    count = Counter(names)
    ordered = sorted(wanted & numbers.keys(), key=lambda name: (-count[name], name))
    return tuple(characters.describe(cast.persons[numbers[name]], name) for name in ordered)
