"""New characters are entered in voices.yaml and nothing else in it moves."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from growth import LINEAR, growth
from hypothesis import given
from hypothesis import strategies as st

from drama.errors import InputError
from drama.project import voices_edit, voices_file
from drama.project.voices_file import NARRATOR, Part

INES = Part(name="Ines", gender="female", voice="en-us+f3")
ODD = Part(name="Zed: #1 {x}", aliases=("the 'cook'", "Z, d"), voice="en-gb+m1", pitch=-2.5, seat=0.3)
TELLER = Part(name=NARRATOR, voice="en-gb-x-rp+steph")


def by_name(text: str) -> dict[str, Part]:
    return {
        p.name: dataclasses.replace(p, place=None)
        for p in voices_file.parse(text, Path("voices.yaml")).characters
    }


def is_subsequence(old: str, new: str) -> bool:
    rest = iter(new)
    return all(character in rest for character in old)


FILES = {
    "empty": "",
    "only comments": "# our cast\n# and nothing else",
    "only a byte order mark": "\ufeff",
    "no section": "house:\n  engine: pyttsx3",
    "a section without anybody": "characters:\n",
    "an empty section with a comment": "characters: # who is who\nlexicon:\n  Quay: kee\n",
    "empty braces": "drama: voices/1\ncharacters: {}\n",
    "braces with a comment": "characters: { # here\n}\n",
    "somebody in braces": "characters: {Bob: {voice: x}, Al: }\nlexicon: {}\n",
    "braces over lines": "characters: {\n    Bob: x,\n    Al: {rate: 1.1}\n}\n",
    "braces over lines, last comma": "characters: {\n    Bob: x,\n    Al: y, # last\n}\n",
    "braces over lines, last comment": "characters: {\n    Bob: x,\n    Al: y # last\n}\n",
    "everything in braces": "{drama: voices/1, narrator: x}",
    "four spaces, comments": "characters:\n    Bob: # cook\n        voice: x # loud\n    # Al: y\n\n# end\n",
    "windows": "characters:\r\n  Bob: x\r\n\r\nlexicon:\r\n  Quay: kee\r\n",
    "no final newline": "characters:\n  Bob:\n    voice: x",
    "Bob without a word": "characters:\n  Bob:\n  Al: x\n",
    "one line each": "characters:\n  Bob: {voice: x}\n  Al: {voice: y} # old\nlexicon: {}\n",
    "a document with marks": "---\ncharacters:\n  Bob: x\n...\n",
    "a mark and no section": "---\nhouse: {seed: 2}\n...\n# after\n",
    "indented as a whole": "  house:\n    seed: 2\n  # done\n",
    "a folded text last": "lexicon:\n  Quay: |\n    kee\n\n",
    "quoted keys": '"characters":\n  \'Bob\': "x"\n',
    "a list before": "characters:\n  Bob:\n    aliases:\n    - the cook\n    - B.\n",
}
CASES = pytest.mark.parametrize("text", FILES.values(), ids=FILES)


@CASES
def test_entering_only_inserts(text: str) -> None:
    assert is_subsequence(text, voices_edit.enter(text, [INES, ODD], TELLER))


@CASES
def test_what_was_there_stays_and_what_is_new_is_read_back(text: str) -> None:
    entered = by_name(voices_edit.enter(text, [INES, ODD]))
    assert entered == by_name(text) | {INES.name: INES, ODD.name: ODD}


@CASES
def test_lines_that_were_there_stay_whole_in_their_order(text: str) -> None:
    if "{" in text:
        pytest.skip("what goes between braces goes into their line")
    rest = iter(voices_edit.enter(text, [INES, ODD], TELLER).splitlines())
    assert all(line in rest for line in text.removeprefix("\ufeff").splitlines())


@CASES
def test_entering_twice_changes_nothing_more(text: str) -> None:
    once = voices_edit.enter(text, [INES, ODD], TELLER)
    assert voices_edit.enter(once, [INES, ODD], TELLER) == once


@CASES
def test_entering_nobody_changes_nothing(text: str) -> None:
    assert voices_edit.enter(text, []) == text


@CASES
def test_a_part_for_one_story_is_entered_under_the_story(text: str) -> None:
    entered = voices_edit.enter(text, [INES], TELLER, {"003": [ODD], "12": [INES]})
    assert is_subsequence(text, entered)
    stories = dict(voices_file.parse(entered, Path("voices.yaml")).stories)
    assert {key: [dataclasses.replace(p, place=None) for p in cast] for key, cast in stories.items()} == {
        "003": [ODD],
        "12": [INES],
    }
    more = voices_edit.enter(entered, [], None, {"003": [INES]})
    assert is_subsequence(entered, more)
    assert [part.name for part in dict(voices_file.parse(more, Path("voices.yaml")).stories)["003"]] == [
        ODD.name,
        "Ines",
    ]


@pytest.mark.slow
def test_entering_takes_time_by_the_number_of_characters() -> None:
    def entering(count: int) -> Callable[[], object]:
        old = voices_edit.enter("", [dataclasses.replace(INES, name=f"A{n}") for n in range(count)])
        more = [dataclasses.replace(INES, name=f"B{n}") for n in range(count)]
        return lambda: voices_edit.enter(old, more)

    assert growth(entering, 250) < LINEAR


def test_the_files_line_ends_are_used() -> None:
    assert "\n" not in voices_edit.enter(FILES["windows"], [INES], TELLER).replace("\r\n", "")


def test_the_files_indentation_is_used() -> None:
    assert "\n    Ines:\n        gender: female\n" in voices_edit.enter(
        FILES["four spaces, comments"], [INES]
    )


def test_a_comment_of_the_cast_stays_with_the_cast() -> None:
    entered = voices_edit.enter(FILES["four spaces, comments"], [INES])
    assert entered.index("# Al: y") < entered.index("Ines") < entered.index("# end")


def test_somebody_who_is_there_gets_only_what_is_missing() -> None:
    text = "characters:\n  Ines:\n    voice: mine # do not touch\n  Bob: {rate: 1.5}\n  Al:\n"
    cast = [INES, dataclasses.replace(INES, name="Bob"), dataclasses.replace(INES, name="Al")]
    entered = by_name(voices_edit.enter(text, cast))
    assert {name: (p.voice, p.gender, p.rate) for name, p in entered.items()} == {
        "Ines": ("mine", "female", None),
        "Bob": ("en-us+f3", "female", 1.5),
        "Al": ("en-us+f3", "female", None),
    }


@pytest.mark.parametrize(
    ("new", "names"),
    [
        (Part(name="Tom", aliases=("Vale", "Thomas")), {"Ines": ("Vale",), "Tom": ("Thomas",)}),
        (Part(name="vale", voice="x"), {"Ines": ("Vale",)}),
        (Part(name="INES", voice="x"), {"Ines": ("Vale",)}),
    ],
    ids=["an alias", "a name", "other letters"],
)
def test_a_name_that_is_somebodys_is_given_to_nobody_else(
    new: Part, names: dict[str, tuple[str, ...]]
) -> None:
    entered = by_name(voices_edit.enter("characters: {Ines: {aliases: [Vale]}}\n", [new]))
    assert {name: part.aliases for name, part in entered.items()} == names


def test_of_two_new_ones_with_one_alias_the_first_has_it() -> None:
    entered = by_name(
        voices_edit.enter("", [Part(name="Ann", aliases=("Vale",)), Part(name="Tom", aliases=("Vale",))])
    )
    assert {name: part.aliases for name, part in entered.items()} == {"Ann": ("Vale",), "Tom": ()}


def test_a_narrator_who_is_there_is_left_alone() -> None:
    text = "narrator: mine\n"
    assert voices_edit.enter(text, [], TELLER) == text


def test_a_lone_tilde_makes_room_for_the_cast() -> None:
    assert by_name(voices_edit.enter("characters: ~\n", [INES])) == {"Ines": INES}


def test_a_file_that_cannot_be_added_to_is_refused_with_the_lines_to_paste() -> None:
    with pytest.raises(InputError, match="by hand:\ncharacters:\n  Ines:\n    gender: female\n    voice: "):
        voices_edit.enter("characters: [Bob]\n", [INES])


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
COMMENTS = st.sampled_from(["", "", "  # a note: {x}", " #"])
BREAKS = st.sampled_from(["\n", "\r\n"])


@st.composite
def written_files(draw: st.DrawFn) -> str:
    """Draw a voices.yaml as somebody might have written it."""
    outer = " " * draw(st.integers(1, 5))
    inner = outer + " " * draw(st.integers(1, 5))
    lines = draw(
        st.lists(st.sampled_from(["# a comment", "", "drama: voices/1", "house: {seed: 3}"]), unique=True)
    )
    lines.append("characters:" + draw(COMMENTS))
    for name in draw(st.lists(NAMES, unique_by=str.casefold, max_size=4)):
        key = outer + voices_edit.scalar(name, flow=True)
        style = draw(st.sampled_from(["block", "flow", "short", "empty"]))
        note = draw(COMMENTS)
        if style == "block":
            lines += [f"{key}:{note}", f"{inner}voice: x{draw(COMMENTS)}", f"{inner}rate: 1.25"]
        else:
            lines.append(
                f"{key}:" + {"flow": " {voice: y, pitch: -1}", "short": " z", "empty": ""}[style] + note
            )
        lines += draw(
            st.lists(st.sampled_from(["", f"{outer}# aside", "# far left", f"{inner}# deep"]), max_size=2)
        )
    lines += draw(st.lists(st.sampled_from(["lexicon: {Quay: kee}", "# the end", ""]), unique=True))
    return draw(BREAKS).join(lines) + draw(st.sampled_from(["", "\n", "\n\n"]))


@given(written_files(), st.lists(NAMES, unique_by=str.casefold, max_size=3))
def test_any_file_keeps_its_lines_and_gains_the_new_characters(text: str, names: list[str]) -> None:
    old = by_name(text)
    taken = {name.casefold() for name in old}
    new = [dataclasses.replace(INES, name=name) for name in names if name.casefold() not in taken]
    entered = voices_edit.enter(text, new)
    rest = iter(entered.splitlines())
    assert all(line in rest for line in text.splitlines())
    assert by_name(entered) == old | {part.name: part for part in new}


INES_AT = ("characters", "Ines")


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("characters: {Ines: old, Al: x}", "characters: {Ines: new, Al: x}"),
        ("characters:\n  Ines: 'old' # mine\n", "characters:\n  Ines: new # mine\n"),
        ("characters:\n  Ines:\n    voice: old # mine\n    rate: 1.1\n",
         "characters:\n  Ines:\n    voice: new # mine\n    rate: 1.1\n"),
        ("characters:\n  Ines: {voice: {piper: amy, pyttsx3: old}}\n",
         "characters:\n  Ines: {voice: {piper: amy, pyttsx3: new}}\n"),
        ("characters:\n  Ines: {voice: {piper: amy}}\n",
         "characters:\n  Ines: {voice: {piper: amy, pyttsx3: new}}\n"),
        ("characters:\n  Ines:\n    rate: 1.1\n",
         "characters:\n  Ines:\n    rate: 1.1\n    voice: {pyttsx3: new}\n"),
        ("\ufeffcharacters:\r\n  Al: x\r\n",
         "\ufeffcharacters:\r\n  Al: x\r\n  Ines:\r\n    voice: {pyttsx3: new}\r\n"),
    ],
    ids=["braces", "alone", "a field", "one of the engines'", "another engine's", "none yet", "nobody yet"],
)  # fmt: skip
def test_a_changed_voice_changes_nothing_else(text: str, changed: str) -> None:
    assert voices_edit.with_voice(text, INES_AT, "pyttsx3", "new") == changed


def test_the_narrators_voice_and_a_storys_own_can_be_changed() -> None:
    text = 'narrator: old\nstories: {"003": {the porter: {voice: old}}}\n'
    told = voices_edit.with_voice(text, ("narrator",), "pyttsx3", "n")
    both = voices_edit.with_voice(told, ("stories", "003", "the porter"), "pyttsx3", "p")
    assert both == 'narrator: n\nstories: {"003": {the porter: {voice: p}}}\n'


def test_a_voice_that_cannot_be_put_anywhere_is_an_error() -> None:
    with pytest.raises(InputError, match="by hand"):
        voices_edit.with_voice("characters: [Ines]\n", INES_AT, "pyttsx3", "new")
