"""Reads and writes pronunciation lexicons in the W3C's format (PLS 1.0), to exchange with other programs.

https://www.w3.org/TR/pronunciation-lexicon/: lexemes with graphemes, and phonemes in IPA or an alias.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.parsers import expat

from drama.errors import InputError, Place, Problem
from drama.model import Pronunciation
from drama.speech.lexicon.entries import is_ipa

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAMESPACE = "http://www.w3.org/2005/01/pronunciation-lexicon"
_SIZE_LIMIT = 20_000_000
_ALPHABETS = frozenset({"ipa", "x-ipa", ""})


def read(data: bytes, name: str = "") -> tuple[Pronunciation, ...]:
    """Return the entries of a lexicon, one for each grapheme, by a lexeme's first pronunciation, in order.

    InputError, with the line, for a file that is no lexicon, declares entities, or isn't written in IPA.
    """
    root = _parsed(data, name)
    if _tag(root) != "lexicon":
        raise InputError(
            Problem(message=f"not a pronunciation lexicon: <{_tag(root)}>", place=Place(path=name))
        )
    alphabet = root.get("alphabet", "ipa")
    entries = []
    for lexeme in root:
        if _tag(lexeme) != "lexeme":
            continue
        said = _said(lexeme, alphabet, name)
        graphemes = (_text(child) for child in lexeme if _tag(child) == "grapheme")
        entries += [Pronunciation(term=term, say=(("default", said),)) for term in graphemes if term and said]
    return tuple(entries)


def write(entries: Iterable[Pronunciation], language: str = "en") -> bytes:
    """Return entries as a lexicon: IPA as phonemes, respellings as aliases; one engine's own are left out."""
    root = ET.Element(
        "lexicon",
        {"version": "1.0", "xmlns": _NAMESPACE, "alphabet": "ipa", "xml:lang": language},
    )
    for entry in entries:
        said = entry.said("default")
        if not said:
            continue
        lexeme = ET.SubElement(root, "lexeme")
        ET.SubElement(lexeme, "grapheme").text = entry.term
        if is_ipa(said):
            ET.SubElement(lexeme, "phoneme").text = said.strip().strip("/")
        else:
            ET.SubElement(lexeme, "alias").text = said
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _parsed(data: bytes, name: str) -> ET.Element:
    if len(data) > _SIZE_LIMIT:
        raise InputError(Problem(message=f"larger than {_SIZE_LIMIT:,} bytes", place=Place(path=name)))
    _refuse_entities(data, name)
    try:
        return ET.fromstring(data)  # noqa: S314 - entities were refused, which is what S314 warns of
    except ET.ParseError as error:
        line, column = error.position
        place = Place(path=name, line=line, column=column + 1)
        raise InputError(Problem(message=f"not well-formed XML: {error.msg}", place=place)) from error


def _refuse_entities(data: bytes, name: str) -> None:
    """Raise InputError when a document declares entities: their expansion has no bound."""
    parser = expat.ParserCreate()

    def declared(*_: object) -> None:
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        place = Place(path=name, line=line, column=column)
        raise InputError(Problem(message="the lexicon declares an entity, which is refused", place=place))

    parser.EntityDeclHandler = declared
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes it by position only
    except expat.ExpatError:
        return  # the parser that follows reports it with its place


def _said(lexeme: ET.Element, alphabet: str, name: str) -> str:
    for child in lexeme:
        if _tag(child) == "phoneme":
            written = child.get("alphabet", alphabet)
            if written not in _ALPHABETS:
                message = f"phonemes in {written!r}; drama reads IPA"
                raise InputError(Problem(message=message, place=Place(path=name)))
            return f"/{_text(child)}/" if _text(child) else ""
        if _tag(child) == "alias":
            return _text(child)
    return ""


def _text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
