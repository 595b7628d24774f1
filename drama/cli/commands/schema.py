"""`drama schema`: what may stand in voices.yaml and in a script, for editors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from drama.errors import Problem, UsageError, did_you_mean
from drama.project import schema
from drama.speech import engines

if TYPE_CHECKING:
    from drama.cli.console import Console

FILES = ("voices", "script", "settings")


def run(console: Console, *, of: str) -> None:
    """Print the schema of a kind of file, or the page of all settings; UsageError for anything else."""
    if of not in FILES:
        hint = did_you_mean(of, FILES) or f"there are {', '.join(FILES)}"
        raise UsageError(Problem(message=f"there is no schema {of!r}", hint=hint))
    if of == "settings":
        console.result(schema.page(engines.settings()).rstrip("\n"))
        return
    found = schema.voices(engines.settings()) if of == "voices" else schema.script()
    console.result(json.dumps(found, indent=1, ensure_ascii=False))
