"""Scenes from prose: where narration goes to another place or time, and where it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml

from drama.adapt.spotting import spotted
from drama.adapt.spotting.context import told_in_the_past
from drama.adapt.spotting.scene_changes import Slugline, sluglines
from drama.model import Cue, Scene, Script
from drama.places import PLACES
from drama.settings import SURE_PLACE

MARKED = yaml.safe_load((Path(__file__).parent.parent / "data" / "scenes.yaml").read_text(encoding="utf-8"))
QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class Score:
    f1: float
    rooms: float


def read(paragraphs: list[str]) -> tuple[Slugline, ...]:
    told = [" ".join(QUOTED.sub(" ", paragraph).split()) for paragraph in paragraphs]
    return sluglines(told, past=told_in_the_past(" ".join(told)))


@cache
def score(half: str) -> Score:
    hit = false = missed = right = asked = 0
    for story in MARKED[half]:
        found = {slug.start: slug for slug in read([entry["says"] for entry in story])}
        here = found[0]
        for i, entry in enumerate(story):
            here = found.get(i, here)
            cut, got = entry.get("cut", False), i in found and i > 0
            hit, false, missed = hit + (cut and got), false + (got and not cut), missed + (cut and not got)
            if entry["place"]:
                asked += 1
                room = PLACES[here.place].room if here.place else ""
                right += room in entry["room"].split("|")
    return Score(f1=2 * hit / (2 * hit + false + missed), rooms=right / asked)


@pytest.mark.parametrize("half", ["development", "held-out"])
def test_changes_of_scene_on_the_marked_prose_are_found(half: str) -> None:
    assert score(half).f1 >= 0.9


@pytest.mark.parametrize("half", ["development", "held-out"])
def test_rooms_on_the_marked_prose_are_right(half: str) -> None:
    assert score(half).rooms >= 0.9


@pytest.mark.parametrize(
    "second",
    [
        "The next morning it was raining.",
        "Meanwhile, across town, the clerk had lost the key.",
        "Back in the city nobody had noticed.",
        "Two weeks later he was in the forest.",
        "He walked into the church and took off his hat.",
    ],
)
def test_a_scene_begins_where_the_prose_goes_elsewhere_or_on_in_time(second: str) -> None:
    assert [slug.start for slug in read(["Hal sat in the kitchen and ate.", second])] == [0, 1]


@pytest.mark.parametrize(
    "second",
    [
        "He looked out at the garden.",
        "She dreamed of the forest.",
        "The night porter yawned.",
        "It smelled like a church.",
        "He had never been in a castle.",
        "He would go to the harbour.",
        "The porter's footsteps went away down the corridor.",
    ],
)
def test_a_place_that_nobody_goes_to_begins_none(second: str) -> None:
    assert [slug.start for slug in read(["Hal sat in the kitchen and ate.", second])] == [0]


@pytest.mark.parametrize(
    "told",
    [
        "Rain drummed on the tin roof until the cups hummed on their hooks.",
        "Hail rattled against the window of the little room.",
    ],
)
def test_weather_on_a_roof_or_a_window_is_heard_from_inside(told: str) -> None:
    (slug,) = read([told])
    assert (slug.place, slug.sure >= SURE_PLACE) == ("room", True)


@pytest.mark.parametrize(
    "told",
    [
        "The bell began over in the new harbour, thin with distance.",
        "Far away, over the fields, a bell began to toll.",
        "A notice was chalked on the door of the market.",
        "The water came up in thin jets about a yard high.",
        "He spoke in the voice he had been keeping at home.",
        "She had been in service, as a girl, at a house by the sea.",
    ],
)
def test_a_place_that_is_heard_written_about_or_past_is_not_the_scenes(told: str) -> None:
    (slug,) = read([told])
    assert slug.sure < SURE_PLACE


def test_a_doubtful_place_is_named_in_the_reason_but_sets_no_room_and_no_ambience() -> None:
    told = "A surgeon and a judge argued about the sails and the horses."
    script = Script(
        key="1", title="", author="", sha256="", characters=(),
        scenes=(Scene(cues=(Cue(number=1, kind="narrator", text=told),)),), numbered=1,
    )  # fmt: skip
    (scene,) = spotted(script, frozenset()).scenes
    assert (scene.place, scene.room) == ("", "")


def test_a_sentence_of_backstory_is_no_memory() -> None:
    told = (
        "Hal had reached the stairs, and found that he could go no farther. He had lost it. It had got late."
    )
    assert len(read(["Hal sat in the kitchen.", told, ""])) == 1


def test_a_memory_has_its_own_scene_and_the_present_comes_back() -> None:
    found = read([
        "Ana sat in the nursery.",
        "Years ago she had run through the snow with him. He had laughed, and they had lost a glove.",
        "Now the door opened.",
    ])  # fmt: skip
    assert [(slug.start, slug.place, slug.time) for slug in found] == [
        (0, "nursery", ""), (1, "", "memory"), (2, "nursery", ""),
    ]  # fmt: skip


def test_a_bridge_is_a_ships_where_there_is_a_starship() -> None:
    (slug,) = read(["On the bridge of the starship Vane counted the lights."])
    assert slug.place == "bridge"
    (other,) = read(["On the bridge Vane counted the barges."])
    assert other.place == ""


def test_the_script_says_where_and_why_and_plays_the_place() -> None:
    told = ("Hal sat in the kitchen.", "The next day he walked in the forest.")
    cues = tuple(Cue(number=i, kind="narrator", text=text) for i, text in enumerate(told, 1))
    script = Script(
        key="1", title="", author="", sha256="", characters=(), scenes=(Scene(cues=cues),), numbered=2
    )
    kitchen, forest = spotted(script, frozenset()).scenes
    assert (kitchen.place, kitchen.room, kitchen.joined) == ("kitchen", "small-room", False)
    assert (forest.place, forest.room, forest.joined) == ("forest", "outdoors", True)
    assert "next day" in forest.why
    assert [scene.cues[0].text for scene in (kitchen, forest)] == ["kitchen", "forest"]


def test_a_place_that_two_scenes_only_hint_at_is_believed() -> None:
    hint = "She put the headphones on, and the red light came."
    (alone,) = read([hint])
    told = [hint, "An hour later the microphone was wet, and he put the headphones down."]
    assert alone.sure < SURE_PLACE
    assert [(slug.place, slug.sure >= SURE_PLACE) for slug in read(told)] == [("studio", True)] * 2


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ("It was only a bedroom.", "bedroom"),
        ("It was a bedroom like any other.", ""),
    ],
)
def test_what_the_place_is_said_to_be_it_is(told: str, place: str) -> None:
    assert read([told])[0].place == place


def test_at_the_outside_is_nowhere() -> None:
    told = ["Bramble stood in the kitchen.", "She looked at Izzy, who was nineteen at the outside."]
    assert [scene.place for scene in read(told)] == ["kitchen"]


def test_a_wind_that_comes_up_the_passage_takes_nobody_there() -> None:
    told = ["The boy played in the parlour.", "A cold wind came up the passage.", "He played on."]
    assert [scene.place for scene in read(told)] == ["living-room"]
