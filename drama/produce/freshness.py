"""Freshness: is a finished episode what a render would make now, and if not, why not?"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, TypeGuard

from drama.settings import Custom
from drama.system import files as system_files
from drama.system import fingerprint, json_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from drama.delivery import Delivery
    from drama.model import Cast, Cue, Script
    from drama.settings import Settings

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Everything that an episode is made of, as digests and keys."""

    script: Script
    cast: Cast
    keys: tuple[str | None, ...]
    """The take of each cue; None where nothing is spoken."""
    settings: Settings
    deliveries: tuple[tuple[str, Delivery], ...] = ()
    """The project's own deliveries for direction words, sorted."""
    played: frozenset[int] = frozenset()
    """Numbers of the sound cues that are played: those by hand, and those that drama is sure of."""
    recordings: str = ""
    """Digest of the human takes, empty when there are none."""
    sounds: str = ""
    """Changes when a sound that a cue calls for changes (mix.SoundBank.stamp)."""

    facts: str = ""
    """Digest of the tags beside title and author."""

    def inputs(self) -> dict[str, str]:
        """Return a digest of each part, by name; equal inputs make the same episode, sample for sample."""
        pairs = zip(self.script.cues, self.keys, strict=True)
        cues = [_of_cue(cue, key) for cue, key in pairs if not cue.is_sound or cue.number in self.played]
        scenes = [
            (scene.title, scene.place, scene.time, scene.room, scene.joined, len(scene.cues))
            for scene in self.script.scenes
        ]
        people = sorted((one.name, one.kind) for one in self.script.characters)
        seats = [(name, voice.volume_db, voice.seat) for name, voice in _voices(self.cast)]
        own_ways = [(name, str(voice.deliveries)) for name, voice in _voices(self.cast) if voice.deliveries]
        return {
            "mixing": fingerprint.fingerprint("mix"),
            "mastering": fingerprint.fingerprint("master"),
            "publishing": fingerprint.fingerprint("publish"),
            "story": self.script.sha256,
            "title": _digest((self.script.title, self.script.author, self.facts)),
            "lines": _digest(cues),
            "scenes": _digest((scenes, people)),
            "levels and seats": _digest(seats),
            "delivery": _digest((str(self.deliveries), own_ways)),
            "settings": _digest(_heard(self.settings)),
            "human takes": self.recordings,
            "sounds": _digest(self.sounds),
        }


def _of_cue(cue: Cue, key: str | None) -> tuple[object, ...]:
    return (cue.number, cue.kind, cue.speaker, cue.text, cue.how, cue.joined, cue.settings, key)


def _heard(settings: Settings) -> dict[str, Any]:
    """Return the settings that this episode is made with: the custom preset's only where it is selected."""
    return asdict(settings if settings.preset == "custom" else replace(settings, custom=Custom()))


def _voices(cast: Cast) -> Sequence[tuple[str, Any]]:
    return [("", cast.narrator), *cast.voices]


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return an episode's manifest; empty when none can be read, so that the episode is unfinished."""
    try:
        content = json_values.parsed((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if _is_manifest(content) else {}


_Shape = dict[str, type | tuple[type, ...]]
_NUMBER = (int, float)
_ABOUT: _Shape = {
    "bytes": int, "file": str, "sha256": str,
    **dict.fromkeys(("duration_s", "integrated_lufs", "range_lu", "true_peak_dbtp"), _NUMBER),
}  # fmt: skip
_CUE: _Shape = {"number": int, "kind": str, "speaker": str, "start_s": _NUMBER, "end_s": _NUMBER}


def _is_manifest(content: object) -> bool:
    """Return whether a manifest has what everybody reads of one, in the right types."""
    if not _has(content, {"episode": dict, "inputs": dict, "files": dict, "cues": list}):
        return False
    about, files, cues = content["episode"], content["files"], content["cues"]
    right = _has(about, _ABOUT) and all(isinstance(digest, str) for digest in files.values())
    return right and all(_has(cue, _CUE) and isinstance(cue.get("take", ""), str) for cue in cues)


def _has(content: object, shape: _Shape) -> TypeGuard[dict[str, Any]]:
    return isinstance(content, dict) and all(isinstance(content.get(n), kind) for n, kind in shape.items())


def stale(
    wanted: Wanted, manifest: Mapping[str, Any], episode: Path, folder: Path, *, elsewhere: bool = False
) -> tuple[str, ...]:
    """Return the reasons why an episode has to be made; none when it is fresh.

    `folder` holds what goes with it; whether a file is damaged is looked at where nothing else has changed.
    `elsewhere` says that finished files lie on a storage, where only the size of the episode is known.
    """
    if not manifest:
        return ("there is no finished episode",)
    before, now = manifest["inputs"], wanted.inputs()
    changed = [name for name in now if before.get(name) != now[name]]
    if not changed:  # what is made again anyway isn't read: a novel has hundreds of megabytes
        return _missing(manifest, episode) if elsewhere else _damaged(manifest, episode, folder)
    lines = _lines(wanted, manifest) if "lines" in changed else ()
    return (*(f"{name} changed" for name in changed if name != "lines"), *lines)


def _missing(manifest: Mapping[str, Any], episode: Path) -> tuple[str, ...]:
    """Return whether the episode isn't there with its size."""
    there = episode.is_file() and episode.stat().st_size == manifest["episode"].get("bytes")
    return () if there else (f"{episode.name} is missing",)


def _damaged(manifest: Mapping[str, Any], episode: Path, folder: Path) -> tuple[str, ...]:
    """Return which finished files are missing or differ in content from what was made."""
    made = {episode: manifest["episode"].get("sha256", "")}
    made |= {folder / str(name): digest for name, digest in manifest.get("files", {}).items()}
    found = []
    for path, digest in made.items():
        if not path.is_file():
            found.append(f"{path.name} is missing")
        elif system_files.digest_of(path) != digest:
            found.append(f"{path.name} isn't the file that was made")
    return tuple(found)


def _lines(wanted: Wanted, manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Return, by speaker, how many lines are new or sound different."""
    before = {cue.get("number"): cue.get("take") for cue in manifest.get("cues", []) if cue.get("take")}
    now = {cue.number: (cue, key) for cue, key in zip(wanted.script.cues, wanted.keys, strict=True) if key}
    other = Counter(
        cue.speaker or "the narrator" for number, (cue, key) in now.items() if before.get(number) != key
    )
    gone = len(before.keys() - now.keys())
    named = other.most_common(_MOST_NAMED)
    reasons = [f"{_count(count)} of {name} {_sounds(count)} otherwise" for name, count in named]
    rest = sum(other.values()) - sum(count for _, count in named)
    reasons += [f"{_count(rest)} of others {_sounds(rest)} otherwise"] if rest else []
    reasons += [f"{_count(gone)} no longer there"] if gone else []
    return tuple(reasons) or ("the order or the directions of lines changed",)


def _count(number: int) -> str:
    return f"{number} line" + "s" * (number != 1)


def _sounds(number: int) -> str:
    return "sounds" if number == 1 else "sound"
