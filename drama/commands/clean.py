"""`drama clean`: the cache without what nothing has used for long."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from drama import collection
from drama.clean import find, remove

if TYPE_CHECKING:
    from drama.console import Console

_DAY_S = 24 * 3600.0
_MEGABYTE = 1_000_000


def run(console: Console, *, project: Path | None, days: float, dry_run: bool) -> None:
    """Remove what is old, or say what would go."""
    house = collection.find(Path.cwd(), project)
    items = find(house, time.time(), older_than_s=days * _DAY_S)
    for item in items:
        about = (
            f"{item.what} {item.name[:60]}: {item.size / _MEGABYTE:.2f} MB, {item.age_s / _DAY_S:.0f} days"
        )
        console.detail(about)
    counts = Counter(item.what for item in items)
    said = ", ".join(f"{count} {what}{'s' * (count != 1)}" for what, count in sorted(counts.items()))
    size = sum(item.size for item in items)
    freed = 0 if dry_run else remove(house, items)
    verb = "would go" if dry_run else "removed"
    console.result(f"{said or 'nothing'} {verb}, {size / _MEGABYTE:.1f} MB")
    console.data({"dry_run": dry_run, "freed": freed, "items": [asdict(item) for item in items]})
