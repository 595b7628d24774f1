"""Batch: many stories, all planned, adapted and cast before anything is spoken; on one machine or many.

in:  a collection, here or on object storage; workers, here or on a cluster
out: Report: how each story ended
"""

from drama.batch.ledger import LEDGER, Entry, Ledger
from drama.batch.remote import storage
from drama.batch.run import batch
from drama.batch.selection import in_shard, look
from drama.batch.values import Ended, Plan, Planned, Report, Runner
from drama.batch.work import enter

__all__ = [
    "LEDGER",
    "Ended",
    "Entry",
    "Ledger",
    "Plan",
    "Planned",
    "Report",
    "Runner",
    "batch",
    "clean",
    "dask_cluster",
    "enter",
    "in_shard",
    "look",
    "remote",
    "storage",
]
