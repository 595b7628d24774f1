"""The questions to a language model, in words: who speaks, who is who, and who is he or she."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.decision.chat import Question
from drama.adapt.decision.credit import NOBODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.adapt.decision.attribute import Attribution
    from drama.adapt.decision.coreference import Identity

AROUND = 600
"""Characters of the story before and after a conversation that the model is shown."""
EXCERPTS, EXCERPT = 3, 300
"""Most excerpts about each person of a question, and the characters on either side of a line."""
CHOICES = 7
"""Most persons offered for one: the more there are, the less a right answer can be chance."""
SEXES = ("female", "male", "unknown")
_SPEAKERS = (
    "You are given part of a story with its quotations numbered, and the people in it. Say for each number "
    "asked about who speaks that quotation. Choose from the people listed, by the names listed, or "
    f'"{NOBODY}". Quotations mostly alternate between those who talk. '
    'Answer with JSON only: {"1": "NAME", "2": "NAME"}.'
)
_WHO_IS_WHO = (
    "You are given excerpts from a story in which one person may be called by two names or descriptions. Say "
    "who the person asked about is: one of the people listed, by the name listed, or "
    f'"{NOBODY}". Answer with JSON only: {{"same": "NAME"}}.'
)
_SEX = (
    "You are given excerpts from a story. Say for each of the people listed whether they are female or male, "
    'or "unknown" where nothing tells it. Answer with JSON only: {"NAME": "female"}.'
)
_BETWEEN = "\n\n[…]\n\n"


def about_lines(text: str, found: Attribution, lines: Sequence[int], known: Sequence[int]) -> Question:
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
        instruction=_SPEAKERS,
        text=f"{_introduced(found, names)}\n\n{''.join(parts)}\n\nWho speaks {numbers}?\n",
        choices={str(i + 1): (*names, NOBODY) for i in asked},
    )


def about_person(text: str, found: Attribution, identity: Identity) -> Question:
    """Return a question about who somebody is, with excerpts about that person and each of the others."""
    likely = [name for name, _ in identity.others]
    rest = [c.name for c in found.characters if c.name not in {identity.name, *likely}]
    names = [*likely, *rest[: CHOICES - len(likely)]]
    parts = [
        part
        for who in (identity.name, *names)
        for part in _excerpts(text, found, who, 1 if who in rest else EXCERPTS)
    ]
    return Question(
        instruction=_WHO_IS_WHO,
        text=f"{_introduced(found, (identity.name, *names))}\n\n"
        + _BETWEEN.join(dict.fromkeys(parts))
        + f"\n\nWho is {identity.name}: {', '.join(names)}, or {NOBODY}?\n",
        choices={"same": (*names, NOBODY)},
        about=identity.name,
    )


def about_sexes(text: str, found: Attribution, names: Sequence[str]) -> Question:
    """Return a question about the sex of several people, with excerpts about each."""
    parts = [part for who in names for part in _excerpts(text, found, who, EXCERPTS)]
    return Question(
        instruction=_SEX,
        text=f"{_introduced(found, names)}\n\n"
        + _BETWEEN.join(dict.fromkeys(parts))
        + f"\n\nFemale or male: {', '.join(names)}?\n",
        choices=dict.fromkeys(names, SEXES),
    )


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


def _excerpts(text: str, found: Attribution, who: str, most: int) -> list[str]:
    lines = [quotation for quotation in found.quotations if quotation.speaker == who][:most]
    return [text[max(0, line.start - EXCERPT) : line.end + EXCERPT].strip() for line in lines]
