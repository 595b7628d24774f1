"""What goes with an episode: transcripts that lose no word, chapters, tags, a manifest written last."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drama.errors import InputError
from drama.model import Cast, Clip, Cue, Loudness, Mark, Scene, Script, Take, Timeline, Voice
from drama.project import Show
from drama.publish import Shelf, package, publication, transcript

TEXTS = ("The Bay", "Who <b>goes</b> there & why?", "A ferry. " * 30)
SCRIPT = Script(
    key="007",
    title="The Bay",
    author="N. Body",
    sha256="ab" * 32,
    characters=(),
    scenes=(
        Scene(
            cues=(
                Cue(number=1, kind="narrator", text=TEXTS[0]),
                Cue(number=2, kind="line", speaker="Bo", text=TEXTS[1]),
            )
        ),
        Scene(
            cues=(
                Cue(number=3, kind="line", speaker="Bo", text="…"),
                Cue(number=4, kind="narrator", text=TEXTS[2]),
            )
        ),
    ),
)
CAST = Cast(
    narrator=Voice(engine="tone", name="low"), voices=(("Bo", Voice(engine="tone", name="high", seat=0.3)),)
)
TAKES = (
    Take(key="k1", frames=44_100, lufs=-20, voice_lufs=-20),
    Take(key="k2", frames=88_200, lufs=-22, voice_lufs=-20),
    None,
    Take(key="k4", frames=441_000, lufs=-20, voice_lufs=-20),
)
TIMELINE = Timeline(
    clips=(
        Clip(cue=1, source="k1", start=22_050, frames=44_100, bus="narration", gain_db=-3),
        Clip(cue=2, source="k2", start=88_200, frames=88_200, bus="dialogue", gain_db=-3, pan=0.3),
        Clip(cue=4, source="k4", start=220_500, frames=441_000, bus="narration", gain_db=-3),
    ),
    frames=800_000,
    marks=(Mark(start=0, title="One"), Mark(start=200_000, title="Two")),
)
LOUDNESS = Loudness(integrated_lufs=-16.02, true_peak_dbtp=-1.2, range_lu=3.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "007.mp3").write_bytes(b"x" * 1000)
    target = tmp_path / "007"
    package.package(
        SCRIPT,
        CAST,
        TIMELINE,
        TAKES,
        tmp_path / "007.mp3",
        target,
        LOUDNESS,
        preset="podcast",
        inputs={"voices.yaml": "00"},
    )
    return target


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_the_words_of_each_transcript_are_those_of_the_script(folder: Path) -> None:
    expected = [word for text in TEXTS for word in words(text)]
    vtt = (folder / "transcript.vtt").read_text(encoding="utf-8")
    spans = re.findall(r"<v [^>]+>(.*?)</v>", vtt, flags=re.S)
    untimed = re.sub(r"<[\d:.]+>", "", " ".join(spans))
    unescaped = untimed.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert words(unescaped) == expected
    text = (folder / "transcript.txt").read_text(encoding="utf-8").split("\n\n", 1)[1]
    assert words(re.sub(r"^(NARRATOR|BO): ", "", text, flags=re.M)) == expected


def test_markup_in_a_story_is_text_in_its_captions(folder: Path) -> None:
    vtt = (folder / "transcript.vtt").read_text(encoding="utf-8")
    assert "Who &lt;b&gt;goes&lt;/b&gt; there &amp; why?" in re.sub(r"<[\d:.]+>", "", vtt)


def test_a_caption_names_its_speaker_and_its_time(folder: Path) -> None:
    vtt = (folder / "transcript.vtt").read_text(encoding="utf-8")
    assert "00:00:02.000 --> 00:00:04.000\n<v Bo>Who" in vtt


def test_subrip_counts_from_one_and_names_who_begins(folder: Path) -> None:
    srt = (folder / "transcript.srt").read_text(encoding="utf-8")
    assert srt.startswith("1\n00:00:00,500 --> 00:00:01,500\nNarrator: The Bay\n\n2\n00:00:02,000")
    assert "\nBo: Who" in srt


def test_chapters_follow_the_podcasting_namespace(folder: Path) -> None:
    chapters = json.loads((folder / "chapters.json").read_text(encoding="utf-8"))
    assert chapters["version"] == "1.2.0"
    assert [(c["startTime"], c["title"]) for c in chapters["chapters"]] == [(0.0, "One"), (4.535, "Two")]


def test_the_manifest_holds_every_spoken_cue(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["schema"] == package.SCHEMA
    assert [(c["number"], c["speaker"], c["take"]) for c in manifest["cues"]] == [
        (1, "Narrator", "k1"), (2, "Bo", "k2"), (4, "Narrator", "k4"),
    ]  # fmt: skip
    assert manifest["cues"][1] == manifest["cues"][1] | {"start_s": 2.0, "end_s": 4.0, "mix_lufs": -25.0}
    assert manifest["inputs"] == {"voices.yaml": "00"}
    assert manifest["episode"]["integrated_lufs"] == -16.02


def test_manifest_transcript_and_chapters_agree_to_50_ms(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    vtt = (folder / "transcript.vtt").read_text(encoding="utf-8")
    starts = [
        int(h) * 3600 + int(m) * 60 + float(s) for h, m, s in re.findall(r"(\d+):(\d+):([\d.]+) -->", vtt)
    ]
    for cue in manifest["cues"]:
        assert min(abs(cue["start_s"] - start) for start in starts) <= 0.05


def test_a_manifest_stands_only_over_a_whole_package(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, text: str, *, durable: bool = True) -> None:
        if path.name == "chapters.json":
            raise InputError("the disk is full")
        path.write_text(text, encoding="utf-8")

    monkeypatch.setattr(package.files, "write_text", refuse)
    with pytest.raises(InputError):
        package.package(
            SCRIPT,
            CAST,
            TIMELINE,
            TAKES,
            folder.parent / "007.mp3",
            folder,
            LOUDNESS,
            preset="podcast",
            inputs={},
        )
    assert not (folder / "manifest.json").exists()


@pytest.mark.parametrize(
    ("human", "comment"),
    [
        ((False, False, False), package.SYNTHETIC),
        ((True, False, True), package.WITH_HUMANS),
        ((True,) * 3, ""),
    ],
)
def test_synthetic_speech_is_marked_in_the_tags(human: tuple[bool, ...], comment: str) -> None:
    takes = [Take(key=str(i), frames=1, lufs=-20, voice_lufs=-20, human=one) for i, one in enumerate(human)]
    made = publication(SCRIPT, TIMELINE, takes, Shelf(album="", show=Show()))
    assert package.tags(made).comment == comment


def test_the_manifest_names_maker_and_licence_of_each_voice(tmp_path: Path) -> None:
    voices = {"a": ("piper", "en_GB-alba-medium"), "b": ("pyttsx3", "en-us+f3"), "c": ("tone", "low")}
    cast = Cast(
        narrator=Voice(engine="tone", name="low"),
        voices=tuple((name, Voice(engine=engine, name=voice)) for name, (engine, voice) in voices.items()),
    )
    (tmp_path / "1.mp3").write_bytes(b"x")
    package.package(
        SCRIPT, cast, TIMELINE, TAKES, tmp_path / "1.mp3", tmp_path, LOUDNESS, preset="podcast", inputs={}
    )
    found = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["voices"]
    assert {name: found[name]["licence"] for name in voices} == {
        "a": "CC-BY-4.0", "b": "GPL-3.0-or-later", "c": "",
    }  # fmt: skip
    assert found["a"]["origin"].startswith("Alba")


def test_the_credit_that_licences_of_voices_demand_is_in_the_file_itself() -> None:
    shelf = Shelf(album="", show=Show(), voices=("Alba (CC-BY-4.0)", "espeak-ng (GPL-3.0-or-later)"))
    comment = package.tags(publication(SCRIPT, TIMELINE, TAKES, shelf)).comment
    assert comment.endswith("Voices: Alba (CC-BY-4.0); espeak-ng (GPL-3.0-or-later).")
    people = [Take(key="k", frames=1, lufs=-20, voice_lufs=-20, human=True)]
    assert package.tags(publication(SCRIPT, TIMELINE, people, shelf)).comment == ""


def test_tags_carry_title_author_track_and_chapters() -> None:
    made = publication(SCRIPT, TIMELINE, TAKES, Shelf(album="Stories of the coast", show=Show()))
    tags = package.tags(made)
    assert (tags.title, tags.artist, tags.track, tags.album) == (
        "The Bay",
        "N. Body",
        "7",
        "Stories of the coast",
    )
    assert [(c.start_ms, c.end_ms) for c in tags.chapters] == [(0, 4535), (4535, 18141)]


@given(st.lists(st.text("abc dé-,.—", min_size=1, max_size=400), min_size=1, max_size=4))
def test_captions_keep_words_order_and_time(texts: list[str]) -> None:
    speeches = [
        transcript.Spoken(speaker="A", text=text, start_s=i * 10.0, end_s=i * 10.0 + 9.0)
        for i, text in enumerate(texts)
    ]
    parts = list(transcript.captions(speeches))
    assert " ".join(part.text for part in parts).split() == " ".join(texts).split()
    for part in parts:
        assert part.start_s < part.end_s
        assert len(part.text.split("\n")) <= transcript.LINES
        assert all(len(line) <= transcript.LINE or " " not in line for line in part.text.split("\n"))
    assert all(a.start_s <= b.start_s for a, b in pairwise(parts))
