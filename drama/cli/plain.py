"""The commonest command line, read without typer: `drama render 003 -q --project DIR --jobs 2`.

Typer and the library that it checks types with take 0.09 s to import, more than all else in a render that has
nothing to do. Whatever isn't plainly such a line is left to it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAKING = {"--project": "project", "--jobs": "jobs", "-j": "jobs"}
_FLAGS = {"-q": "quiet", "--quiet": "quiet", "-v": "verbose", "--verbose": "verbose", "--json": "as_json"}
_JOBS = re.compile("[1-9][0-9]{0,3}")
_SAID = re.compile(r"[^-*?\[\]~$%][^*?\[\]~$%]*")
"""A word that is no option, and in which Windows' command line leaves typer nothing to replace."""


def render(words: Sequence[str]) -> tuple[dict[str, bool], dict[str, object]] | None:
    """Return the console's flags and the arguments of a plain render, as typer would; None for others."""
    flags = {"quiet": False, "verbose": False, "as_json": False}
    stories: list[str] = []
    given: dict[str, object] = {}
    rest = iter(words)
    if next(rest, "") != "render":
        return None
    for word in rest:
        if word in _FLAGS:
            flags[_FLAGS[word]] = True
        elif word in _TAKING:
            name, value = _TAKING[word], next(rest, "")
            wanted = _SAID if name == "project" else _JOBS
            if name in given or not wanted.fullmatch(value):
                return None
            given[name] = Path(value) if name == "project" else int(value)
        elif _SAID.fullmatch(word):
            stories.append(word)
        else:
            return None
    if not stories:
        return None
    left = ("preset", "chapter", "scene", "first", "attributor", "base_url", "model")
    absent: dict[str, object] = {"project": None, "jobs": None, "dry_run": False, "stems": False}
    return flags, {"stories": stories, **absent, **dict.fromkeys(left), **given}
