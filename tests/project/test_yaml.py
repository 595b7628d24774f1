"""YAML is read by name and type; everything wrong in a file is reported together, each with its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml
from growth import LINEAR, growth
from hypothesis import given
from hypothesis import strategies as st

from drama.errors import InputError
from drama.project import yaml as yamlfile

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def places(caught: pytest.ExceptionInfo[InputError]) -> list[tuple[int, int]]:
    return [(p.place.line, p.place.column) for p in caught.value.problems if p.place]


def test_values_are_read_as_what_they_are_asked_for() -> None:
    top = yamlfile.parse("title: 003\nname: No\nrate: 1.5\njobs: 4\nloud: yes\nalso: [a, 'b']\n").table()
    assert (top.text("title"), top.text("name"), top.number("rate"), top.whole("jobs")) == (
        "003",
        "No",
        1.5,
        4,
    )
    assert (top.flag("loud"), top.texts("also")) == (True, ("a", "b"))
    top.document.finish()


def test_a_missing_key_answers_its_default() -> None:
    assert yamlfile.parse("a: 1").table().text("title", "none") == "none"


def test_an_empty_file_is_an_empty_table() -> None:
    assert yamlfile.parse("# only a comment\n").table().keys == ()


def test_every_value_knows_its_line_and_column() -> None:
    top = yamlfile.parse("scenes:\n- cues:\n  - Ines: I said I would.\n", "003.yaml").table()
    cue = top.items("scenes")[0].as_table().items("cues")[0].as_table()
    assert str(cue.key_place("Ines")) == "003.yaml:3:5"
    assert str(cue.value("Ines").place) == "003.yaml:3:11"


def test_a_byte_order_mark_and_windows_line_ends_change_no_position() -> None:
    top = yamlfile.parse("\ufeffa: 1\r\né: x\r\n").table()
    assert str(top.value("é").place) == "2:4"


def test_all_problems_of_a_file_are_raised_together_in_its_order() -> None:
    document = yamlfile.parse("rate: 170\nvolume: loud\nptich: 3\nseat: 0\n", "voices.yaml")
    top = document.table()
    top.number("seat", low=-1, high=1)
    top.number("volume", 0.0, low=-24, high=12)
    top.number("rate", 1.0, low=0.5, high=2)
    top.number("pitch", 0.0)
    top.text("voice")
    top.done()
    with pytest.raises(InputError) as caught:
        document.finish()
    assert places(caught) == [(1, 1), (1, 7), (2, 9), (3, 1)]
    assert "did you mean 'pitch'?" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "read", "message"),
    [
        (
            "a: 170",
            lambda top: top.number("a", low=0.5, high=2),
            "\"a\" must be a number from 0.5 to 2, not '170'",
        ),
        ("a: .nan", lambda top: top.number("a"), "must be a number"),
        ("a: 1_000", lambda top: top.number("a"), "must be a number"),
        ("a: 1.5", lambda top: top.whole("a"), "must be a whole number"),
        ("a: maybe", lambda top: top.flag("a"), "must be true or false"),
        ("a: [b]", lambda top: top.text("a"), "must be a text, not a list"),
        ("a: b", lambda top: top.items("a"), "must be a list, not 'b'"),
        ("a: b", lambda top: top.table("a"), "must be a table"),
        ("a: flac", lambda top: top.text("a", choices=("mp3", "m4b")), "must be one of m4b, mp3, not 'flac'"),
        ("b: 1", lambda top: top.text("a"), '"a" is missing'),
        ("a: ~", lambda top: top.text("a"), '"a" is missing'),
        ("- a", lambda top: top.text("a", ""), "the file must be a table"),
    ],
)
def test_a_value_of_the_wrong_type_or_range_is_a_problem(text: str, read, message: str) -> None:
    document = yamlfile.parse(text)
    read(document.table())
    with pytest.raises(InputError) as caught:
        document.finish()
    assert message in str(caught.value)


def test_a_typographic_minus_is_a_minus() -> None:
    assert yamlfile.parse("a: −3").table().number("a") == -3


def test_duplicate_keys_are_reported_with_the_line_of_the_first() -> None:
    document = yamlfile.parse("Ines: 1\nTobias: 2\nInes: 3\n")
    with pytest.raises(InputError, match=r"3:1: the key \"Ines\" is here twice \(first in line 1\)"):
        document.finish()


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a:\n\tb: 1\n", 2, 1, "a tab where YAML wants spaces"),
        ("a: 1\nb: 'x\nc: 2\n", 2, 4, "never closed"),
        ("a: one: two\n", 1, 7, 'holds ": "'),
        ("a: *no* matter\n", 1, 4, "begins with '*'"),
        ("a: &c and more\n", 1, 4, "begins with '&'"),
        ("a: !bang\n", 1, 4, "begins with '!'"),
        ("a: @home\n", 1, 4, "begins with '@'"),
        ("a: 1\n---\nb: 2\n", 2, 1, "second document"),
        ("é: é\nb: \x07\n", 2, 4, "U+0007"),
        ("x: &x [*x]\n", 1, 4, "anchor"),
        ("x: [a\n", 1, 4, "flow sequence"),
        ("? [a, b]\n: c\n", 1, 3, "a key must be a text"),
    ],
)
def test_broken_yaml_is_reported_with_its_place_and_what_would_mend_it(
    text: str, line: int, column: int, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        yamlfile.parse(text, "a.yaml").finish()
    assert words in str(caught.value)
    if words != "flow sequence":
        assert places(caught) == [(line, column)]


@pytest.mark.parametrize(
    "text",
    ["[" * 300_000, "{" * 300_000, "- " * 300_000, "a: [" * 100_000, "[a, " * 100_000 + "]" * 100_000],
    ids=["lists", "tables", "dashes", "mixed", "closed"],
)
def test_bottomless_nesting_is_refused_and_not_followed(text: str) -> None:
    with pytest.raises(InputError):
        yamlfile.parse(text)


def test_a_bomb_of_aliases_is_refused_before_it_goes_off() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    with pytest.raises(InputError, match="anchor"):
        yamlfile.parse("\n".join(lines))


def test_brackets_in_the_words_of_a_story_are_only_words() -> None:
    text = "".join(f'- line: "[[ {{ {i}"\n' for i in range(500))
    assert len(items_of(text)) == 500


def items_of(text: str) -> tuple[yamlfile.Value, ...]:
    document = yamlfile.parse(text)
    return yamlfile.Value(document, document.root).as_items()


@given(TEXTS)
def test_a_text_written_as_a_scalar_is_read_back_as_itself(text: str) -> None:
    top = yamlfile.parse(f"key: {yamlfile.scalar(text)}\n").table()
    assert top.value("key").as_text() == text
    top.document.finish()


@given(TEXTS)
def test_a_text_written_in_brackets_is_read_back_as_itself(text: str) -> None:
    flow = yamlfile.scalar(text, flow=True)
    top = yamlfile.parse(f"key: {{{flow}: [{flow}, x]}}\n").table()
    inner = top.table("key")
    assert (inner.keys, inner.texts(text)) == ((text,), (text, "x"))


@given(TEXTS)
def test_other_readers_of_yaml_take_a_scalar_for_the_same_text(text: str) -> None:
    assert yaml.load(f"- {yamlfile.scalar(text)}\n", Loader=yaml.SafeLoader) == [text]


@pytest.mark.parametrize(
    "text", ["No", "null", "003", "1e3", "12:30", "a: b", "a #b", "- a", "", " a", "a:", "~", "é\n"]
)
def test_a_text_that_looks_like_something_else_is_quoted(text: str) -> None:
    assert yamlfile.scalar(text).startswith('"')


@pytest.mark.parametrize("text", ["I said I would.", "You came back, then?", "O'Neil", "Où est-il ?"])
def test_a_plain_text_is_written_plain(text: str) -> None:
    assert yamlfile.scalar(text) == text


@pytest.mark.slow
def test_reading_takes_time_by_the_number_of_cues() -> None:
    def reading(count: int) -> Callable[[], object]:
        text = a_script(count)
        return lambda: read_whole(text)

    assert growth(reading, 300) < LINEAR


def a_script(count: int) -> str:
    cue = "  - Tobias: {}\n    sure: 0.71\n    why: answers Ines across an untagged run\n    n: {}\n"
    return "scenes:\n- cues:\n" + "".join(
        cue.format(f"You came back, said the lamp {i}.", i) for i in range(count)
    )


def read_whole(text: str) -> None:
    for cue_value in yamlfile.parse(text).table().items("scenes")[0].as_table().items("cues"):
        table = cue_value.as_table()
        table.text("Tobias")
        table.number("sure", low=0, high=1)
        table.text("why")
        table.whole("n")
        table.done()
