"""Every preset over stories: mixed once, mastered for each, measured on the finished files by two meters.

Prints a table of the extremes over each preset's files; exits with 1 when a file misses what its preset asks.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

from drama.master.mastering import PRESETS
from drama.master.mastering import preset as preset_of
from drama.produce import deliver
from drama.produce.prepare import adapt_story, cast_story
from drama.produce.session import open_session
from drama.project import layout
from drama.qc.file_checks import Heard

SHOWN = (
    "loudness", "loudness, second meter", "true peak", "true peak, second meter", "ACX RMS",
    "ACX noise floor", "head", "tail",
)  # fmt: skip


def measure(folder: Path, words: list[str], presets: list[str]) -> tuple[dict[str, list[Heard]], list[str]]:
    """Return what was heard of each preset's files, and each check that a file fails."""
    project = layout.find(folder, folder, words)
    session = open_session(project)
    heard: dict[str, list[Heard]] = defaultdict(list)
    missed = []
    try:
        for entry in project.select(words) if words else project.stories():
            prepared = cast_story(session, adapt_story(session, entry))
            for name in presets:
                wanted = preset_of(name, session.file.settings.figures.custom)
                for one in deliver.make(session, prepared, name).files:
                    found = Heard(one.path, wanted)
                    heard[name].append(found)
                    missed += [
                        f"{one.path}: {check.name}: {check.value}, not {check.limit}"
                        for check in found.checks()
                        if not check.passes
                    ]
    finally:
        session.close()
    return heard, missed


def table(heard: dict[str, list[Heard]]) -> str:
    """Return the least and the greatest of each figure as a Markdown table, a row a preset."""
    rows = [["preset", "files", *SHOWN], ["---"] * (len(SHOWN) + 2)]
    for name, files in heard.items():
        values: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for one in files:
            for check in one.checks():
                number = float(check.value.split()[0]) if check.name in SHOWN else 0.0
                values[check.name].append((number, check.value))
        cells = [sorted(values[shown]) for shown in SHOWN]
        spans = [f"{cell[0][0]:g} to {cell[-1][1]}" if cell else "" for cell in cells]
        rows.append([name, str(len(files)), *spans])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> int:
    """Return 0 when every file meets its preset."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stories", nargs="*", help="as for drama render; all when left out")
    parser.add_argument("--project", type=Path, default=Path(), help="the collection's folder")
    parser.add_argument("--preset", action="append", help="one or more; all when left out")
    asked = parser.parse_args()
    heard, missed = measure(asked.project, asked.stories, asked.preset or [*PRESETS, "custom"])
    print(table(heard))
    print("\n".join(missed) or "every file meets its preset", file=sys.stderr)
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
