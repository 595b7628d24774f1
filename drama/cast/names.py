"""Proper names, whose bearers may recur in other stories, as opposed to generic ones such as "the porter"."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drama.model import Character
    from drama.project import Part

_OPENERS = frozenset(
    {"a", "an", "the", "this", "that", "one", "another", "other", "some", "both", "several", "many", "first",
     "second", "third", "fourth", "fifth", "last", "next", "young", "old", "two", "three", "four", "five",
     "my", "his", "her", "their", "our"}
)  # fmt: skip
_NUMBERED = re.compile(r"[\s#.№]*(?:\d+|[ivx]{1,4}|[a-d])$", re.IGNORECASE)


@cache
def _common() -> frozenset[str]:
    """Return titles, kinship terms and other common words for a person, in lower case."""
    return frozenset(Path(__file__).with_name("common.txt").read_text(encoding="utf-8").split())


def is_generic(name: str) -> bool:
    """Return whether a name is generic: "the porter", "Voice 2", "Mother", "I", "Unknown".

    A generic name means a different person in each story, and is added to voices.yaml for that story alone.
    If a person adds it to the characters, the entry applies to everybody of that name. A proper name begins
    with a capital letter and is more than a common word.
    """
    words = name.split()
    if not words or not name[0].isalpha() or name[0].islower():
        return True
    plain = _NUMBERED.sub("", name).casefold() or name.casefold()
    return words[0].casefold() in _OPENERS or not _common().isdisjoint({plain, name.casefold()})


def proper_aliases(character: Character) -> tuple[str, ...]:
    """Return the aliases that are proper names, without the name itself, in the script's order."""
    proper = {alias.casefold(): alias for alias in character.aliases if not is_generic(alias)}
    proper.pop(character.name.casefold(), None)
    return tuple(proper.values())


class Register:
    """An index by name and alias of the parts from voices.yaml and earlier castings."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._by_name: dict[str, Part] = {}
        self._by_alias: dict[str, list[Part]] = {}
        for part in parts:
            self.add(part)

    def add(self, part: Part) -> None:
        """Add a part; it replaces one of the same name."""
        self._by_name[part.name.casefold()] = part
        for alias in part.aliases:
            known = self._by_alias.setdefault(alias.casefold(), [])
            known[:] = [other for other in known if other.name != part.name] + [part]

    def claims(self, name: str) -> bool:
        """Return whether a known part has this name or alias."""
        return name.casefold() in self._by_name or bool(self._by_alias.get(name.casefold()))

    def has(self, name: str) -> bool:
        """Return whether a part of exactly this name is known."""
        part = self._by_name.get(name.casefold())
        return part is not None and part.name == name

    def matches(self, characters: Iterable[Character]) -> dict[str, Part]:
        """Return the part of each character that is known, by the character's name; no two get one part.

        An exact name takes precedence over one that differs in case, and that over an alias. An alias matches
        only when it is unambiguous and the sexes agree.
        """
        people = tuple(characters)
        found = {c.name: self._by_name[c.name.casefold()] for c in people if self.has(c.name)}
        taken = {part.name for part in found.values()}
        for candidates in (self._by_letters, self._by_nickname):
            for character in people:
                if character.name in found:
                    continue
                meant = {p.name: p for p in candidates(character) if p.name not in taken}
                if len(meant) == 1:
                    found[character.name] = next(iter(meant.values()))
                    taken |= meant.keys()
        return found

    def _by_letters(self, character: Character) -> Iterable[Part]:
        if part := self._by_name.get(character.name.casefold()):
            yield part

    def _by_nickname(self, character: Character) -> Iterable[Part]:
        called = [*self._by_alias.get(character.name.casefold(), ())]
        for alias in proper_aliases(character):
            called += [part] if (part := self._by_name.get(alias.casefold())) else []
            called += self._by_alias.get(alias.casefold(), ())
        return (part for part in called if _may_be(part, character))


def _may_be(part: Part, character: Character) -> bool:
    return "unknown" in (part.gender, character.gender) or part.gender == character.gender
