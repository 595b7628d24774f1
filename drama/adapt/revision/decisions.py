"""The decisions that a person should take on a script: one for lines that depend on each other."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from drama.adapt.decision.attribute import decide
from drama.adapt.decision.questions import changed, questions, speakers
from drama.adapt.decision.told import NOTHING, Told, tells
from drama.adapt.people.characters import describe
from drama.adapt.revision import recast
from drama.adapt.revision.verbatim import cue_spans
from drama.adapt.text import structure
from drama.english import brief
from drama.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from drama.adapt.decision.attribute import Outcome
    from drama.model import Character, Cue, Script, Story

DOUBTFUL_BELOW = 0.97
"""Confidence below which a line may be asked about: most errors are there, grouped into few decisions."""
WORTH = 0.15
"""Least number of lines that the answer to a question mends on average: below it, reading costs more."""
MARKS = 8
"""Most characters before a quotation's first word: dashes, dots, marks of emphasis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A possible speaker of a line, and the speakers of other lines that would change with it."""

    name: str
    sure: float
    """Probability, between 0 and 1, that this is right."""
    changes: tuple[tuple[int, str], ...]
    """Cue number and new speaker of each other line that follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One question to a person: who speaks this cue?"""

    cue: int
    text: str
    choices: tuple[Choice, ...]
    """The current speaker first."""
    until: int
    """The last line of the same talk that an answer about several lines in turn may reach."""
    around: float
    """How many lines of the talk around it are wrong on average."""

    @property
    def at_stake(self) -> int:
        """Most lines that another choice would change, this one included."""
        return 1 + max((len(choice.changes) for choice in self.choices[1:]), default=0)


def decisions(
    script: Script,
    story: Story,
    below: float = DOUBTFUL_BELOW,
    worth: float = WORTH,
    *,
    outcome: Outcome | None = None,
) -> tuple[Decision, ...]:
    """Return what a person should decide about who speaks, in the talks with most wrong lines first.

    Lines that a person has told are taken as certain, in every pass, and so is who is one person; what
    follows from them isn't asked, nor is a line whose answer mends fewer than `worth` lines on average. What
    only followed from an answer may be asked like the rest, and follow from another answer. `outcome` is what
    the story's own attribution was decided from, if it is at hand: else the story is read again.
    """
    lines = _Lines(script, story)
    names, told = _names(script), lines.told(script)
    if outcome is None or tells(outcome.scene.people, told):
        outcome = _outcome(story, told)
    found = []
    for question in questions(outcome, below=below, known=told.lines, worth=worth):
        cue = lines.at(question.start)
        if cue is None or _is_told(cue):
            continue
        # The chain is a little too sure of itself: what is shown is calibrated, as the script's `sure` is.
        first = question.answers[0].sure
        left = (1.0 - question.sure) / (1.0 - first) if first < 1.0 else 0.0
        choices = tuple(
            Choice(
                name=names.get(answer.name, answer.name),
                sure=round(answer.sure * left if rank else question.sure, 2),
                changes=tuple(
                    (other.number, names.get(name, name))
                    for start, name in (
                        *((start, answer.name) for start in question.same_turn if rank),
                        *answer.changes,
                    )
                    if (other := lines.at(start)) not in {None, cue} and not _is_told(other)
                ),
            )
            for rank, answer in enumerate(question.answers)
        )
        if choices[0].name == cue.speaker:
            last = lines.at(question.talk[-1]) or cue
            found.append(
                Decision(
                    cue=cue.number,
                    text=brief(cue.text),
                    choices=choices,
                    until=last.number,
                    around=question.around,
                )
            )
    return tuple(sorted(found, key=lambda one: (-one.around, one.cue)))


def answered(script: Script, story: Story, answers: Sequence[tuple[int, str]]) -> Script:
    """Return a script with answers applied: each line and those that change with it count as set by hand.

    Somebody of the story who had no line yet is entered among the characters. UsageError for a cue that isn't
    a line, or a name that nobody has.
    """
    cues = {cue.number: cue for cue in script.cues if cue.kind == "line"}
    for number, _ in answers:
        if number not in cues:
            hint = "drama check lists the lines that want a decision, by the number of their cue"
            raise UsageError(Problem(message=f"cue {number} is no line", hint=hint))
    lines = _Lines(script, story)
    outcome = _outcome(story, lines.told(script, but=[number for number, _ in answers]))
    script = _with_people(script, outcome, [said for _, said in answers])
    told = {number: recast.person(script, said).name for number, said in answers}
    names = _names(script)
    follows = changed(
        outcome,  # where each of those answered may still be anybody's
        before=lines.told(script).lines,
        after=lines.told(script, answers=told).lines,
    )
    proposals = {
        number: recast.Proposal(
            cue=number, speaker=cues[number].speaker, to=name, why=f"you gave it to {name}"
        )
        for number, name in told.items()
    }
    for start, name in follows.items():
        cue = lines.at(start)
        if cue is None or _is_told(cue) or cue.number in told:
            continue
        number = min(told, key=lambda one: (abs(one - cue.number), one))
        why, to = f"you gave cue {number} to {told[number]}", names.get(name, name)
        one = recast.Proposal(cue=cue.number, speaker=cue.speaker, to=to, why=why, follows=number)
        proposals.setdefault(cue.number, one)
    script = _with_people(script, outcome, [one.to for one in proposals.values()])
    return recast.accept(script, tuple(proposals.values()))


