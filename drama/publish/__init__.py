"""Publish: what goes with an episode: tags, chapters, transcripts, manifest.

in:  Script, Timeline, the mastered file
out: files in output/
"""

from drama.publish.publication import (
    Book,
    Chapter,
    Credit,
    Line,
    Publication,
    Shelf,
    publication,
)

__all__ = [
    "Book",
    "Chapter",
    "Credit",
    "Line",
    "Publication",
    "Shelf",
    "books",
    "chapters",
    "feed",
    "labels",
    "package",
    "pictures",
    "play_script",
    "publication",
    "readalong_epub",
    "readalong_page",
    "reaper",
    "shelf",
    "timeline_otio",
]
