"""`drama check --audio`: finished episodes measured, line by line and as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.cli.commands.choosing import Trouble, choose_or_all
from drama.cli.commands.render import check_preset
from drama.errors import Problem
from drama.produce import open_session, prepare
from drama.qc import inspect
from drama.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.cli.console import Console
    from drama.qc import file_checks


def run(console: Console, *, stories: Sequence[str] | None, project: Path | None, preset: str | None) -> None:
    """Print every check of each episode or master; InputError, after all of them, naming those that fail."""
    check_preset(preset)
    collection, entries = choose_or_all(stories, project)
    results, trouble = [], Trouble()
    with open_session(collection, progress=console) as session:
        for entry in entries:
            with trouble.noted():
                prepared = prepare.cast_story(session, prepare.adapt_story(session, entry))
                for found in inspect.inspect(session, prepared, preset=preset):
                    console.close()
                    trouble.add(*_told(console, f"{entry.key} {found.title}", found.checks))
                    results.append(found.as_json())
    console.data({"heard": results})
    trouble.tell()


def _told(console: Console, title: str, checks: Sequence[file_checks.Check]) -> list[Problem]:
    """Print the checks of a file; return a problem for each that it fails."""
    failed = [check for check in checks if not check.passes]
    console.result(f"{title}: {'fails' if failed else 'passes'}")
    for check in checks:
        console.result(_line(check))
    return [Problem(message=f"{title}: {check.name}: {check.value}, not {check.limit}") for check in failed]


def _line(check: file_checks.Check) -> str:
    word = "FAIL" if not check.passes else "look" if check.warns else "ok"
    places = f"  at {', '.join(clock(place) for place in check.places_s)}" if check.places_s else ""
    return f"  {word:<5}{check.name:<24}{check.value}  ({check.limit}){places}"
