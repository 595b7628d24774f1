"""A render in a process of its own: the page stays quick while it works, and it can be stopped at any time.

Started by the queue (drama/web/jobs.py) as `python -m drama.web.worker PROJECT KEY PRESET FORMAT`;
tells of its
progress in lines of JSON on stdout. What it does is what `drama render`, `master` and `publish` do.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from drama.errors import DramaError
from drama.produce import deliver, open_session, prepare, publishing, render
from drama.project import Project
from drama.system import locks


class _Lines:
    """A Progress that writes a line of JSON for each step."""

    def __init__(self) -> None:
        self._stage, self._done, self._total = "", 0, 0

    def start(self, stage: str, total: int) -> None:
        """Begin a stage."""
        self._stage, self._done, self._total = stage, 0, total
        _tell(stage=stage, done=0, total=total)

    def step(self, count: int = 1) -> None:
        """Advance the stage under way."""
        self._done += count
        _tell(stage=self._stage, done=self._done, total=self._total)

    def note(self, message: str) -> None:
        """Pass a remark on."""
        _tell(note=message)


def _tell(**about: object) -> None:
    sys.stdout.write(json.dumps(about) + "\n")
    sys.stdout.flush()


def _interrupt(number: int, frame: object) -> None:
    """End as an interrupted command does: processes of engines are ended, half files removed."""
    del number, frame
    raise KeyboardInterrupt


def work(project: Path, key: str, preset: str, form: str) -> None:
    """Make a story's episode, or its files for a preset; DramaError as from the commands."""
    collection = Project(root=project)
    session = open_session(collection, progress=_Lines())
    try:
        entry = next(entry for entry in collection.stories() if entry.key == key)
        adapted = prepare.adapt_story(session, entry)
        prepared = prepare.cast_story(session, adapted)
        prepare.keep_script(session, adapted)
        prepare.keep_cast(session, {key: prepared.casting})
        with locks.held(collection.cache / "locks" / key, wait=True):
            if form:
                publishing.publish(session, prepared, [form])
            elif preset:
                deliver.make(session, prepared, preset)
            else:
                render.make(session, prepared)
    finally:
        session.close()


def main(arguments: list[str]) -> int:
    """Return the exit code: 0 done, 1 a DramaError that was told, 130 interrupted."""
    signal.signal(signal.SIGTERM, _interrupt)
    if hasattr(os, "nice"):
        os.nice(5)  # a line that somebody waits to hear goes first
    try:
        work(Path(arguments[0]), *arguments[1:4])
    except DramaError as error:
        _tell(failed=str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
