"""The house's habits, kept by tools: lint, format and types."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = {
    "lint": ["ruff", "check", "drama", "tests", "benchmarks"],
    "format": ["ruff", "format", "--check", "drama", "tests", "benchmarks"],
    "types": ["mypy", "--strict", "drama"],
}


@pytest.mark.slow
@pytest.mark.parametrize("tool", sorted(TOOLS))
def test_the_tool_has_nothing_to_complain_of(tool: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *TOOLS[tool]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
