"""Which cue a person means: by its number, or by a time of the episode."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.errors import Problem, UsageError
from drama.produce import freshness
from drama.timecode import clock

if TYPE_CHECKING:
    from drama.project import Project

_NUMBER = re.compile(r"\d{1,9}")
_TIME = re.compile(r"(?:(?P<hours>\d{1,3}):)?(?P<minutes>\d{1,3}):(?P<seconds>\d{1,2}(?:[.,]\d{1,3})?)")


def is_time(word: str) -> bool:
    """Return whether a word is a time such as 2:57 or 1:02:03."""
    return _TIME.fullmatch(word) is not None


def seconds_of(word: str) -> float:
    """Return a time in seconds; UsageError for a word that is none."""
    found = _TIME.fullmatch(word)
    if found is None:
        message = f"{word!r} is neither a cue's number nor a time"
        raise UsageError(Problem(message=message, hint="as in 42, 2:57 or 1:02:03"))
    hours, minutes = (int(found[name] or 0) for name in ("hours", "minutes"))
    return 3600.0 * hours + 60.0 * minutes + float(found["seconds"].replace(",", "."))


def cue_at(project: Project, key: str, word: str) -> int:
    """Return the number of the cue that a word means: its own, or that of the line heard at this time.

    Times are those of the episode that was made last. UsageError when there is none, or it isn't so long.
    """
    if _NUMBER.fullmatch(word):
        return int(word)
    at_s = seconds_of(word)
    manifest = freshness.read_manifest(project.output(key))
    spoken = [cue for cue in manifest.get("cues", ()) if cue.get("take")]
    if not spoken:
        message = f"story {key} has no episode yet, so nothing is heard at {word}"
        raise UsageError(Problem(message=message, hint=f"drama render {key}, or give the cue's number"))
    length_s = float(manifest["episode"]["duration_s"])
    if at_s > length_s:
        raise UsageError(Problem(message=f"the episode ends at {clock(length_s)}, before {word}"))
    before = [cue for cue in spoken if cue["start_s"] <= at_s]
    return int((before[-1] if before else spoken[0])["number"])
