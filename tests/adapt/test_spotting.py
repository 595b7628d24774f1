"""Spotting: what narration calls for, and what only seems to sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml
from growth import LINEAR, growth
from hypothesis import given
from hypothesis import strategies as st

from drama.adapt.spotting import Proposal, chosen, mood, room, spot, spot_text, spotted
from drama.adapt.spotting.moods import MOODS, mood_of_text
from drama.adapt.spotting.proposals import RULES
from drama.adapt.spotting.rules import rule
from drama.adapt.spotting.scoring import music, underscores
from drama.adapt.spotting.whereabouts import Whereabouts
from drama.adapt.spotting.wording import stems
from drama.mix import library
from drama.model import Cue, Scene, Script

AMBIENCES = library.ambiences()
MARKED = yaml.safe_load((Path(__file__).parents[1] / "data" / "spotting.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Score:
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)


def score(half: str) -> Score:
    right = wrong = missed = 0
    for sentence in MARKED[half]:
        wanted = [
            set(want.strip().split("|")) for want in sentence.get("wants", "").split(",") if want.strip()
        ]
        for proposal in chosen(spot_text(sentence["says"], AMBIENCES)):
            met = next((want for want in wanted if proposal.name in want), None)
            if met is None:
                wrong += 1
            else:
                right += 1
                wanted.remove(met)
        missed += len(wanted)
    return Score(right, wrong, missed)


@pytest.mark.parametrize("half", ["development", "held-out"])
def test_of_what_is_used_on_the_marked_sentences_nine_in_ten_are_right(half: str) -> None:
    assert score(half).precision >= 0.9


@pytest.mark.parametrize("half", ["development", "held-out"])
def test_most_of_what_the_marked_sentences_want_is_used(half: str) -> None:
    assert score(half).recall >= 0.8


def test_the_marked_set_has_enough_sentences_on_both_sides() -> None:
    for half in MARKED.values():
        wanting = sum("wants" in sentence for sentence in half)
        assert wanting >= 75
        assert len(half) - wanting >= 60


def test_every_name_in_the_marked_set_is_a_sound_of_the_library() -> None:
    wants = [s["wants"] for half in MARKED.values() for s in half if "wants" in s]
    named = {name.strip() for want in wants for name in want.replace(",", "|").split("|")}
    assert named <= set(library.names())


def used(text: str) -> list[str]:
    return [proposal.name for proposal in chosen(spot_text(text, AMBIENCES))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hail rattled on the greenhouse.", "rain"),
        ("Beyond the hills thunder rumbled.", "thunder-far"),
        ("The gates clanged.", "door-slam"),
        ("They heard a low, dreadful creak.", "creak"),
        ("There were two knocks, quite soft.", "knock"),
        ("Nothing could be heard but the ticking of a clock.", "clock"),
        ("Far away a bell began to toll: once, twice, thirteen times.", "bell"),
    ],
)
def test_a_thing_that_sounds_is_proposed(text: str, name: str) -> None:
    assert used(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "The gates did not clang.",
        "No thunder rolled.",
        "They heard no footsteps.",
        "The thunder never came.",
    ],
)
def test_what_is_denied_is_not_used(text: str) -> None:
    assert used(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "If the siren wailed, they were to run.",
        "The siren would wail at noon.",
        "She wanted to ring the bell.",
        "He waited for the bell to ring.",
        "He dreamed that the ground shook.",
        "It was as though a door had slammed.",
        "Her laugh was like a bell ringing.",
    ],
)
def test_what_is_only_thought_or_likened_is_not_used(text: str) -> None:
    assert used(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The storm had raged for a week before they came.",
        "Years ago a bell rang in that tower.",
        "Once, a bell rang in that tower.",
        "Every evening the bell rang in that tower.",
        "When he was a boy the train rattled past the house.",
    ],
)
def test_what_happened_at_another_time_is_not_used(text: str) -> None:
    assert used(text) == []


@pytest.mark.parametrize(
    "text", ["A storm of protest broke.", "A wave of grief broke over him.", "Her heart sank."]
)
def test_a_figure_of_speech_is_not_used(text: str) -> None:
    assert used(text) == []


def test_the_reason_names_what_speaks_against_it() -> None:
    (proposal,) = spot_text("The siren would wail at noon.", AMBIENCES)
    assert "would" in proposal.why
    assert proposal.sure < 0.5


def test_the_offset_points_at_the_word_that_sounds() -> None:
    text = "He came home late. In the hall a clock ticked. He sat."
    (proposal,) = spot_text(text, AMBIENCES)
    assert text[proposal.offset :].startswith("ticked")


def test_an_effect_at_the_end_of_its_narration_comes_after_it() -> None:
    (proposal,) = spot_text("She read on. Then a shot rang out.", AMBIENCES)
    assert proposal.where == "after"


def test_an_effect_within_its_narration_comes_under_it() -> None:
    (proposal,) = spot_text("She read on. Then a shot rang out. She got up.", AMBIENCES)
    assert proposal.where == "under"


@pytest.mark.parametrize("text", ["A shot rang out. She read on.", "There was a knock. He rose."])
def test_what_is_heard_comes_before_the_words_that_say_so(text: str) -> None:
    (proposal,) = spot_text(text, AMBIENCES)
    assert proposal.where == "before"


def test_what_somebody_does_is_said_and_then_heard() -> None:
    (proposal,) = spot_text("He slammed the door. She read on.", AMBIENCES)
    assert proposal.where == "under"


@pytest.mark.parametrize(
    ("text", "name"), [("Then came hooves on the cobbles.", "gallop"), ("The line crackled.", "static")]
)
def test_what_comes_and_what_crackles_is_heard(text: str, name: str) -> None:
    assert [p.name for p in spot_text(text, AMBIENCES)] == [name]


def test_a_sound_far_off_is_softer() -> None:
    near, far = (
        spot_text(text, AMBIENCES)[0] for text in ("A bell rang.", "A bell rang, thin with distance.")
    )
    assert far.level_db < near.level_db == 0


def test_shots_are_energy_weapons_in_a_story_that_has_them() -> None:
    told = script(narrated("The plasma tank stood ready.", "Everyone began to shoot."))
    assert [p.name for p in spot(told, AMBIENCES)] == ["laser"]


def test_rain_is_heard_from_inside_in_a_scene_indoors() -> None:
    scene = replace(narrated("It was raining hard."), place="kitchen")
    assert [p.name for p in spot(script(scene), AMBIENCES)] == ["rain-roof"]


def test_a_sound_at_the_second_of_two_equal_words_is_at_that_one() -> None:
    told = narrated("She rang for rum. Then a shot rang out. She got up.")
    cues = spotted(script(told), AMBIENCES).cues
    assert ("at", "rang out") in next(cue for cue in cues if cue.kind == "sound").settings


def narrated(*texts: str, first: int = 1) -> Scene:
    return Scene(
        cues=tuple(Cue(number=first + i, kind="narrator", text=text) for i, text in enumerate(texts))
    )


def script(*scenes: Scene) -> Script:
    return Script(key="1", title="T", author="", sha256="", characters=(), scenes=scenes)


def test_what_characters_say_is_not_spotted() -> None:
    line = Cue(number=1, kind="line", speaker="Ada", text="The door slammed.")
    assert spot(script(Scene(cues=(line,))), AMBIENCES) == ()


@pytest.mark.parametrize("how", ["title", "heading", "letter", "message", "flashback"])
def test_narration_that_is_not_here_and_now_is_not_spotted(how: str) -> None:
    cue = Cue(number=1, kind="narrator", text="The door slammed.", how=(how,))
    assert spot(script(Scene(cues=(cue,))), AMBIENCES) == ()


def test_an_ambience_is_proposed_once_a_scene() -> None:
    scene = narrated("It was raining.", "The rain fell and fell.", "Rain drummed on the road.")
    assert [(p.cue, p.name) for p in spot(script(scene), AMBIENCES)] == [(1, "rain")]


def test_what_the_present_describes_in_a_story_told_in_the_past_is_not_used() -> None:
    told = narrated(
        "She was old and had a dog. It was late. He said so.", "In that quarter the walls are crumbling."
    )
    assert chosen(spot(script(told), AMBIENCES)) == ()


def test_a_story_told_in_the_present_is_spotted_in_the_present() -> None:
    told = narrated(
        "She is old and has a dog. It is late. He says so.", "Behind the house the walls are crumbling."
    )
    assert [p.name for p in chosen(spot(script(told), AMBIENCES))] == ["debris"]


def test_a_place_named_once_is_not_sure_enough() -> None:
    assert chosen(spot(script(narrated("They came into the cavern.")), AMBIENCES)) == ()


def test_a_place_gives_no_ambience_where_one_is_heard() -> None:
    cave = narrated("They came into the cavern. It was raining.", "They sat in the cave by the grotto.")
    assert [p.name for p in chosen(spot(script(cave), AMBIENCES))] == ["rain"]


def test_a_story_has_an_opening_bridges_at_its_breaks_and_an_ending() -> None:
    many = [f"He walked on, and on, for the {n}th time." for n in range(9)]
    sad = narrated(
        "She wept, alone, and mourned; grief and loss and tears. Farewell, she sighed, and sobbed.", first=20
    )
    found = [(p.cue, p.where, p.name) for p in music(script(narrated(*many), sad))]
    assert found == [
        (1, "before", "opening-sad"), (20, "before", "bridge-sad"), (20, "after", "ending-sad"),
    ]  # fmt: skip


def test_every_mood_has_a_sting_and_a_pad() -> None:
    for name in MOODS:
        assert {
            f"sting-{name}",
            f"pad-{name}",
            *(f"{form}-{name}" for form in ("opening", "bridge", "ending")),
        } <= set(library.names())


def test_every_rule_names_a_sound_of_the_library() -> None:
    named = {rule.name for rule in RULES} | {name for rule in RULES for _, name in rule.variants}
    assert named <= set(library.names())


def proposal(cue: int, kind: str = "sound", sure: float = 0.9) -> Proposal:
    return Proposal(
        cue=cue, where="under", kind=kind, name="shot", offset=0, word="", sure=sure, why=""
    )  # fmt: skip


def test_full_takes_all_that_is_sure_enough() -> None:
    given_ = (proposal(1), proposal(2, sure=0.7), proposal(3, "music", 0.8))
    assert [p.cue for p in chosen(given_)] == [1, 3]


def test_light_takes_no_music_and_no_crowd_of_effects() -> None:
    given_ = (
        proposal(1),
        proposal(2),
        proposal(3, "ambience"),
        proposal(4, "music"),
        proposal(5),
        proposal(9, sure=0.8),
    )
    assert [p.cue for p in chosen(given_, "light")] == [1, 3, 5]


def test_none_takes_nothing() -> None:
    assert chosen((proposal(1),), "none") == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They sat in the kitchen by the stove. She went to the bedroom and lay on the bed.", "small-room"),
        ("He walked down the nave of the cathedral. In the gallery of the church the choir waited.", "hall"),
        ("They crossed the field and came down the lane. There was snow on the road.", "outdoors"),
        ("She floated through the airlock and into the cockpit of the shuttle.", "ship"),
        ("They crawled along the tunnel and into a cavern; the mine was old.", "cave"),
    ],
)  # fmt: skip
def test_the_room_is_where_the_narration_puts_the_scene(text: str, name: str) -> None:
    found = room(narrated(text))
    assert found.name == name
    assert found.sure >= 0.6


def test_a_place_seen_from_a_window_is_not_the_room() -> None:
    assert room(narrated("Through the window they could see the field.")).sure == 0


def test_a_scene_that_names_no_place_has_no_room() -> None:
    assert room(narrated("She said nothing.")).name == ""


def test_a_scene_without_telling_words_has_no_mood() -> None:
    assert mood(narrated("It stood on a table.")).name == ""


@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error_and_offsets_lie_within(text: str) -> None:
    for found in spot_text(text, AMBIENCES):
        assert 0 <= found.offset < len(text)
        assert 0 <= found.sure <= 1


@pytest.mark.slow
def test_time_is_linear_in_the_length_of_a_paragraph() -> None:
    def reading(times: int) -> Callable[[], object]:
        scene = narrated("The old door of the house by the sea and the wind and the rain and " * times)
        return lambda: (spot(script(scene), AMBIENCES), room(scene), mood(scene))

    assert growth(reading, 1_000) < LINEAR


def test_a_roof_named_late_in_the_sentence_still_takes_the_rain() -> None:
    text = (
        "Rain came over the fen at three, as the wireless had said it would, and it drummed on the zinc roof."
    )
    assert used(text) == ["rain-roof"]


def test_what_is_said_of_another_thing_does_not_change_a_bell() -> None:
    text = "The noon bell began across the square, thin with distance, and she put the brass key away."
    assert used(text) == ["bell"]


def test_a_murmur_passes_and_a_full_room_stays() -> None:
    passing, staying = (
        spot_text("There was a murmur.", AMBIENCES),
        spot_text("The tavern was packed.", AMBIENCES),
    )
    assert [(one.name, one.seconds > 0) for one in (*passing, *staying)] == [
        ("crowd", True),
        ("crowd", False),
    ]


def test_hours_told_in_one_sentence_are_not_heard() -> None:
    assert used("He walked out in the rain.") == ["rain"]
    assert used("He walked out in the rain and stayed on the pier until it was dark.") == []


def test_a_passage_that_is_surely_sad_has_music_under_its_narration_and_others_have_none() -> None:
    grief = (
        "She wept, and in her grief she mourned him; alone, in tears, she said goodbye at the funeral. " * 3
    )
    plain = [f"He walked on for the {n}th time." for n in range(9)]
    lines = tuple(
        cue
        for n, text in enumerate((*plain, grief, *plain), 1)
        for cue in (
            Cue(number=2 * n, kind="narrator", text=text),
            Cue(number=2 * n + 1, kind="line", speaker="Ada", text="Yes."),
        )
    )
    (under,) = underscores(script(Scene(cues=lines)))
    assert (under.name, under.cue, under.under) == ("pad-sad", 20, "narration")


@pytest.mark.parametrize(
    ("nouns", "expected"),
    [
        ("(?:tele)?phones?", {"phone"}),
        ("doors?|gates?|(?:garden|side)\\s+wickets?", {"door", "gate", "wicket"}),
        ("(?<!fire )alarms?|torpedo(?:es)?", {"alarm", "torpedo"}),
        ("branch(?:es)?|[a-z]+s?", set()),
        ("knives\\s+and\\s+forks", {"knives"}),
    ],
)
def test_a_pattern_is_tried_where_letters_of_its_nouns_stand(nouns: str, expected: set[str]) -> None:
    assert stems(nouns) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bshots?\s+(?P<verb>knock(?:s|ed)?|rapp(?:ed|ing)|rang\s+out)\b", {"knock", "rapp", "rang"}),
        (r"\b(?P<verb>lift-?off)\b|\bship\s+(?P<verb2>launched)\b", {"lift", "launched"}),
        (r"\b(?P<verb>lift-?off)\b|\bship\s+launched\b", set()),
        (r"\bdoors?\s+(?P<verb>(?:was|were)\s+(?:flung|thrown))\b", set()),
        (r"\bdoors?(?:\s+(?P<verb>slammed))?\b", set()),
        (r"\bfoghorn\b(?P<verb>)", set()),
    ],
)
def test_a_rule_is_tried_where_letters_of_its_verbs_stand(pattern: str, expected: set[str]) -> None:
    assert rule("bell", pattern, 0.8, "because").stems == expected


@pytest.mark.parametrize("half", sorted(MARKED))
def test_no_sentence_that_a_rule_is_about_lacks_its_letters(half: str) -> None:
    for told in MARKED[half]:
        for one in RULES:
            if one.stems and one.pattern.search(told["says"]):
                assert any(stem in told["says"].lower() for stem in one.stems), (one.name, told["says"])


def test_a_place_of_whose_name_only_a_part_is_told_is_not_named() -> None:
    told = Whereabouts("He came into the engine room. The dining was poor.")
    assert [m.place for m in told.mentions("He came into the engine room.")] == ["cargo-bay"]
    assert told.mentions("The dining was poor.") == ()


def test_a_miss_makes_nothing_sad() -> None:
    assert mood_of_text(["Miss Pike came in, and Miss Pell after her."]).name == ""
    assert mood_of_text(["They miss her."]).name == "sad"
