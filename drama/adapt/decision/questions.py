"""What to ask a person about who speaks: one question for all the lines that an answer would settle.

Errors come in runs: one line given to the wrong person shifts the speakers of the lines after it. So each
doubtful turn is clamped to its next likely speakers, one by one, and forward-backward runs again over the
turns around it. The lines whose speaker changes depend on that turn and belong to its question.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from drama.adapt.decision import crf, told, weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from drama.adapt.decision.attribute import Outcome
    from drama.adapt.decision.told import Said

    Choice = NDArray[np.bool_]

WINDOW = 12
"""Turns on either side of a question that its answer may change."""
REACH, FADING = 8, 0.6
"""Turns on either side that an answer about a whole talk may reach, and how much less each counts."""
TALK = 3
"""Paragraphs from one turn to the next up to which they are one talk."""
LIKELY = 0.01
"""Least probability of a speaker who is offered as an answer."""
OFFERED = 3
"""Most answers offered besides the likeliest one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A possible speaker of a line, and which other lines would change with it."""

    name: str
    sure: float
    """Probability that it is the right answer, between 0 and 1."""
    changes: tuple[tuple[int, str], ...]
    """Offsets of the other quotations whose speaker would change, each with its new speaker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A doubtful line and its possible answers, the current one first."""

    start: int
    """Offset of the quotation that is asked about."""
    answers: tuple[Answer, ...]
    sure: float
    """Probability of the first answer, calibrated as the script's confidence is; between 0 and 1."""
    talk: tuple[int, ...]
    """Offsets of the turns of its talk that an answer about several in turn may reach, itself included."""
    around: float
    """How many turns of the talk around it are wrong on average, those farther away counting less; and how
    many fewer are, of those around it, once it is answered.
    """
    same_turn: tuple[int, ...] = ()
    """Offsets of the other quotations of its turn: they have the same speaker, whoever that is."""

    @property
    def at_stake(self) -> int:
        """Most quotations that another answer would change, the one asked about included."""
        return 1 + max((len(answer.changes) for answer in self.answers[1:]), default=0)

    @property
    def gain(self) -> float:
        """How many quotations an answer mends on average: those of each other answer, by its probability."""
        return sum(answer.sure * (1 + len(answer.changes)) for answer in self.answers[1:])


def questions(
    outcome: Outcome, *, below: float, known: Sequence[Said], worth: float = 0.0
) -> tuple[Question, ...]:
    """Return the questions about lines less sure than `below`, in the talks with most wrong lines first.

    `known` holds the speakers that a person has set; they are taken as certain. A line that depends on an
    earlier question gets none of its own; nor does one whose answer mends fewer than `worth` on average.
    """
    story = _Story(outcome, known)
    asked = [question for i in story.doubtful(below) if (question := story.ask(i, worth)) is not None]
    covered: set[int] = set()
    found = []
    for question in sorted(asked, key=lambda q: (-q.gain, q.start)):
        if question.start not in covered:
            covered |= {start for start, _ in question.answers[1].changes}
            found.append(question)
    return tuple(sorted(found, key=lambda q: (-q.around, q.start)))


def speakers(outcome: Outcome) -> dict[int, str]:
    """Return the likeliest speaker of each quotation, by its offset."""
    return _Story(outcome, ()).speakers()


def changed(outcome: Outcome, *, before: Sequence[Said], after: Sequence[Said]) -> dict[int, str]:
    """Return the quotations whose likeliest speaker changes, by offset, as a person tells more or otherwise.

    `before` and `after` hold the speakers told, as `known` of `questions`.
    """
    then, now = (_Story(outcome, known).speakers() for known in (before, after))
    return {start: name for start, name in now.items() if name != then[start]}


