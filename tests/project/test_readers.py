"""Every format gives the same story: words, headings, breaks, italics, verse, and what isn't story apart."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from drama.adapt import adapt, structure, verbatim
from drama.errors import DramaError, InputError
from drama.model import Story
from drama.project import story_file

FORMATS = Path(__file__).parent / "formats"
NAMES = ("sample.html", "sample.docx", "sample.odt", "sample.rtf")
"""The same document, saved by LibreOffice 7 in each format."""
CONTAINER = """<?xml version="1.0"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""
PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x</dc:identifier>
<dc:title>The Salt Road</dc:title><dc:creator>Ada Marsh</dc:creator><dc:language>en-GB</dc:language>
<dc:publisher>Quay</dc:publisher><dc:date>1921-05-01</dc:date>
<meta property="belongs-to-collection">The Roads</meta><meta property="group-position">2</meta></metadata>
<manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="c" href="one.xhtml" media-type="application/xhtml+xml"/>
<item id="p" href="cover.png" media-type="image/png" properties="cover-image"/></manifest>
<spine><itemref idref="n"/><itemref idref="c"/></spine></package>"""
PAGE = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head>
<body><section epub:type="chapter"><h2>Chapter One</h2>
<p>The ferry left.<a epub:type="noteref" href="#n1">1</a>
<span epub:type="pagebreak" id="p9">9</span>Nobody waved&nbsp;twice.</p>
<hr/><p>Noon.</p></section><aside epub:type="footnote" id="n1"><p>It left late.</p></aside></body></html>"""
NAV = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head>
<body><nav epub:type="toc"><ol><li><a href="one.xhtml">Chapter One</a></li></ol></nav></body></html>"""


def blocks(read: Story) -> list[tuple[str, str]]:
    return [(one.kind, read.told[one.start : one.end]) for one in structure.read(read.told, read.passages)]


def left_out(read: Story) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in read.matter:
        found.setdefault(one.kind, []).append(" ".join(read.text[one.start : one.end].split()))
    return found


def from_text(tmp_path: Path, text: str, name: str = "001 case.txt") -> Story:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return story_file.read(path)


def epub(path: Path, page: str = PAGE, package: str = PACKAGE, **more: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", CONTAINER)
        book.writestr("OPS/book.opf", package)
        book.writestr("OPS/nav.xhtml", NAV)
        book.writestr("OPS/one.xhtml", page)
        book.writestr("OPS/cover.png", b"\x89PNG\r\n")
        for name, content in more.items():
            book.writestr(name, content)
    return path


@pytest.mark.parametrize("name", NAMES)
def test_a_document_has_the_same_blocks_in_every_format(name: str) -> None:
    found = blocks(story_file.read(FORMATS / name))
    assert found == blocks(story_file.read(FORMATS / "sample.html"))
    assert ("title", "The Salt Road") in found
    assert ("break", "* * *") in found
    assert (
        "verse",
        "Roses are late,\nViolets are early,\nThe gate is of iron,\nThe lock is of pearl.",
    ) in found
    assert ("paragraph", "Next morning it rained. *She will not come,* he thought.") in found
    assert ("paragraph", "Nora, 17:30.") in found


@pytest.mark.parametrize("name", NAMES)
def test_title_and_author_are_taken_from_the_file(name: str) -> None:
    about = story_file.read(FORMATS / name).about
    assert (about.title, about.author) == ("The Salt Road", "Ada Marsh")


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_a_document_is_in_its_script(name: str) -> None:
    read = story_file.read(FORMATS / name)
    verbatim.check_words(adapt(read), read)


def test_an_epub_leaves_notes_and_contents_out_and_knows_its_book(tmp_path: Path) -> None:
    read = story_file.read(epub(tmp_path / "001.epub"))
    assert blocks(read) == [
        ("heading", "Chapter One"),
        ("paragraph", "The ferry left. Nobody waved twice."),
        ("break", "* * *"),
        ("paragraph", "Noon."),
    ]
    assert left_out(read) == {"contents": ["Chapter One"], "note": ["It left late."]}
    about = read.about
    assert (about.author, about.series, about.part, about.year) == ("Ada Marsh", "The Roads", "2", "1921")
    assert read.cover.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("He sought a respect-\nable lodging.", "He sought a respectable lodging."),
        ("A well-\nknown gossip came.", "A well-known gossip came."),
        ("Mar\u00adtha came, and Mar\u200btha. So.", "Martha came, and Martha. So."),
        ("The dog ran.[15] Nobody saw it twice² or cared.", "The dog ran. Nobody saw it twice or cared."),
        (
            "It came out beside the\n\n118\n\nriver, where it lay.",
            "It came out beside the river, where it lay.",
        ),
        (
            "They had walked all day, and at noon\n\f the road ended.",
            "They had walked all day, and at noon the road ended.",
        ),
        ("T\nhe boat came in.", "The boat came in."),
        ("I\nt was a long night.", "It was a long night."),
        ("So did\nI\nwith her.", "So did I with her."),
        ("W\n\nhen the bell rang.", "When the bell rang."),
        ("Ship\tFare\nAda\t$4", "Ship;Fare;Ada;$4"),
        ("They could ex-\nplain it.", "They could explain it."),
        ("A light-\nhouse shone.", "A lighthouse shone."),
        ("Her ill-\nness passed.", "Her illness passed."),
        ("His so-\ncalled friend.", "His so-called friend."),
        ("The up¬\nholstery was wet.", "The upholstery was wet."),
        ("It was no-\n\nthing at all.", "It was nothing at all."),
        ("A great deal of re-\n\n118\n\nspect was shown.", "A great deal of respect was shown."),
        ("She ran to the\n\nTHE WEIR\n\n57\n\nmill and back.", "She ran to the mill and back."),
        (
            "She ran to the old grey house by the\nTHE WEIR 57\nmill.",
            "She ran to the old grey house by the mill.",
        ),
        (
            "So the last of the carts went down to\n          - xiv -\nthe mill.",
            "So the last of the carts went down to the mill.",
        ),
        ("She ran to the\n\nPage 3 of 9\n\nmill.", "She ran to the mill."),
        ("She ran to the\n\nMarsh / Low Water / 9\n\nmill.", "She ran to the mill."),
        (
            "It was sold.[note 2] “So?”⁹ she said. Why?[b] No.[citation needed]",
            "It was sold. “So?” she said. Why? No.",
        ),
        ("Mar\ufefftha came.", "Martha came."),
        ("She was his sister-\nin-law.", "She was his sister-in-law."),
        (
            "So the last of the carts went down to\n*Page 12*\nthe mill.",
            "So the last of the carts went down to the mill.",
        ),
        (
            "She ran to the\n\n73\n\nmill.\n\n74          A WINTER ROAD\n\nIt was shut.",
            "She ran to the mill. It was shut.",
        ),
        ("T HE boat came in.\n\nA LL were late.", "THE boat came in. ALL were late."),
        ("A boat came in. I saw it.\n\nI saw it go.", "A boat came in. I saw it. I saw it go."),
        (
            "The harbour{4}, I think, was shut.{5} She left.\n\n{4} The old one.\n\n{5} Till 1904.",
            "The harbour, I think, was shut. She left.",
        ),
        ("Then they came.\n\n{15} They stayed at the mill.", "Then they came. {15} They stayed at the mill."),
    ],
    ids=[
        *("broken word", "compound", "soft hyphens", "note marks", "page number", "form feed"),
        *("drop capital", "drop capital I", "the word I", "drop capital apart", "tabs"),
        *(
            "known word",
            "closed compound",
            "a suffix",
            "called",
            "not sign",
            "over a blank line",
            "over a page",
            "head and number",
            "head between lines",
        ),
        *("number between lines", "page of pages", "head with strokes", "notes of other forms", "joiner"),
        *("compound of three", "page in italics", "head far from its number", "drop capitals with spaces"),
        *("one-letter words", "notes in braces", "a page in braces"),
    ],
)
def test_what_printing_put_into_a_text_is_not_read(tmp_path: Path, text: str, cue: str) -> None:
    read = from_text(tmp_path, text)
    play = adapt(read)
    verbatim.check_words(play, read)
    assert " ".join(one.text for one in play.cues if one.kind != "matter") == cue.replace("“So?”", "So?")


@pytest.mark.parametrize(
    "text",
    [
        "The clerk read us the list of that year's prizes aloud:\n\nRoute 66\n\nand then he wept.",
        "DAY 1\n\nIt rained.\n\nDAY 2\n\nIt rained.\n\nDAY 3\n\nIt rained.",
        "Owen wrote to the people at the address that she gave,\n14 HIGH STREET\nLeeds.",
    ],
    ids=["a sign", "headings", "an address"],
)
def test_a_line_with_a_number_is_no_running_head_unless_it_cuts_a_sentence(tmp_path: Path, text: str) -> None:
    assert not from_text(tmp_path, text).matter


@pytest.mark.parametrize(
    ("text", "told", "silent"),
    [
        ("&ldquo;It&#8217;s R&amp;D,&rdquo; said Bo.", "“It’s R&D,” said Bo.", {}),
        (
            "It was full.<br/><i>Full</i>, and <u>shut</u>, at 3 < 5.",
            "It was full.\n*Full*, and shut, at 3 < 5.",
            {},
        ),
        ("[b]Rain[/b] fell, [i]hard[/i] [sic].", "**Rain** fell, *hard* [sic].", {}),
        ("See [the map](https://e.org/m).", "See the map.", {"link": ["](https://e.org/m)"]}),
        ("It froze.<!-- more? -->", "It froze.", {"comment": ["<!-- more? -->"]}),
        ('+++\ntitle = "Frost"\n+++\nIt froze.', "It froze.", {"front matter": ['+++ title = "Frost" +++']}),
    ],
    ids=["named characters", "tags", "a forum's tags", "link", "comment", "front matter"],
)
def test_markup_in_a_plain_text_is_not_read(
    tmp_path: Path, text: str, told: str, silent: dict[str, list[str]]
) -> None:
    read = from_text(tmp_path, text)
    assert [" ".join(line.split()) for line in read.told.strip().splitlines()] == told.split("\n")
    assert left_out(read) == silent
    verbatim.check_words(adapt(read), read)


def test_m2_is_no_note(tmp_path: Path) -> None:
    read = from_text(tmp_path, "A room of 20 m², and 10³ men.")
    assert not read.matter


GUTENBERG = """The Project Gutenberg eBook of The Salt Road, by Ada Marsh

