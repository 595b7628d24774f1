"""The operating system: files, locks, leases, processes, caches, http. No audio, no story.

in:  paths, bytes, tasks
out: the same, safe against crashes and concurrent processes
"""

__all__ = [
    "cache",
    "distribution",
    "files",
    "fingerprint",
    "float_file",
    "http",
    "json_values",
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
