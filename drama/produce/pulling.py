"""Pull: import the changes of a Reaper project into the script: gaps, gains, pans, replaced takes."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drama.errors import InputError, Place, Problem
from drama.project import script_file
from drama.publish import reaper
from drama.system import files, json_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drama.model import Cue, Script
    from drama.project import Project

_LEAST_S, _LEAST_DB, _LEAST_PAN = 0.015, 0.05, 0.005
"""Smaller changes come from rounding in the files."""
_TAKEN = ("position_s", "length_s", "gain_db", "pan", "file")
"""What of an item is compared with how it was."""
_SOUNDS = (".wav", ".flac", ".mp3", ".ogg", ".aif", ".aiff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """The imported changes."""

    key: str
    changes: tuple[str, ...]
    """One description each."""
    notes: tuple[str, ...] = ()
    """Changes that can't be imported."""


def pull(project: Project, path: Path) -> Pulled:
    """Import the changes of a project made by `publish --as reaper` into its story's script.

    InputError for a file that isn't such a project. Nothing is written when nothing changed.
    """
    base = _baseline(path)
    key = str(base["key"])
    try:
        found = reaper.read(files.read_text(path))
    except ValueError as error:
        raise _refusal(path, "this is no Reaper project") from error
    play = script_file.read(project.script(key))
    before = {(one["cue"], n): one for one, n in _numbered(base["items"])}
    now = {(one.cue, n): one for one, n in _numbered(found)}
    settings: dict[int, dict[str, float]] = {}
    changes: list[str] = []
    notes = [
        f"cue {cue}: its item is gone; delete or mute lines in the script"
        for cue, _ in before
        if (cue, _) not in now
    ]
    for place, one in now.items():
        was = before.get(place)
        if was is None:
            notes.append(f"cue {one.cue}: an item was added or copied; that stays in Reaper")
            continue
        if one.muted:
            notes.append(f"cue {one.cue}: it is muted in Reaper; a script has no muted lines")
        _levels(one, was, settings, changes)
        _media(project, key, path, one, was, changes, notes)
    _gaps(base["items"], now, settings, changes)
    if settings:
        script_file.write(_with(play, settings), project.script(key))
    if changes:
        _remember(path, base, now)
    return Pulled(key=key, changes=tuple(changes), notes=tuple(notes))


def _numbered(items: Sequence[Any]) -> list[tuple[Any, int]]:
    """Return each item with its index among the items of its cue."""
    count: Counter[int] = Counter()
    numbered = []
    for one in items:
        cue = one["cue"] if isinstance(one, dict) else one.cue
        numbered.append((one, count[cue]))
        count[cue] += 1
    return numbered


def _levels(
    one: reaper.Found, was: Mapping[str, Any], settings: dict[int, dict[str, float]], changes: list[str]
) -> None:
    louder = one.gain_db - float(was["gain_db"])
    if abs(louder) > _LEAST_DB:
        name = "volume_db" if was["speech"] else "level_db"
        settings.setdefault(one.cue, {})[f"+{name}"] = round(louder, 2)
        changes.append(f"cue {one.cue}: {louder:+.1f} dB")
    if abs(one.pan - float(was["pan"])) > _LEAST_PAN:
        settings.setdefault(one.cue, {})["pan"] = round(one.pan, 3)
        changes.append(f"cue {one.cue}: pan {one.pan:+.2f}")


def _gaps(
    base: Sequence[Mapping[str, Any]],
    now: Mapping[tuple[int, int], reaper.Found],
    settings: dict[int, dict[str, float]],
    changes: list[str],
) -> None:
    """Record the new gap before each line that was moved relative to the line before it."""
    old_end = new_end = 0.0
    for was, number in _numbered(sorted(base, key=lambda one: float(one["position_s"]))):
        one = now.get((was["cue"], number))
        if not was["speech"] or one is None:
            continue
        old_gap = float(was["position_s"]) - old_end
        new_gap = one.position_s - new_end
        if abs(new_gap - old_gap) > _LEAST_S and old_end:
            settings.setdefault(one.cue, {})["gap_s"] = round(max(-5.0, min(60.0, new_gap)), 3)
            changes.append(f"cue {one.cue}: a gap of {new_gap:.2f} s, not {old_gap:.2f}")
        old_end = max(old_end, float(was["position_s"]) + float(was["length_s"]))
        new_end = max(new_end, one.position_s + one.length_s)


def _media(
    project: Project,
    key: str,
    path: Path,
    one: reaper.Found,
    was: Mapping[str, Any],
    changes: list[str],
    notes: list[str],
) -> None:
    """Copy a line's replaced sound to the recordings, where it replaces the take from now on."""
    name = one.file.replace("\\", "/")
    if name == was["file"] or Path(name).name == Path(str(was["file"])).name:
        return
    source = Path(name) if Path(name).is_absolute() else path.parent / name
    if not was["speech"]:
        notes.append(f"cue {one.cue}: for another sound, name it in the script")
    elif source.suffix.lower() not in _SOUNDS or not source.is_file():
        notes.append(f"cue {one.cue}: {name} can't be read")
    else:
        target = project.recordings(key) / f"{one.cue}{source.suffix.lower()}"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        changes.append(f"cue {one.cue}: {source.name} is its take now ({target.name})")


def _with(play: Script, settings: Mapping[int, Mapping[str, float]]) -> Script:
    """Return a script with settings of cues; a name with a leading "+" adds to the existing value."""

    def changed(cue: Cue) -> Cue:
        wanted = settings.get(cue.number)
        if not wanted:
            return cue
        own = dict(cue.settings)
        for name, value in wanted.items():
            bare = name.lstrip("+")
            own[bare] = round(float(own.get(bare, 0.0)) + value, 2) if name.startswith("+") else value
        return replace(cue, settings=tuple(sorted(own.items())), by_hand=True)

    scenes = tuple(replace(scene, cues=tuple(changed(cue) for cue in scene.cues)) for scene in play.scenes)
    return replace(play, scenes=scenes)


def _baseline(path: Path) -> dict[str, Any]:
    beside = _beside(path)
    if not beside.is_file():
        raise _refusal(path, f"{beside.name} isn't beside it, which tells what was changed")
    try:
        base = json_values.parsed(files.read_text(beside))
        if (
            base["schema"] == reaper.SCHEMA
            and re.fullmatch(r"[^/\\]+", base["key"])
            and isinstance(base["items"], list)
        ):
            return dict(base)
    except (ValueError, KeyError, TypeError):
        pass
    raise _refusal(beside, "the file that tells what was changed is damaged")


def _remember(path: Path, base: Mapping[str, Any], now: Mapping[tuple[int, int], reaper.Found]) -> None:
    """Note what was imported beside the project, so that the next import has only what changed since."""
    items = [
        {**was, **({name: getattr(one, name) for name in _TAKEN} if one else {})}
        for was, number in _numbered(base["items"])
        for one in (now.get((was["cue"], number)),)
    ]
    files.write_text(_beside(path), json.dumps({**base, "items": items}, ensure_ascii=False, indent=1) + "\n")


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.stem}.baseline.json")


def _refusal(path: Path, message: str) -> InputError:
    hint = "make the project again: drama publish 003 --as reaper"
    return InputError(Problem(message=message, place=Place(path=str(path)), hint=hint))