Title: The Salt Road

Author: Ada Marsh

*** START OF THE PROJECT GUTENBERG EBOOK THE SALT ROAD ***

Produced by: A. Volunteer

THE SALT ROAD

Contents

Chapter 1. The Mill   3
Chapter 2. The Weir   17

Chapter 1. The Mill

It rained.

Chapter 2. The Weir

[Illustration: A weir.]

It stopped.

*** END OF THE PROJECT GUTENBERG EBOOK THE SALT ROAD ***

Updated editions will replace the previous one.
"""


def test_a_licence_contents_and_pictures_are_not_story(tmp_path: Path) -> None:
    read = from_text(tmp_path, GUTENBERG)
    play = adapt(read)
    assert [scene.title for scene in play.scenes] == ["", "Chapter 1. The Mill", "Chapter 2. The Weir"]
    assert set(left_out(read)) == {"licence", "produced-by line", "contents", "picture"}
    assert (play.title, play.author) == ("The Salt Road", "Ada Marsh")


def test_the_front_and_back_matter_of_fan_fiction_is_not_story(tmp_path: Path) -> None:
    read = from_text(
        tmp_path,
        "Title: Low Water\nAuthor: Marsh\nRating: PG\n\nDisclaimer: They aren't mine.\n\n"
        + "It rained on the weir. " * 20
        + "\n\nTBC\n\nReviews make me happy!\n",
    )
    assert blocks(read)[0] == ("title", "Low Water")
    assert left_out(read) == {
        "label": ["Title:", "Author:"],
        "front matter": ["Rating: PG", "Disclaimer: They aren't mine."],
        "back matter": ["TBC", "Reviews make me happy!"],
    }


def test_a_matter_cue_may_be_spoken_if_a_person_wants_it(tmp_path: Path) -> None:
    read = from_text(tmp_path, "Low Water\n\nSummary: A weir.\n\n" + "It rained. " * 70)
    play = adapt(read)
    from dataclasses import replace

    cues = tuple(replace(one, kind="narrator") if one.kind == "matter" else one for one in play.cues)
    spoken = replace(play, scenes=(replace(play.scenes[0], cues=cues),))
    verbatim.check_words(spoken, read)
    without = replace(
        play, scenes=(replace(play.scenes[0], cues=[one for one in play.cues if one.kind != "matter"]),)
    )
    with pytest.raises(InputError, match="Summary"):
        verbatim.check_words(without, read)


def test_a_play_names_its_speakers(tmp_path: Path) -> None:
    read = from_text(
        tmp_path, "GRETA: Is it raining?\n\nHUGO (whispering): It never stopped.\n\nGRETA: Then we stay.\n"
    )
    lines = [(one.speaker, one.text, one.how) for one in adapt(read).cues if one.kind == "line"]
    assert lines == [
        ("Greta", "Is it raining?", ()),
        ("Hugo", "It never stopped.", ("whispered",)),
        ("Greta", "Then we stay.", ()),
    ]


def test_fountain_is_read_as_a_play(tmp_path: Path) -> None:
    text = (
        "Title: Low Water\nAuthor: Ada Marsh\n\nINT. MILL - NIGHT\n\nThe wheel turns.\n\n"
        "GRETA\n(shouting)\nWho is there?\n"
    )
    read = from_text(tmp_path, text, "001.fountain")
    play = adapt(read)
    verbatim.check_words(play, read)
    assert (play.title, play.author) == ("Low Water", "Ada Marsh")
    assert [(one.kind, one.text) for one in play.cues if one.kind != "matter"] == [
        ("narrator", "The wheel turns."),
        ("line", "Who is there?"),
    ]
    assert set(left_out(read)) == {"title page", "scene heading", "direction"}


def test_markdown_keeps_its_words_and_nothing_else(tmp_path: Path) -> None:
    text = (
        "---\ntitle: Wet\nauthor: Ada Marsh\n---\n\n# Wet\n\nHugh stood in the [porch](https://e.org/p).[^1]"
        "\n\n![rain](a.jpg)\n\n[^1]: It rained.\n"
    )
    read = from_text(tmp_path, text, "001.md")
    assert blocks(read) == [("title", "Wet"), ("paragraph", "Hugh stood in the porch.")]
    assert read.about.author == "Ada Marsh"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "„Komm herein“, sagte Anna. Und es war nicht das, was sie auf dem Weg mit ihm gesehen hatte.",
            "German",
        ),
        ("„Komm herein“, sagte Anna.\n\n„Nein“, antwortete Paul. „Ich bleibe hier.“", "German"),
        ("«Entrez», dit Anne. Elle ne savait pas que les gens étaient dans la rue pour le voir.", "French"),
        ('"Привет," said Boris, and the rest of the men in the room were on his side that day.', "Cyrillic"),
    ],
    ids=["German", "ten words", "French", "letters"],
)
def test_a_language_other_than_english_is_said(tmp_path: Path, text: str, said: str) -> None:
    assert said in " ".join(from_text(tmp_path, text).notes)


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "001.epub"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", bytes(80_000_000))
    with pytest.raises(InputError, match="unpacks to more than a book can hold"):
        story_file.read(path)


@pytest.mark.parametrize("name", ["001.epub", "001.html"])
def test_entities_are_not_followed(tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden treasure")
    page = PAGE.replace("<html", f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><html', 1).replace(
        "Noon", "&x;"
    )
    path = tmp_path / name
    epub(path, page) if name.endswith("epub") else path.write_text(page)
    with pytest.raises(InputError, match="entities"):
        story_file.read(path)


def test_a_path_out_of_the_book_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "one.xhtml").write_text(PAGE)
    package = PACKAGE.replace('href="one.xhtml"', 'href="../../one.xhtml"')
    with pytest.raises(InputError):
        story_file.read(epub(tmp_path / "001.epub", package=package.replace('<itemref idref="n"/>', "")))


@pytest.mark.parametrize("name", NAMES[1:])
def test_a_damaged_file_is_read_or_refused_plainly(tmp_path: Path, name: str) -> None:
    whole = (FORMATS / name).read_bytes()
    chance = random.Random(7)
    path = tmp_path / name
    for _ in range(30):
        data = bytearray(whole[: chance.randrange(10, len(whole))] if chance.random() < 0.5 else whole)
        for _ in range(chance.randrange(1, 20)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        try:
            story_file.read(path)
        except DramaError as error:
            assert str(path) in str(error)  # noqa: PT017


def test_an_ornament_within_verse_parts_its_stanzas(tmp_path: Path) -> None:
    read = from_text(
        tmp_path, "<p>Roses are late,<br/>Or early.<br/>…<br/>The gate,<br/>The lock.</p>", "1.html"
    )
    assert [kind for kind, _ in blocks(read)] == ["verse", "break", "verse"]
    verbatim.check_words(adapt(read), read)


def test_named_characters_are_right_in_any_encoding(tmp_path: Path) -> None:
    page = """<?xml version="1.0" encoding="ISO-8859-1"?><html xmlns="http://www.w3.org/1999/xhtml"><head/>
