"""The cache of the user, as opposed to that of a project: it can be deleted at any time."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_cache_path


def user_cache() -> Path:
    """Return the platform's user cache folder, ~/.cache/drama on Linux; it may not exist yet."""
    return Path(user_cache_path("drama", appauthor=False))
