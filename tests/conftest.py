"""A small collection that the tone engine speaks, for tests of the whole path."""

from __future__ import annotations

from pathlib import Path

import pytest

from drama.collection import Collection

STORY = """The Ferry

by A. Tester

Nora pulled the rope twice. "Is anybody over there?" she shouted.

"Only me," said Abel. "And the goat."

"The goat pays double."

"He says he'd rather swim."

* * *

By noon the river had risen, and Nora tied the boat to the willow. "Tomorrow, then," she whispered.

Abel laughed. "He says thank you."
"""
VOICES = """# The cast of the ferry: this comment stays.
drama: voices/1
house: {engine: tone}
"""


@pytest.fixture
def house(tmp_path: Path) -> Collection:
    """Return a collection of one story, in a folder of its own."""
    root = tmp_path / "collection"
    (root / "stories").mkdir(parents=True)
    (root / "stories" / "001 The Ferry.txt").write_text(STORY, encoding="utf-8")
    (root / "voices.yaml").write_text(VOICES, encoding="utf-8")
    return Collection(root=root)
