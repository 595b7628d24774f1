"""Plays a WAV file with a player that the system provides; nothing is installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from drama.errors import EngineError, Problem

if TYPE_CHECKING:
    from pathlib import Path

PLAYERS = (
    ("afplay",),  # macOS
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("play", "-q"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
    ("mpv", "--no-video", "--really-quiet"),
)
"""Programs that play the file given as last argument and then exit, in the order they are tried."""
_SPARE_S = 15.0
_SAID_CHARACTERS = 200


def play(path: Path, seconds: float) -> None:
    """Play a file of this length to its end; EngineError when no player works."""
    if sys.platform == "win32":
        import winsound  # noqa: PLC0415 - exists on Windows only

        winsound.PlaySound(str(path), winsound.SND_FILENAME)
        return
    found = [(shutil.which(name), options) for name, *options in PLAYERS]
    faults = []
    for program, options in found:
        if program is None:
            continue
        fault = _played([program, *options, str(path.resolve())], seconds + _SPARE_S)
        if not fault:
            return
        faults.append(fault)
    names = ", ".join(name for name, *_ in PLAYERS)
    written = (
        "`drama play 003 --out FILE.wav`, `drama voices --sample VOICE` and `drama sounds NAME --out DIR`"
    )
    hint = f"install one of {names}; {written} write files to open elsewhere"
    problem = "; ".join(faults) or "there is no program here that plays sound"
    raise EngineError(Problem(message=problem, hint=hint))


def _played(command: list[str], limit_s: float) -> str:
    """Return the player's error, or nothing: on a machine without a sound card players fail."""
    try:
        done = subprocess.run(  # noqa: S603 - a system player, list arguments, no shell
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=limit_s, check=False
        )
    except subprocess.TimeoutExpired:
        return f"{command[0]} had not ended after {limit_s:.0f} s"
    except OSError as error:
        return f"{command[0]} can't be run: {error.strerror}"
    said = done.stderr.decode("utf-8", "replace").strip()[-_SAID_CHARACTERS:]
    return f"{command[0]} ended with code {done.returncode}: {said}" if done.returncode else ""
