"""Batch: many stories, all planned, adapted and cast before anything is spoken; then every core is busy."""

from drama.batch.run import batch
from drama.batch.selection import LEDGER, in_shard, look, plan
from drama.batch.values import Ended, Plan, Planned, Report, Runner, Unwatched, Watcher

__all__ = [
    "LEDGER",
    "Ended",
    "Plan",
    "Planned",
    "Report",
    "Runner",
    "Unwatched",
    "Watcher",
    "batch",
    "in_shard",
    "look",
    "plan",
]
