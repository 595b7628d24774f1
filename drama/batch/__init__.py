"""Batch: many stories, all planned, adapted and cast before anything is spoken; then every core is busy."""

from drama.batch.run import LEDGER, batch
from drama.batch.selection import in_shard, plan
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
    "plan",
]
