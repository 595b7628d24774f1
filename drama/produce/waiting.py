"""The decisions on a script that wait for a person, remembered: finding them takes as long as adapting it."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from drama.adapt import decisions
from drama.errors import InputError
from drama.project import script_file
from drama.system import files, fingerprint, json_values

if TYPE_CHECKING:
    from pathlib import Path

    from drama.produce.prepare import Adapted
    from drama.project import Project


def waiting(project: Project, adapted: Adapted) -> tuple[decisions.Decision, ...]:
    """Return what decisions.decisions returns for a script; at once where all it depends on is as before."""
    path = project.cache / "decisions" / f"{adapted.script.key}.json"
    play, story = adapted.script, adapted.story
    # As it is written: a script that was just made has digits that its file doesn't keep.
    said = f"{fingerprint.whole_program()}\n{story.sha256}\n{script_file.dump(play)}"
    of = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
    known = _read(path, of)
    if known is None:
        known = decisions.decisions(play, story, outcome=adapted.outcome)
        content = {"of": of, "decisions": [asdict(decision) for decision in known]}
        with suppress(InputError):  # a full disk: they are found again
            files.write_text(path, json.dumps(content, ensure_ascii=False))
    return known


def _read(path: Path, of: str) -> tuple[decisions.Decision, ...] | None:
    """Return the decisions that are remembered for this script; None where none are, or damaged ones."""
    try:
        content = json_values.parsed(files.read_text(path))
        return tuple(map(_decision, content["decisions"])) if content["of"] == of else None
    except (InputError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _decision(of: dict[str, Any]) -> decisions.Decision:
    choices = tuple(
        decisions.Choice(
            name=one["name"],
            sure=one["sure"],
            changes=tuple((number, name) for number, name in one["changes"]),
        )
        for one in of["choices"]
    )
    return decisions.Decision(
        cue=of["cue"], text=of["text"], choices=choices, until=of["until"], around=of["around"]
    )