<body><p>His d&eacute;but&mdash;caf\u00e9.</p></body></html>"""
    path = tmp_path / "001.html"
    path.write_bytes(page.encode("latin-1"))
    assert blocks(story_file.read(path)) == [("paragraph", "His d\u00e9but\u2014caf\u00e9.")]


def test_a_book_of_the_archive_speaks_its_chapters_only(tmp_path: Path) -> None:
    """The classes are renamed by calibre, which makes these books; ids stay."""
    page = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>
<div id="preface" class="calibre1"><h2>Preface</h2><p><b>The Weir</b><br/>Posted originally on the
<a href="https://archiveofourown.org/">Archive</a>.</p><dl><dt>Series:</dt><dd>Part 2 of Weirs</dd></dl>
<h1>The Weir</h1><div class="byline">by ada</div><p>Summary</p><blockquote><p>A weir.</p></blockquote></div>
<div id="chapters"><div class="calibre1"><h2>Chapter 1: Low</h2><p>Chapter Notes</p>
<blockquote><p>Not mine.</p></blockquote></div>
<div class="userstuff2"><p>It rained.</p><p>xxx</p><p>It froze.</p></div></div>
<div id="afterword"><h2>Afterword</h2><p>Please comment.</p></div></body></html>"""
    read = story_file.read(epub(tmp_path / "001.epub", page, PACKAGE.replace("The Roads", "")))
    assert blocks(read) == [
        ("heading", "Chapter 1: Low"),
        ("paragraph", "It rained."),
        ("break", "* * *"),
        ("paragraph", "It froze."),
    ]
    assert left_out(read)["author's note"] == ["Chapter Notes", "Not mine."]
    assert (read.about.series, read.about.part, read.about.description) == ("Weirs", "2", "A weir.")


