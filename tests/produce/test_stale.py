"""What makes an episode stale, what doesn't, and that what is made again equals a clean render."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from drama.audio import ffmpeg
from drama.produce import freshness, open_session, render
from drama.produce.prepare import adapt_story, cast_story, keep_cast, keep_script
from drama.produce.render import Made
from drama.project import Project, script_file
from drama.speech.engines.tone import Tone

pytestmark = pytest.mark.slow


def adapt(project: Project) -> None:
    """Write the project's script, as the command does."""
    with open_session(project) as session:
        keep_script(session, adapt_story(session, project.select(["1"])[0]))


def made(project: Project) -> Made:
    """Render the project's story, as the command does."""
    with open_session(project, jobs=2) as session:
        adapted = adapt_story(session, project.select(["1"])[0])
        prepared = cast_story(session, adapted)
        keep_script(session, adapted)
        keep_cast(session, {prepared.script.key: prepared.casting})
        return render.make(session, prepared)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Count the takes that are spoken and the pieces that are encoded."""
    counts = {"spoken": 0, "encoded": 0}

    def counted(name: str, function: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            counts[name] += 1
            return function(*arguments)

        return call

    monkeypatch.setattr(Tone, "speak", counted("spoken", Tone.speak))
    monkeypatch.setattr(ffmpeg, "mp3_piece", counted("encoded", ffmpeg.mp3_piece))
    return counts


def finished(project: Project) -> dict[str, bytes]:
    """Return all finished files but the manifest, by name."""
    files = [path for path in (project.root / "output").rglob("*") if path.is_file()]
    return {path.name: path.read_bytes() for path in files if path.name != "manifest.json"}


def assert_a_clean_render_is_the_same(project: Project) -> None:
    before = finished(project)
    shutil.rmtree(project.cache)
    shutil.rmtree(project.root / "output")
    made(project)
    assert finished(project) == before


def gong(project: Project, hz: float = 220.0) -> Path:
    path = project.root / "sounds" / "gong.wav"
    path.parent.mkdir(exist_ok=True)
    soundfile.write(path, 0.2 * np.sin(2 * np.pi * hz * np.arange(40_000) / 44_100), 44_100)
    return path


def call_for(project: Project, name: str, *, sure: float | None = None, by_hand: bool = False) -> None:
    """Put a sound behind the first line, as drama itself proposes it or as a person does."""
    path = project.script("001")
    play = script_file.read(path)
    scene, *others = play.scenes
    cues = [cue for cue in scene.cues if cue.text != name]
    sound = replace(cues[0], number=900, kind="sound", speaker="", text=name, how=(), joined=False, sure=sure)
    cues.insert(3, replace(sound, by_hand=by_hand))
    changed = replace(play, scenes=(replace(scene, cues=tuple(cues)), *others), numbered=900)
    script_file.write(changed, path)
    if not by_hand:
        script_file.write(changed, project.made("001"))


def test_a_sound_that_a_person_confirms_is_heard_at_the_next_render(
    project: Project, work: dict[str, int]
) -> None:
    adapt(project)
    gong(project)
    call_for(project, "gong", sure=0.05)
    made(project)
    silent = finished(project)
    call_for(project, "gong", sure=0.05, by_hand=True)
    work.update(spoken=0, encoded=0)
    again = made(project)
    assert not again.fresh
    assert finished(project)["001.mp3"] != silent["001.mp3"]
    assert work["spoken"] == 0
    assert_a_clean_render_is_the_same(project)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda p: gong(p).rename(p.root / "sounds" / "bell.wav"), id="a sound nobody plays"),
        pytest.param(lambda p: os.utime(p.stories()[0].path), id="a touched story"),
        pytest.param(lambda p: os.utime(p.root / "sounds" / "gong.wav"), id="a touched sound"),
        pytest.param(
            lambda p: shutil.copy(p.voices, p.root / "x") and (p.root / "x").replace(p.voices),
            id="a copied file",
        ),
        pytest.param(
            lambda p: p.voices.write_text(
                p.voices.read_text(encoding="utf-8").replace(
                    "house: {engine: tone}", "house: {engine: tone, custom: {loudness_lufs: -14}}"
                ),
                encoding="utf-8",
            ),
            id="an unused preset",
        ),
    ],
)
def test_what_is_not_heard_makes_nothing_stale(
    project: Project, work: dict[str, int], change: Callable[[Project], object]
) -> None:
    gong(project)
    adapt(project)
    call_for(project, "gong")
    made(project)
    work.update(spoken=0, encoded=0)
    change(project)
    gong(project)
    again = made(project)
    assert again.reasons == ()
    assert work == {"spoken": 0, "encoded": 0}
    assert_a_clean_render_is_the_same(project)


def test_a_sound_of_the_same_name_and_another_content_is_heard(
    project: Project, work: dict[str, int]
) -> None:
    gong(project)
    adapt(project)
    call_for(project, "gong")
    made(project)
    work.update(spoken=0, encoded=0)
    gong(project, 330.0)
    assert made(project).reasons == ("sounds changed",)
    assert work["spoken"] == 0
    assert 0 < work["encoded"] < 5
    assert_a_clean_render_is_the_same(project)


@pytest.mark.parametrize(
    ("name", "harm"),
    [
        ("001.mp3", "deleted"),
        ("001.mp3", "damaged"),
        ("transcript.vtt", "emptied"),
        ("chapters.json", "deleted"),
        ("manifest.json", "damaged"),
    ],
)
def test_a_finished_file_that_is_harmed_is_mended(
    project: Project, work: dict[str, int], name: str, harm: str
) -> None:
    made(project)
    whole = finished(project)
    (path,) = (project.root / "output").rglob(name)
    content = path.read_bytes()
    if harm == "deleted":
        path.unlink()
    else:
        half = len(content) // 2
        path.write_bytes(b"" if harm == "emptied" else content[:half] + b"\0" * 9 + content[half + 9 :])
    work.update(spoken=0, encoded=0)
    assert not made(project).fresh
    assert finished(project) == whole
    assert work["spoken"] == 0
    if name != "001.mp3":
        assert work["encoded"] == 0
    elif harm == "damaged":
        assert work["encoded"] == 1


ABOUT = {
    "bytes": 9, "file": "001.mp3", "sha256": "a", "duration_s": 1.5, "integrated_lufs": -16.0,
    "range_lu": 3, "true_peak_dbtp": -1.5,
}  # fmt: skip
LINE = {"number": 1, "kind": "line", "speaker": "Nora", "start_s": 0, "end_s": 1.5, "take": "b"}
MANIFEST = {"episode": ABOUT, "inputs": {"mix": "c"}, "files": {"a.vtt": "d"}, "cues": [LINE]}


@pytest.mark.parametrize(
    "change",
    [
        *({"episode": ABOUT | {name: wrong}} for name in ABOUT for wrong in (None, [], {})),
        *({"cues": [LINE | {name: []}]} for name in LINE),
        *({name: wrong} for name in MANIFEST for wrong in (None, 3, "x")),
        {"files": {"a.vtt": 3}},
        {"cues": [3]},
    ],
    ids=str,
)
def test_a_manifest_of_another_shape_is_none(tmp_path: Path, change: dict[str, object]) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
    assert freshness.read_manifest(tmp_path) == MANIFEST
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST | change), encoding="utf-8")
    assert freshness.read_manifest(tmp_path) == {}
