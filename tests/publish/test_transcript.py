"""Captions hold what is spoken, and nothing in it is taken for the format's own marks."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from drama.english import tokens
from drama.publish.transcript import Spoken, srt, webvtt


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


def test_subrip_leaves_ordinary_signs_alone() -> None:
    assert "Ada: 3 < 4 -- {so} <3" in srt([spoken("3 < 4 -- {so} <3")])


def test_a_caption_is_named_by_the_cue_of_the_script_and_its_pieces_by_dots() -> None:
    long = Spoken(speaker="A", text="One thing and another. " * 12, start_s=1.0, end_s=20.0, cue=42)
    found = re.findall(r"^(\S+)\n\d\d:", webvtt([long, replace(long, cue=43, text="Yes.")]), re.MULTILINE)
    assert found[:2] == ["42", "42.2"]
    assert found[-1] == "43"