def test_a_saved_page_speaks_its_main_part_only(tmp_path: Path) -> None:
    page = """<html><body><nav><a href="/">Home</a></nav><h1>The Quay</h1><p>Log in</p>
<article><h2>Low Water</h2><p>It rained.</p><p>It froze.</p></article><p>More stories</p></body></html>"""
    read = from_text(tmp_path, page, "001.html")
    assert [words for _, words in blocks(read)] == ["Low Water", "It rained.", "It froze."]
    assert left_out(read)["page furniture"] == ["Home", "The Quay", "Log in", "More stories"]


def test_a_letter_keeps_its_signature_and_a_list_of_books_is_no_series(tmp_path: Path) -> None:
    page = PAGE.replace("<hr/>", "<blockquote><p>Come.</p><footer><p>Yours, Ada</p></footer></blockquote>")
    meta = (
        '<meta property="belongs-to-collection" id="c{}">{}</meta>'
        '<meta property="collection-type" refines="#c{}">{}</meta>'
    )
    package = PACKAGE.replace(
        '<meta property="belongs-to-collection">The Roads</meta><meta property="group-position">2</meta>',
        meta.format(1, "Hundred Best", 1, "set")
        + meta.format(2, "The Roads", 2, "series")
        + '<meta property="group-position" refines="#c1">77</meta>'
        '<meta property="group-position" refines="#c2">3</meta>',
    )
    read = story_file.read(epub(tmp_path / "001.epub", page, package))
    assert ("paragraph", "Yours, Ada") in blocks(read)
    assert (read.about.series, read.about.part) == ("The Roads", "3")


def test_a_play_set_in_a_table_names_its_speakers(tmp_path: Path) -> None:
    page = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head/>
<body><h2>Act I</h2><table><tr>
<td epub:type="z3998:persona">LANE</td><td>Yes, sir.
<i epub:type="z3998:stage-direction">Whispering.</i> Both.</td></tr></table></body></html>"""
    lines = [one for one in story_file.read(epub(tmp_path / "001.epub", page)).passages if one.kind == "line"]
    assert [(one.speaker, one.how) for one in lines] == [("Lane", ()), ("Lane", ("whispered",))]


def test_a_title_page_is_no_chapter(tmp_path: Path) -> None:
    page = """<html><head><title>The Salt Road, by Ada Marsh</title></head><body>
<h1>THE SALT ROAD</h1><h3>by</h3><h2>Ada Marsh</h2><h4>Published March, 1909</h4><h2>Contents</h2>
<table><tr><td>Letter 1</td><td><a href="#l1">The Carrier</a></td></tr>
<tr><td>Letter 2</td><td><a href="#l2">The Weir</a></td></tr></table>
<h2 id="l1">Letter 1</h2><p>It rained.</p><h2 id="l2">Letter 2</h2><p>It froze.</p></body></html>"""
    head = "Title: The Salt Road\n\nAuthor: Ada Marsh\n\n*** START OF THE PROJECT GUTENBERG EBOOK ***"
    page = page.replace("<body>", f"<body><pre>{head}</pre>")
    read = from_text(tmp_path, page, "001.html")
    assert blocks(read) == [
        ("title", "THE SALT ROAD"),
        ("byline", "Ada Marsh"),
        ("heading", "Letter 1"),
        ("paragraph", "It rained."),
        ("heading", "Letter 2"),
        ("paragraph", "It froze."),
    ]
    assert left_out(read)["title page"] == ["by", "Published March, 1909"]


def test_contents_are_counted_apart_by_their_numbers(tmp_path: Path) -> None:
    read = from_text(
        tmp_path, "CONTENTS\n\nLetter 1\nLetter 2\n\nLetter 1\n\nIt rained.\n\nLetter 2\n\nIt froze.\n"
    )
    assert left_out(read) == {"contents": ["CONTENTS Letter 1 Letter 2"]}


def pdf(path: Path, *pages: list[tuple[int, int, str]]) -> Path:
    """Write a PDF of lines, each with its distance from the page's left and lower edge in points."""
    streams = [
        "".join(f"BT /F 12 Tf {left} {base} Td ({text}) Tj ET\n" for left, base, text in page)
        for page in pages
    ]
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for i, stream in enumerate(streams):
        parts += [
            (
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Contents {5 + 2 * i} 0 R"
                "/Resources<</Font<</F 3 0 R>>>>>>"
            ),
            f"<</Length {len(stream)}>>stream\n{stream}endstream",
        ]
    content, starts = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        starts.append(len(content))
        content += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    path.write_text(
        f"{content}xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {len(parts) + 1}/Root 1 0 R>>\nstartxref\n{len(content)}\n%%EOF\n"
    )
    return path


def test_a_pdf_has_its_paragraphs_and_chapter_numbers_but_no_page_numbers(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")

    def page(number: int) -> list[tuple[int, int, str]]:
        word = ("zero", "one", "two", "three", "four")[number]
        return [
            (190, 560, "IV") if number == 3 else (60, 560, f"They saw {word}."),
            (60, 530, f"Ferry {word} left at dawn,"),
            (60, 515, f"and {word} waved."),
            (80, 500, "Hugh stayed."),
            (80, 485, "Flora went."),
            (80, 470, f"They met {word}."),
            (190, 30, str(number)),
        ]

    read = story_file.read(pdf(tmp_path / "001.pdf", *(page(number) for number in (1, 2, 3, 4))))
    words = [text for _, text in blocks(read)]
    assert "Ferry one left at dawn,\nand one waved." in words
    assert {"Hugh stayed.", "Flora went.", "IV"} <= set(words)
    assert not {"1", "2", "3", "4"} & set(words)


SPEECHES = (
    ("Greta", "Is it raining?"),
    ("Hugo", "It never stopped."),
    ("Greta", "Then we stay."),
    ("Hugo", "Do."),
)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        pytest.param("001.txt", "{upper}. {words}\n\n", id="NAME. words"),
        pytest.param("001.txt", "{upper} [_aside_]. {words}\n\n", id="NAME [aside]. words"),
        pytest.param("001.txt", "{upper}: {words}\n", id="a line each"),
        pytest.param("001.txt", "_{name}_\n\n  {words}\n\n", id="the name alone, in italics"),
        pytest.param("001.txt", "{upper}.\n\n[_To the door._] {words}\n\n", id="the name alone, in capitals"),
        pytest.param("001.html", "<p><b>{upper}.</b> <i>(aside)</i> {words}</p>", id="HTML"),
        pytest.param(
            "001.html", '<p class="speaker">{name}.</p><p><span class="stagedir">Aside.</span> {words}</p>',
            id="HTML by class",
        ),
        pytest.param("001.md", "**{upper}** *(aside)* {words}\n\n", id="Markdown"),
    ],
)  # fmt: skip
def test_a_play_is_read_in_the_forms_that_books_have(tmp_path: Path, name: str, form: str) -> None:
    text = "".join(form.format(name=who, upper=who.upper(), words=words) for who, words in SPEECHES * 2)
    read = from_text(tmp_path, f"<html><body>{text}</body></html>" if name.endswith("html") else text, name)
    play = adapt(read)
    verbatim.check_words(play, read)
    assert [(one.speaker, one.text) for one in play.cues if one.is_speech] == list(SPEECHES * 2)


