"""Ask a language model about doubtful lines, a conversation at a time, about who is who, who he or she.

Each conversation with doubtful lines is one question: the cast, the text with every quotation numbered, and
the numbers to answer. A few of these are lines whose speaker is known. What the model says is entered as
evidence and the story attributed again, so that an answer bears on the lines around it, and the rules on the
answer. How well its answers fit a story decides how much they count there, conversation by conversation; no
other story of the collection changes this one's speakers. A server that fails leaves everything as it was.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drama.adapt.decision import credit, inquiry
from drama.adapt.decision.attribute import attribute
from drama.adapt.decision.chat import NoAnswerError
from drama.adapt.decision.claims import Claim, Claims
from drama.adapt.decision.coreference import likely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.adapt.decision.attribute import Attribution, Outcome
    from drama.adapt.decision.chat import Chat
    from drama.adapt.people.persons import Person
    from drama.adapt.text.structure import Block
    from drama.english import vocabulary
    from drama.model import Quotation
    from drama.progress import Progress

DOUBTFUL_BELOW = 0.9
"""Confidence below which a line is asked about."""
APART = 1_500
"""Doubtful lines more than this many characters apart go into separate questions."""
MOST_LINES = 16
"""Doubtful lines in one question."""
MOST_PEOPLE = 8
"""People in one question about their sex."""
KNOWN = 8
"""Most lines with a known speaker in one question: they tell how good the model is."""
SURE = 0.94
"""Confidence from which a line's speaker counts as known."""
TRUSTED = 0.55
"""Accuracy in a conversation below which the answers about it are left aside: they may be guesses."""
SETTLES = 0.7
"""Accuracy in a story from which a model's word may make two people one there, or tell somebody's sex."""
ONE_PERSON = 0.7
"""Probability from which two characters are taken for one."""
LONG_S = 120.0
"""Time that the questions left may take without a word about it."""
TOKEN = 4
"""Characters of English in one token of a language model, about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The result of asking the model."""

    attribution: Attribution
    lines: int
    """Doubtful lines in all."""
    answered: int
    """Doubtful lines with an answer that names one of those who may speak."""
    changed: int
    """Lines that have another speaker than before, by an answer or by what follows from one."""
    merged: tuple[str, ...] = ()
    """Who proved to be somebody else: "the girl is Ines"."""
    trouble: str = ""
    """Why the asking stopped early, in words; empty when it didn't."""

    def __str__(self) -> str:
        said = f"doubtful lines for the language model: {self.lines}, answered {self.answered}"
        said += f", changed {self.changed}"
        said += f"; {', '.join(self.merged)}" if self.merged else ""
        return f"{said}; the others stay as they were, because {self.trouble}" if self.trouble else said


def ask(
    text: str,
    blocks: Sequence[Block],
    found: Attribution,
    chat: Chat,
    progress: Progress,
    *,
    below: float = DOUBTFUL_BELOW,
) -> Asked:
    """Return a story's attribution with what a model says about it as further evidence.

    Lines are doubtful below a confidence of `below`. The size of all questions is told before the first is
    asked; after one that took long, how long the others will take. After a request that failed in every
    attempt no more are made.
    """
    doubtful = [i for i, q in enumerate(found.quotations) if q.sure < below and found.others[i]]
    asking = _Asking(text, found, _conversations(found, doubtful))
    progress.note(asking.cost())
    progress.start("ask", len(asking.questions))
    trouble, is_slow = "", False
    for k, question in enumerate(asking.questions):
        began = time.monotonic()
        try:
            asking.answers[k] = chat.ask(question)
        except NoAnswerError as error:
            trouble = str(error)
            break
        left_s = (time.monotonic() - began) / len(question.text) * asking.size_after(k)
        if left_s > LONG_S and not is_slow:
            is_slow = True
            progress.note(f"the rest takes about {left_s / 60:.0f} minutes; stopped, it goes on from there")
        progress.step()
    said = asking.speakers()
    claims, merged = asking.claims(chat.server.model)
    settled = found
    if claims != Claims():
        settled = _explained(found, attribute(text, blocks, claims=claims), said, chat.server.model)
    pairs = zip(found.quotations, settled.quotations, strict=True)
    return Asked(
        attribution=settled,
        lines=len(doubtful),
        answered=sum(i in said for i in doubtful),
        changed=sum(merged.get(old.speaker, old.speaker) != new.speaker for old, new in pairs),
        merged=tuple(f"{gone} is {kept}" for gone, kept in merged.items()),
        trouble=trouble,
    )


