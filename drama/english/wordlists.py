"""The word lists that come with the program."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of drama/english/NAME.txt."""
    return frozenset(files("drama.english").joinpath(f"{name}.txt").read_text(encoding="utf-8").split())
