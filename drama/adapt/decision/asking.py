"""Ask a language model about doubtful lines, a conversation at a time, and about who may be one person.

Each conversation with doubtful lines is one question: the cast, the text with every quotation numbered, and
the numbers to answer. A few of these are lines whose speaker is known. The model's accuracy on them decides
how much its answers count against the rules (Bayes); one that is right in less than half of them counts for
nothing. A server that fails leaves everything as it was.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drama.adapt.decision.chat import Chat, NoAnswerError, Question
from drama.adapt.decision.coreference import likely

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from drama.adapt.decision.attribute import Attribution
    from drama.adapt.decision.chat import Server
    from drama.adapt.decision.coreference import Identity
    from drama.model import Character, Quotation
    from drama.progress import Progress

AROUND = 600
"""Characters of the story before and after a conversation that the model is shown."""
APART = 1_500
"""Doubtful lines more than this many characters apart go into separate questions."""
MOST_LINES = 16
"""Doubtful lines in one question."""
KNOWN = 4
"""Most lines with a known speaker in one question."""
SURE = 0.94
"""Confidence from which a line's speaker counts as known."""
RIGHT, COUNTED = 0.8, 4.0
"""The prior: a model's assumed accuracy, and how many lines this assumption weighs as much as."""
TRUSTED = 0.5
"""Accuracy below which a model's answers are left aside: it isn't told from guessing."""
CHANCE = 0.02
"""Prior probability of a speaker who isn't among the rules' candidates."""
ONE_PERSON = 0.75
"""Probability from which two characters are taken for one."""
EXCERPTS, EXCERPT = 3, 300
"""Most excerpts about each person of a question of identity, and the characters on either side of a line."""
TOKEN = 4
"""Characters of English in one token of a language model, about."""
NOBODY = "nobody of these"
_INSTRUCTION = (
    "You are given part of a story with its quotations numbered, and the people in it. Say for each number "
    "asked about who speaks that quotation. Choose from the people listed, by the names listed. Quotations "
    'mostly alternate between those who talk. Answer with JSON only: {"1": "NAME", "2": "NAME"}.'
)
_WHO_IS_WHO = (
    "You are given excerpts from a story in which one person may be called by two names or descriptions. Say "
    "who the person asked about is: one of the people listed, by the name listed, or "
    f'"{NOBODY}". Answer with JSON only: {{"same": "NAME"}}.'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The result of asking the model."""

    attribution: Attribution
    lines: int
    """Doubtful lines in all."""
    answered: int
    """Doubtful lines with an answer that names one of the candidates."""
    changed: int
    """Doubtful lines whose speaker the answer changed."""
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
    found: Attribution,
    server: Server,
    cache: Path | None,
    progress: Progress,
    *,
    below: float = 0.75,
) -> Asked:
    """Return the attribution with its doubtful lines settled by the model where it gave a usable answer.

    Lines are doubtful below a confidence of `below`. The size of all questions is told before the first is
    asked. After a request that failed in every attempt, or after total_s, the rest stay as they are.
    """
    doubtful = [i for i, q in enumerate(found.quotations) if q.sure < below and found.others[i]]
    asking = _Asking(text, found, _conversations(found, doubtful))
    progress.note(asking.cost())
    progress.start("ask", len(asking.questions))
    chat = Chat(server, cache)
    trouble = ""
    stop = time.monotonic() + server.total_s
    for k, question in enumerate(asking.questions):
        if time.monotonic() > stop:
            trouble = f"the time for asking ({server.total_s:g} s) is over"
            break
        try:
            asking.answers[k] = chat.ask(question)
        except NoAnswerError as error:
            trouble = str(error)
            break
        progress.step()
    said = asking.speakers()
    right = _accuracy(found, doubtful, said)
    settled, changed = _weighed(found, doubtful, said, server.model, right)
    settled, merged = _merged(settled, asking.identities(), server.model, right)
    return Asked(
        attribution=_with_everybody(settled),
        lines=len(doubtful),
        answered=sum(i in said for i in doubtful),
        changed=changed,
        merged=merged,
        trouble=trouble,
    )


class _Asking:
    """All questions about a story, those about lines first, and the answers so far."""

    def __init__(self, text: str, found: Attribution, conversations: Sequence[Sequence[int]]) -> None:
        self.conversations = conversations
        self.questions = [_about_lines(text, found, lines, _known(found, lines)) for lines in conversations]
        self.asked = likely(found.identities)
        self.questions += [_about_person(text, found, identity) for identity in self.asked]
        self.answers: dict[int, dict[str, str]] = {}

    def cost(self) -> str:
        """Return how many questions there are, and of what size, in words."""
        size = sum(len(q.instruction) + len(q.text) for q in self.questions) // TOKEN
        return f"asking the language model {len(self.questions)} questions, about {size:,} tokens in all"

    def speakers(self) -> dict[int, str]:
        """Return whom the answers name for each line, by the index of its quotation."""
        lines = range(len(self.conversations))
        return {int(key) - 1: name for k in lines for key, name in self.answers.get(k, {}).items()}

    def identities(self) -> list[tuple[Identity, str]]:
        """Return who is who by the answers: a character who may be somebody else, and the name given."""
        first = len(self.conversations)
        return [
            (identity, name)
            for k, identity in enumerate(self.asked, first)
            for name in self.answers.get(k, {}).values()
        ]


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


def _known(found: Attribution, lines: Sequence[int]) -> list[int]:
    """Return lines near a conversation whose speaker is known: they measure the model's accuracy."""
    around = range(max(0, lines[0] - 3), min(len(found.quotations), lines[-1] + 4))
    return [i for i in around if found.quotations[i].sure >= SURE][:KNOWN]


def _people(found: Attribution, lines: Sequence[int]) -> list[str]:
    """Return everybody who may speak in a conversation or speaks right around it."""
    names = [found.quotations[i].speaker for i in lines]
    names += [name for i in lines for name, _ in found.others[i]]
    names += [q.speaker for q in found.quotations[max(0, lines[0] - 4) : lines[-1] + 5]]
    return list(dict.fromkeys(name for name in names if name))


def _introduced(found: Attribution, names: Sequence[str]) -> str:
    """Return people with what is known of them, one a line."""
    cast = {c.name: c for c in (*found.characters, *found.bystanders)}
    people = []
    for name in names:
        person = cast.get(name)
        facts = [person.gender, person.age, *person.aliases[:4]] if person is not None else []
        told = ", ".join(fact for fact in facts if fact != "unknown")
        people.append(f"- {name}" + f" ({told})" * bool(told))
    return "People:\n" + "\n".join(people)


def _about_lines(text: str, found: Attribution, lines: Sequence[int], known: Sequence[int]) -> Question:
    """Return a question about lines: people, the text with numbered quotations, the numbers to answer."""
    names = _people(found, lines)
    asked = sorted({*lines, *known})
    first, last = max(0, asked[0] - 3), min(len(found.quotations), asked[-1] + 4)
    at = max(0, found.quotations[first].start - AROUND)
    parts = []
    for i in range(first, last):
        quotation = found.quotations[i]
        parts.append(f"{text[at : quotation.start]}[{i + 1}] {text[quotation.start : quotation.end]}")
        at = quotation.end
    parts.append(text[at : at + AROUND])
    numbers = ", ".join(str(i + 1) for i in asked)
    return Question(
        instruction=_INSTRUCTION,
        text=f"{_introduced(found, names)}\n\n{''.join(parts)}\n\nWho speaks {numbers}?\n",
        choices={str(i + 1): names for i in asked},
    )


def _about_person(text: str, found: Attribution, identity: Identity) -> Question:
    """Return a question about who somebody is, with excerpts about that person and each of the others."""
    names = [name for name, _ in identity.others]
    parts = []
    for who in (identity.name, *names):
        lines = [q for q in found.quotations if q.speaker == who][:EXCERPTS]
        parts += [text[max(0, q.start - EXCERPT) : q.end + EXCERPT].strip() for q in lines]
    return Question(
        instruction=_WHO_IS_WHO,
        text=f"{_introduced(found, (identity.name, *names))}\n\n"
        + "\n\n[…]\n\n".join(dict.fromkeys(parts))
        + f"\n\nWho is {identity.name}: {', '.join(names)}, or {NOBODY}?\n",
        choices={"same": (*names, NOBODY)},
    )


# ------------------------------------------------------------------ what the answers count
def _accuracy(found: Attribution, doubtful: Sequence[int], said: Mapping[int, str]) -> float:
    """Return the share of known lines that a model has right, beside a prior."""
    asked = set(doubtful)
    known = [found.quotations[i].speaker == name for i, name in said.items() if i not in asked]
    return (RIGHT * COUNTED + sum(known)) / (COUNTED + len(known))


def _weighed(
    found: Attribution, doubtful: Sequence[int], said: Mapping[int, str], model: str, right: float
) -> tuple[Attribution, int]:
    """Return the attribution with a model's answers weighed against the rules, and how many lines changed.

    By Bayes' rule, an answer multiplies the probability of the person named by the model's accuracy on known
    lines, and that of everybody else by an equal share of its error rate.
    """
    if right < TRUSTED:
        return found, 0
    quotations, others = list(found.quotations), list(found.others)
    changed = 0
    for i in (i for i in doubtful if i in said):
        old = quotations[i]
        chance = {**dict(others[i]), old.speaker: old.sure}
        chance.setdefault(said[i], CHANCE)
        wrong = (1 - right) / max(1, len(chance) - 1)
        after = {name: p * (right if name == said[i] else wrong) for name, p in chance.items()}
        total = sum(after.values())
        ranked = sorted(
            ((p / total, name) for name, p in after.items()), key=lambda pair: (-pair[0], pair[1])
        )
        sure, name = ranked[0]
        changed += name != old.speaker
        quotations[i] = _settled(found, old, name, round(sure, 4), f"{model} says {said[i]}")
        others[i] = tuple((other, round(p, 4)) for p, other in ranked[1:])
    return replace(found, quotations=tuple(quotations), others=tuple(others)), changed


def _settled(found: Attribution, old: Quotation, name: str, sure: float, said: str) -> Quotation:
    """Return a line with the speaker whom the model and the rules together make likeliest."""
    if name == old.speaker:
        return replace(old, sure=sure, why=f"{said}; {old.why}")
    genders = {c.name: c.gender for c in (*found.characters, *found.bystanders)}
    why = f"{said}; the rules had {old.speaker} ({old.sure:.2f}): {old.why}"
    return replace(old, speaker=name, gender=genders.get(name, "unknown"), sure=sure, why=why)


def _with_everybody(found: Attribution) -> Attribution:
    """Return the attribution with exactly those characters who now speak a line."""
    speak = {q.speaker for q in (*found.quotations, *found.unquoted)}
    everybody = (*found.characters, *found.bystanders)
    return replace(
        found,
        characters=tuple(c for c in everybody if c.name in speak),
        bystanders=tuple(c for c in everybody if c.name not in speak),
    )


# ------------------------------------------------------------------ who is who
def _merged(
    found: Attribution, said: Sequence[tuple[Identity, str]], model: str, right: float
) -> tuple[Attribution, tuple[str, ...]]:
    """Return the attribution with characters merged whom the model and the evidence make one, and which."""
    now: dict[str, str] = {}
    merged = []
    for identity, name in said if right >= TRUSTED else ():
        sure = _one_person(identity, name, right)
        kept = now.get(name, name)
        if sure >= ONE_PERSON and kept != identity.name and identity.name not in now:
            now = {old: kept if new == identity.name else new for old, new in now.items()}
            now[identity.name] = kept
            found = _renamed(found, identity.name, kept, f"{model} says so ({sure:.2f})")
            merged.append(f"{identity.name} is {kept}")
    return found, tuple(merged)


def _one_person(identity: Identity, name: str, right: float) -> float:
    """Return the probability that a character is the one named, by Bayes' rule as for lines."""
    chance = dict(identity.others)
    chance[NOBODY] = max(CHANCE, 1.0 - sum(chance.values()))
    wrong = (1 - right) / (len(chance) - 1)
    after = {other: p * (right if other == name else wrong) for other, p in chance.items()}
    return 0.0 if name == NOBODY else after[name] / sum(after.values())


def _renamed(found: Attribution, gone: str, kept: str, why: str) -> Attribution:
    """Return the attribution with the lines of one character given to another, who gets the names as well."""
    everybody = {c.name: c for c in (*found.characters, *found.bystanders)}
    one, other = everybody[kept], everybody.get(gone)
    names = (*one.aliases, gone, *(other.aliases if other is not None else ()))
    aliases = tuple(dict.fromkeys(alias for alias in names if alias != kept))
    one = replace(one, aliases=aliases, why=f'{one.why}; "{gone}" is the same: {why}')

    def mended(quotation: Quotation) -> Quotation:
        return replace(quotation, speaker=kept, gender=one.gender) if quotation.speaker == gone else quotation

    def cast(characters: tuple[Character, ...]) -> tuple[Character, ...]:
        return tuple(one if c.name == kept else c for c in characters if c.name != gone)

    return replace(
        found,
        quotations=tuple(mended(q) for q in found.quotations),
        unquoted=tuple(mended(q) for q in found.unquoted),
        others=tuple(tuple((n, p) for n, p in line if n != gone) for line in found.others),
        characters=cast(found.characters),
        bystanders=cast(found.bystanders),
        identities=tuple(i for i in found.identities if i.name != gone),
    )
