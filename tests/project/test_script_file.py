"""The script file reads back as it was written, and says where it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from growth import LINEAR, growth
from hypothesis import given, settings
from hypothesis import strategies as st

from drama.errors import InputError
from drama.model import HOW, Character, Cue, Pronunciation, Scene, Script
from drama.project import script_file
from drama.settings import CUE

INES = Character(name="Ines", gender="female", aliases=("the pilot", "Captain Vale"))
TOBIAS = Character(name="Tobias", gender="male", age="old", why='called "Grandpa"')
SAID = ((("default", "kee"),), (("default", "/kiː/"), ("piper", "a: b, {c}")), (("tone", "# no"),))
ODD = st.one_of(
    st.text(max_size=60),
    st.sampled_from([
        "yes", "No", "~", "null", "12", "1_000", "0x1F", "1e3", "2024-01-01", ": ", "a: b", "# no", "a #b",
        "- x", "? x", "'", '"', '"Quoted: yes"', "it's", "&a", "*b", "!c", "%d", "@e", "`f`", "[g]", "{h}",
        "|", ">", ">-", "=", "<<", "a\tb", "a\nb", " lead", "trail ", "a  b", "\x00", "\x85", "\u2028",
        "\ufeff", "🎭 emoji", "e\u0301", "\\n", "---", "...", "--- a", "x" * 300, "word " * 60 + "end",
        "a: " * 50 + "b",
        '"So: ' * 30 + 'end"', "12:30:45", ".5", "+1", "narrator", "line", "cue", "why", "pause",
    ]),
)  # fmt: skip
NAME = ODD.filter(bool)
NUMBERS = st.sampled_from([(one.name, (one.low, one.high)) for one in CUE if not one.is_text])


@st.composite
def setting_values(draw: st.DrawFn) -> tuple[tuple[str, float | str], ...]:
    found: dict[str, float | str] = {}
    for name, (low, high) in draw(st.lists(NUMBERS, max_size=2)):
        found[name] = draw(st.floats(low, high))
    if draw(st.booleans()):
        found["room"] = draw(NAME)
    return tuple(sorted(found.items()))


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    names = draw(st.lists(NAME, min_size=1, max_size=3, unique=True))
    people = tuple(
        Character(
            name=name,
            aliases=tuple(draw(st.lists(ODD, max_size=2))),
            gender=draw(st.sampled_from(["female", "unknown"])),
            kind=draw(st.sampled_from(["robot", "person"])),
            narrator=draw(st.booleans()),
            why=draw(ODD),
        )
        for name in names
    )
    number = 0

    def cue() -> Cue:
        nonlocal number
        number += 1
        kind = draw(st.sampled_from(["narrator", "line", "line", "sound", "music", "ambience", "pause"]))
        own = draw(setting_values())
        if kind == "pause":
            own = tuple(sorted((dict(own) | {"seconds": draw(st.floats(0, 3600))}).items()))
        return Cue(
            number=draw(st.sampled_from([number, 0])),
            kind=kind,
            speaker=draw(st.sampled_from(names)) if kind == "line" else "",
            text="" if kind == "pause" else draw(ODD),
            how=tuple(sorted(draw(st.sets(st.sampled_from(HOW), max_size=2)))),
            joined=draw(st.booleans()),
            moved=draw(st.booleans()),
            sure=draw(st.none() | st.floats(0, 1)),
            why=draw(ODD),
            was=draw(st.none() | ODD),
            by_hand=draw(st.booleans()),
            settings=own,
            comment=draw(st.sampled_from(["", "", "ask Tove", "two\nlines", "- no: list", "# hash"])),
        )

    scenes = tuple(
        Scene(title=draw(ODD), room=draw(ODD), cues=tuple(cue() for _ in range(draw(st.integers(0, 3)))))
        for _ in range(draw(st.integers(0, 2)))
    )
    return Script(
        key=draw(NAME),
        title=draw(ODD),
        author=draw(ODD),
        sha256=draw(ODD),
        characters=people,
        scenes=scenes,
        lexicon=tuple(
            Pronunciation(term=term, say=say)
            for term, say in draw(st.dictionaries(ODD, st.sampled_from(SAID), max_size=2)).items()
        ),
        orphans=tuple(cue() for _ in range(draw(st.integers(0, 1)))),
        numbered=100,
    )


@given(scripts())
def test_a_script_reads_back_as_it_was_written(written: Script) -> None:
    assert script_file.parse(script_file.dump(written)) == written


@settings(max_examples=30)
@given(scripts())
def test_the_file_is_yaml_that_others_can_read(written: Script) -> None:
    loaded = yaml.safe_load(script_file.dump(written))
    assert loaded["drama"] == "script/1"
    assert loaded["story"]["number"] == written.key


def play(*cues: Cue, title: str = "") -> Script:
    return Script(
        key="003",
        title="The Kettle",
        author="T. Lund",
        sha256="",
        characters=(INES, TOBIAS),
        scenes=(Scene(title=title, cues=cues),),
    )


def test_the_file_reads_as_a_play() -> None:
    text = script_file.dump(
        play(
            Cue(number=1, kind="narrator", text="The kettle sang."),
            Cue(
                number=2,
                kind="line",
                speaker="Tobias",
                text="Who's there?",
                sure=0.71,
                why="only other person",
            ),
            Cue(number=3, kind="narrator", text="he asked.", joined=True),
            Cue(number=4, kind="pause", settings=(("seconds", 1.5),)),
            Cue(number=5, kind="sound", text="door-slam", settings=(("level_db", -6.0),)),
            title="Chapter One",
        )
    )
    assert text.endswith("""\
