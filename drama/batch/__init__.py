"""Batch: many stories, all planned, adapted and cast before anything is spoken; on one machine or many.

in:  a collection, here or on object storage; workers, here or on a cluster
out: Report: how each story ended
"""

from drama.batch.ledger import Entry, Ledger
from drama.batch.remote import storage
from drama.batch.run import batch
from drama.batch.selection import LEDGER, in_shard, look
from drama.batch.values import Ended, Plan, Planned, Report, Runner

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
    "in_shard",
    "look",
    "remote",
    "storage",
]
