"""Produce: one story end to end, from its file to the finished episode, and which parts of it are stale.

in:  Session (project, engines, store), a story
out: Adapted, Prepared, Plan, Made
"""

from drama.produce.pages import page
from drama.produce.session import Session, engine_settings, new_voices, open_session, read_voices
from drama.produce.voices_check import misspelt

__all__ = [
    "Session",
    "attributing",
    "audition_page",
    "deliver",
    "deliverables",
    "engine_settings",
    "excerpt",
    "feeding",
    "freshness",
    "hearing",
    "journal",
    "lexicon_page",
    "misspelt",
    "new_voices",
    "open_session",
    "page",
    "pages",
    "prepare",
    "preview",
    "publishing",
    "pulling",
    "read_voices",
    "render",
    "script_edits",
    "sides_page",
    "waiting",
]