class _Asking:
    """All questions about a story, and the answers so far."""

    def __init__(self, text: str, found: Attribution, conversations: Sequence[Sequence[int]]) -> None:
        self.found, self.conversations = found, conversations
        self.people = _numbered(found)
        self.asked = likely(found.identities)
        sexless = [name for name, person in self.people.items() if person.sex is None and not person.plural]
        speak = {quotation.speaker for quotation in found.quotations}
        names = [name for name in sexless if name in speak]
        groups = [names[k : k + MOST_PEOPLE] for k in range(0, len(names), MOST_PEOPLE)]
        self.turn_of = _turns(found)
        self.questions = [
            *(inquiry.about_lines(text, found, lines, self._known(lines)) for lines in conversations),
            *(inquiry.about_person(text, found, identity) for identity in self.asked),
            *(inquiry.about_sexes(text, found, group) for group in groups),
        ]
        self.answers: dict[int, dict[str, str]] = {}

    def cost(self) -> str:
        """Return how many questions there are, and of what size, in words."""
        size = sum(len(q.instruction) + len(q.text) for q in self.questions) // TOKEN
        count = len(self.questions)
        questions = "1 question" if count == 1 else f"{count} questions"
        return f"asking the language model {questions}, about {size:,} tokens in all"

    def size_after(self, k: int) -> int:
        """Return how many characters the questions after one have."""
        return sum(len(question.text) for question in self.questions[k + 1 :])

    def speakers(self) -> dict[int, str]:
        """Return whom the answers name for each line, by the index of its quotation."""
        return {i: name for k in range(len(self.conversations)) for i, name in self._told(k).items()}

    def claims(self, model: str) -> tuple[Claims, dict[str, str]]:
        """Return the answers as evidence, as far as the model seems to be right, and who is somebody else."""
        outcome = self.found.outcome
        if outcome is None:
            return Claims(), {}
        talks = [credit.likelihood(outcome, self._said(k)) for k in range(len(self.conversations))]
        right = credit.accuracy(talks)
        settles = right >= SETTLES
        merged = self._merged(right) if settles else {}
        same = ((gone, kept, f"{model} says so ({sure:.2f})") for gone, (kept, sure) in merged.items())
        claims = Claims(
            lines=tuple(
                claim
                for k, talk in enumerate(talks)
                for claim in self._lines(outcome, k, credit.accuracy([talk], right, credit.OF_TALK))
            ),
            same=tuple((self.people[a].number, self.people[b].number, why) for a, b, why in same),
            sexes=tuple(
                (self.people[name].number, sex, f"{model} says so") for name, sex in self._sexes() if settles
            ),
        )
        return claims, {gone: kept for gone, (kept, _) in merged.items()}

    def _known(self, lines: Sequence[int]) -> list[int]:
        """Return lines near a conversation whose speaker is known, first those without a tag that tells it.

        These are no easier for the model than the doubtful ones, and tell best how good it is at them.
        """
        around = range(max(0, lines[0] - 3), min(len(self.found.quotations), lines[-1] + 4))
        sure = [i for i in around if self.found.quotations[i].sure >= SURE]
        return sorted(sorted(sure, key=self._is_tagged)[:KNOWN])

    def _is_tagged(self, i: int) -> bool:
        outcome = self.found.outcome
        return outcome is not None and outcome.scene.units[self.turn_of[i]].hint("tag") is not None

    def _told(self, k: int) -> dict[int, str]:
        said = self.answers.get(k, {})
        return {int(key) - 1: name for key, name in said.items() if name in self.people}

    def _said(self, k: int) -> dict[int, int]:
        """Return the numbers of those whom the answers about a conversation name, by turn."""
        return {self.turn_of[i]: self.people[name].number for i, name in self._told(k).items()}

    def _lines(self, outcome: Outcome, k: int, right: float) -> list[Claim]:
        """Return the claims of a conversation, of which this share seems to be right."""
        if right < TRUSTED:
            return []
        everybody, weight, starts = outcome.scene.people, credit.weight(right), self.found.quotations
        return [
            Claim(start=starts[i].start, people=everybody.all_of(self.people[name].number), weight=weight)
            for i, name in self._told(k).items()
        ]

    def _merged(self, right: float) -> dict[str, tuple[str, float]]:
        """Return who is somebody else by model and evidence together, who that is, and how probable it is."""
        found: dict[str, tuple[str, float]] = {}
        for k, identity in enumerate(self.asked, len(self.conversations)):
            offered = [name for name in self.questions[k].choices["same"] if name != credit.NOBODY]
            for name in self.answers.get(k, {}).values():
                sure = credit.one_person(identity, offered, name, right)
                kept = found[name][0] if name in found else name
                known = kept in self.people and identity.name in self.people
                if sure >= ONE_PERSON and kept != identity.name and known:
                    found = {
                        gone: (kept, old) if other == identity.name else (other, old)
                        for gone, (other, old) in found.items()
                    }
                    found[identity.name] = kept, sure
        return found

    def _sexes(self) -> list[tuple[str, vocabulary.Sex]]:
        first = len(self.conversations) + len(self.asked)
        said = [pair for k in range(first, len(self.questions)) for pair in self.answers.get(k, {}).items()]
        sexes: tuple[vocabulary.Sex, ...] = ("female", "male")
        return [(name, sex) for name, answer in said for sex in sexes if answer == sex]


