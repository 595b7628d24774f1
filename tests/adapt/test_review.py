"""What is doubtful in a script is listed with the edit that settles it, and every line is explained."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from drama.adapt import adapt
from drama.adapt.revision import review
from drama.adapt.revision.verbatim import cue_spans
from drama.errors import UsageError
from drama.model import Character, Cue, Scene, Script, Story

TEXT = """Ines climbed the stairs. "Who put it out?" she asked.

"The wind did," said Tobias.

"There was no wind," Ines said. "Not a breath."

Tobias shrugged. "Then nobody did."
"""


def story(text: str = TEXT) -> Story:
    return Story(key="003", name="003", path=Path("stories/003.txt"), text=text, sha256="x")


def made(*cues: Cue, people: tuple[Character, ...] = ()) -> Script:
    return Script(key="003", title="", author="", sha256="x", characters=people, scenes=(Scene(cues=cues),))


def line(number: int, speaker: str, text: str, sure: float = 0.9, *, by_hand: bool = False) -> Cue:
    return Cue(number=number, kind="line", speaker=speaker, text=text, sure=sure, by_hand=by_hand)


def tag(number: int, text: str) -> Cue:
    return Cue(number=number, kind="narrator", text=text, joined=True)


INES = Character(name="Ines", gender="female", aliases=("the keeper",))
TOBIAS = Character(name="Tobias", gender="male")


def kinds(script: Script) -> list[tuple[str, int]]:
    return [(finding.kind, finding.cue) for finding in review.check(script, story())]


def test_a_line_less_sure_than_the_threshold_is_listed() -> None:
    script = made(line(1, "Ines", "Yes.", 0.4), line(2, "Ines", "No.", 0.8), people=(INES,))
    assert kinds(script) == [("doubtful", 1)]


@pytest.mark.parametrize("text", ["…", "—!", "“…?”"])
def test_words_that_nobody_can_speak_are_listed(text: str) -> None:
    script = made(line(1, "Ines", "Well?"), line(2, "Ines", text), tag(3, "* * *"), people=(INES,))
    assert [found for found in kinds(script) if found[0] == "silent"] == [("silent", 2), ("silent", 3)]


def test_the_threshold_can_be_raised() -> None:
    script = made(line(1, "Ines", "Yes.", 0.4), line(2, "Ines", "No.", 0.8), people=(INES,))
    assert len(review.check(script, story(), below=0.9)) == 2


def test_a_line_settled_by_hand_is_not_listed() -> None:
    script = made(line(1, "Ines", "Yes.", 0.4, by_hand=True), line(2, "Ines", "No."), people=(INES,))
    assert kinds(script) == [("single", 2)]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("said Tobias.", True),
        ("Tobias said quietly.", True),
        ("he said.", True),
        ("said the keeper.", False),
        ("Ines said to Tobias.", False),
        ("she asked.", False),
        ("and went away with Tobias.", False),
        ("Tobiasson said.", False),
    ],
)
def test_a_tag_that_names_somebody_else_is_a_contradiction(said: str, expected: bool) -> None:
    cues = (
        line(1, "Ines", "Yes,"),
        tag(2, said),
        line(3, "Ines", "No."),
        line(4, "Tobias", "So."),
        line(5, "Tobias", "Oh."),
    )
    script = made(*cues, people=(INES, TOBIAS))
    assert (("contradiction", 1) in kinds(script)) is expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Then Tobias said,", True),
        ("Ines looked up, and Tobias answered:", True),
        ("Ines turned round and said:", False),
        ("He said,", True),
        ("Ines said, with a look at Tobias,", False),
        ("Tobias said nothing.", False),
    ],
)
def test_a_tag_before_a_line_may_contradict_it(before: str, expected: bool) -> None:
    leading = replace(tag(1, before), joined=False)
    script = made(leading, line(2, "Ines", "Yes."), tag(3, "She nodded."), people=(INES, TOBIAS))
    assert (("contradiction", 2) in kinds(script)) is expected


@pytest.mark.parametrize(("joined", "expected"), [(True, True), (False, False)])
def test_a_tag_inside_a_speech_may_contradict_its_end(joined: bool, expected: bool) -> None:
    end = replace(line(3, "Ines", "and it will."), joined=joined)
    script = made(line(1, "Tobias", "It may,"), tag(2, "said Tobias,"), end, people=(INES, TOBIAS))
    assert (("contradiction", 3) in kinds(script)) is expected


def test_the_edit_names_whom_the_tag_names() -> None:
    script = made(line(1, "Ines", "Yes,"), tag(2, "said Tobias."), people=(INES, TOBIAS))
    assert '"Tobias:"' in review.check(script, story())[0].edit


def test_a_line_of_nobody_knows_who_comes_first() -> None:
    unknown = Character(name="Unknown")
    script = made(
        line(1, "Ines", "Yes.", 0.2),
        line(2, "Unknown", "Hm.", 0.1),
        line(3, "Ines", "No."),
        people=(INES, unknown),
    )
    assert kinds(script) == [("unknown", 2), ("doubtful", 1)]


def test_a_speaker_of_one_line_is_listed() -> None:
    script = made(
        line(1, "Ines", "Yes."), line(2, "Ines", "No."), line(3, "Tobias", "So."), people=(INES, TOBIAS)
    )
    assert kinds(script) == [("single", 3)]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Character(name="Captain Vale"), Character(name="Ines Vale"), True),
        (Character(name="Vale"), Character(name="Ines Vale"), True),
        (Character(name="Mr Vale", gender="male"), Character(name="Mrs Vale", gender="female"), False),
        (Character(name="Kaelen"), Character(name="Kaelan"), True),
        (Character(name="Ines"), Character(name="Tobias"), False),
        (Character(name="Ines", aliases=("the keeper",)), Character(name="the keeper"), True),
        (Character(name="the old man"), Character(name="the young man"), False),
        (Character(name="Ann"), Character(name="Dan"), False),
    ],
    ids=lambda value: value.name if isinstance(value, Character) else str(value),
)
def test_two_characters_who_look_like_one_are_listed(
    one: Character, other: Character, expected: bool
) -> None:
    cues = [line(i, (one, other)[i % 2].name, "Yes.") for i in range(1, 6)]
    found = [
        finding
        for finding in review.check(made(*cues, people=(one, other)), story())
        if finding.kind == "alike"
    ]
    assert bool(found) is expected
    if found:
        assert f'--replace "{one.name}={other.name}"' in found[0].edit or one.name in found[0].edit


def test_a_cue_is_explained_with_the_text_around_it() -> None:
    script = adapt(story())
    number = next(cue.number for cue in script.cues if cue.text == "The wind did,")
    found = review.explain(script, story(), number)
    assert (found.cue.speaker, found.text) == ("Tobias", "The wind did,")
    assert found.before.endswith('she asked.\n\n"')
    assert found.after.startswith('" said Tobias.')


def test_others_who_might_speak_do_not_include_the_speaker() -> None:
    script = adapt(story())
    for cue in script.cues:
        found = review.explain(script, story(), cue.number)
        assert cue.speaker not in {name for name, _ in found.others}
        assert [sure for _, sure in found.others] == sorted((sure for _, sure in found.others), reverse=True)


def test_a_corrected_cue_names_drama_s_own_choice_among_the_others() -> None:
    script = adapt(story())
    cue = next(cue for cue in script.cues if cue.text == "The wind did,")
    cues = tuple(replace(c, speaker="Ines", by_hand=True) if c == cue else c for c in script.cues)
    found = review.explain(replace(script, scenes=(Scene(cues=cues),)), story(), cue.number)
    assert found.others[0][0] == "Tobias"


def test_an_unknown_cue_number_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no cue 99"):
        review.explain(adapt(story()), story(), 99)


def test_every_spoken_cue_has_its_span_in_the_story() -> None:
    script = adapt(story())
    spans = [span for span in cue_spans(script, story()) if span]
    assert len(spans) == len(script.cues)
    assert spans == sorted(spans)
    assert TEXT[slice(*spans[0])] == "Ines climbed the stairs."


def test_an_added_cue_has_no_span() -> None:
    script = adapt(story())
    added = Cue(number=90, kind="line", speaker="Ines", text="Hush.", was="")
    assert cue_spans(replace(script, scenes=(Scene(cues=(added, *script.cues)),)), story())[0] is None


def test_a_script_does_not_differ_from_itself() -> None:
    assert review.diff(adapt(story()), adapt(story())) == ""


def test_every_kind_of_difference_is_told() -> None:
    fresh = made(line(1, "Ines", "Yes.", 0.7), line(2, "Ines", "No."), line(3, "Ines", "Hm."), people=(INES,))
    mine = made(
        line(1, "Tobias", "Yes."),
        replace(
            line(2, "Ines", "Never."), how=("shouted",), settings=(("gap_s", 1.0),), was="No.", moved=True
        ),
        Cue(number=4, kind="sound", text="wind"),
        people=(replace(INES, age="old"), TOBIAS),
    )
    told = review.diff(replace(mine, orphans=(line(9, "Ines", "Gone."),)), fresh)
    assert told.splitlines() == [
        "cue 1 Tobias, not Ines (0.70): “Yes.”",
        "cue 2 says 'Never.', not 'No.'",
        "cue 2 is shouted, not none: “Never.”",
        "cue 2 has gap_s 1.0: “Never.”",
        "cue 2 moved: “Never.”",
        "cue 4 added: “wind”",
        "cue 9 orphan: “Gone.” (its words are not in the story)",
        "cue 3 only in the adaptation: “Hm.”",
        "character Tobias: yours alone",
        "character Ines: age old, not unknown",
    ]
