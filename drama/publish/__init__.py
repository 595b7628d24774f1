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
    picture_kind,
    picture_size,
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
    "picture_kind",
    "picture_size",
    "play_script",
    "publication",
    "readalong_epub",
    "readalong_page",
    "reaper",
    "shelf",
    "timeline_otio",
]
