"""Imports go down the floors only, and never round in a circle."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "drama"
FLOORS = (
    {
        "errors",
        "memory",
        "owners",
        "patterns",
        "posting",
        "program",
        "progress",
        "timecode",
    },
    {
        "delivery",
        "model",
        "phonemes",
        "settings",
        "speech",
    },
    {
        "audio",
        "convolution",
        "encoder",
        "files",
        "id3",
        "kweighting",
        "kept",
        "limiting",
        "locks",
        "meters",
        "mp3",
        "paper",
        "playback",
        "player",
        "scratch",
        "segments",
        "transcript",
        "voiceprint",
        "words",
        "workers",
        "yamlfile",
        "yamlsyntax",
    },
    {
        "castlist",
        "collection",
        "edits",
        "house",
        "ledger",
        "marked",
        "matching",
        "mend",
        "merge",
        "proof",
        "script",
        "stamps",
        "store",
        "story",
        "voices",
        "wordbook",
    },
    {
        "alignment",
        "beds",
        "cutting",
        "desk",
        "soundshelf",
        "engines",
        "session",
        "takes",
        "lexicon",
        "noises",
        "pls",
        "rooms",
        "sounds",
        "spoken",
        "stretches",
        "treatments",
    },
    {
        "adapt",
        "cast",
        "chapters",
        "direct",
        "edit",
        "master",
        "mix",
        "package",
        "record",
        "spot",
        "evaluate",
    },
    {
        "freshness",
        "studio",
    },
    {
        "preproduction",
    },
    {
        "audition",
        "ensemble",
        "hearing",
        "inspection",
        "invented",
        "masters",
        "produce",
        "plot",
        "report",
        "reportpage",
        "listening",
        "review",
        "sides",
    },
    {
        "batch",
        "clean",
        "mirror",
    },
    {
        "cluster",
        "remote",
    },
    {
        "console",
    },
    {
        "commands",
    },
    {
        "cli",
    },
    {
        "__main__",
    },
)
WITHIN_A_FLOOR = {
    ("takes", "session"),
    ("audio", "files"),
    ("audio", "kweighting"),
    ("castlist", "voices"),
    ("model", "delivery"),
    ("collection", "story"),
    ("edits", "matching"),
    ("edits", "proof"),
    ("encoder", "files"),
    ("encoder", "id3"),
    ("encoder", "mp3"),
    ("hearing", "audition"),
    ("hearing", "invented"),
    ("lexicon", "spoken"),
    ("encoder", "kept"),
    ("kept", "files"),
    ("playback", "audio"),
    ("playback", "encoder"),
    ("playback", "kept"),
    ("playback", "kweighting"),
    ("playback", "meters"),
    ("playback", "mp3"),
    ("limiting", "audio"),
    ("limiting", "meters"),
    ("locks", "files"),
    ("masters", "produce"),
    ("merge", "edits"),
    ("merge", "matching"),
    ("merge", "proof"),
    ("meters", "audio"),
    ("meters", "kweighting"),
    ("pls", "lexicon"),
    ("progress", "errors"),
    ("script", "story"),
    ("segments", "encoder"),
    ("script", "wordbook"),
    ("speech", "model"),
    ("stamps", "collection"),
    ("voiceprint", "audio"),
    ("voices", "house"),
    ("voices", "wordbook"),
    ("yamlfile", "files"),
    ("yamlfile", "yamlsyntax"),
    ("treatments", "rooms"),
    ("convolution", "audio"),
    ("stretches", "desk"),
    ("desk", "rooms"),
    ("desk", "treatments"),
    ("beds", "soundshelf"),
    ("soundshelf", "sounds"),
    ("report", "listening"),
    ("ensemble", "listening"),
    ("report", "ensemble"),
    ("reportpage", "listening"),
    ("reportpage", "report"),
    ("inspection", "masters"),
    ("inspection", "plot"),
    ("inspection", "produce"),
    ("inspection", "report"),
    ("inspection", "reportpage"),
}
"""Imports between modules of one floor that are allowed: importer and imported."""


def floor(room: str) -> int:
    return next((i for i, rooms in enumerate(FLOORS) if room in rooms), -1)


def rooms_imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = (
                [f"{node.module}.{alias.name}" for alias in node.names]
                if node.module == "drama"
                else [node.module]
            )
            assert node.level == 0, f"{path}: relative import"
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("drama.")}
    return found - {"__version__"}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_from_the_floors_below(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    assert floor(room) >= 0, f"{room} has no floor: add it to FLOORS"
    for other in rooms_imported(path) - {room}:
        assert floor(other) >= 0, f"{other} has no floor: add it to FLOORS"
        allowed = floor(other) < floor(room) or (room, other) in WITHIN_A_FLOOR
        assert allowed, f"{room} imports {other}"


def test_the_architecture_names_each_module_on_its_floor() -> None:
    text = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = [row.split("|")[2] for row in text.splitlines() if row.startswith("| ") and "`" in row]
    told = [set(re.findall(r"`(\w+)`", part)) for row in rows for part in row.split(", then ")]
    assert told == [set(rooms) for rooms in FLOORS]