def _with_people(script: Script, outcome: Outcome, wanted: Sequence[str]) -> Script:
    """Return a script with those among its characters whom only its story has, by their shown names."""
    known = _names(script)
    new: list[Character] = []
    for person in outcome.scene.people.alive():
        name = outcome.label[person.number]
        if name in wanted and name not in known and name not in {one.name for one in new}:
            new.append(describe(person, name))
    return replace(script, characters=(*script.characters, *new)) if new else script


def following(script: Script, story: Story) -> tuple[recast.Proposal, ...]:
    """Return the changes of speaker that follow from what a person has told about other lines, in order.

    Told lines are evidence in every pass of the attribution. What it then finds otherwise than without them
    is proposed; so is each line that follows from an earlier answer and now has another speaker.
    """
    lines, names = _Lines(script, story), _names(script)
    told = lines.told(script)
    if not told.lines:
        return ()
    before, now = (
        {start: names.get(name, name) for start, name in speakers(_outcome(story, known)).items()}
        for known in (NOTHING, told)
    )
    settled = [cue.number for cue in script.cues if cue.kind == "line" and _is_told(cue)]
    found: dict[int, recast.Proposal] = {}
    for start, name in now.items():
        cue = lines.at(start)
        if cue is None or _is_told(cue) or name == cue.speaker or name not in names:
            continue
        if name != before[start] or recast.is_following(cue):
            number = min(settled, key=lambda one: (abs(one - cue.number), one))
            why = f"follows from what you said about cue {number} and others"
            one = recast.Proposal(cue=cue.number, speaker=cue.speaker, to=name, why=why, follows=number)
            found.setdefault(cue.number, one)
    return tuple(found.values())


def _outcome(story: Story, told: Told) -> Outcome:
    return decide(story.told, structure.read(story.told, story.passages), told)


def _names(script: Script) -> dict[str, str]:
    """Return the name in the script of everybody, by name and alias."""
    aliases = {alias: person.name for person in script.characters for alias in person.aliases}
    return aliases | {person.name: person.name for person in script.characters}


def _is_told(cue: Cue) -> bool:
    """Whether a person has settled a line itself, and not only another from which it follows."""
    return cue.by_hand and not recast.is_following(cue)


class _Lines:
    """A script's lines by the place of their words in the story."""

    def __init__(self, script: Script, story: Story) -> None:
        spans = cue_spans(script, story)
        self.placed: list[tuple[tuple[int, int], Cue]] = sorted(
            (
                (span, cue)
                for span, cue in zip(spans, script.cues, strict=True)
                if span is not None and cue.kind == "line"
            ),
            key=lambda pair: pair[0],
        )
        self.ends = [span[1] for span, _ in self.placed]

    def told(
        self,
        script: Script,
        *,
        answers: Mapping[int, str] = MappingProxyType({}),
        but: Collection[int] = (),
    ) -> Told:
        """Return what a person told: who speaks which lines, who is one person, and who are two.

        `answers` holds those that aren't in the script yet, by the number of the cue; `but` has the cues
        whose speakers are left out.
        """
        called = {person.name: (person.name, *person.aliases) for person in script.characters}
        settled = {
            cue.number: cue.speaker for _, cue in self.placed if _is_told(cue) and cue.number not in but
        } | dict(answers)
        known = [
            (*span, name)
            for span, cue in self.placed
            if cue.number in settled
            for name in called.get(settled[cue.number], (settled[cue.number],))
        ]
        return Told(
            lines=tuple(known),
            same=tuple(names for names in called.values() if len(names) > 1),
            apart=tuple(
                (frozenset(called[person.name]), frozenset(called.get(other, (other,))))
                for person in script.characters
                for other in person.apart
            ),
        )

    def at(self, start: int) -> Cue | None:
        """Return the line that begins with the quotation at an offset; None when there is none."""
        k = bisect_right(self.ends, start)
        near = k < len(self.placed) and self.placed[k][0][0] - start <= MARKS
        return self.placed[k][1] if near else None
