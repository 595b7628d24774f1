"""`drama master`: stories mastered for another shop or station, from the mix that was kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from drama.cli.commands.choosing import Trouble, choose
from drama.cli.commands.render import check_preset, prepare
from drama.produce import deliver, open_session
from drama.system import locks
from drama.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.cli.console import Console
    from drama.produce import Session
    from drama.project import StoryFile


def run(
    console: Console,
    *,
    stories: Sequence[str] | None,
    project: Path | None,
    jobs: int | None,
    preset: str,
) -> None:
    """Master each story for the preset and print its files; what isn't recorded or mixed yet is first."""
    check_preset(preset)
    collection, entries = choose(stories, project)
    mastered, trouble = [], Trouble()
    with open_session(collection, jobs=jobs, progress=console) as session:
        for entry in entries:
            with trouble.noted():
                mastered.append(_master(console, session, entry, preset))
    console.data({"mastered": mastered})
    trouble.tell()


def _master(console: Console, session: Session, entry: StoryFile, preset: str) -> dict[str, object]:
    prepared = prepare(console, session, entry, keep=True)
    with locks.held(session.project.cache / "locks" / entry.key, wait=True):
        made = deliver.make(session, prepared, preset)
    console.close()
    for one in made.files:
        level = f"{one.loudness.integrated_lufs:.1f} LUFS, {one.loudness.true_peak_dbtp:.1f} dBTP"
        console.result(f"{one.path}: {clock(one.duration_s)}, {level}{'; fresh' if made.fresh else ''}")
    files = [{**asdict(one), "path": str(one.path)} for one in made.files]
    return {"key": entry.key, "fresh": made.fresh, "files": files}
