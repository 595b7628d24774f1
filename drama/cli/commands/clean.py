"""`drama clean`: the cache without what nothing has used for long."""

from __future__ import annotations

import math
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from drama.batch import clean
from drama.project import layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drama.batch import clean
    from drama.cli.console import Console

_DAY_S = 24 * 3600.0
_MEGABYTE = 1_000_000
_PLURALS: dict[clean.What, str] = {
    "take": "takes",
    "mix": "mixes",
    "sound": "sounds",
    "unfinished file": "unfinished files",
    "lock": "locks",
}
_AGES = ((1.0, "a day"), (7.0, "a week"), (30.0, "a month"), (math.inf, "longer ago"))
"""Days, and what they are called."""


def run(console: Console, *, project: Path | None, days: float, dry_run: bool) -> None:
    """Remove what is old, or say what would go."""
    collection = layout.find(Path.cwd(), project)
    now = time.time()
    items = clean.find(collection, now, older_than_s=days * _DAY_S)
    for item in items:
        about = (
            f"{item.what} {item.name[:60]}: {item.size / _MEGABYTE:.2f} MB, {item.age_s / _DAY_S:.0f} days"
        )
        console.detail(about)
    for about in _by_age(clean.find(collection, now, older_than_s=0.0)):
        console.result(about)
    counts = Counter(item.what for item in items)
    said = ", ".join(
        f"{count} {_PLURALS[what] if count != 1 else what}" for what, count in sorted(counts.items())
    )
    size = sum(item.size for item in items)
    freed = 0 if dry_run else clean.remove(collection, items)
    verb = "would go" if dry_run else "removed"
    console.result(f"{said or 'nothing'} {verb}, {size / _MEGABYTE:.1f} MB")
    console.data({"dry_run": dry_run, "freed": freed, "items": [asdict(item) for item in items]})


def _by_age(items: Sequence[clean.Item]) -> Iterator[str]:
    """Yield how many takes the cache holds and how large they are, by the time of their last use."""
    takes = [item for item in items if item.what == "take"]
    since = 0.0
    for days, name in _AGES:
        of_age = [item.size for item in takes if since <= item.age_s / _DAY_S < days]
        since = days
        if of_age:
            within = name if math.isinf(days) else f"within {name}"
            yield f"takes last used {within}: {len(of_age)}, {sum(of_age) / _MEGABYTE:.1f} MB"
