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
    "chapters",
    "feed",
    "package",
    "picture_kind",
    "picture_size",
    "publication",
    "readalong_epub",
    "shelf",
]
