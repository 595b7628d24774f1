"""The machine: files, locks, leases, processes, caches, http. No audio, no story.

in:  paths, bytes, tasks
out: the same, kept safe against crashes and other processes
"""

__all__ = [
    "cache",
    "distribution",
    "files",
    "fingerprint",
    "http",
    "lazy_re",
    "leases",
    "locks",
    "memory",
    "pdf",
    "player",
    "processes",
    "seals",
    "tempdirs",
    "user_cache",
]