class _Story:
    """A story's CRF with the speakers that a person has set clamped."""

    def __init__(self, outcome: Outcome, known: Sequence[Said]) -> None:
        self.units, self.label = outcome.scene.units, outcome.label
        self.spans = outcome.scene.reading.spans
        self.paragraphs = outcome.scene.reading.paragraphs
        self.turns = [_pruned(t, m) for t, m in zip(outcome.turns, outcome.chain.marginals, strict=True)]
        self.held: dict[int, Choice] = {}
        for i, unit in enumerate(self.units):
            said = {name for q in unit.quotes for name in told.said(known, self.spans[q])}
            if said:
                choice = np.array([self.label[n] in said for n in self.turns[i].candidates])
                self.held[i] = choice if choice.any() else np.ones(len(choice), dtype=bool)
        self.chances = self._lattice(range(len(self.turns))).marginals() if self.turns else []
        self.known = self.held.keys()

    def _lattice(self, window: range) -> crf.Lattice:
        allowed = [self.held.get(i, np.ones(len(self.turns[i].candidates), dtype=bool)) for i in window]
        return crf.Lattice([self.turns[i] for i in window], *weights.used(), allowed)

    def speakers(self) -> dict[int, str]:
        """Return the likeliest speaker of each quotation, by its offset."""
        names = self._speakers(range(len(self.turns)), self.chances)
        return {self.spans[q].start: names[i] for i, unit in enumerate(self.units) for q in unit.quotes}

    def doubtful(self, below: float) -> Iterable[int]:
        """Yield the turns below a confidence, except those that a person has settled."""
        for i, chance in enumerate(self.chances):
            if i not in self.known and weights.calibrated(float(chance.max())) < below:
                yield i

    def ask(self, i: int, worth: float) -> Question | None:
        """Return the question about a turn, with what each answer would change.

        None for one that has a single answer, or whose answers mend fewer than `worth` lines on average.
        """
        window = range(max(0, i - WINDOW), min(len(self.turns), i + WINDOW + 1))
        chance, candidates = self.chances[i], self.turns[i].candidates
        order = [int(k) for k in np.argsort(-chance, kind="stable") if candidates[k] >= 0]
        lattice = self._lattice(window)
        before = lattice.marginals()
        now = self._speakers(window, before)
        offered = [k for k in order[: OFFERED + 1] if k == order[0] or chance[k] >= LIKELY]

        def told(k: int) -> list[NDArray[np.float64]]:
            return lattice.told(i - window.start, np.arange(len(candidates)) == k)

        after = {k: told(k) for k in offered[1:]}
        answers = []
        for k in offered:
            then = self._speakers(window, after.get(k, before))
            answers.append(
                Answer(
                    name=self.label[candidates[k]],
                    sure=round(float(chance[k]), 2),
                    changes=tuple(
                        (self.spans[q].start, then[j])
                        for j in window
                        if j != i and j not in self.known and then[j] != now[j]
                        for q in self.units[j].quotes
                    ),
                )
            )
        first, *others = (self.spans[q].start for q in self.units[i].quotes)
        back, ahead = self._talk(i, -1), self._talk(i, 1)
        question = Question(
            start=first,
            answers=tuple(answers),
            sure=weights.calibrated(float(chance[order[0]])),
            talk=tuple(self.spans[self.units[k].quotes[0]].start for k in (*back[::-1], i, *ahead)),
            around=self._doubt(i) + sum(self._doubt(k) * FADING ** abs(k - i) for k in (*back, *ahead)),
            same_turn=tuple(others),
        )
        if len(answers) < 2 or question.gain < worth:
            return None
        after[order[0]] = told(order[0])
        shares = {k: float(chance[k]) / float(chance[offered].sum()) for k in offered}
        wrong = sum(shares[k] * self._wrong(window, chances) for k, chances in after.items())
        return replace(question, around=question.around + self._wrong(window, before) - wrong)

    def _talk(self, i: int, step: int) -> list[int]:
        """Return the turns of the same talk before or after one, the nearest first."""
        found: list[int] = []
        k = i
        while len(found) < REACH and 0 <= k + step < len(self.units) and self._linked(min(k, k + step)):
            k += step
            found.append(k)
        return found

    def _linked(self, i: int) -> bool:
        """Whether a turn and the next one are of one talk."""
        here, following = self.units[i], self.units[i + 1]
        scenes = {self.paragraphs[unit.paragraph].scene for unit in (here, following)}
        return len(scenes) == 1 and following.paragraph - here.end_paragraph <= TALK

    def _doubt(self, i: int) -> float:
        """Return the probability that a turn's speaker is wrong; 0 where a person has told it."""
        return 0.0 if i in self.known else 1.0 - weights.calibrated(float(self.chances[i].max()))

    def _wrong(self, window: range, chances: Sequence[NDArray[np.float64]]) -> float:
        """Return how many turns of a window are wrong on average, those left out that a person has told.

        How far that falls once a turn is told is what asking about it teaches (Roy, McCallum 2001).
        """
        pairs = zip(window, chances, strict=True)
        return weights.errors([float(m.max()) for j, m in pairs if j not in self.known])

    def _speakers(self, window: range, chances: Sequence[NDArray[np.float64]]) -> dict[int, str]:
        return {
            i: self.label[self.turns[i].candidates[int(chance.argmax())]]
            for i, chance in zip(window, chances, strict=True)
        }


def _pruned(turn: crf.Turn, chance: NDArray[np.float64]) -> crf.Turn:
    """Return a turn with only its likely candidates: the CRF's cost grows with the cube of their number."""
    keep = [k for k in np.argsort(-chance, kind="stable")[: OFFERED + 2] if chance[k] >= LIKELY / 10] or [0]
    candidates = tuple(turn.candidates[k] for k in keep)
    stays = tuple((bond, values[keep]) for bond, values in turn.stays)
    return crf.Turn(candidates, turn.features[keep], turn.bonds, turn.returns, stays)
