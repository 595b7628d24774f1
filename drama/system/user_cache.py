"""What drama keeps for its user and not for a collection: it can be deleted at any time."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_cache_path


def user_cache() -> Path:
    """Return the user's cache folder of the platform, ~/.cache/drama on Linux; it may not be there yet."""
    return Path(user_cache_path("drama", appauthor=False))
