"""Spoken credits: only what the text doesn't say, never in a script, synthetic voices named as such."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile

from drama.errors import UsageError
from drama.model import Cue, Scene, Script
from drama.produce import excerpt, open_session, prepare
from drama.produce.credits import SYNTHETIC, with_credits, with_credits_apart
from drama.project import Project, Show
from drama.timecode import HOUSE_RATE_HZ, STEP_FRAMES


def play(*cues: Cue) -> Script:
    return Script(
        key="001",
        title="Low Water",
        author="Ada Marsh",
        sha256="",
        characters=(),
        scenes=(Scene(cues=cues),),
        numbered=9,
    )


LINE = Cue(number=1, kind="line", speaker="Bo", text="Me.")


def said(show: Show, *cues: Cue) -> list[str]:
    return [cue.text for cue in with_credits(play(*cues), show).cues]


def test_title_and_author_are_spoken_where_the_text_has_them_not() -> None:
    assert said(Show(), LINE) == ["Low Water, by Ada Marsh.", "Me."]
    assert (
        said(Show(), Cue(number=1, kind="narrator", text="Low Water", how=("title",)), LINE)[0] == "Low Water"
    )
    assert said(Show(credits="none"), LINE) == ["Me."]


def test_full_credits_name_parts_and_say_that_voices_are_synthetic() -> None:
    words = said(Show(credits="full", theme="theme"), LINE)
    assert words[-2:] == [
        "You have been listening to Low Water, by Ada Marsh, with the voices of Bo.",
        SYNTHETIC,
    ]
    assert words[0] == "theme"


def test_full_credits_name_whose_voices_they_are_as_their_licences_ask() -> None:
    made_by = [("Joe, an American man", "CC0-1.0"), ("Alba: DataShare 10283/3270", "CC-BY-4.0")]
    script = with_credits(play(LINE), Show(credits="full"), made_by=made_by)
    assert [cue.text for cue in script.cues][-1] == (
        "The voices come from Joe, licence CC0 1.0; and from Alba, licence CC BY 4.0."
    )


def test_a_person_who_spoke_every_line_is_not_called_synthetic() -> None:
    words = [cue.text for cue in with_credits(play(LINE), Show(credits="full"), [1]).cues]
    assert SYNTHETIC not in words


def test_credits_of_a_shop_are_chapters_of_their_own() -> None:
    scenes = with_credits_apart(play(LINE), Show(narrator="Bo Marsh", theme="theme")).scenes
    assert [scene.title for scene in scenes] == ["Opening credits", "Low Water", "Closing credits"]
    assert [cue.text for cue in scenes[0].cues] == ["Low Water, by Ada Marsh.", "Narrated by Bo Marsh."]
    assert scenes[2].cues[-1].text == SYNTHETIC


def test_credits_have_numbers_of_their_own() -> None:
    numbers = [cue.number for cue in with_credits(play(LINE), Show(credits="full")).cues]
    assert len(set(numbers)) == len(numbers)
    assert max(numbers) == 12


@pytest.mark.slow
def test_a_part_is_rendered_alone_and_its_takes_serve_the_whole(project: Project, tmp_path: Path) -> None:
    with open_session(project, jobs=1) as session:
        prepared = prepare.cast_story(session, prepare.adapt_story(session, project.stories()[0]))
        one = excerpt.make(session, prepared, excerpt.Part(scene=2))
        again = excerpt.make(session, prepared, excerpt.Part(scene=2))
        start = excerpt.make(session, prepared, excerpt.Part(first_s=3))
        beginning = excerpt.make(session, prepared, excerpt.Part(first_s=600))
        with pytest.raises(UsageError, match="no chapter 2"):
            excerpt.make(session, prepared, excerpt.Part(chapter=2))
    assert one.spoken > 0
    assert again.spoken == 0
    assert start.duration_s == pytest.approx(3, abs=STEP_FRAMES / HOUSE_RATE_HZ)
    assert soundfile.info(start.path).duration == pytest.approx(3, abs=0.1)
    assert beginning.duration_s < 600, "a story that ends sooner is whole"
    assert one.path.name == "001 scene 2.mp3"