@pytest.mark.parametrize("mark", ["Anna: ", "ANNA. "])
def test_a_name_before_few_paragraphs_makes_no_play(tmp_path: Path, mark: str) -> None:
    text = f"It rained.\n\n{mark}Is it late?\n\nNobody knew.\n\n{mark}No?\n\nThe clock had stopped.\n"
    assert not any(one.kind == "line" for one in from_text(tmp_path, text).passages)


def test_names_with_a_colon_are_somebody_where_they_speak_again(tmp_path: Path) -> None:
    said = [("Anna", "Is it late?"), ("Ben", "Very."), ("Anna", "How late?"), ("Ben", "Past nine."),
            ("Anna", "Oh."), ("Ben", "Yes.")]  # fmt: skip
    text = "Title: Late\n\n" + "".join(f"{name}: {words}\n\n" for name, words in said)
    lines = [(one.speaker, one.text) for one in adapt(from_text(tmp_path, text)).cues if one.kind == "line"]
    assert lines == said


def test_a_plays_divisions_are_headings_and_its_directions_the_narrators(tmp_path: Path) -> None:
    text = "ACT I.\n\n[_Enter Greta._]\n\n" + "".join(f"{n.upper()}. {w}\n\n" for n, w in SPEECHES)
    read = from_text(tmp_path, text)
    assert blocks(read)[:2] == [("heading", "ACT I."), ("paragraph", "[_Enter Greta._]")]


SHEET = (
    "/* of the house */ .thought, em.ship { font-style: italic } p.shout { font-weight: bold } "
    ".page .gone { font-style: italic }"
)
STYLED = (
    '<p>He saw <span class="thought">her</span> <span class="gone">go</span>.</p>'
    '<p class="shout">Stop it!</p>'
)


def test_italics_by_class_are_italics_in_a_page_and_in_a_book(tmp_path: Path) -> None:
    page = tmp_path / "001.html"
    page.write_text(
        f"<html><head><style>{SHEET}</style></head><body>{STYLED}</body></html>", encoding="utf-8"
    )
    wanted = [("paragraph", "He saw *her* go."), ("paragraph", "**Stop it!**")]
    assert blocks(story_file.read(page)) == wanted
    package = PACKAGE.replace("</manifest>", '<item id="css" href="a.css" media-type="text/css"/></manifest>')
    body = PAGE[: PAGE.index("<body")] + f"<body>{STYLED}</body></html>"
    book = epub(tmp_path / "002.epub", body, package, **{"OPS/a.css": SHEET.encode()})
    assert blocks(story_file.read(book)) == wanted


def test_a_short_text_that_is_all_names_and_words_is_a_play(tmp_path: Path) -> None:
    text = "Late\n\nAnna: Is it late?\n\nBen: Very.\n\nAnna: Then we go.\n"
    lines = [(one.speaker, one.text) for one in adapt(from_text(tmp_path, text)).cues if one.kind == "line"]
    assert lines == [("Anna", "Is it late?"), ("Ben", "Very."), ("Anna", "Then we go.")]


def test_lines_of_verse_that_have_a_paragraph_each_are_one_stanza(tmp_path: Path) -> None:
    stanza = "<div class='stanza'>{}</div>".format("".join(f"<p>Line {n} of it,</p>" for n in "ABC"))
    page = (
        f"<html><body><p>He read:</p><div class='poem'>{stanza * 2}</div><p>Nobody stirred.</p></body></html>"
    )
    verse = "Line A of it,\nLine B of it,\nLine C of it,"
    assert blocks(from_text(tmp_path, page, "001.html"))[1:3] == [("verse", verse)] * 2


def test_a_play_in_verse_has_its_names_over_the_stanzas(tmp_path: Path) -> None:
    def speech(name: str, *stanzas: str) -> str:
        first, *others = (f"<p>The {word} is up,</p><p>And so am I.</p>" for word in stanzas)
        rest = "".join(f"<div class='stanza'>{other}</div>" for other in others)
        return f"<div class='poem'><div class='stanza'><p><i>{name}</i></p>{first}</div>{rest}</div>"

    setting = "<p>[<i>Exit the King.</i></p><p>Scene II. <i>A wood.</i></p>"
    page = "".join(
        (speech("King", "sun"), speech("Queen", "moon", "star"), speech("King", "wind"),
         speech("Queen sings", "lark"), setting, speech("King", "owl"), speech("Rose", "dew"))
    )  # fmt: skip
    play = adapt(from_text(tmp_path, f"<html><body>{page}</body></html>", "001.html"))
    said = [(one.speaker, one.text.split()[1]) for one in play.cues if one.kind == "line"]
    assert said == [
        ("King", "sun"), ("Queen", "moon"), ("Queen", "star"), ("King", "wind"), ("Queen", "lark"),
        ("King", "owl"), ("Rose", "dew"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("The chapel was old.\n\n“I saw it,” said Petra.*\n\n* She had, in 1911.\n", ["* She had, in 1911."]),
        ("He bought the farm.†\n\nIt burnt.\n\n† For forty pounds.\n", ["† For forty pounds."]),
        ("He bought *milk*\n\nand then:\n\n* Bread\n\n* Salt\n", []),
        (
            "[Frontispiece: “Stay,” said Giles.]\n\n“Stay,” said Giles.\n",
            ["[Frontispiece: “Stay,” said Giles.]"],
        ),
    ],
    ids=["star", "dagger", "a list", "frontispiece"],
)
def test_a_note_under_a_sign_is_silent_and_a_list_is_not(
    tmp_path: Path, text: str, silent: list[str]
) -> None:
    found = left_out(from_text(tmp_path, text))
    assert [*found.get("note", []), *found.get("picture", [])] == silent


