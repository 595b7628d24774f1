"""What a person who answers drama check's questions mends, on marked stories, with perfect answers.

    python benchmarks/deciding.py FOLDER... [--only PREFIX] [--budget SHARE] [--worth LINES] [--below SURE]

Each FOLDER holds marked stories as docs/attribution-figures.md has it. Whoever knows the story answers ten
questions of the list, the check is run again, and so on until nothing is asked or the budget, a share of the
story's lines, is spent. A character who is somebody else gets that name everywhere; a line gets its speaker,
by the name that most of their lines have. Where that one and somebody else take turns around it, the answer
says so for as far as it goes in the talk (--answer "57-61=Ines, Tobias"; not with --single; with --offered
only where the stretch and the names that drama check prints are right as they are). What follows is taken
until another answer tells better, as with drama script --answer --follow. Deterministic.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from drama.adapt.decision.attribute import attribute, decide
from drama.adapt.decision.coreference import identities
from drama.adapt.decision.questions import Question, questions, speakers
from drama.adapt.decision.told import Told
from drama.adapt.evaluation import gold as marked
from drama.adapt.evaluation import score
from drama.adapt.revision.decisions import DOUBTFUL_BELOW, WORTH
from drama.adapt.text import structure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.adapt.decision.coreference import Identity
    from drama.model import Quotation

ROUND = 10
"""Questions that are answered before the check is run again."""


@dataclass(slots=True)
class Reader:
    """Somebody who knows a marked story and answers questions about drama's adaptation of it."""

    story: marked.Marked
    quotations: Sequence[Quotation]
    renamed: dict[str, str] = field(default_factory=dict)
    said: dict[int, str] = field(default_factory=dict)
    """The speakers told so far, by the offset of the line."""
    followed: dict[int, str] = field(default_factory=dict)
    """The speakers of the lines that hang on those."""
    right: dict[int, str] = field(default_factory=dict)
    """The marked speaker of each line that is marked, by its offset."""
    meant: dict[str, str] = field(default_factory=dict)
    """For each name that drama uses, the marked speaker of most of its lines."""
    main: dict[str, str] = field(default_factory=dict)
    """For each marked speaker, the name that drama uses for most of their lines."""

    def __post_init__(self) -> None:
        gold = self.story.quotes
        spans = [(q.start, q.end) for q in self.quotations]
        taken = score.match(spans, [(g["start"], g["end"]) for g in gold])
        self.right = {self.quotations[i].start: gold[j]["speaker"] for i, j in taken.items()}
        names: dict[str, Counter[str]] = defaultdict(Counter)
        for q in self.quotations:
            if q.start in self.right:
                names[q.speaker][self.right[q.start]] += 1
        self.meant = {name: found.most_common(1)[0][0] for name, found in names.items()}
        lines: dict[str, Counter[str]] = defaultdict(Counter)
        for name, found in names.items():
            lines[self.meant[name]][name] += found[self.meant[name]]
        self.main = {speaker: found.most_common(1)[0][0] for speaker, found in lines.items()}

    def merge(self, asked: Identity) -> None:
        """Answer who a character is: nobody else, or whoever the story has it be."""
        other = self.main.get(self.meant.get(asked.name, ""), asked.name)
        if other != asked.name:
            self.renamed[asked.name] = other

    def tell(self, asked: Question, turns: Sequence[int]) -> None:
        """Answer who speaks a line, and the lines around it as far as two people take turns.

        `turns` has the offsets of the turns of its talk, in order.
        """
        speaker = self._speaker(asked.start)
        if speaker is None:
            return
        self.said[asked.start] = self._called(speaker)
        at = turns.index(asked.start)
        runs = [self._taking_turns(turns, at, k) for k in (at - 1, at + 1) if 0 <= k < len(turns)]
        for start in max(runs, key=len, default=()):
            self.said.setdefault(start, self._called(str(self._speaker(start))))

    def take(self, asked: Question) -> None:
        """Answer who speaks a line; and the stretch that drama check prints with it, if that is right."""
        self.tell(asked, (asked.start,))
        stretch = asked.talk[asked.talk.index(asked.start) :]
        two = [self.meant.get(answer.name) for answer in asked.answers[:2]]
        speakers = [self._speaker(start) for start in stretch]
        if None not in two and speakers == [two[k % 2] for k in range(len(stretch))]:
            self.said |= {start: self._called(str(self._speaker(start))) for start in stretch}

    def _taking_turns(self, turns: Sequence[int], at: int, other: int) -> list[int]:
        """Return the turns around one, itself included, that its speaker and another one's have in turn."""
        two = self._speaker(turns[at]), self._speaker(turns[other])
        if two[1] in {None, two[0]}:
            return []
        first = last = at
        while first and self._speaker(turns[first - 1]) == two[(at - first + 1) % 2]:
            first -= 1
        while last + 1 < len(turns) and self._speaker(turns[last + 1]) == two[(last + 1 - at) % 2]:
            last += 1
        return [*turns[first : last + 1]]

    def _speaker(self, start: int) -> str | None:
        """Return the marked speaker of a line; None where there is none."""
        speaker = self.right.get(start, "_")
        return None if speaker.startswith("_") else speaker

    def _called(self, speaker: str) -> str:
        """Return the name of a marked speaker in drama's script, always the same one."""
        fallback = next(c["name"] for c in self.story.characters if c["id"] == speaker)
        return self.main.get(speaker, fallback)

    def mended(self) -> list[Quotation]:
        """Return the quotations with everything that was answered."""
        known = self.followed | self.said
        found = [replace(q, speaker=known.get(q.start, q.speaker)) for q in self.quotations]
        return [replace(q, speaker=self.renamed.get(q.speaker, q.speaker)) for q in found]