characters:
  Ines: {gender: female, aliases: [the pilot, Captain Vale]}
  Tobias: {gender: male, age: old, why: called "Grandpa"}
scenes:
- title: Chapter One
  cues:
  - narrator: The kettle sang.
    cue: 1

  - Tobias: Who's there?
    cue: 2
    sure: 0.71
    why: only other person
  - narrator: he asked.
    cue: 3
    joined: true

  - pause: 1.5
    cue: 4

  - sound: door-slam
    cue: 5
    level_db: -6
""")


def test_no_line_of_a_long_text_is_long() -> None:
    text = script_file.dump(
        play(Cue(number=1, kind="narrator", text='"Well: ' + "quite a long sentence " * 40 + 'end"'))
    )
    assert max(len(line) for line in text.splitlines()) <= 110


FILE = """\
drama: script/1
story: {number: "003"}
characters:
  Ines: {gender: female, aliases: [the pilot]}
  Tobias: {}
scenes:
- cues:
"""


def read(cues: str) -> Script:
    return script_file.parse(FILE + cues, "scripts/003.yaml")


def problems(text: str) -> list[str]:
    with pytest.raises(InputError) as raised:
        script_file.parse(text, "scripts/003.yaml")
    return [str(problem) for problem in raised.value.problems]


@pytest.mark.parametrize(
    ("cues", "place", "message"),
    [
        ("  - Inez: Hello.", "8:5", "nobody called 'Inez'"),
        ("  - Inez: Hello.", "8:5", "did you mean 'Ines'?"),
        ("  - Wren: Hello.", "8:5", 'add "Wren: {}" under characters'),
        ("  - Ines: Hello.\n    hwo: whispered", "9:5", 'unknown key "hwo"'),
        ("  - Ines: Hello.\n    hwo: whispered", "9:5", "did you mean 'how'?"),
        ("  - Ines: Hello.\n    how: wispered", "9:10", "did you mean 'whispered'?"),
        ("  - Ines: Hello.\n    sure: 2", "9:11", "from 0 to 1"),
        ("  - Ines: Hello.\n    rate: fast", "9:11", "a number from 0.5 to 2"),
        ("  - Ines: Hello.\n    Tobias: Hello.", "8:5", "one speaker, not Ines and Tobias"),
        ("  - cue: 4", "8:5", "no speaker"),
        ("  - cu: 4\n    how: whispered", "8:5", 'unknown key "cu"'),
        ("  - Inez: Hello.\n    cu: 4", "9:5", 'unknown key "cu"'),
        ("  - Inez: Hello.\n    cu: 4", "9:5", "did you mean 'cue'?"),
        ("  - Inez: Hello.\n    cu: 4", "8:5", "did you mean 'Ines'?"),
        ("  - Ines:", "8:10", "must be a text"),
        (
            "  - Ines: A.\n    cue: 4\n  - Ines: B.\n    cue: 4",
            "11:10",
            "cue 4 is here twice (first in line 8)",
        ),
        ("  - pause: long", "8:12", "a number"),
        ("  - line: Hello.\n    speaker: Inez", "9:14", "did you mean 'Ines'?"),
        ("  - just words", "8:5", "must be a table"),
        ("  - Ines: Hello.\n    by: foot", "9:9", "must be one of hand"),
        ("  - Ines: [a]", "8:11", "must be a text"),
    ],
)
def test_what_is_wrong_is_said_with_line_and_column(cues: str, place: str, message: str) -> None:
    found = problems(FILE + cues)
    assert any(f"003.yaml:{place}" in problem and message in problem for problem in found), found


def test_all_problems_of_a_file_are_reported_together_in_its_order() -> None:
    text = (FILE + "  - Inez: A.\n  - Ines: B.\n    how: loud\n  - sound: bang\n    lvel: 3\n").replace(
        "Tobias: {}", "Tobias: {gendr: male}"
    )
    assert [problem.split(":")[1] for problem in problems(text)] == ["5", "8", "10", "12"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("drama: script/2\n", "this version of drama reads 'script/1'"),
        ("", "missing"),
        ("- a\n- b\n", "must be a table"),
        ("drama: script/1\nstory: {number: 3}\nscenes: [{}]\n", 'a scene needs "cues:"'),
        ("drama: script/1\nstory: {number: 3}\nscnes: []\n", "did you mean 'scenes'?"),
        ("drama: [script/1\n", "003.yaml:"),
        (FILE.replace("gender: female", "gender: femal"), "did you mean 'female'?"),
        (FILE + "  - Ines: it's: wrong\n", "003.yaml:8"),
    ],
)
def test_a_file_that_is_no_script_is_refused(text: str, message: str) -> None:
    assert message in "\n".join(problems(text))


def test_an_alias_speaks_for_its_character() -> None:
    assert read("  - the pilot: Hello.").cues[0].speaker == "Ines"


def test_words_that_yaml_takes_for_something_else_stay_words() -> None:
    assert [cue.text for cue in read("  - Ines: No\n  - Ines: 1984\n  - Ines: 12:30\n").cues] == [
        "No",
        "1984",
        "12:30",
    ]


def test_a_cue_without_a_number_has_none_yet() -> None:
    assert read("  - Ines: Hello.").cues[0].number == 0


def test_what_a_person_wrote_behind_hashes_lasts() -> None:
    made = read(
        """\
  # too loud?

  # ask Tove
  - Ines: Who is there?  # she never says this
    cue: 4
  - narrator: >-
      Nobody knew it was room
      # 5
  - pause: 2
