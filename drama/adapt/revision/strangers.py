"""Characters whom a person told apart: they aren't one person, and nobody is asked again."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from drama.adapt.revision import recast
from drama.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drama.adapt.decision.coreference import Identity
    from drama.model import Character, Script


def tell_apart(script: Script, one: str, other: str) -> Script:
    """Return a script that remembers that two characters are two people.

    UsageError when nobody is called so, or both names are one character's.
    """
    first, second = recast.person(script, one), recast.person(script, other)
    if first is second:
        hint = f"{one!r} and {other!r} are both {first.name}'s names: take one out of its aliases first"
        raise UsageError(Problem(message=f"{first.name} can't be told apart from {second.name}", hint=hint))
    if are_told_apart(first, second):
        return script
    told = dataclasses.replace(first, apart=(*first.apart, second.name))
    return dataclasses.replace(
        script, characters=tuple(told if person is first else person for person in script.characters)
    )


def are_told_apart(one: Character, other: Character) -> bool:
    """Return whether a person told that two characters are two people."""
    return any({a.name, *a.aliases} & set(b.apart) for a, b in ((one, other), (other, one)))


def still_asked(identities: Iterable[Identity], script: Script) -> tuple[Identity, ...]:
    """Return the questions about who is who without those that a person has answered with no."""
    people = {known: p for p in reversed(script.characters) for known in (*p.aliases, p.name)}

    def is_open(name: str, other: str) -> bool:
        both = people.get(name), people.get(other)
        return both[0] is None or both[1] is None or not are_told_apart(both[0], both[1])

    left = (
        dataclasses.replace(one, others=tuple(pair for pair in one.others if is_open(one.name, pair[0])))
        for one in identities
    )
    return tuple(one for one in left if one.others)
