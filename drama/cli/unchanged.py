"""What `drama render` answered when it found nothing to do: given again, without loading a stage of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from drama.system import seals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from drama.cli.console import Console

Told = list[tuple[str, str]]
"""What a person is told: "say" or "result", and the words."""
_ANSWERS = ("stories", "project", "preset")
"""The options of a render that may be answered from a seal; with any other it isn't."""
_NO_MATTER = ("jobs",)


def _place(arguments: Mapping[str, object]) -> Path | None:
    others = {name: value for name, value in arguments.items() if name not in (*_ANSWERS, *_NO_MATTER)}
    if any(others.values()):
        return None
    return seals.place([json.dumps(arguments[name], default=str) for name in _ANSWERS])


def answered(console: Console, arguments: Mapping[str, object]) -> bool:
    """Give the answer of the last render with these arguments again, if nothing has changed since."""
    path = _place(arguments)
    answer: Any = seals.read(path) if path else None
    if answer is None:
        return False
    for kind, words in answer["told"]:
        (console.result if kind == "result" else console.say)(words)
    console.data(answer["data"])
    return True


def remember(
    arguments: Mapping[str, object], paths: Mapping[str, str], told: Sequence[tuple[str, str]], data: object
) -> None:
    """Seal what a render that has nothing left to do tells, with the signatures of what it depends on."""
    path = _place(arguments)
    if path:
        seals.write(path, paths, {"told": list(told), "data": data})
