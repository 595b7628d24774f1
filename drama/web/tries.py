"""What somebody records on the page: each try kept, the chosen one trimmed to where `drama render` looks.

Tries lie in takes/NUMBER/.tries/CUE/1.webm; the chosen one, as CUE.wav, is a human take like any other.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drama.audio import sound_files
from drama.errors import InputError, Place, Problem, UsageError
from drama.system import files, json_values

if TYPE_CHECKING:
    from pathlib import Path

MOST = 30
"""As many tries of a line are kept."""
KINDS = {
    "audio/aac": ".aac", "audio/flac": ".flac", "audio/mp4": ".m4a", "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg", "audio/wav": ".wav", "audio/wave": ".wav", "audio/webm": ".webm",
    "audio/x-flac": ".flac", "audio/x-m4a": ".m4a", "audio/x-wav": ".wav", "video/webm": ".webm",
}  # fmt: skip
"""What browsers and phones record, and the suffix that it is kept under."""
_LEAST_S = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One recording of a line."""

    id: int
    path: Path
    seconds: float


def add(folder: Path, cue: int, kind: str, content: bytes) -> Try:
    """Return a recording kept as the next try of a line; InputError when it is no sound."""
    suffix = KINDS.get(kind.partition(";")[0].strip().lower())
    if suffix is None:
        raise UsageError(Problem(message=f"{kind or 'that'} is no kind of sound that is recorded here"))
    known = tries(folder, cue)
    if len(known) >= MOST:
        message = f"there are {MOST} tries of line {cue}"
        raise UsageError(Problem(message=message, hint=f"remove some from {_folder(folder, cue)}"))
    number = max((one.id for one in known), default=0) + 1
    path = _folder(folder, cue) / f"{number}{suffix}"
    files.write_bytes(path, content)
    try:
        seconds = _seconds(path)
    except InputError:
        path.unlink()
        raise
    lengths = _lengths(folder, cue) | {str(number): round(seconds, 2)}
    files.write_text(_folder(folder, cue) / "lengths.json", json.dumps(lengths) + "\n", durable=False)
    return Try(id=number, path=path, seconds=seconds)


def _seconds(path: Path) -> float:
    """Return a recording's length; InputError when it is none."""
    with sound_files.Recording(path) as recording:
        seconds = recording.seconds
    if seconds < _LEAST_S:
        message = "nothing is to be heard in it"
        raise InputError(Problem(message=message, place=Place(path=str(path)), hint="hold it longer"))
    return seconds


def tries(folder: Path, cue: int) -> tuple[Try, ...]:
    """Return a line's recordings, the first one first."""
    place = _folder(folder, cue)
    if not place.is_dir():
        return ()
    lengths = _lengths(folder, cue)
    found = [
        path
        for path in place.iterdir()
        if re.fullmatch(r"\d{1,4}", path.stem) and path.suffix in KINDS.values()
    ]
    return tuple(
        Try(id=int(path.stem), path=path, seconds=float(lengths.get(path.stem, 0.0)))
        for path in sorted(found, key=lambda path: int(path.stem))
    )


def choose(folder: Path, cue: int, number: int, start_s: float, end_s: float) -> None:
    """Make a try the line's take, so many seconds cut off its ends; UsageError when nothing would be left."""
    found = next((one for one in tries(folder, cue) if one.id == number), None)
    if found is None:
        raise UsageError(Problem(message=f"line {cue} has no try {number}"))
    with sound_files.Recording(found.path) as recording:
        first_s, last_s = max(0.0, start_s), recording.seconds - max(0.0, end_s)
        if last_s - first_s < _LEAST_S:
            raise UsageError(Problem(message="nothing would be left of it", hint="cut off less"))
        kept = recording.segment(first_s, last_s)
    with files.replacing(folder / f"{cue}.wav") as temporary:
        kept.export(temporary, format="wav").close()
    files.write_text(_folder(folder, cue) / "chosen", f"{number}\n", durable=False)


def drop(folder: Path, cue: int) -> None:
    """Give a line back to its engine; the tries stay."""
    (folder / f"{cue}.wav").unlink(missing_ok=True)
    (_folder(folder, cue) / "chosen").unlink(missing_ok=True)


def chosen(folder: Path, cue: int) -> int:
    """Return which try is the line's take; 0 when none is, −1 for a file that was put there otherwise."""
    if not (folder / f"{cue}.wav").is_file():
        return 0
    with suppress(OSError, ValueError):
        return int((_folder(folder, cue) / "chosen").read_text(encoding="utf-8"))
    return -1


def _lengths(folder: Path, cue: int) -> dict[str, float]:
    with suppress(OSError, ValueError):
        content = json_values.parsed((_folder(folder, cue) / "lengths.json").read_text(encoding="utf-8"))
        return content if isinstance(content, dict) else {}
    return {}


def _folder(folder: Path, cue: int) -> Path:
    return folder / ".tries" / str(int(cue))
