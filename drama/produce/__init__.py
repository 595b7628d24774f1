"""Produce: one story end to end, from its file to the finished episode, and what is stale of it.

in:  Session (project, engines, store), a story
out: Adapted, Prepared, Plan, Made
"""

from drama.produce.session import Studio, engine_settings, open_studio, read_voices

__all__ = [
    "Studio",
    "audition_page",
    "deliver",
    "engine_settings",
    "freshness",
    "lexicon_page",
    "open_studio",
    "prepare",
    "read_voices",
    "render",
    "sides_page",
]
