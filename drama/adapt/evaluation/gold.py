"""Stories that a person has marked: their quotations, their characters, and whom each name refers to.

A marked story is NAME.txt with NAME.json beside it; docs/attribution-figures.md describes the format.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drama.errors import InputError, Place, Problem
from drama.system import json_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

SILENT = frozenset(
    {"", "narrator", "unknown", "unknown speaker", "unidentified", "unidentified speaker", "none", "null"}
    | {"nobody", "no one", "someone", "speaker", "na", "n/a", "unk", "other", "anonymous"}
)
"""Names that don't count as an answer."""
FIRST_PERSON = frozenset({"i", "me", "myself", "first person narrator", "narrator i", "i narrator"})
SAME_TITLE = {
    "mister": "mr", "missus": "mrs", "mistress": "mrs", "doctor": "dr", "professor": "prof",
    "captain": "capt", "sergeant": "sgt", "lieutenant": "lt", "colonel": "col", "general": "gen",
    "commander": "cmdr", "reverend": "rev", "saint": "st", "monsieur": "m", "madame": "mme",
    "mademoiselle": "mlle", "senor": "sr", "senora": "sra", "officer": "ofc", "inspector": "insp",
    "detective": "det", "corporal": "cpl", "major": "maj",
}  # fmt: skip
TITLES = frozenset(SAME_TITLE.values()) | {
    "miss", "ms", "mr", "mrs", "lady", "lord", "sir", "dame", "aunt", "uncle", "agent", "king", "queen",
    "prince", "princess", "count", "countess", "duke", "duchess", "baron", "baroness", "father",
    "brother", "sister", "mother", "judge", "president", "master", "madam", "maam", "herr", "frau",
    "signor", "signora", "young", "old", "little", "poor", "dear",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A story that a person has marked."""

    key: str
    text: str
    characters: tuple[Mapping[str, Any], ...]
    quotes: tuple[Mapping[str, Any], ...]
    ignored: tuple[tuple[int, int], ...]


def read(folder: Path) -> tuple[Marked, ...]:
    """Return the marked stories of a folder by name; InputError names every file that can't be used."""
    stories, problems = [], []
    for path in sorted(folder.glob("*.json")):
        text_path = path.with_suffix(".txt")
        if not text_path.exists():
            continue
        try:
            text = text_path.read_bytes().decode("utf-8")
            stories.append(_marked(path.stem, json_values.parsed(path.read_bytes()), text))
        except (UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
            problems.append(Problem(message=f"not a marked story: {error}", place=Place(path=str(path))))
    if not stories and not problems:
        hint = "each story needs NAME.txt and NAME.json"
        problems.append(Problem(message="no marked stories here", place=Place(path=str(folder)), hint=hint))
    if problems:
        raise InputError(*problems)
    return tuple(stories)


def _marked(key: str, gold: Mapping[str, Any], text: str) -> Marked:
    for quote in gold["quotes"]:
        if text[quote["start"] : quote["end"]] != quote.get("text", text[quote["start"] : quote["end"]]):
            raise ValueError(f"the quotation at {quote['start']} isn't what the text has there")
    ignored = tuple((part["start"], part["end"]) for part in gold.get("ignore", ()))
    return Marked(
        key=key,
        text=text,
        characters=tuple(gold["characters"]),
        quotes=tuple(gold["quotes"]),
        ignored=ignored,
    )


def normal(name: str) -> str:
    """Return a name in lower case, without accents, punctuation and article, its title in one spelling."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    plain = re.sub(r"[^a-z0-9'/ -]+", " ", plain.replace("’", "'").replace("‘", "'")).replace("-", " ")
    plain = re.sub(r"'s\b", "s", plain).replace("'", "")
    found = [SAME_TITLE.get(word, word) for word in plain.split()]
    while len(found) > 1 and found[0] in {"the", "a", "an"}:
        found.pop(0)
    return " ".join(found)


class Names:
    """The names of a marked story's characters."""

    def __init__(self, characters: Iterable[Mapping[str, Any]]) -> None:
        self.main: dict[str, set[str]] = {}
        self.any: dict[str, set[str]] = {}
        self.words: dict[str, set[str]] = {}
        self.narrators: list[str] = []
        for character in characters:
            number = character["id"]
            if character.get("narrator"):
                self.narrators.append(number)
            self.main.setdefault(normal(character["name"]), set()).add(number)
            for name in (character["name"], *character.get("aliases", ())):
                key = normal(name)
                if key:
                    self.any.setdefault(key, set()).add(number)
                    self.words.setdefault(number, set()).update(key.split())

    def resolve(self, name: str) -> str | None:
        """Return the only character to whom a name can refer; None for nobody or more than one."""
        key = normal(name)
        if key in FIRST_PERSON:
            return self.narrators[0] if len(self.narrators) == 1 else None
        if key in SILENT:
            return None
        for table in (self.main, self.any):
            if key in table:
                return next(iter(table[key])) if len(table[key]) == 1 else None
        said = set(key.split())
        if all(word in TITLES or len(word) == 1 for word in said):
            return None
        found = [number for number, words in self.words.items() if said <= words]
        return found[0] if len(found) == 1 else None