def _numbered(found: Attribution) -> dict[str, Person]:
    """Return everybody by the name that is shown."""
    if found.outcome is None:
        return {}
    label, people = found.outcome.label, found.outcome.scene.people
    return {label[person.number]: person for person in reversed(list(people.alive()))}


def _conversations(found: Attribution, doubtful: Sequence[int]) -> list[list[int]]:
    """Return the doubtful lines grouped by nearness, one group a question."""
    groups: list[list[int]] = []
    for i in doubtful:
        near = groups and found.quotations[i].start - found.quotations[groups[-1][-1]].end <= APART
        if near and len(groups[-1]) < MOST_LINES:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _turns(found: Attribution) -> list[int]:
    """Return the index of each quotation's turn."""
    if found.outcome is None:
        return []
    scene = found.outcome.scene
    at = {scene.reading.spans[q].start: i for i, unit in enumerate(scene.units) for q in unit.quotes}
    return [at[quotation.start] for quotation in found.quotations]


def _explained(before: Attribution, after: Attribution, said: dict[int, str], model: str) -> Attribution:
    """Return an attribution with what the model says among the reasons of each line."""

    def told(i: int, old: Quotation, new: Quotation) -> Quotation:
        parts = [f"{model} says {said[i]}"] if i in said else []
        if new.speaker != old.speaker:
            parts = parts or [f"follows from what {model} says of others"]
            parts.append(f"the rules had {old.speaker} ({old.sure:.2f}): {old.why}")
        return replace(new, why="; ".join(parts if new.speaker != old.speaker else (*parts, new.why)))

    pairs = zip(before.quotations, after.quotations, strict=True)
    return replace(after, quotations=tuple(told(i, old, new) for i, (old, new) in enumerate(pairs)))
