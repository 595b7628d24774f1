"""A finished episode looked at again: its report and its picture, only of what a render would still make."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from drama.errors import InputError
from drama.model import Cue
from drama.produce import render
from drama.produce.prepare import Prepared, adapt_story, cast_story, keep_cast, keep_script
from drama.produce.session import Session, open_session
from drama.project.layout import Project
from drama.qc import inspect

pytestmark = pytest.mark.slow


@pytest.fixture
def session(project: Project) -> Iterator[Session]:
    opened = open_session(project, jobs=2)
    yield opened
    opened.close()


@pytest.fixture
def prepared(session: Session) -> Prepared:
    adapted = adapt_story(session, session.project.select(["1"])[0])
    ready = cast_story(session, adapted)
    keep_script(session, adapted)
    keep_cast(session, {ready.script.key: ready.casting})
    return ready


def test_every_line_of_a_rendered_story_is_found_in_its_file(session: Session, prepared: Prepared) -> None:
    render.make(session, prepared)
    (found,) = inspect.inspect(session, prepared)
    assert len(found.found) == sum(utterance is not None for utterance in prepared.utterances)
    assert all(one.is_good for one in found.found)
    starts = [one.start for one in found.found]
    assert starts == sorted(starts)


def test_a_report_lies_beside_the_episode(session: Session, prepared: Prepared) -> None:
    render.make(session, prepared)
    (found,) = inspect.inspect(session, prepared)
    folder = session.project.output("001")
    assert json.loads((folder / "report.json").read_text(encoding="utf-8"))["passes"] == found.passes
    assert 'src="../001.mp3"' in (folder / "report.html").read_text(encoding="utf-8")


def test_an_episode_is_drawn_beside_itself(session: Session, prepared: Prepared) -> None:
    render.make(session, prepared)
    assert [path.name for path in inspect.draw(session, prepared)] == ["timeline.png", "timeline.svg"]


def test_what_is_not_rendered_is_not_inspected(session: Session, prepared: Prepared) -> None:
    with pytest.raises(InputError, match="drama render 001"):
        inspect.inspect(session, prepared)


def test_stems_are_written_when_they_are_asked_for(session: Session, prepared: Prepared) -> None:
    render.make(session, prepared, stems=True)
    stems = {path.stem for path in (session.project.output("001") / "stems").iterdir()}
    assert stems == {"narration", "dialogue", "effects", "ambience", "music"}


def with_cue(prepared: Prepared, cue: Cue, at: int) -> Prepared:
    """Return a story whose first scene has one more cue at a place."""
    first, *others = prepared.script.scenes
    scenes = (replace(first, cues=(*first.cues[:at], cue, *first.cues[at:])), *others)
    script = replace(prepared.script, scenes=scenes)
    spoken = prepared.utterances
    return replace(
        prepared,
        adapted=replace(prepared.adapted, script=script),
        credited=script if prepared.credited else None,
        utterances=(*spoken[:at], None, *spoken[at:]),
    )


def test_speech_lies_ten_lu_and_more_over_music(session: Session, prepared: Prepared) -> None:
    pad = Cue(number=900, kind="music", text="pad-comic", settings=(("seconds", 60.0),))
    ready = with_cue(prepared, pad, 2)
    render.make(session, ready)
    (found,) = inspect.inspect(session, ready)
    (check,) = [check for check in found.checks if check.name == "speech over music"]
    assert check.passes
    assert 10.0 <= float(check.value.split()[0]) < 20.0, "no music was heard"


def test_a_sound_of_ones_own_that_changed_is_a_reason_to_render(session: Session, prepared: Prepared) -> None:
    bell = Cue(number=900, kind="sound", text="gong")
    ready = with_cue(prepared, bell, len(prepared.script.scenes[0].cues))
    gong = session.project.root / "sounds" / "gong.wav"
    gong.parent.mkdir()
    tone = 0.1 * np.sin(np.arange(22_050) * 0.1)
    soundfile.write(gong, tone, 44_100)
    render.make(session, ready)
    assert render.plan(session, ready).fresh
    soundfile.write(gong, tone[:20_000], 44_100)
    assert render.plan(session, ready).reasons == ("sounds changed",)
