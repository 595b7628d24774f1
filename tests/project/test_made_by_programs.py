"""What word processors and converters write beside paragraphs: small digits, captions, tables."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from drama.adapt import adapt, verbatim
from drama.model import Script
from drama.project import story_file


def script(path: Path) -> Script:
    story = story_file.read(path)
    made = adapt(story)
    verbatim.check_words(made, story)
    return made


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def said(made: Script) -> list[str]:
    return [cue.text for cue in made.cues if cue.kind in ("line", "narrator")]


def odt(folder: Path, body: str) -> Path:
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"'
        for name, of in [("office", "office"), ("text", "text"), ("style", "style"), ("table", "table")]
    )
    content = (
        f"<office:document-content{spaces}><office:automatic-styles>"
        '<style:style style:name="T1" style:family="text">'
        '<style:text-properties style:text-position="super 58%"/></style:style>'
        '<style:style style:name="P1" style:parent-style-name="Caption"/></office:automatic-styles>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    path = folder / "001 case.odt"
    with zipfile.ZipFile(path, "w") as document:
        document.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        document.writestr("content.xml", content)
    return path


RTF = r"{\rtf1\ansi \pard "
SMALL = {
    "case.html": '<p>"It rained," said Ines.<sup>3</sup> "At 10<sup>-3</sup> bar, the 4<sup>th</sup>."</p>',
    "case.md": '"It rained," said Ines.<sup>3</sup> "At 10<sup>-3</sup> bar, the 4<sup>th</sup>."\n',
    "case.rtf": RTF + r'"It rained," said Ines.{\super 3} "At 10{\super -3} bar, the 4{\super th}."\par}',
    "case.odt": '<text:p>"It rained," said Ines.<text:span text:style-name="T1">3</text:span> "At 10'
    '<text:span text:style-name="T1">-3</text:span> bar, '
    'the 4<text:span text:style-name="T1">th</text:span>."</text:p>',
}


@pytest.mark.parametrize("name", SMALL)
def test_digits_above_the_line_are_a_note_mark_behind_a_sentence_and_a_power_behind_a_number(
    tmp_path: Path, name: str
) -> None:
    path = odt(tmp_path, SMALL[name]) if name.endswith("odt") else written(tmp_path, name, SMALL[name])
    made = script(path)
    assert [(cue.speaker, cue.text) for cue in made.cues if cue.kind == "line"] == [
        ("Ines", "It rained,"),
        ("Ines", "At 10⁻³ bar, the 4th."),
    ]
    assert [cue.text for cue in made.cues if cue.kind == "matter"] == ["³"]


def test_a_picture_in_an_opendocument_text_leaves_its_caption_out_and_a_gap_behind_a_table_is_no_scene_break(
    tmp_path: Path,
) -> None:
    row = "<table:table-row><table:table-cell><text:p>Ada</text:p></table:table-cell></table:table-row>"
    body = (
        f'<text:p>It rained.</text:p><table:table>{row}</table:table><text:p/><text:p text:style-name="P1">'
        "A ship</text:p><text:p>It stopped.</text:p><text:p>It froze.</text:p>"
    )
    made = script(odt(tmp_path, body))
    assert said(made) == ["It rained.", "Ada.", "It stopped.", "It froze."]
    assert len(made.scenes) == 1


def test_a_row_of_an_rtf_table_is_a_sentence_though_its_cells_are_paragraphs(tmp_path: Path) -> None:
    row = r"\trowd\intbl{{\pard\intbl Ada\par}\cell}{{\pard\intbl 9:15\par}\cell}\intbl\row"
    path = written(tmp_path, "case.rtf", rf"{RTF}It rained.\par {row} \pard It stopped.\par}}")
    assert said(script(path)) == ["It rained.", "Ada, 9:15.", "It stopped."]


def test_marks_that_were_escaped_twice_are_marks(tmp_path: Path) -> None:
    path = written(tmp_path, "case.html", "<p>&amp;ldquo;I can&amp;#39;t,&amp;rdquo; said Ines.</p>")
    assert said(script(path)) == ["I can't,", "said Ines."]


def test_lines_of_a_talk_in_one_paragraph_are_paragraphs_and_those_of_a_poem_are_not(tmp_path: Path) -> None:
    talk = '<p>"Come in," said Ines.<br>"I can\'t," said Otto.<br>"Why not?"</p><p>It rained.</p>'
    found = [c.speaker for c in script(written(tmp_path, "a.html", talk)).cues if c.kind == "line"]
    assert found == ["Ines", "Otto", "Ines"]
    poem = '<p>Roses are late,<br>"Late," they say,<br>and the gate is shut.</p><p>It rained.</p>'
    assert len(said(script(written(tmp_path, "b.html", poem)))) > 1


def test_an_advertisement_is_no_story(tmp_path: Path) -> None:
    page = '<p>It rained.</p><aside class="ad">Buy our soap!</aside><p>It stopped.</p>'
    assert said(script(written(tmp_path, "a.html", page))) == ["It rained.", "It stopped."]


@pytest.mark.parametrize("names", ["[Ada Marsh, 'Ben Roe']", "\n  - Ada Marsh\n  - Ben Roe"])
def test_front_matter_may_name_several_authors(tmp_path: Path, names: str) -> None:
    made = script(written(tmp_path, "a.md", f'---\ntitle: "The Weir"\nauthor: {names}\n---\n\nIt rained.\n'))
    assert (made.title, made.author) == ("The Weir", "Ada Marsh, Ben Roe")


def test_a_name_in_bold_with_its_colon_speaks_in_a_play(tmp_path: Path) -> None:
    page = (
        "<p><b>Ines</b>: Come in.</p><p><b>Otto</b>: No.</p>"
        "<p><b>Ines:</b> Why?</p><p><b>Otto:</b> My hat.</p>"
    )
    found = [c.speaker for c in script(written(tmp_path, "a.html", page)).cues if c.kind == "line"]
    assert found == ["Ines", "Otto", "Ines", "Otto"]


def test_whom_a_letter_greets_speaks_where_a_tag_says_so(tmp_path: Path) -> None:
    text = (
        '"Wet," said Ines. "Very."\n\n"Dry," said Otto.\n\n'
        'Dear Ines,\n\nCome home.\n\nAda\n\n"Home?" asked Ines.\n'
    )
    found = [c.speaker for c in script(written(tmp_path, "a.txt", text)).cues if c.kind == "line"]
    assert found == ["Ines", "Ines", "Otto", "Ines"]


def test_who_stands_in_a_row_of_a_table_says_nothing(tmp_path: Path) -> None:
    page = (
        '<p>"Wet," said Perrin.</p><h2>II. The Weir</h2>'
        "<table><tr><td>Nora</td><td>17:30</td><td>$6</td></tr></table>"
        '<p><i>He won\'t come,</i> she thought.</p><p>"He will," said Perrin.</p>'
    )
    assert "Nora" not in {c.speaker for c in script(written(tmp_path, "a.html", page)).cues}
