"""Everybody gets a voice: what voices.yaml says, or one that suits them and that nobody near them has."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from growth import LINEAR, growth
from hypothesis import given
from hypothesis import strategies as st

from drama.cast import Casting, Director
from drama.cast.likeness import distance, sound
from drama.cast.names import is_generic
from drama.cast.suitability import LEAD_NATURAL
from drama.cast.table import distances, heard_in
from drama.delivery import DELIVERIES
from drama.errors import InputError
from drama.model import Character, Cue, Scene, Script, VoiceInfo
from drama.project import VoicesFile, voices_file
from drama.project.voices_edit import enter
from drama.speech.engines.pyttsx3 import Pyttsx3

TIMBRES = {
    "f1": (0.0, 0.0),
    "f2": (5.0, 0.0),
    "f3": (0.0, 5.0),
    "m1": (0.0, 0.0),
    "m2": (5.0, 1.0),
    "m3": (1.0, 5.0),
}


def cast(script: Script, file: VoicesFile, catalogue: Sequence[VoiceInfo]) -> Casting:
    return Director(file, catalogue).cast(script)


def info(name: str, f0_hz: float, **more: object) -> VoiceInfo:
    fields: dict[str, object] = {
        "engine": "pyttsx3",
        "language": "en-us",
        "gender": "female" if f0_hz > 160 else "male",
        "age": "adult",
        "natural": 0.7,
        "timbre": TIMBRES.get(name, (45.0, 45.0)),
    }
    return VoiceInfo(name=name, f0_hz=f0_hz, **(fields | more))  # type: ignore[arg-type]


CATALOGUE = (
    info("f1", 200, natural=0.9), info("f2", 215), info("f3", 190, natural=0.5),
    info("m1", 110, natural=0.9), info("m2", 125), info("m3", 100, natural=0.5),
    info("kid", 290, age="child", gender="unknown"), info("gran", 185, age="old"),
    info("gramps", 105, age="old"),
    info("tin", 120, character="robot", gender="unknown"),
    info("hush", 0, character="whisper", gender="unknown"),
    info("fr", 200, language="fr", natural=1.0),
)  # fmt: skip
INFOS = {voice.name: voice for voice in CATALOGUE}
REAL = Pyttsx3({}).voices()
REAL_INFOS = {voice.name: voice for voice in REAL}
WOMAN = Character(name="Ines", gender="female")
MAN = Character(name="Tobias", gender="male")


def script(*scenes: str, characters: tuple[Character, ...] = (), key: str = "003") -> Script:
    """Make a script whose scenes are written as their speakers: "Ines/Tobias/Ines"; all lines are alike."""
    return Script(
        key=key, title="", author="", sha256="", characters=characters, scenes=tuple(scene(s) for s in scenes)
    )


def scene(speakers: str) -> Scene:
    lines = enumerate(speakers.split("/"), 1)
    return Scene(
        cues=tuple(Cue(number=n, kind="line", speaker=who, text="So it is then.") for n, who in lines)
    )


def file(text: str = "") -> voices_file.VoicesFile:
    return voices_file.parse(text, Path("voices.yaml"))


def voiced(casting) -> dict[str, str]:
    return {name: voice.name for name, voice in casting.cast.voices}


def test_everybody_who_speaks_has_a_voice() -> None:
    story = script("Ines/Tobias/the porter", characters=(WOMAN,))
    assert set(voiced(cast(story, file(), CATALOGUE))) == {"Ines", "Tobias", "the porter"}


def test_what_voices_yaml_says_rules() -> None:
    said = file(
        "narrator: m3\ncharacters:\n  Ines: {voice: tin, rate: 1.3, pitch: -2, volume: 3, seat: left}\n"
    )
    made = cast(script("Ines/Tobias", characters=(WOMAN, MAN)), said, CATALOGUE).cast
    ines = dict(made.voices)["Ines"]
    assert made.narrator.name == "m3"
    assert (ines.name, ines.rate, ines.pitch, ines.volume_db, ines.seat) == ("tin", 1.3, -2.0, 3.0, -0.6)


def test_an_own_way_with_a_direction_goes_before_the_houses() -> None:
    said = file("characters: {Ines: {voice: f1, delivery: {slow: {rate: 0.6}}}}")
    made = cast(script("Ines/Tobias"), said, CATALOGUE).cast
    rates = [dict(made.voices)[name].directed(DELIVERIES)["slow"].rate for name in ("Ines", "Tobias")]
    assert rates == [0.6, DELIVERIES["slow"].rate]


def test_an_alias_of_voices_yaml_is_the_same_person() -> None:
    said = file("characters:\n  Ines: {voice: tin, aliases: [Captain Vale]}\n")
    assert voiced(cast(script("Captain Vale"), said, CATALOGUE)) == {"Captain Vale": "tin"}


def test_a_name_counts_before_an_alias() -> None:
    said = file("characters:\n  Vale: f1\n  Ines: {voice: f2, aliases: [Captain Vale]}\n")
    people = (Character(name="Vale"), Character(name="Captain Vale", aliases=("Vale",)))
    assert voiced(cast(script("Vale/Captain Vale", characters=people), said, CATALOGUE)) == {
        "Vale": "f1",
        "Captain Vale": "f2",
    }


def test_an_alias_of_the_other_sex_is_somebody_else() -> None:
    said = file("characters:\n  John Vale: {voice: m1, gender: male, aliases: [Vale]}\n")
    made = cast(script("Vale", characters=(Character(name="Vale", gender="female"),)), said, CATALOGUE)
    assert voiced(made)["Vale"] != "m1"


@pytest.mark.parametrize(
    ("character", "suits"),
    [
        (Character(name="Ines", gender="female"), {"f1", "f2", "f3"}),
        (Character(name="Tobias", gender="male"), {"m1", "m2", "m3"}),
        (Character(name="Pip", age="child"), {"kid"}),
        (Character(name="Ada", age="old", gender="female"), {"gran"}),
        (Character(name="Abel", age="old", gender="male"), {"gramps"}),
        (Character(name="X-23", kind="robot"), {"tin"}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_voice_suits_sex_age_and_kind(character: Character, suits: set[str]) -> None:
    assert (
        voiced(cast(script(character.name, characters=(character,)), file(), CATALOGUE))[character.name]
        in suits
    )


def test_a_voice_speaks_the_language_of_the_story() -> None:
    people = tuple(Character(name=f"Ann{i}", gender="female") for i in range(20))
    made = cast(script(*(person.name for person in people), characters=people), file(), CATALOGUE)
    assert "fr" not in voiced(made).values()


def test_two_of_one_scene_never_share_a_voice_and_are_told_apart() -> None:
    people = tuple(
        Character(name=n, gender=g) for n, g in (("Ann", "female"), ("Bea", "female"), ("Cyr", "male"))
    )
    made = dict(cast(script("Ann/Bea/Cyr", characters=people), file(), CATALOGUE).cast.voices)
    heard = [sound(INFOS[voice.name], voice.pitch) for voice in made.values()]
    assert all(distance(a, b).apart for i, a in enumerate(heard) for b in heard[:i])


def test_nobody_has_the_narrators_voice() -> None:
    for name in ("Ann", "Bea", "Cleo", "Dot", "Eve", "Fay"):
        person = Character(name=name, gender="female")
        made = cast(script(name, characters=(person,)), file("narrator: f1"), CATALOGUE)
        assert voiced(made)[name] != "f1"


def test_a_first_person_narrator_tells_the_story_in_their_own_voice_from_the_centre() -> None:
    teller = replace(WOMAN, narrator=True)
    made = cast(script("Ines/Tobias", characters=(teller, MAN)), file("narrator: m1"), CATALOGUE).cast
    assert (made.narrator.name, made.narrator.seat) == (dict(made.voices)["Ines"].name, 0.0)


def test_an_unnamed_teller_speaks_as_the_narrator() -> None:
    teller = Character(name="I", narrator=True)
    made = cast(script("I/Tobias", characters=(teller, MAN)), file("narrator: m1"), CATALOGUE)
    assert voiced(made)["I"] == made.cast.narrator.name == "m1"


def test_the_cast_depends_on_names_and_not_on_their_order() -> None:
    people = [Character(name=f"N{i}", gender="female" if i % 2 else "male") for i in range(6)]
    lines = [person.name for person in people]
    made = cast(script(*lines, characters=tuple(people)), file(), CATALOGUE)
    random.Random(1).shuffle(people)
    again = cast(script(*reversed(lines), characters=tuple(people)), file(), CATALOGUE)
    assert voiced(again) == voiced(made)


def test_adding_a_story_recasts_nobody() -> None:
    first = cast(script("Ines/Tobias", characters=(WOMAN, MAN)), file(), CATALOGUE)
    text = enter("", first.entries, first.narrator, {"003": first.own} if first.own else None)
    others = tuple(Character(name=n, gender="female") for n in ("Ada", "Bea", "Cleo"))
    crowded = script("Ada/Bea/Cleo/Ines/Tobias", characters=(*others, WOMAN, MAN), key="004")
    second = cast(crowded, file(text), CATALOGUE)
    assert {n: voiced(second)[n] for n in voiced(first)} == voiced(first)
    assert [entry.name for entry in second.entries] == ["Ada", "Bea", "Cleo"]


def test_casting_again_after_entering_gives_the_same_cast() -> None:
    story = script("Ines/Tobias/the porter/Pip", characters=(WOMAN, MAN, Character(name="Pip", age="child")))
    first = cast(story, file(), CATALOGUE)
    second = cast(
        story,
        file(enter("", first.entries, first.narrator, {"003": first.own} if first.own else None)),
        CATALOGUE,
    )
    assert second.cast == first.cast
    assert (second.entries, second.narrator) == ((), None)


def test_a_director_remembers_whom_he_cast() -> None:
    director = Director(file(), CATALOGUE)
    first = director.cast(script("Ines/Tobias", characters=(WOMAN, MAN)))
    second = director.cast(script("Tobias/Ines/Ada", characters=(WOMAN, MAN), key="004"))
    assert {n: v for n, v in voiced(second).items() if n != "Ada"} == voiced(first)
    assert [entry.name for entry in second.entries] == ["Ada"]


def test_somebody_in_voices_yaml_without_a_voice_gets_one_and_keeps_the_rest() -> None:
    said = file("characters:\n  Ines: {gender: male, rate: 1.1}\n")
    made = cast(script("Ines", characters=(WOMAN,)), said, CATALOGUE)
    assert INFOS[voiced(made)["Ines"]].gender == "male"
    assert [(e.name, e.rate, bool(e.voice)) for e in made.entries] == [("Ines", 1.1, True)]


def test_what_voices_yaml_leaves_open_of_somebody_is_as_the_story_tells_it() -> None:
    kit = Character(name="Kit", age="child")
    made = cast(script("Kit", characters=(kit,)), file("characters:\n  Kit: {gender: female}\n"), CATALOGUE)
    assert voiced(made)["Kit"] == "kid"


def test_another_house_engine_adds_its_voice_beside_the_old_one() -> None:
    said = file("house: {engine: piper}\nnarrator: amy\ncharacters:\n  Ines: {voice: {pyttsx3: f1}}\n")
    amy = info("amy", 205, engine="piper")
    made = cast(
        script("Ines", characters=(WOMAN,)), said, (*CATALOGUE, amy, replace(amy, name="ann", f0_hz=240.0))
    )
    text = enter(said.text, made.entries)
    assert "Ines: {voice: {pyttsx3: f1, piper: ann}" in text


@pytest.mark.parametrize(
    "name",
    ["the porter", "Unknown", "man", "a voice", "Voice 2", "I", "The Captain", "Captain", "Mother",
     "Another guard", "Man #2", "woman in the coat", ""],
)  # fmt: skip
def test_a_name_that_could_be_anybodys_is_generic(name: str) -> None:
    assert is_generic(name)


@pytest.mark.parametrize(
    "name", ["Ines", "Captain Vale", "X-23", "Dr. Mabel Orr", "Élan", "Mother Agnes", "Unit 7"]
)
def test_a_proper_name_is_not_generic(name: str) -> None:
    assert not is_generic(name)


def test_a_part_with_a_generic_name_is_entered_for_its_story_alone() -> None:
    story = script("the wolf/Ines/the wolf/Unknown")
    made = cast(story, file(), CATALOGUE)
    assert [part.name for part in made.own] == ["Unknown", "the wolf"]
    assert [part.name for part in made.entries] == ["Ines"]
    text = enter("", made.entries, made.narrator, {"003": made.own})
    assert cast(story, file(text), CATALOGUE).cast == made.cast
    elsewhere = cast(replace(story, key="004"), file(text), CATALOGUE)
    assert [part.name for part in elsewhere.own] == ["Unknown", "the wolf"]


def test_names_that_overlap_never_make_a_file_that_cannot_be_read() -> None:
    people = (
        Character(name="Vale", aliases=("Captain Vale",)),
        Character(name="Captain Vale", aliases=("Vale", "Ines Vale")),
        Character(name="Ines", aliases=("Ines Vale",)),
    )
    said = file("characters: {Ines: {voice: f1, aliases: [Captain Vale]}}")
    made = cast(script("Vale/Captain Vale/Ines", characters=people), said, CATALOGUE)
    assert [entry.name for entry in made.own] == ["Captain Vale"]
    again = file(enter(said.text, made.entries, made.narrator, {"003": made.own}))
    assert cast(script("Vale/Captain Vale/Ines", characters=people), again, CATALOGUE).cast == made.cast


CALLED = st.sampled_from(
    ["Ines", "ines", "Vale", "Captain Vale", "Ines Vale", "the porter", "I", "Tom", "Tom: #1", "No"]
)


@given(
    st.lists(
        st.lists(st.tuples(CALLED, st.lists(CALLED, max_size=3)), min_size=1, max_size=5),
        min_size=1,
        max_size=3,
    )
)
def test_whoever_is_cast_can_be_entered_and_keeps_the_voice(
    stories: list[list[tuple[str, list[str]]]],
) -> None:
    text = ""
    for number, cast_list in enumerate(stories):
        people = {name: Character(name=name, aliases=tuple(aliases)) for name, aliases in cast_list}
        story = script("/".join(people), characters=tuple(people.values()), key=str(number))
        made = cast(story, file(text), CATALOGUE)
        text = enter(text, made.entries, made.narrator, {story.key: made.own} if made.own else None)
        assert cast(story, file(text), CATALOGUE).cast == made.cast


def test_what_voices_yaml_says_for_one_story_rules_in_it_alone() -> None:
    said = file('characters: {Ines: f1}\nstories: {"003": {Ines: f2, the wolf: tin}}')
    assert voiced(cast(script("Ines/the wolf"), said, CATALOGUE)) == {"Ines": "f2", "the wolf": "tin"}
    assert voiced(cast(script("Ines", key="004"), said, CATALOGUE)) == {"Ines": "f1"}


def test_somebody_of_one_story_without_a_voice_is_completed_there() -> None:
    said = file('stories: {"003": {Ines: {gender: male}}}')
    made = cast(script("Ines", characters=(WOMAN,)), said, CATALOGUE)
    assert ([part.name for part in made.own], made.entries) == (["Ines"], ())
    assert INFOS[voiced(made)["Ines"]].gender == "male"


def test_a_generic_part_entered_by_hand_rules() -> None:
    assert voiced(cast(script("the porter"), file("characters: {the porter: tin}"), CATALOGUE)) == {
        "the porter": "tin"
    }


@pytest.mark.parametrize("voice", ["en-us+f1", "en-gb-x-rp+m3", "en-us+UniRobot"])
def test_a_changed_voice_moves_nobody_else(voice: str) -> None:
    people = (WOMAN, MAN, Character(name="the porter", gender="male"), Character(name="Unknown"))
    story = script("/".join(["Ines/Tobias"] * 20 + ["the porter/Unknown"]), characters=people)
    first = cast(story, file(), REAL)
    entered = enter("", first.entries, first.narrator, {"003": first.own})
    changed = entered.replace(f"pyttsx3: {voiced(first)['Ines']}", f"pyttsx3: {voice}")
    assert voiced(cast(story, file(changed), REAL)) == voiced(first) | {"Ines": voice}


def test_partners_of_a_dialogue_sit_on_different_sides() -> None:
    made = cast(script("Ines/Tobias/Ines/Tobias", characters=(WOMAN, MAN)), file(), CATALOGUE).cast
    seated = [voice.seat for _, voice in made.voices]
    assert min(seated) < 0 < max(seated)
    assert made.narrator.seat == 0


def test_a_seat_that_is_given_is_kept_and_the_other_goes_opposite() -> None:
    said = file("characters: {Ines: {voice: f1, seat: 0.3}}")
    made = dict(cast(script("Ines/Tobias", characters=(WOMAN, MAN)), said, CATALOGUE).cast.voices)
    assert (made["Ines"].seat, made["Tobias"].seat < 0) == (0.3, True)


def test_an_engine_without_a_voice_of_the_language_is_an_error() -> None:
    with pytest.raises(InputError, match="no voice for the language 'en'"):
        cast(script("Ines"), file(), (INFOS["fr"],))


def test_an_engine_that_lists_no_voices_will_do_when_everybody_has_one() -> None:
    said = file("house: {engine: openai}\nnarrator: nova\ncharacters: {Ines: alloy}")
    assert voiced(cast(script("Ines"), said, ())) == {"Ines": "alloy"}


def test_voices_that_nobody_measured_are_neither_moved_nor_called_alike() -> None:
    unmeasured = tuple(VoiceInfo(engine="pyttsx3", name=f"v{n}", language="") for n in range(9))
    people = (WOMAN, MAN, Character(name="Pip", age="child"))
    made = cast(script("Ines/Tobias/Pip", characters=people), file(), unmeasured)
    assert len({made.cast.narrator.name, *voiced(made).values()}) == 4
    assert {(voice.pitch, voice.rate) for _, voice in made.cast.voices} == {(0.0, 1.0)}
    assert made.notes == ()


def test_sexes_that_disagree_are_noted() -> None:
    said = file("characters: {Ines: {voice: m1, gender: male}}")
    assert cast(script("Ines", characters=(WOMAN,)), said, CATALOGUE).notes == (
        "Ines: male in voices.yaml, female in the story",
    )


def crowded_story(number: int, size: int = 8) -> Script:
    """Make a story in which everybody meets everybody."""
    sexes = ("female", "male", "unknown")
    people = tuple(Character(name=f"P{number}-{i}", gender=sexes[i % 3]) for i in range(size))  # type: ignore[arg-type]
    return script("/".join(person.name for person in people), characters=people, key=str(number))


@pytest.mark.parametrize("number", range(12))
def test_eight_of_one_scene_and_the_narrator_are_all_told_apart_with_the_default_engine(number: int) -> None:
    director = Director(file(), REAL)
    story = crowded_story(number)
    assert all(pair.apart for pair in distances(story, director.cast(story).cast, director))


def test_leads_get_natural_voices_with_the_default_engine() -> None:
    director = Director(file(), REAL)
    for i in range(30):
        lead = Character(name=f"Lead {i}", gender="female" if i % 2 else "male")
        made = director.cast(script(lead.name, characters=(lead,), key=str(i)))
        assert REAL_INFOS[dict(made.cast.voices)[lead.name].name].natural >= LEAD_NATURAL


def test_a_large_collection_uses_many_voices_evenly() -> None:
    director = Director(file(), REAL)
    used = Counter(
        (part.gender, part.voice) for i in range(40) for part in director.cast(crowded_story(i)).entries
    )
    for gender in ("female", "male"):
        shares = [count for (sex, _), count in used.items() if sex == gender]
        assert len(shares) >= 10
        assert max(shares) <= 0.25 * sum(shares)


def test_a_child_has_a_childs_voice_beside_women_who_sound_like_children() -> None:
    people = (WOMAN, replace(WOMAN, name="Ann"), Character(name="Percy", gender="male", age="child"))
    said = file("characters: {Ines: en-us+woman1, Ann: en-us+f3}")
    made = Director(said, REAL).cast(script("Ines/Ann/Percy", characters=people))
    assert REAL_INFOS[voiced(made)["Percy"]].age == "child"


def test_hardly_anybody_gets_a_voice_that_is_hard_to_understand() -> None:
    director = Director(file(), REAL)
    voices = [v.name for i in range(20) for _, v in director.cast(crowded_story(i)).cast.voices]
    misheard = [REAL_INFOS[name].word_errors or 0.0 for name in voices]
    assert sum(errors > 1 / 8 for errors in misheard) <= 0.02 * len(voices)


@pytest.mark.slow
def test_casting_takes_the_same_time_for_the_thousandth_story_as_for_the_first() -> None:
    def casting(stories: int) -> Callable[[], object]:
        director = Director(file(), REAL)
        director.cast(crowded_story(0))
        for number in range(10 * stories):  # who was cast in the stories before
            director.register.add(voices_file.Part(name=f"Somebody {number}", voice="en-us"))
        return lambda: [director.cast(crowded_story(number)) for number in range(1, stories + 1)]

    assert growth(casting, 20) < LINEAR


def test_the_table_names_those_who_sound_alike_and_what_would_help() -> None:
    said = file("narrator: m1\ncharacters: {Ines: f1, Ann: {voice: f1, pitch: 1}}")
    director = Director(said, CATALOGUE)
    story = script("Ines/Ines/Ann", characters=(WOMAN, replace(WOMAN, name="Ann")))
    worst, *rest = distances(story, director.cast(story).cast, director)
    assert (worst.one, worst.other, worst.apart, round(worst.distance.pitch_st, 2)) == (
        "Ann",
        "Ines",
        False,
        1,
    )
    assert worst.advice.startswith("give Ann voice: f")
    assert [(pair.one, pair.apart) for pair in rest] == [("narrator", True), ("narrator", True)]


def test_following_the_advice_helps() -> None:
    said = "narrator: m1\ncharacters: {Ines: f1, Ann: {voice: f1, pitch: 1}}"
    director = Director(file(said), CATALOGUE)
    story = script("Ines/Ines/Ann", characters=(WOMAN, replace(WOMAN, name="Ann")))
    advice = distances(story, director.cast(story).cast, director)[0].advice
    mended = file(said.replace("voice: f1, pitch: 1", advice.removeprefix("give Ann ")))
    assert all(pair.apart for pair in distances(story, cast(story, mended, CATALOGUE).cast, director))


@pytest.mark.parametrize(
    ("hertz", "timbre", "language", "apart"),
    [
        (112.3, 0.0, "en-us", True),
        (112.0, 20.9, "en-us", False),
        (100.0, 21.0, "en-us", True),
        (100.0, 0.0, "en-gb-scotland", False),
        (106.0, 11.0, "en-gb-scotland", True),
        (106.0, 11.0, "en-us-nyc", False),
    ],
    ids=["pitch", "neither", "timbre", "accent alone", "accent and some", "an accent too near"],
)
def test_two_are_told_apart_by_pitch_or_timbre_or_an_accent_with_some_of_both(
    hertz: float, timbre: float, language: str, apart: bool
) -> None:
    one = sound(info("m1", 100, timbre=(0.0, 0.0)))
    other = sound(info("m2", hertz, timbre=(timbre, 0.0), language=language))
    assert distance(one, other).apart == distance(other, one).apart == apart


def test_those_who_never_meet_are_not_compared() -> None:
    director = Director(file("narrator: m1\ncharacters: {Ines: f1, Ann: f1}"), CATALOGUE)
    story = script("Ines", "Ann")
    pairs = distances(story, director.cast(story).cast, director)
    assert [(pair.one, pair.other) for pair in pairs] == [("narrator", "Ann"), ("narrator", "Ines")]


def test_takes_tell_the_pitch_better_than_the_catalogue() -> None:
    said = file("narrator: m1\ncharacters: {Ines: f1}")
    director = Director(said, CATALOGUE)
    made = director.cast(script("Ines")).cast
    seconds = np.arange(44_100 * 2) / 44_100
    buzz = sum(np.sin(2 * np.pi * 150 * n * seconds) / n for n in range(1, 20)).astype(np.float32) / 4
    heard = heard_in({"Ines": [buzz]}, 44_100, made, director)["Ines"]
    assert (round(heard.f0_hz), heard.timbre) == (150, INFOS["f1"].timbre)


def test_alternatives_are_other_voices_that_nobody_near_has() -> None:
    director = Director(file("narrator: m1"), CATALOGUE)
    story = script("Ines/Ann", characters=(WOMAN, replace(WOMAN, name="Ann")))
    made = director.cast(story).cast
    taken = {voice.name for _, voice in made.voices}
    offered = [part.voice for part in director.alternatives(story, made, "Ines")]
    assert len(set(offered)) == 2
    assert not taken & set(offered)
