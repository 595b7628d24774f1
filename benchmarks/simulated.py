"""What a language model of known quality gains as the attributor, on marked stories.

    python benchmarks/simulated.py FOLDER... [--only PREFIX] [--right 0.5 0.75 0.85] [--draws 3] [--whole]

Each FOLDER holds marked stories as docs/attribution-figures.md has it. Every question that drama would send
to a server is answered from the marks instead, rightly with the probability given and otherwise by another
of the answers that the question allows, at random. With --whole it is right or wrong in a whole question, a
conversation; without, in each line by itself. A right answer that the question doesn't allow can't be given:
then it is wrong. Deterministic: draws are seeded.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from drama.adapt.decision.asking import ask
from drama.adapt.decision.attribute import attribute
from drama.adapt.decision.chat import Chat, Server
from drama.adapt.decision.credit import NOBODY
from drama.adapt.evaluation import gold as marked
from drama.adapt.evaluation import score
from drama.adapt.text import structure
from drama.progress import Silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drama.adapt.decision.attribute import Attribution
    from drama.adapt.decision.chat import Question


class Simulated(Chat):
    """A model that knows a marked story and is right as often as it is told to be."""

    def __init__(
        self, story: marked.Marked, found: Attribution, right: float, seed: int, *, whole: bool
    ) -> None:
        super().__init__(Server(base_url="http://simulated", model="simulated"), None)
        self.right, self.whole = right, whole
        self.dice = random.Random(f"{seed} {story.key}")
        self.names = marked.Names(story.characters)
        self.genders = {one["id"]: one.get("gender", "unknown") for one in story.characters}
        spans = [(q.start, q.end) for q in found.quotations]
        taken = score.match(spans, [(q["start"], q["end"]) for q in story.quotes])
        self.speakers = {i: story.quotes[j]["speaker"] for i, j in taken.items()}
        lines: dict[str, Counter[str]] = defaultdict(Counter)
        for i, speaker in self.speakers.items():
            lines[found.quotations[i].speaker][speaker] += 1
        self.lines = lines
        self.meant = {name: said.most_common(1)[0][0] for name, said in lines.items()}
        self.questions = self.words = 0

    def ask(self, question: Question) -> dict[str, str]:
        """Return answers from the marks, some of them wrong."""
        self.questions += 1
        self.words += len((question.instruction + question.text).split())
        right = self.dice.random() < self.right
        said = {}
        for key, choices in question.choices.items():
            good = self._right(question, key, choices)
            wrong = [name for name in choices if name not in good]
            picked = good if right and good else wrong
            if picked:
                said[key] = picked[0] if picked is good else self.dice.choice(wrong)
            if not self.whole:
                right = self.dice.random() < self.right
        return said

    def _right(self, question: Question, key: str, choices: Sequence[str]) -> list[str]:
        """Return the choices that are right, the best first."""
        if key.isdecimal():
            return self._called(self.speakers.get(int(key) - 1), choices) or [NOBODY]
        if key == "same":
            other = self._called(self.meant.get(question.about), choices)
            return other or [NOBODY]
        person = self.names.resolve(key) or self.meant.get(key, "")
        return [choice for choice in choices if choice == self.genders.get(person)]

    def _called(self, person: str | None, choices: Sequence[str]) -> list[str]:
        """Return the choices that are names of a person, or stand for them in drama's script."""
        if person is None:
            return []
        mine = [
            name
            for name in choices
            if self.meant.get(name) == person
            or (self.names.resolve(name) == person and name not in self.meant)
        ]
        return sorted(mine, key=lambda name: -self.lines[name][person])


def main() -> None:
    """Print names, voices and gender for every share of right answers."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--only", default="", help="stories whose names begin so")
    parser.add_argument("--right", nargs="+", type=float, default=[0.5, 0.75, 0.8, 0.85, 0.88])
    parser.add_argument("--draws", type=int, default=3, help="simulations of each")
    parser.add_argument("--whole", action="store_true", help="right or wrong in a whole conversation")
    args = parser.parse_args()
    stories = [
        (story, attribute(story.text, structure.read(story.text)))
        for folder in args.folders
        for story in marked.read(folder)
        if story.key.startswith(args.only)
    ]
    _tell("none", [score.judge(story, found.quotations) for story, found in stories], 1)
    for right in args.right:
        outcomes, models = [], []
        for seed in range(args.draws):
            for story, found in stories:
                model = Simulated(story, found, right, seed, whole=args.whole)
                asked = ask(story.text, structure.read(story.text), found, model, Silent())
                outcomes.append(score.judge(story, asked.attribution.quotations))
                models.append(model)
        _tell(f"{right:.0%}", outcomes, args.draws, models)


def _tell(name: str, outcomes: Iterable[score.Outcome], draws: int, models: Sequence[Simulated] = ()) -> None:
    whole = score.figures(list(outcomes))
    cost = f"  {sum(m.questions for m in models) // draws} questions, " if models else ""
    cost += f"{sum(m.words for m in models) // draws:,} words" if models else ""
    shares = f"names {whole.micro:.1%}  voices {whole.voice_micro:.1%}  gender {whole.gender:.1%}"
    print(f"{name:>5}  {shares}{cost}", flush=True)


if __name__ == "__main__":
    main()