def test_a_part_of_a_page_is_read_as_one_whatever_its_name(tmp_path: Path) -> None:
    text = "<p><i>No</i>, he thought.</p>\n<p>“Stay,” said Ruth.<br/>“Why?”</p>\n<style>p{color:red}</style>"
    assert [text for _, text in blocks(from_text(tmp_path, text))] == [
        "*No*, he thought.", "“Stay,” said Ruth. “Why?”",
    ]  # fmt: skip
    assert "<p>" in from_text(tmp_path, "He typed <p> and </p>, and left.", "002 tags.txt").told


def test_a_drop_capital_over_capitals_is_one_word(tmp_path: Path) -> None:
    read = from_text(tmp_path, "CHAPTER ONE\n\nO\nN the last day of March the lamp went out.\n")
    assert "ON the last day" in " ".join(read.told.split())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.txt",
            "THE GREY MARE\n\nby\n\nOlive Stone\n\nI. The Fair\n\nIt rained.\n\nII. The Road\n\nIt snowed.\n",
        ),
        (
            "a.md",
            (
                "# The Grey Mare\n\nby\n\nOlive Stone\n\n"
                "## I. The Fair\n\nIt rained.\n\n## II. The Road\n\nIt snowed.\n"
            ),
        ),
        (
            "a.html",
            (
                "<h1>The Grey Mare</h1><p>by</p><p>Olive Stone</p>"
                "<h2>I. The Fair</h2><p>It rained.</p><h2>II. The Road</h2><p>It snowed.</p>"
            ),
        ),
    ],
)
def test_an_author_under_a_by_of_its_own_is_known(tmp_path: Path, name: str, text: str) -> None:
    play = adapt(from_text(tmp_path, text, name))
    assert (play.title.title(), play.author) == ("The Grey Mare", "Olive Stone")
    assert [scene.title for scene in play.scenes] == ["", "I. The Fair", "II. The Road"]


HEADER = (
    "*The Project Gutenberg EBook of The Salt Road, by Ada Marsh*\n\n*Title: The Salt Road*\n\n"
    "*Author: Ada Marsh*\n\n*** START OF THIS PROJECT GUTENBERG EBOOK THE SALT ROAD ***\n\n"
)
FOOTER = "\n*** END OF THIS PROJECT GUTENBERG EBOOK THE SALT ROAD ***\n"


def test_an_archives_header_in_italics_names_the_author_without_its_marks(tmp_path: Path) -> None:
    read = from_text(tmp_path, f"{HEADER}*Produced by Bea Holm*\n\nChapter 1\n\nIt rained.\n{FOOTER}", "a.md")
    assert (read.about.title, read.about.author) == ("The Salt Road", "Ada Marsh")
    assert "produced-by line" in left_out(read)


def test_who_produced_a_text_may_take_several_paragraphs(tmp_path: Path) -> None:
    lines = (
        "Produced by Bea Holm, Carl Lund,\n\nand Dora Vik. HTML version by Bo.\n\nFurther corrections by Eva."
    )
    read = from_text(tmp_path, f"{HEADER}{lines}\n\nChapter 1\n\nand it rained by the sea.\n{FOOTER}")
    assert left_out(read)["produced-by line"] == lines.split("\n\n")
    assert blocks(read)[-1] == ("paragraph", "and it rained by the sea.")


@pytest.mark.parametrize(
    "contents",
    [
        (
            "CONTENTS\n\nPART ONE\nThe Inn\n\n1.  THE OLD DOG . . . .  11\n2.  THE SPOT . . . . . 17\n\n"
            "PART TWO\nThe Cook\n\n3.  THE ROAD:\n    HOW IT WENT . . . . 21\n"
        ),
        "Contents\n\nI, The Old Dog.\n\nII, The Spot.\n\nIII, The Road.\n",
        "1. The Old Dog\n2. The Spot\n3. The Road\n4. The Sea\n5. The Snow\n6. The End of It\n",
        (
            "PART ONE—The Inn\n1. The Old Dog\n2. The Spot\n3. The Road\n4. The Sea\n5. The Snow\n\n"
            "PART TWO—The Cook\n\n6. The End of It\n"
        ),
        "CONTENTS\n\n1  The Old Dog\n2  The Spot\n3  The Road\n",
    ],
    ids=["parts and dots", "commas", "no heading", "no heading, parts", "numbers without points"],
)
def test_contents_are_found_in_every_form_and_the_story_stays(tmp_path: Path, contents: str) -> None:
    titles = ("The Old Dog", "The Spot", "The Road", "The Sea", "The Snow", "The End of It")
    story = "PART ONE—The Inn\n\n" + "\n\n".join(
        f"{number}\n\n{title}\n\nIt rained, and nobody at the inn could say for how long it had rained."
        for number, title in enumerate(titles, 1)
    )
    read = from_text(tmp_path, f"{contents}\n{story}\n")
    assert " ".join(read.told.split()) == " ".join(story.split())
    assert set(left_out(read)) == {"contents"}


def test_a_refrain_is_no_contents(tmp_path: Path) -> None:
    song = (
        "The road is long\nThe sea is wide\nThe snow is deep\nThe dog is old\nThe inn is near\nThe end is far"
    )
    read = from_text(tmp_path, f"It rained.\n\n{song}\n\nThey drank.\n\n{song}\n\nThey slept.\n")
    assert left_out(read) == {}


