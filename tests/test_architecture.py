"""docs/architecture.md is true: every room is in its table, and what it promises are the signatures."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from test_rooms import PACKAGE, RANKS

PAGE = (Path(__file__).parents[1] / "docs" / "architecture.md").read_text(encoding="utf-8")
ROWS = {name: int(row[1]) for row in re.finditer(r"^\| (\d) \| (.*?) \|", PAGE, re.M) for name in
        re.findall(r"`([a-z_]+)/?`", row[2])}  # fmt: skip
PROMISES = re.findall(r"^(drama\.[\w.]+)\((.*)\) -> .+$", PAGE, re.MULTILINE)


def named(path: str) -> Any:
    """Return what a dotted path names in a room; a module of the face is imported when it isn't yet."""
    package, room, *names = path.split(".")
    module = f"{package}.{room}"
    found: Any = import_module(module)
    for name in names:
        module = f"{module}.{name}"
        found = getattr(found, name) if hasattr(found, name) else import_module(module)
    return found


def test_every_room_stands_in_the_table_at_its_rank() -> None:
    there = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    there |= {path.stem for path in PACKAGE.glob("*.py") if not path.stem.startswith("__")}
    assert {name: rank for rank, names in enumerate(RANKS) for name in names if name in there} == ROWS


@pytest.mark.parametrize(("path", "parameters"), PROMISES, ids=[path for path, _ in PROMISES])
def test_a_promise_has_the_signature_of_the_code(path: str, parameters: str) -> None:
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    taken = [p.name for p in inspect.signature(named(path)).parameters.values() if p.kind in kinds]
    assert [name for name in taken if name != "self"] == parameters.split(", ")
