"""Publish: what goes with an episode: tags, chapters, transcripts, manifest.

in:  Script, Timeline, the mastered file
out: files in output/
"""

__all__ = ["chapters", "package"]
