"""The audition page lets one hear everybody in their voice and in others, and paste what one likes."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from drama.audio.samples import level_lufs
from drama.cast import Director
from drama.model import Character, Cue, Scene, Script, Utterance, VoiceInfo
from drama.produce.audition_page import auditions, page, telling_lines
from drama.project import voices_file
from drama.project.voices_edit import pasteable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

CATALOGUE = tuple(
    VoiceInfo(engine="pyttsx3", name=f"v{n}", language="en-us", gender="female" if n % 2 else "male",
              f0_hz=90.0 + 12 * n, natural=0.8)
    for n in range(12)
)  # fmt: skip
LINES = (
    "No.",
    "I have never in my life seen a kettle sing at anybody like that.",
    "Did you put it there, or was it always looking out over the harbour?",
    "Then take it away before I throw it at <somebody> & regret it!",
    "It will be dark by the time they come back for us, and colder than this.",
)
SCRIPT = Script(
    key="001", title="The $Kettle", author="", sha256="",
    characters=(Character(name="Ines", gender="female"), Character(name='"Evil" </script>', gender="male")),
    scenes=(Scene(cues=(
        Cue(number=1, kind="narrator", text="The kettle stood on the sill and looked out over the harbour."),
        *(Cue(number=n, kind="line", speaker="Ines", text=text) for n, text in enumerate(LINES, 2)),
        Cue(number=9, kind="line", speaker='"Evil" </script>', text="So you say, and so you always have."),
    )),),
)  # fmt: skip


def file() -> voices_file.VoicesFile:
    return voices_file.parse("narrator: v0\n", Path("voices.yaml"))


def speak(asked: Sequence[Utterance]) -> list[tuple[NDArray[np.float32], int]]:
    """Answer with a tone of a second, as loud as the voice's number, at the text's length in hertz."""
    seconds = np.arange(22_050) / 22_050
    tones = (
        np.sin(2 * np.pi * (200 + len(u.text)) * seconds) * (0.01 + 0.02 * int(u.voice[1:])) for u in asked
    )
    return [(tone.astype(np.float32), 22_050) for tone in tones]


@pytest.fixture(scope="module")
def html() -> str:
    director = Director(file(), CATALOGUE)
    return page(SCRIPT, auditions(SCRIPT, director.cast(SCRIPT), director), speak)


def sounds(html: str) -> list[NDArray[np.float32]]:
    found = re.findall(r'src="data:audio/mpeg;base64,([^"]+)"', html)
    return [soundfile.read(io.BytesIO(b64decode(one)), dtype="float32")[0] for one in found]


def test_the_most_telling_lines_are_long_enough_and_unlike_each_other() -> None:
    assert [cue.text for cue in telling_lines(SCRIPT, "Ines")] == [LINES[1], LINES[2], LINES[3]]


def test_a_narrator_is_heard_in_sentences_rather_than_in_tags_and_titles() -> None:
    told = (
        "The Kettle",
        "said Ines, and put the kettle back upon the sill where she had found it.",
        "Night fell.",
    )
    cues = (
        Cue(number=1, kind="narrator", text=told[0], how=("title",)),
        Cue(number=2, kind="narrator", text=told[1], joined=True),
        Cue(number=3, kind="narrator", text=told[2]),
        Cue(
            number=4,
            kind="narrator",
            text="Nobody in the whole of the harbour had ever heard it sing before.",
        ),
        Cue(number=5, kind="narrator", text="Who would have thought it of a thing of tin and soot?"),
    )
    chosen = telling_lines(replace(SCRIPT, scenes=(Scene(cues=cues),)), "narrator")
    assert [cue.number for cue in chosen] == [3, 4, 5]


def test_everybody_has_their_voice_and_two_others() -> None:
    director = Director(file(), CATALOGUE)
    casting = director.cast(SCRIPT)
    for audition in auditions(SCRIPT, casting, director):
        heard = [reading.part.voice for reading in audition.readings]
        assert len(set(heard)) == 3
        now = (
            casting.cast.narrator if audition.name == "narrator" else dict(casting.cast.voices)[audition.name]
        )
        assert heard[0] == now.name


def test_every_line_is_on_the_page_in_every_voice(html: str) -> None:
    assert len(sounds(html)) == 3 * (1 + 3 + 1)


def test_all_voices_are_equally_loud(html: str) -> None:
    levels = [level_lufs(sound, 24_000) for sound in sounds(html)]
    assert max(levels) - min(levels) < 1.0


def test_nothing_of_the_story_is_markup(html: str) -> None:
    assert html.count("<script>") == html.count("</script>") == 1
    assert "<somebody>" not in html
    assert "&lt;somebody&gt; &amp; regret it!" in html
    assert "The $Kettle" in html


def test_the_page_needs_nothing_from_elsewhere(html: str) -> None:
    assert not re.search(r'(?:src|href)="(?!data:)', html)


def test_what_is_offered_can_be_pasted(html: str) -> None:
    pasted = [unescape(text) for text in re.findall(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)]
    parts = [one for one in pasted if not one.startswith("narrator")]
    for one in parts:
        (part,) = voices_file.parse(f"characters:\n{one}\n", Path("voices.yaml")).characters
        assert part.name in ("Ines", '"Evil" </script>')
        assert part.voice in {voice.name for voice in CATALOGUE}
    assert len(parts) == 6
    assert voices_file.parse(pasted[0], Path("voices.yaml")).narrator.voice == "v0"


def test_what_is_pasted_is_what_was_heard() -> None:
    director = Director(file(), CATALOGUE)
    casting = director.cast(SCRIPT)
    ines = next(one for one in auditions(SCRIPT, casting, director) if one.name == "Ines")
    for reading in ines.readings:
        text = f"narrator: v0\ncharacters:\n{pasteable(reading.part)}\n"
        cast = Director(voices_file.parse(text, Path("voices.yaml")), CATALOGUE).cast(SCRIPT).cast
        voice = dict(cast.voices)["Ines"]
        assert {(u.voice, u.pitch, u.rate) for u in reading.utterances} == {
            (voice.name, voice.pitch, voice.rate)
        }
