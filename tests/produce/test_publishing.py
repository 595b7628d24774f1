"""A finished story is published in each format once, and what is changed in a studio comes back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from lxml import etree
from mutagen.mp4 import MP4

from drama.errors import InputError, UsageError
from drama.produce import Session, feeding, open_session, prepare, publishing, pulling, render
from drama.project import Project, script_file
from drama.publish import books

pytestmark = pytest.mark.slow


def prepared_in(session: Session) -> prepare.Prepared:
    adapted = prepare.adapt_story(session, session.project.stories()[0])
    prepare.keep_script(session, adapted)
    return prepare.cast_story(session, adapted)


def test_each_format_is_made_once_and_again_when_a_file_is_damaged(project: Project) -> None:
    wanted = ("m4b", "opus", "flac", "wav", "epub", "html", "shelf", "script")
    with open_session(project, jobs=1) as session:
        first = publishing.publish(session, prepared_in(session), wanted)
        assert [one.fresh for one in first] == [False] * len(wanted)
        assert all(file.path.stat().st_size for one in first for file in one.files)
        damaged = first[5].files[0].path
        content = bytearray(damaged.read_bytes())
        content[-1] ^= 1
        damaged.write_bytes(content)
        again = publishing.publish(session, prepared_in(session), wanted)
    assert [one.name for one in again if not one.fresh] == ["html"]
    m4b = first[0].files[0].path.read_bytes()
    assert m4b[4:12] == b"ftypM4B "
    assert b"stik" in m4b


def test_stems_sum_to_the_mix(project: Project, tmp_path: Path) -> None:
    with open_session(project, jobs=1) as session:
        prepared = prepared_in(session)
        (made,) = publishing.publish(session, prepared, ["stems"])
        planned = render.plan(session, prepared)
        staged = render.stage(session, prepared, planned)
        whole = staged.mixed(session, staged.timeline, tmp_path, planned.wanted.settings)
        mix = whole.read(0, whole.frames).T
    stems = [one.path for one in made.files if one.path.suffix == ".wav" and one.path.stem != "M&E"]
    assert {path.stem for path in stems} >= {"Narrator", "Nora", "Abel"}
    total = sum(soundfile.read(path, dtype="float32")[0] for path in stems)
    assert np.abs(total - mix[: len(total)]).max() < 10 ** (-90 / 20)


def test_several_stories_are_one_book(project: Project) -> None:
    text = "Low Water\n\nby Ada Marsh\n\nChapter One\n\nIt rained.\n\nChapter Two\n\nIt stopped.\n"
    (project.stories_folder / "002 Low Water.txt").write_text(text, encoding="utf-8")
    with open_session(project, jobs=1) as session:
        every = [
            prepare.cast_story(session, prepare.adapt_story(session, entry)) for entry in project.stories()
        ]
        first, shelf = publishing.publish_book(session, every, ["m4b", "shelf"])
        again, _ = publishing.publish_book(session, every, ["m4b", "shelf"])
        lengths = [render.make(session, one).duration_s for one in every]
        with pytest.raises(UsageError, match="isn't made of a book"):
            publishing.publish_book(session, every, ["reaper"])
    assert (first.fresh, again.fresh) == (False, True)
    assert shelf.files[0].path.read_bytes() == first.files[0].path.read_bytes()
    book = MP4(first.files[0].path)
    assert book.info.length == pytest.approx(sum(lengths) + books.GAP_S, abs=0.2)
    titles = [chapter.title for chapter in book.chapters]
    assert titles[-2:] == ["Low Water: Chapter One", "Low Water: Chapter Two"]
    starts_s = [chapter.start for chapter in book.chapters]
    assert starts_s == sorted(starts_s)
    assert max(starts_s) > lengths[0]


def test_a_sample_for_shops_is_the_beginning_of_the_story(project: Project) -> None:
    with open_session(project, jobs=1) as session:
        ready = prepared_in(session)
        (made,) = publishing.publish(session, ready, ["sample"])
        whole_s = render.make(session, ready).duration_s
    assert made.files[0].path.suffix == ".mp3"
    assert 1 < made.files[0].fact("duration_s") <= min(whole_s + 3, 300)


def test_a_format_that_there_is_not_is_refused_with_a_hint(project: Project) -> None:
    with pytest.raises(UsageError, match="did you mean 'epub'"):
        publishing.check(["ebub"])


def test_an_items_guid_and_date_never_change_and_its_season_is_the_scripts(project: Project) -> None:
    with open_session(project, jobs=1) as session:
        ready = prepared_in(session)
        prepare.keep_cast(session, {ready.script.key: ready.casting})
        render.make(session, ready)
        entries = project.stories()
        with pytest.raises(UsageError, match="--base-url"):
            feeding.write(session, entries)
        first = feeding.write(session, entries, "https://e.org/one")
        before = etree.parse(first.path)
        play = script_file.read(project.script("001"))
        script_file.write(replace(play, about=replace(play.about, season="2")), project.script("001"))
        second = feeding.write(session, entries, "https://e.org/two")
    after = etree.parse(second.path)
    for path in ("channel/item/guid", "channel/item/pubDate"):
        assert before.findtext(path) == after.findtext(path)
    assert after.findtext("channel/item/{https://podcastindex.org/namespace/1.0}season") == "2"
    (project.root / "scripts" / ".made" / "published.json").write_text("{")
    with open_session(project, jobs=1) as session, pytest.raises(InputError, match="damaged"):
        feeding.write(session, project.stories(), "https://e.org/one")


def test_what_is_changed_in_reaper_comes_back(project: Project, tmp_path: Path) -> None:
    with open_session(project, jobs=1) as session:
        (made,) = publishing.publish(session, prepared_in(session), ["reaper"])
    path = next(one.path for one in made.files if one.path.suffix == ".rpp")
    base = json.loads(path.with_name("001.baseline.json").read_text(encoding="utf-8"))
    assert pulling.pull(project, path).changes == ()
    speech = sorted((one for one in base["items"] if one["speech"]), key=lambda one: one["position_s"])
    moved, louder, retaken = speech[3], speech[2], speech[1]
    text = path.read_text(encoding="utf-8")
    for one in speech[3:]:
        text = text.replace(f"POSITION {one['position_s']:.6f}", f"POSITION {one['position_s'] + 1:.6f}")
    block = text.index(f'NAME "{louder["cue"]} ')
    volume = text.index("VOLPAN", block)
    end = text.index("\n", volume)
    was = text[volume:end].split()
    text = f"{text[:volume]}VOLPAN 1 0.5 {float(was[3]) * 2:.6f} -1{text[end:]}"
    take = tmp_path / "mine.wav"
    soundfile.write(take, np.full(4410, 0.1), 44_100)
    text = text.replace(f'FILE "{retaken["file"]}"', f'FILE "{take}"')
    path.write_text(text, encoding="utf-8")
    pulled = pulling.pull(project, path)
    settings = {cue.number: dict(cue.settings) for cue in script_file.read(project.script("001")).cues}
    gap_s = moved["position_s"] - speech[2]["position_s"] - speech[2]["length_s"]
    assert settings[moved["cue"]]["gap_s"] == pytest.approx(gap_s + 1, abs=0.01)
    assert settings[louder["cue"]] == {"volume_db": pytest.approx(6.02, abs=0.01), "pan": 0.5}
    assert (project.recordings("001") / f"{retaken['cue']}.wav").read_bytes() == take.read_bytes()
    assert len(pulled.changes) == 4
    assert pulling.pull(project, path).changes == ()
    again = {cue.number: dict(cue.settings) for cue in script_file.read(project.script("001")).cues}
    assert again == settings
