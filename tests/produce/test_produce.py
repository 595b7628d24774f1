"""One story to one episode: what is made, what is made again, and why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from drama.audio import ffmpeg
from drama.produce import render
from drama.produce.prepare import adapt_story, cast_story, keep_cast, keep_script
from drama.produce.render import Made
from drama.produce.session import Session, open_session, read_voices
from drama.project import script_file
from drama.project.layout import Project

pytestmark = pytest.mark.slow


def made(project: Project, **options: object) -> Made:
    """Render the collection's story from scratch, as the command does."""
    session = open_session(project, jobs=2)
    try:
        adapted = adapt_story(session, project.select(["1"])[0])
        prepared = cast_story(session, adapted)
        keep_script(session, adapted)
        keep_cast(session, {prepared.script.key: prepared.casting})
        return render.make(session, prepared, **options)
    finally:
        session.close()


@pytest.fixture
def session(project: Project) -> Iterator[Session]:
    opened = open_session(project)
    yield opened
    opened.close()


def test_an_episode_has_its_companions(project: Project) -> None:
    episode = made(project)
    names = {path.name for path in project.output("001").iterdir()}
    assert episode.path == project.root / "output" / "001.mp3"
    assert {"manifest.json", "transcript.vtt", "transcript.srt", "chapters.json"} <= names


def test_an_episode_meets_its_preset(project: Project) -> None:
    loudness = made(project).loudness
    assert loudness.integrated_lufs == pytest.approx(-16, abs=0.3)
    assert loudness.true_peak_dbtp <= -1


def test_a_second_render_does_nothing(project: Project) -> None:
    first = made(project)
    stamp = first.path.stat().st_mtime_ns
    second = made(project)
    assert second.fresh
    assert (second.spoken, second.path.stat().st_mtime_ns) == (0, stamp)
    assert (second.duration_s, second.loudness) == (first.duration_s, first.loudness)


def test_another_process_may_remove_the_manifest_as_soon_as_it_is_written(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def package_then_lose(*arguments: object, **options: object) -> object:
        manifest = package(*arguments, **options)
        (project.output("001") / "manifest.json").unlink()
        return manifest

    package = render.package.package
    monkeypatch.setattr(render.package, "package", package_then_lose)
    assert made(project).duration_s > 0


def test_a_voice_changed_speaks_only_its_lines_and_equals_a_clean_render(project: Project) -> None:
    made(project)
    text = project.voices.read_text(encoding="utf-8")
    before = [line for line in text.splitlines() if "Nora" in line]
    assert before
    session = open_session(project)
    voices = dict(cast_story(session, adapt_story(session, project.select(["1"])[0])).cast.voices)
    other = next(i.name for i in session.engines["tone"].voices() if i.name != voices["Nora"].name)
    session.close()
    head, nora, rest = text.partition("  Nora:")
    project.voices.write_text(head + nora + rest.replace(voices["Nora"].name, other, 1), encoding="utf-8")
    again = made(project)
    lines = [c for c in script_file.read(project.script("001")).cues if c.speaker == "Nora"]
    assert again.spoken == len(lines)
    assert_a_clean_render_is_the_same(project)


def assert_a_clean_render_is_the_same(project: Project) -> None:
    episode = project.episode("001").read_bytes()
    measured = [(project.cache / "mixes" / "001" / f"{name}.f32").read_bytes() for name in ("cells", "peaks")]
    shutil.rmtree(project.cache)
    shutil.rmtree(project.root / "output")
    made(project)
    assert [
        (project.cache / "mixes" / "001" / f"{name}.f32").read_bytes() for name in ("cells", "peaks")
    ] == measured
    assert project.episode("001").read_bytes() == episode


def test_a_mended_line_has_little_made_again_and_equals_a_clean_render(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[int] = []

    def counted(sound: np.ndarray, made: ffmpeg.Format, skip: int, count: int) -> bytes:
        encoded.append(count)
        return once(sound, made, skip, count)

    once = ffmpeg.mp3_piece
    monkeypatch.setattr(ffmpeg, "mp3_piece", counted)
    lines = [f"“It is {hour} o’clock, and the bay is as it was,” said Nora." for hour in range(1, 61)]
    (story,) = project.stories()
    story.path.write_text("The Watch\n\n" + "\n\n".join(lines), encoding="utf-8")
    made(project)
    cold = len(encoded)
    mended = [*lines[:8], "“It is nine, and there is a sail at last,” said Nora.", *lines[9:]]
    story.path.write_text("The Watch\n\n" + "\n\n".join(mended), encoding="utf-8")
    encoded.clear()
    made(project)
    assert cold >= 30
    assert len(encoded) <= cold // 6
    assert_a_clean_render_is_the_same(project)


def test_little_stays_on_the_disk_beside_the_episode(project: Project) -> None:
    episode = made(project)
    kept = sum(path.stat().st_size for path in (project.cache / "mixes").rglob("*") if path.is_file())
    assert kept < 6_000 * episode.duration_s


def test_a_dry_run_says_why_and_writes_nothing(project: Project, session: Session) -> None:
    adapted = adapt_story(session, project.select(["1"])[0])
    planned = render.plan(session, cast_story(session, adapted))
    assert planned.reasons == ("there is no finished episode",)
    assert planned.missing > 5
    assert not project.script("001").exists()
    assert not project.cache.exists()


def test_words_that_a_person_changed_are_told_each_time(project: Project, session: Session) -> None:
    made(project)
    path = project.script("001")
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("He says he'd rather swim", "He says he would rather swim"), encoding="utf-8"
    )
    for _ in range(2):
        adapted = adapt_story(session, project.select(["1"])[0])
        keep_script(session, adapted)
        (told,) = [note for note in adapted.notes if "your words" in note]
        assert "“says he would rather swim.” where the story has “says he'd rather swim.”" in told


def test_a_changed_speaker_survives_a_changed_story(project: Project) -> None:
    made(project)
    path = project.script("001")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("- Abel: He says he'd", "- Nora: He says he'd"), encoding="utf-8")
    tale = project.select(["1"])[0].path
    tale.write_text(
        tale.read_text(encoding="utf-8").replace("By noon", "By a late and rainy noon"), encoding="utf-8"
    )
    made(project)
    cues = {cue.text: cue.speaker for cue in script_file.read(path).cues}
    assert cues["He says he'd rather swim."] == "Nora"