# and this is for the next scene
- title: Two
  # begin softly
  cues:
  - Ines: Hello.
"""
    )
    assert [cue.comment for cue in made.cues] == [
        "too loud?\nask Tove\nshe never says this",
        "",
        "",
        "and this is for the next scene",
    ]


def test_a_cue_knows_its_place() -> None:
    assert str(read("  - Ines: A.\n  - Ines: B.\n").cues[1].place) == "scripts/003.yaml:9:5"


def test_the_highest_number_is_known_even_when_the_file_does_not_say_it() -> None:
    assert read("  - Ines: A.\n    cue: 7\n").numbered == 7


def test_a_file_is_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "scripts" / "003.yaml"
    written = play(Cue(number=1, kind="line", speaker="Ines", text="Hello: there"))
    script_file.write(written, path)
    assert script_file.read(path).cues == written.cues


@pytest.mark.slow
def test_reading_takes_time_by_the_number_of_cues() -> None:
    def reading(count: int) -> Callable[[], object]:
        said = "ten words and then some more of them."
        numbered = ((i, f"Line {i}: {said}") for i in range(1, count + 1))
        cues = [
            Cue(number=i, kind="line", speaker="Ines", text=text, sure=0.9, why="said")
            for i, text in numbered
        ]
        text = script_file.dump(play(*cues))
        return lambda: script_file.parse(text)

    assert growth(reading, 300) < LINEAR
