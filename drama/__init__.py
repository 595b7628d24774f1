"""drama reads prose stories, finds who says what, gives every character a voice, and mixes an audio drama.

The path of the data, each stage a folder of this package:

    Story --adapt--> Script --cast--> Cast --speech--> Takes --mix--> Mix --master--> one measured file

As a library:

    import drama

    made = drama.render("stories/003 The Lamp at Quay Nine.txt")     # the episode, rendered if it is stale
    script = drama.adapt("003")                                     # who says what; nothing is written
    project = drama.open_project("my-stories")                      # the folder: its stories and files

Glossary
    project     a folder with stories, voices.yaml, scripts and episodes
    story       prose, as its author wrote it
    script      the story as a play: scenes of cues; the file scripts/NUMBER.yaml
    cue         one entry of a script: narration, a line, a pause, a sound
    line        a cue that a character speaks
    how         a cue's direction: whispered, thought, radio
    spotting    reading the narration for the sounds that it calls for
    cast        who has which voice
    voice       an engine, a voice of it, rate and pitch
    seat        where a character sits between left (-1) and right (1)
    utterance   what an engine is asked to speak
    take        a spoken utterance in the take store
    clip        a take or a sound placed on the timeline
    timeline    every clip of an episode with its place, level and treatment
    treatment   what a line goes through before it is heard: a telephone, a loudspeaker
    bus         narration, dialogue, effects, ambience or music
    bed         ambience or music under the speech
    room tone   the noise of an empty room, heard between the lines
    stem        one bus alone, at full length
    region      a segment of the timeline that is mixed by itself
    mix         all buses together, before mastering
    master      the mix at the preset's loudness and true peak
    preset      what a shop or station asks of a file
    episode     the finished file with what goes with it
    manifest    what an episode was made from; written last, so that it seals the episode
    sides       one character's lines with the cues before them, for an actor

docs/architecture.md shows the packages, the path of a line through them, and the key of every cache.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from drama.model import Script
    from drama.produce.render import Made
    from drama.progress import Progress
    from drama.project import Project, StoryFile

__all__ = ["__version__", "adapt", "open_project", "render"]
__version__ = "0.2.0"

# What each function needs is imported when it is called: `drama --help` loads no stage.


def open_project(folder: str | PathLike[str] = ".") -> Project:
    """Return the project in a folder, or in the nearest one above it; UsageError where there is none."""
    from pathlib import Path  # noqa: PLC0415

    from drama.project import layout  # noqa: PLC0415

    return layout.find(Path(folder).resolve())


def adapt(story: str | PathLike[str], *, project: str | PathLike[str] | None = None) -> Script:
    """Return a story as a script, as `drama script` makes it; nothing is written.

    The story is a file, or a number or name in the project. The default project is that of the current
    folder. If a person has edited the script, the edits are preserved. UsageError when there is no such
    story, InputError when a file has errors.
    """
    from drama.produce import open_session, prepare  # noqa: PLC0415

    opened, entry = _chosen(story, project)
    with open_session(opened) as session:
        return prepare.adapt_story(session, entry).script


def render(
    story: str | PathLike[str],
    *,
    project: str | PathLike[str] | None = None,
    preset: str | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Made:
    """Return a story's episode, rendered unless it is up to date, as `drama render` does.

    The script and new voices are written to files that a person can edit. `preset` is podcast, streaming,
    broadcast, acx or custom; the default is set in voices.yaml. `jobs` is the maximum number of processes;
    the default is one per core. UsageError when there is no such story, InputError when a file has errors,
    EngineError when an engine or the encoder fails; all are drama.errors.DramaError.
    """
    from drama.produce import open_session, prepare  # noqa: PLC0415
    from drama.produce import render as rendering  # noqa: PLC0415
    from drama.system import locks  # noqa: PLC0415

    opened, entry = _chosen(story, project)
    opened.sweep()
    with open_session(opened, jobs=jobs, progress=progress) as session:
        adapted = prepare.adapt_story(session, entry)
        prepared = prepare.cast_story(session, adapted)
        prepare.keep_script(session, adapted)
        prepare.keep_cast(session, {prepared.script.key: prepared.casting})
        with locks.held(opened.cache / "locks" / entry.key, wait=True):
            return rendering.make(session, prepared, preset=preset)


def _chosen(story: str | PathLike[str], project: str | PathLike[str] | None) -> tuple[Project, StoryFile]:
    from pathlib import Path  # noqa: PLC0415

    from drama.project import layout  # noqa: PLC0415

    words = [str(story)]
    opened = layout.find(Path.cwd(), Path(project) if project is not None else None, words)
    return opened, opened.select(words)[0]


class _Face(ModuleType):
    """Keeps drama.adapt bound to the function: importing drama.adapt would rebind it to the package."""

    def __setattr__(self, name: str, value: object) -> None:
        if name != "adapt" or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face
