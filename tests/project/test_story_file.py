"""Stories are read from any usual encoding, and nothing else is taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drama.errors import InputError
from drama.project import story_file

TEXT = "“Café,” she said — twice.\n\nNo answer came: only the kettle, naïvely singing."


def written(tmp_path: Path, data: bytes, name: str = "003 The Kettle.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (TEXT.encode("utf-8"), ""),
        (TEXT.encode("utf-8-sig"), "byte order mark"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-32"), "UTF-32"),
        (TEXT.encode("cp1252"), "Windows-1252"),
    ],
    ids=["utf-8", "bom", "utf-16 le bom", "utf-16 be bom", "utf-16 le", "utf-16 be", "utf-32", "cp1252"],
)
def test_the_same_text_is_read_from_every_encoding(tmp_path: Path, data: bytes, note: str) -> None:
    read = story_file.read(written(tmp_path, data))
    assert (read.text, note in "".join(read.notes)) == (TEXT, True)


def test_plain_utf8_needs_no_note(tmp_path: Path) -> None:
    assert story_file.read(written(tmp_path, TEXT.encode())).notes == ()


def test_latin_1_is_said(tmp_path: Path) -> None:
    read = story_file.read(written(tmp_path, "Où était-il ? Là.".encode("latin-1")))
    assert (read.text, read.notes) == ("Où était-il ? Là.", ("read as Latin-1 (ISO 8859-1)",))


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0c", "\x0b"])
def test_every_line_end_becomes_one_line_feed(tmp_path: Path, end: str) -> None:
    assert story_file.read(written(tmp_path, f"one{end}{end}two".encode())).text == "one\n\ntwo"


@pytest.mark.parametrize("sign", ["\x1b[31m", "\x1b[0;1m", "\x1b[K", "\u200d", "\u200c"])
def test_what_colours_a_terminal_or_joins_nothing_goes(tmp_path: Path, sign: str) -> None:
    assert story_file.read(written(tmp_path, f"Mr.{sign} Vale{sign} ran".encode())).text == "Mr. Vale ran"


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b", "\x7f", "\x9c"])
def test_a_control_character_becomes_a_space_and_is_said(tmp_path: Path, control: str) -> None:
    read = story_file.read(written(tmp_path, f"one{control}two".encode()))
    assert (read.text, len(read.notes)) == ("one two", 1)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b" \n\n\t", "empty"),
        (b"\xef\xbb\xbf", "nothing to read"),
        (b"* * *\n\n?!", "nothing to read"),
        (b"PK\x03\x04 and so on", "zipped document"),
        (b"%PDF-1.7\n", "PDF"),
        (bytes(range(256)) * 20, "control characters"),
        ("sóó näïvé ünd grün ".encode() * 9 + b"\xff", "UTF-8"),
        (b"\xff\xfea\x00b", "UTF-16"),
    ],
    ids=[
        "empty",
        "blank",
        "only a mark",
        "no letter",
        "docx",
        "pdf",
        "bytes",
        "damaged",
        "half utf-16",
    ],
)
def test_what_is_no_story_is_refused_with_its_path(tmp_path: Path, data: bytes, expected: str) -> None:
    path = written(tmp_path, data)
    with pytest.raises(InputError) as raised:
        story_file.read(path)
    assert expected in str(raised.value)
    assert str(path) in str(raised.value)


def test_a_damaged_byte_is_named_with_its_line_and_column(tmp_path: Path) -> None:
    path = written(tmp_path, "grün\nschön und grün ".encode() + b"\xe4!")
    with pytest.raises(InputError, match=r":2:16: byte 0xe4"):
        story_file.read(path)


@pytest.mark.parametrize("missing", [True, False], ids=["missing", "a folder"])
def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, missing: bool) -> None:
    with pytest.raises(InputError):
        story_file.read(tmp_path / "none.txt" if missing else tmp_path)


def test_the_hash_is_of_the_text_and_not_of_its_encoding(tmp_path: Path) -> None:
    one = story_file.read(written(tmp_path, TEXT.encode("utf-16")))
    other = story_file.read(written(tmp_path, TEXT.replace("\n", "\r\n").encode("utf-8-sig")))
    assert one.sha256 == other.sha256


@pytest.mark.parametrize(
    ("stem", "key"),
    [
        ("003_anything", "003"),
        ("3 Lamp", "3"),
        ("The 12th Night", "12"),
        ("Lamp", "Lamp"),
        ("a/b\\c", "a-b-c"),
        ("..", "story"),
        (".hidden", "hidden"),
        ("CON", "_CON"),
        ("nul.backup", "_nul.backup"),
        ("what? *no*", "what- -no-"),
        ("trailing. ", "trailing"),
        ("a\x00b\nc", "a-b-c"),
        ("a\u202eb", "a-b"),
    ],
)
def test_a_key_is_the_number_or_a_safe_name(stem: str, key: str) -> None:
    assert story_file.key(stem) == key


def test_two_very_long_names_get_two_short_keys() -> None:
    one, other = story_file.key("é" * 300 + "a"), story_file.key("é" * 300 + "b")
    assert one != other
    assert max(len(one.encode()), len(other.encode())) <= story_file.MOST_KEY_BYTES


@given(st.text(max_size=120))
def test_a_safe_name_is_safe_and_stays_as_it_is(name: str) -> None:
    safe = story_file.safe_name(name)
    assert safe == story_file.safe_name(safe)
    assert not set(safe) & set('/\\:*?"<>|\x00\n')
    assert safe.strip(" .")
    assert not safe.startswith(".")
    assert 0 < len(safe.encode("utf-8")) <= story_file.MOST_KEY_BYTES


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(data)
    try:
        text = story_file.read(path).text
    except InputError:
        return
    assert not any(c < " " and c not in "\n\t" for c in text)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Mar\u00adtha waited.", "Martha waited."),
        ("Mar\u200bguerite waited.", "Marguerite waited."),
        ("Ab\u2060bot waited.", "Abbot waited."),
        ("She was burn\u00ad\ning it.", "She was burning it."),
        ("A\u200eda\u202c waited.", "Ada waited."),
        ("Zwei\u200dmal", "Zweimal"),
    ],
)
def test_marks_without_width_cut_no_word_in_two(tmp_path: Path, given: str, kept: str) -> None:
    path = tmp_path / "1.txt"
    path.write_text(f"{given} It rained.\n", encoding="utf-8")
    assert story_file.read(path).text == f"{kept} It rained.\n"


def test_letters_of_other_scripts_stay_joined(tmp_path: Path) -> None:
    path = tmp_path / "1.txt"
    path.write_text("می\u200cخواهم\n", encoding="utf-8")
    assert "\u200c" in story_file.read(path).text
