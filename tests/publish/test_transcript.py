"""Captions hold what is spoken, and nothing in it is taken for the format's own marks."""

from __future__ import annotations

import json
import re
import textwrap
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drama.english import tokens
from drama.publish.transcript import LINES, SRT_LINE, Spoken, _wrapped, plain, segments, srt, webvtt


def spoken(text: str, speaker: str = "Ada") -> Spoken:
    return Spoken(speaker=speaker, text=text, start_s=1.0, end_s=2.0)


@pytest.mark.parametrize(
    "text", ["<i>never</i>", r"{\an8}up there", "a --> b", "<font color=red>so", "{y:i}no"]
)
def test_subrip_has_no_markup_of_the_storys(text: str) -> None:
    shown = srt([spoken(text)])
    body = shown.splitlines()[2]
    assert not re.search(r"<[/\w]|\{\\|\{\w:|-->", body)
    assert tokens(body.removeprefix("Ada: ")) == tokens(text)


@pytest.mark.parametrize("name", ["a\n\n00:00:00,000 --> 00:00:09,000\nfalse", "a\r\n\r\nb", "a\u2028\n\nb"])
def test_a_name_with_line_ends_makes_no_caption_of_its_own(name: str) -> None:
    assert len(re.findall(r"^\d+$", srt([spoken("Yes.", name), spoken("No.", "Bo")]), re.MULTILINE)) == 2


def test_no_transcript_sends_a_terminal_what_it_obeys() -> None:
    lines = [spoken("so\x1b[2J\x07 it is", "A\x1b[31mda")]
    assert "\x1b" not in srt(lines) + webvtt(lines) + plain(lines, "Wet")
    assert "\x07" not in srt(lines) + webvtt(lines)


def test_subrip_leaves_ordinary_signs_alone() -> None:
    assert "Ada: 3 < 4 -- {so} <3" in srt([spoken("3 < 4 -- {so} <3")])


def test_a_caption_is_named_by_the_cue_of_the_script_and_its_pieces_by_dots() -> None:
    long = Spoken(speaker="A", text="One thing and another. " * 12, start_s=1.0, end_s=20.0, cue=42)
    found = re.findall(r"^(\S+)\n\d\d:", webvtt([long, replace(long, cue=43, text="Yes.")]), re.MULTILINE)
    assert found[:2] == ["42", "42.2"]
    assert found[-1] == "43"


TOLD = Spoken(speaker="Ada", text="Is it late?", start_s=1.0, end_s=2.0, cue=7, words_s=(1.0, 1.25, 1.5))


def test_each_word_of_a_webvtt_caption_has_its_time() -> None:
    assert "\n<v Ada>Is <00:00:01.250>it <00:00:01.500>late?</v>" in webvtt([TOLD])


def test_a_timestamp_lies_within_its_caption_and_after_the_one_before() -> None:
    same = replace(TOLD, words_s=(1.0, 1.0, 2.0))
    assert "<v Ada>Is it late?</v>" in webvtt([same])


def test_the_json_transcript_has_a_segment_for_each_word() -> None:
    found = json.loads(segments([TOLD]))
    assert found["version"] == "1.0.0"
    assert [tuple(one.values()) for one in found["segments"]] == [
        ("Ada", 1.0, 1.25, "Is"), ("Ada", 1.25, 1.5, "it"), ("Ada", 1.5, 2.0, "late?"),
    ]  # fmt: skip


def test_a_long_speech_is_cut_where_its_words_are_heard() -> None:
    text = "One short sentence is here. " * 3
    onsets = tuple(float(at) for at in range(15))
    long = Spoken(speaker="A", text=text, start_s=0.0, end_s=15.0, words_s=onsets)
    starts = re.findall(r"(\S+) -->", srt([long]))
    assert [start[6:8] for start in starts] == ["00", "10"]


def test_subrip_keeps_to_the_namespaces_lines_with_the_speakers_name() -> None:
    shown = srt(
        [spoken("Far more words than any one line of a caption has room for, and then some.", "Captain Vale")]
    )
    blocks = [block.splitlines()[2:] for block in shown.strip().split("\n\n")]
    assert blocks[0][0].startswith("Captain Vale: ")
    assert all(len(block) <= LINES and all(len(line) <= SRT_LINE for line in block) for block in blocks)


@given(
    st.lists(st.text("abcé-–\ue000'.", min_size=1, max_size=40), max_size=12), st.sampled_from([SRT_LINE, 42])
)
def test_lines_are_those_of_textwrap(words: list[str], line: int) -> None:
    text = " ".join(words)
    wanted = textwrap.wrap(text, line, break_long_words=False, break_on_hyphens=False)
    assert _wrapped(text, line) == wanted