def run(
    story: marked.Marked, *, budget: float, below: float, worth: float, extent: str = "free"
) -> Counter[str]:
    """Return how many questions are answered, and how many lines are wrong before and after."""
    blocks = structure.read(story.text)
    found = attribute(story.text, blocks)
    outcome = found.outcome
    assert outcome is not None
    reader = Reader(story, found.quotations)
    ends = {q.start: q.end for q in found.quotations}
    before = score.judge(story, found.quotations).rows
    tally = Counter(lines=len(before), **_wrong(before, "before"))
    own = speakers(outcome)
    answered: set[int | str] = set()
    """Offsets of the lines and names of the characters that were asked about."""
    most = round(budget * len(before))
    told = Told()
    while tally["asked"] < most:
        asked = questions(outcome, below=below, known=told.lines, worth=worth)
        lines: list[tuple[float, Question | Identity]] = [
            (q.around, q) for q in asked if q.start not in answered
        ]
        merges = [(i.at_stake, i) for i in identities(outcome.scene, outcome.label) if i.name not in answered]
        listed = sorted([*lines, *merges], key=lambda pair: -pair[0])[: min(ROUND, most - tally["asked"])]
        if not listed:
            break
        for _, question in listed:
            if isinstance(question, Question) and question.start in reader.said:
                continue  # told with another line of its talk in this round
            tally["asked"] += 1
            if isinstance(question, Question):
                answered.add(question.start)
                if extent == "offered":
                    reader.take(question)
                else:
                    reader.tell(question, (question.start,) if extent == "single" else question.talk)
            else:
                tally["identities"] += 1
                answered.add(question.name)
                reader.merge(question)
        told = Told(
            lines=tuple(sorted((start, ends[start], name) for start, name in reader.said.items())),
            same=tuple((name, other) for other, name in reader.renamed.items()),
        )
        outcome = decide(story.text, blocks, told)
        reader.followed = {k: name for k, name in speakers(outcome).items() if name != own.get(k)}
    return tally + Counter(_wrong(score.judge(story, reader.mended()).rows, "after"))


def _wrong(rows: Sequence[score.Row], when: str) -> dict[str, int]:
    return {
        f"voices {when}": sum(not row.voice for row in rows),
        f"names {when}": sum(not row.right for row in rows),
    }


def main() -> None:
    """Print the figures of all stories together."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--only", default="", help="stories whose names begin so")
    parser.add_argument("--budget", type=float, default=1.0, help="most questions, as a share of the lines")
    parser.add_argument("--below", type=float, default=DOUBTFUL_BELOW, help="confidence of a doubtful line")
    parser.add_argument("--worth", type=float, default=WORTH, help="lines that an answer mends on average")
    extent = parser.add_mutually_exclusive_group()
    extent.add_argument(
        "--single",
        dest="extent",
        action="store_const",
        const="single",
        default="free",
        help="each answer is about one line",
    )
    extent.add_argument(
        "--offered",
        dest="extent",
        action="store_const",
        const="offered",
        help="stretches only as drama check prints them",
    )
    args = parser.parse_args()
    total: Counter[str] = Counter()
    for folder in args.folders:
        for story in marked.read(folder):
            if story.key.startswith(args.only):
                total += run(
                    story, budget=args.budget, below=args.below, worth=args.worth, extent=args.extent
                )
    asked, lines = total["asked"], total["lines"]
    print(f"{asked} questions on {lines} lines ({asked / lines:.1%}), {total['identities']} of who is who")
    for what in ("voices", "names"):
        before, after = total[f"{what} before"], total[f"{what} after"]
        print(f"{what}: {before} wrong before, {after} after: {1 - after / before:.0%} mended")


if __name__ == "__main__":
    main()
