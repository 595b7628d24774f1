"""The program itself: which code this is, so that nothing made by other code is taken for its own work."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from drama import __version__


@cache
def fingerprint() -> str:
    """Return the version with a digest of the program's source, which changes with every edit of it."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(path.read_bytes())
    return f"{__version__} {digest.hexdigest()[:16]}"