def test_a_centred_line_of_a_pdf_is_no_part_of_the_paragraph_under_it(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    lines = [
        (60, 560, "Nobody at the inn could say for how long it had rained"),
        (60, 545, "on the road."),
        (177, 522, "2. The Spot"),
        (60, 505, "In the morning the old dog was gone, and the road was"),
        (60, 490, "under water from the inn to the sea, and the boys cried."),
        (60, 475, "They went out."),
    ]
    assert "2. The Spot" in [text for _, text in blocks(story_file.read(pdf(tmp_path / "001.pdf", lines)))]


def test_the_first_line_over_a_byline_is_the_title_where_a_file_states_none(tmp_path: Path) -> None:
    page = "<p><b>The Quiet Car</b></p><p>by Ines Holm</p><h1>Chapter 1</h1><p>It rained.</p>"
    play = adapt(from_text(tmp_path, page, "003 draft.html"))
    assert (play.title.strip("*"), play.author) == ("The Quiet Car", "Ines Holm")


def test_a_paragraph_that_a_books_contents_name_is_a_heading(tmp_path: Path) -> None:
    page = PAGE.replace("<h2>Chapter One</h2>", '<p class="c5"><b><a id="c1"/>1</b></p>')
    page = page.replace("<hr/><p>Noon.</p>", '<p class="c5" id="c2">2</p><p>Noon.</p>')
    links = '<ol><li><a href="one.xhtml#c1">1</a></li><li><a href="one.xhtml#c2">2</a></li></ol>'
    nav = NAV.replace('<ol><li><a href="one.xhtml">Chapter One</a></li></ol>', links)
    path = tmp_path / "001.epub"
    with zipfile.ZipFile(epub(tmp_path / "plain.epub", page)) as plain, zipfile.ZipFile(path, "w") as book:
        for name in plain.namelist():
            book.writestr(name, nav if name == "OPS/nav.xhtml" else plain.read(name))
    assert [text for kind, text in blocks(story_file.read(path)) if kind == "heading"] == ["1", "2"]


def test_what_scrivener_writes_above_and_within_markdown_is_not_read(tmp_path: Path) -> None:
    text = (
        "Title: The Long Field\nAuthor: Eva Lund\nBase Header Level: 1\n\n"
        "# One #\n\nIt rained.{>>Cut this?<<} It froze.\n"
    )
    read = from_text(tmp_path, text, "001.md")
    assert (read.about.title, read.about.author) == ("The Long Field", "Eva Lund")
    assert blocks(read)[-2:] == [("heading", "One"), ("paragraph", "It rained. It froze.")]


def test_markdown_may_begin_with_a_label_of_the_story(tmp_path: Path) -> None:
    read = from_text(tmp_path, "Title: it was all that the letter said.\n\nIt rained.\n", "001.md")
    assert "it was all that the letter said." in read.told


@pytest.mark.parametrize(
    "line",
    [
        "1.2K Reads   88 Votes   12 Part Story",
        "VOTE ⭐ COMMENT 💬 FOLLOW",
        "Continue to next part",
        "Continue reading next part →",
        "To be continued...",
        "TBC...",
    ],
)
def test_what_an_archives_page_says_is_not_story(tmp_path: Path, line: str) -> None:
    read = from_text(tmp_path, f"The Bus\n\nChapter 1\n\n“Move,” said Jade.\n\n{line}\n")
    assert [one for found in left_out(read).values() for one in found] == [" ".join(line.split())]


def test_a_pdf_of_two_pages_has_no_page_numbers_and_no_title_twice(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    body = [
        (60, base, f"They saw the ferry leave at {word}, and the boys waved,")
        for base, word in ((530, "one"), (515, "two"), (500, "three"))
    ]
    first = [(150, 570, "The Salt Road"), *body, (190, 30, "1")]
    after = [(60, 515, "and there they slept"), (60, 500, "until noon.")]
    second = [(160, 570, "THE SALT ROAD"), (60, 530, "and went home."), *after, (190, 30, "2")]
    read = story_file.read(pdf(tmp_path / "001.pdf", first, second))
    assert {"1", "2", "SALT"}.isdisjoint(read.told.split())
    assert "at three, and the boys waved, and went home." in " ".join(read.told.split())


def test_a_play_whose_names_lost_their_small_capitals_names_its_speakers(tmp_path: Path) -> None:
    said = ("They look nice, Mr. Cooling.", "Not bad, Luigi.", "Who comes first?", "I do.", "And then?", "I.")
    who = ("Luigi", "Mr. Cooling") * 3
    page = "<h1>The Inn</h1>" + "".join(f"<p>{a}.</p><p>{b}</p>" for a, b in zip(who, said, strict=True))
    read = from_text(tmp_path, page, "001.html")
    spoken = [(one.speaker, read.told[one.start : one.end]) for one in read.passages if one.kind == "line"]
    assert spoken == list(zip(who, said, strict=True))


def test_short_paragraphs_make_no_play_of_a_story(tmp_path: Path) -> None:
    parts = ("Nothing.", "It rained, and it had rained all week.", "Nobody went out.", "Rain.")
    page = "".join(f"<p>{part}</p>" for part in (*parts, *parts, *parts, *parts))
    assert not [one for one in from_text(tmp_path, page, "001.html").passages if one.kind == "line"]


def test_contents_without_a_heading_are_found_where_the_chapters_are_called_adventures(
    tmp_path: Path,
) -> None:
    titles = ("The Old Dog", "The Spot", "The Road", "The Sea", "The Snow", "The End of It")
    numbers = ("I", "II", "III", "IV", "V", "VI")
    pairs = list(zip(numbers, titles, strict=True))
    listed = "\n".join(f"{number}. {title}" for number, title in pairs)
    chapters = "\n\n".join(f"ADVENTURE {a}. {b.upper()}\n\nIt rained at the inn." for a, b in pairs)
    read = from_text(tmp_path, f"The Inn\n\nby Ada Marsh\n\n{listed}\n\n{chapters}\n")
    assert left_out(read) == {"contents": [" ".join(listed.split())]}


@pytest.mark.parametrize(
    ("contents", "count"),
    [
        ("CHAPTER     PAGE\nI    The Keel     5\nII   The Mast    12", 1),
        ("Chapter One: The Keel (p. 5)\nChapter Two: The Mast (p. 12)", 1),
        ("LIST OF ILLUSTRATIONS\n\nThe keel     Frontispiece\nThe mast     12", 1),
    ],
    ids=["pages", "pages in brackets", "illustrations"],
)
def test_two_lines_with_pages_are_contents_where_their_titles_recur(
    tmp_path: Path, contents: str, count: int
) -> None:
    story = "CHAPTER ONE\nThe Keel\n\nThey laid it.\n\nCHAPTER TWO\nThe Mast\n\nIt was a pine."
    if "One:" in contents:
        story = story.replace("ONE\n", "One: ").replace("TWO\n", "Two: ").replace("CHAPTER", "Chapter")
    read = from_text(tmp_path, f"The Boat\n\n{contents}\n\n{story}\n")
    assert left_out(read) == {"contents": [" ".join(contents.split())] * count}


def test_a_transcribers_notes_end_a_text_and_are_one_paragraph_elsewhere(tmp_path: Path) -> None:
    text = "The Boat\n\nIt lay.\n\nTranscriber's Note: “laid” in the book.\n\n" + "It sank.\n\n" * 9
    read = from_text(tmp_path, f"{text}Transcriber's Notes\n\nSpelling was kept.\n\nA comma was added.\n")
    assert left_out(read) == {
        "transcriber's note": [
            "Transcriber's Note: “laid” in the book.",
            "Transcriber's Notes Spelling was kept. A comma was added.",
        ]
    }


def test_what_is_said_of_an_edition_is_not_story(tmp_path: Path) -> None:
    said = (
        "Quayside ebook #2020",
        "This ebook is made available at no cost.",
        "Date of first publication: 1911",
    )
    read = from_text(tmp_path, "\n\n".join([*said, "The Weir", "“This book is free,” said Pim. It was."]))
    assert left_out(read) == {"licence": [*said]}


def test_headings_of_one_level_under_a_title_are_chapters(tmp_path: Path) -> None:
    text = "# The Reef\n\n## Low Tide\n\nCrabs came.\n\n## High Tide\n\nThey went.\n"
    assert [kind for kind, _ in blocks(from_text(tmp_path, text, "001.md"))] == [
        *("title", "heading", "paragraph", "heading", "paragraph")
    ]


def test_what_other_programs_write_into_markdown_is_not_read(tmp_path: Path) -> None:
    text = (
        "%% draft %%\n# Frost {#frost .unnumbered}\n\nThe [[Old Pond|pond]] was ==hard==.\n\n\\newpage\n\n"
        "![](r.svg){width=50%}\n\nIt thawed.\n"
    )
    read = from_text(tmp_path, text, "001.md")
    assert [words for _, words in blocks(read)] == ["Frost", "The pond was hard.", "It thawed."]


@pytest.mark.parametrize(
    "form",
    [
        "[14/03/2024, 21:02:11] {}: {}\n",
        "14/03/2024, 21:02 - {}: {}\n",
        "[00:00:04] {}: {}\n\n",
        "(9:02 PM) {} 🌊: {}\n",
        "{} — Today at 9:02 PM\n{}\n\n",
        "{}  0:04\n{}\n\n",
    ],
    ids=[
        "chat",
        "chat of another program",
        "transcript",
        "pictures in names",
        "names over messages",
        "bare times",
    ],
)
def test_a_chat_or_transcript_has_its_speakers_and_not_its_times(tmp_path: Path, form: str) -> None:
    said = [
        ("Maya", "Who has the key?"),
        ("Theo", "I have it."),
        ("Maya", "Since when?"),
        ("Theo", "Always."),
    ]
    read = from_text(tmp_path, "".join(form.format(*one) for one in said * 2))
    play = adapt(read)
    verbatim.check_words(play, read)
    assert [(one.speaker, one.text) for one in play.cues if one.kind == "line"] == said * 2
    assert "21" not in read.told


def test_what_a_chats_program_says_is_not_story(tmp_path: Path) -> None:
    form = "[14/03/2024, 21:02:11] {}: {}\n"
    said = [("Maya", "Look."), ("Maya", "<Media omitted>"), ("Theo", "Nice."), ("Maya", "It is a heron.")]
    story = "The heron stood in the weir.\n\n" * 9
    read = from_text(tmp_path, "".join(form.format(*one) for one in said) + "\n" + story)
    assert left_out(read)["chat notice"] == ["[14/03/2024, 21:02:11] Maya: <Media omitted>"]


@pytest.mark.parametrize(
    "text", ["At 9:15 Anna left.\n9:20 came.\n9:25 went.", "Luke 3:16 said so.\nLuke 3:17\nYes."]
)
def test_times_in_prose_are_story(tmp_path: Path, text: str) -> None:
    assert not from_text(tmp_path, text).matter


def test_summaries_and_notes_copied_from_an_archive_are_not_story(tmp_path: Path) -> None:
    text = (
        "Low Water by inkfox\nArchived at: https://a.example/1\n\nRating: General\nFandom: Original Work\n\n"
        "Summary:\n\nA weir.\n\nNotes:\n\nBe gentle!\n\n(See the end of the work for more notes.)\n\n"
        "Chapter 1: Rain\n\n~*~\n\nIt rained.\n\nChapter End Notes\n\nMore on Friday.\n\n"
        "Chapter 2: Sun\n\nChapter Summary\n\nIt stops.\n\nIt stopped.\n\nEnd Notes\n\nThanks!\n\nBye!\n"
    )
    read = from_text(tmp_path, text)
    play = adapt(read)
    verbatim.check_words(play, read)
    assert (play.title, play.author) == ("Low Water", "inkfox")
    assert [scene.title for scene in play.scenes] == ["", "Chapter 1: Rain", "Chapter 2: Sun"]
    told = [one.text for one in play.cues if one.kind == "narrator"]
    assert told == ["Low Water by inkfox", "Chapter 1: Rain", "It rained.", "Chapter 2: Sun", "It stopped."]


def test_a_heading_called_notes_is_story_where_no_archive_wrote_the_text(tmp_path: Path) -> None:
    assert not from_text(tmp_path, "Notes\n\nHe had written them on a cuff.\n\nSummary\n\nNone.\n").matter


def test_a_play_may_have_its_names_over_the_lines(tmp_path: Path) -> None:
    text = "ROSA\nIs he gone?\n\nTEO\n(shouting)\nNot yet.\n\nROSA\nThen be quiet.\n"
    lines = [
        (one.speaker, one.text, one.how)
        for one in adapt(from_text(tmp_path, text)).cues
        if one.kind == "line"
    ]
    assert lines == [
        ("Rosa", "Is he gone?", ()),
        ("Teo", "Not yet.", ("shouted",)),
        ("Rosa", "Then be quiet.", ()),
    ]


def test_days_over_the_entries_of_a_diary_are_nobody(tmp_path: Path) -> None:
    text = "MONDAY\nIt rained.\n\nTUESDAY\nIt rained.\n\nMONDAY\nIt stopped.\n"
    assert not from_text(tmp_path, text).passages