def test_a_serial_that_grows_speaks_its_new_chapter_only(project: Project) -> None:
    tale = project.select(["1"])[0].path
    text = tale.read_text(encoding="utf-8").rstrip("\n")
    tale.write_text(f"Chapter One\n\n{text}\n", encoding="utf-8")
    made(project)
    play = script_file.read(project.script("001"))
    mine = next(cue for cue in play.cues if cue.kind == "line")
    edited = project.script("001").read_text(encoding="utf-8").replace(mine.text, f"{mine.text} Indeed.", 1)
    project.script("001").write_text(edited, encoding="utf-8")
    made(project)
    before = script_file.read(project.script("001")).cues
    tale.write_text(f"Chapter One\n\n{text}\n\nChapter Two\n\nIt snowed all night.\n", encoding="utf-8")
    again = made(project)
    after = script_file.read(project.script("001")).cues
    assert after[: len(before)] == before
    new = [cue.text for cue in after[len(before) :] if cue.is_speech]
    assert new == ["Chapter Two", "It snowed all night."]
    assert again.spoken == 2
    assert_a_clean_render_is_the_same(project)


def test_what_was_written_in_voices_yaml_stays(project: Project) -> None:
    before = project.voices.read_text(encoding="utf-8")
    made(project)
    after = project.voices.read_text(encoding="utf-8")
    assert after.startswith(before)
    assert "Nora" in after


def test_the_manifest_names_every_line_with_its_times(project: Project) -> None:
    episode = made(project)
    manifest = json.loads((project.output("001") / "manifest.json").read_text(encoding="utf-8"))
    spoken = [c for c in script_file.read(project.script("001")).cues if c.kind in ("narrator", "line")]
    times = [(c["start_s"], c["end_s"]) for c in manifest["cues"] if c.get("take")]
    assert len(times) == len(spoken)
    assert times == sorted(times)
    assert times[-1][1] < episode.duration_s


def test_a_damaged_episode_is_made_again(project: Project) -> None:
    first = made(project)
    first.path.write_bytes(first.path.read_bytes()[:1000])
    again = made(project)
    assert not again.fresh
    assert again.spoken == 0
    assert again.reasons == ("001.mp3 isn't the file that was made",)


def test_an_episode_that_is_damaged_and_changed_is_what_a_clean_one_is(project: Project) -> None:
    first = made(project)
    content = bytearray(first.path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    first.path.write_bytes(content)
    tale = project.select(["1"])[0].path
    tale.write_text(tale.read_text(encoding="utf-8") + "\nThe lamp went out.\n", encoding="utf-8")
    again = made(project)
    assert "001.mp3 isn't the file that was made" not in again.reasons
    mended = again.path.read_bytes()
    shutil.rmtree(project.output("001"))
    shutil.rmtree(project.cache / "mixes")
    again.path.unlink()
    assert made(project).path.read_bytes() == mended


def test_another_preset_makes_the_episode_again_without_speaking(project: Project) -> None:
    made(project)
    quieter = made(project, preset="streaming")
    assert quieter.loudness.integrated_lufs == pytest.approx(-18, abs=0.3)
    assert quieter.spoken == 0


def test_a_plan_counts_each_different_take_once(project: Project, session: Session) -> None:
    tale = project.select(["1"])[0].path
    tale.write_text('"Hello," said Nora.\n\n"Hello," said Nora.\n', encoding="utf-8")
    prepared = cast_story(session, adapt_story(session, project.select(["1"])[0]))
    assert render.plan(session, replace(prepared)).missing == 2


def test_every_story_of_a_run_enters_its_cast(project: Project) -> None:
    second = project.stories_folder / "002 The Bridge.txt"
    second.write_text('"Mind the planks," said Winifred.\n\n"I mind," said Nora.\n', encoding="utf-8")
    session = open_session(project)
    for entry in project.select(["1", "2"]):
        adapted = adapt_story(session, entry)
        keep_cast(session, {entry.key: cast_story(session, adapted).casting})
    session.close()
    names = [part.name for part in read_voices(project.voices).characters]
    assert {"Nora", "Abel", "Winifred"} <= set(names)


def test_a_human_recording_takes_the_place_of_a_line(project: Project) -> None:
    made(project)
    cue = next(c for c in script_file.read(project.script("001")).cues if c.kind == "line")
    recording = project.recordings("001") / f"{cue.number}.wav"
    recording.parent.mkdir(parents=True)
    time_s = np.arange(44_100) / 44_100
    soundfile.write(recording, 0.2 * np.sin(2 * np.pi * 220 * time_s), 44_100)
    again = made(project)
    assert (again.fresh, again.spoken) == (False, 0)
    assert any("human" in reason for reason in again.reasons)
    manifest = json.loads((project.output("001") / "manifest.json").read_text(encoding="utf-8"))
    (placed,) = (entry for entry in manifest["cues"] if entry["number"] == cue.number)
    assert placed["end_s"] - placed["start_s"] == pytest.approx(1.0, abs=0.3)
    recording.unlink()
    assert made(project).spoken == 0
