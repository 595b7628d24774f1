"""The project's folder and the files that people edit: stories, scripts, voices.yaml.

in:  files
out: Story, Script, VoicesFile, with the place of every value for errors; and the same written back
"""

from drama.project.layout import Project, StoryFile
from drama.project.show_reader import Show
from drama.project.story_file import safe_name
from drama.project.voices_edit import STEP, enter, pasteable, with_voice
from drama.project.voices_file import Part, Setting, VoicesFile

__all__ = [
    "STEP",
    "Part",
    "Project",
    "Setting",
    "Show",
    "StoryFile",
    "VoicesFile",
    "enter",
    "layout",
    "pasteable",
    "readable",
    "safe_name",
    "schema",
    "script_file",
    "story_file",
    "trust",
    "voices_edit",
    "voices_file",
    "watching",
    "with_voice",
    "yaml",
]
