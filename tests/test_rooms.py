"""The house: imports go down the ranks, and from outside a room only its face is imported."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "drama"
RANKS = (
    (
        "errors",
        "timecode",
        "progress",
        "delivery",
        "model",
        "places",
        "settings",
        "treatments",
        "voice_recipe",
    ),
    ("english", "system"),
    ("audio", "project"),
    ("adapt", "cast", "speech", "mix", "master"),
    ("publish",),
    ("produce",),
    ("qc", "batch"),
    ("web",),
    ("cli",),
)
RANK = {room: rank for rank, rooms in enumerate(RANKS) for room in rooms}


def imported(path: Path) -> list[tuple[str, str]]:
    """Return what a module imports of ours: module and name."""
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    nodes = [node for node in tree if isinstance(node, ast.ImportFrom)]
    return [(n.module or "", a.name) for n in nodes for a in n.names if f"{n.module}.".startswith("drama.")]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_from_lower_ranks_and_only_faces(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for module, name in imported(path):
        other = f"{module}.{name}".split(".")[1]
        if room in RANK and other in RANK and other != room:
            assert RANK[other] < max(RANK[room], 1), f"{room} imports {other}, which is not below it"
            face = PACKAGE / other / "__init__.py"
            shown = not face.exists() or f'"{name}"' in face.read_text(encoding="utf-8")
            assert shown, f"{module}.{name} is not in the face of {other}"
            assert module.count(".") <= 1, f"{module} is inside {other}: import from its face"
