"""The collection's podcast feed: RSS 2.0 with Apple's and the Podcasting 2.0 namespace's tags.

Sources: Apple, "Podcast RSS feed requirements"; github.com/Podcastindex-org/podcast-namespace, docs/1.0.md.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.publish.publication import Credit, Line

PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""UUID namespace of podcast:guid, from the namespace's documentation."""
_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST = "https://podcastindex.org/namespace/1.0"
_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_GROUPS = {"author": "Writing", "narrator": "Cast", "voice actor": "Cast"}
MOST_DESCRIPTION_BYTES = 4000
MOST_NAME = 128
"""Characters of a name or a title that aggregators keep in tags of the podcast namespace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file of an episode; `path` is relative to the feed's folder, with forward slashes."""

    path: str
    bytes: int
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An episode of a feed."""

    guid: str
    title: str
    description: str
    audio: Enclosure
    published: datetime
    duration_s: float
    episode: int
    """From 1: Apple rejects 0."""
    season: int = 0
    transcripts: tuple[Enclosure, ...] = ()
    chapters: str = ""
    """Path of the chapters' file."""
    credits: tuple[Credit, ...] = ()
    soundbite: tuple[float, float] | None = None
    """Start and length in seconds."""
    synthetic: bool = True
    explicit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """The show."""

    guid: str
    title: str
    description: str
    base_url: str
    """Where the feed's folder is published."""
    language: str = "en"
    author: str = ""
    link: str = ""
    cover: str = ""
    """Path of the picture."""
    category: str = "Fiction"
    subcategory: str = "Drama"
    explicit: bool = False
    copyright: str = ""
    medium: str = "podcast"
    items: tuple[Item, ...] = field(default_factory=tuple)


def show_guid(feed_url: str) -> str:
    """Return the podcast:guid of a feed, from its URL without scheme and trailing slashes."""
    bare = feed_url.split("://", 1)[-1].rstrip("/")
    return str(uuid.uuid5(PODCAST_NAMESPACE, bare))


def item_guid(guid: str, key: str) -> str:
    """Return the guid of an episode; it never changes for a story, whatever its file or position."""
    return str(uuid.uuid5(uuid.UUID(guid), key))


def soundbite(
    lines: Sequence[Line], least_s: float = 15.0, most_s: float = 60.0
) -> tuple[float, float] | None:
    """Return start and length of the dialogue passage with the surest speakers; None where there is none.

    It begins and ends with a line of a character and holds at least two of them.
    """
    best: tuple[float, float, float] | None = None
    for first, line in enumerate(lines):
        if line.narrated:
            continue
        said, sure = 0, 1.0
        for last in range(first, len(lines)):
            length = lines[last].end_s - line.start_s
            if length > most_s:
                break
            said += not lines[last].narrated
            sure = min(sure, lines[last].sure)
            share = said / (last - first + 1)
            if length >= least_s and said > 1 and not lines[last].narrated:
                worth = sure + share
                if best is None or worth > best[0]:
                    best = (worth, line.start_s, length)
                break
    return best[1:] if best else None


def rss(channel: Channel) -> bytes:
    """Return the feed as XML; all text is escaped."""
    names = {"itunes": _ITUNES, "podcast": _PODCAST, "atom": _ATOM, "content": _CONTENT}
    root = etree.Element("rss", version="2.0", nsmap=names)
    top = etree.SubElement(root, "channel")
    address = f"{channel.base_url.rstrip('/')}/feed.xml"
    _add(top, "title", channel.title)
    _add(top, "link", channel.link or channel.base_url)
    _add(top, "description", _cut(channel.description or channel.title))
    _add(top, "language", channel.language)
    if channel.copyright:
        _add(top, "copyright", channel.copyright)
    _add(top, f"{{{_ATOM}}}link", href=address, rel="self", type="application/rss+xml")
    _add(top, f"{{{_ITUNES}}}author", channel.author or channel.title)
    if channel.cover:
        _add(top, f"{{{_ITUNES}}}image", href=_url(channel.base_url, channel.cover))
        image = _add(top, "image")
        _add(image, "url", _url(channel.base_url, channel.cover))
        _add(image, "title", channel.title)
        _add(image, "link", channel.link or channel.base_url)
    category = _add(top, f"{{{_ITUNES}}}category", text=channel.category)
    if channel.subcategory:
        _add(category, f"{{{_ITUNES}}}category", text=channel.subcategory)
    _add(top, f"{{{_ITUNES}}}explicit", "true" if channel.explicit else "false")
    _add(top, f"{{{_ITUNES}}}type", "serial")
    _add(top, f"{{{_PODCAST}}}guid", channel.guid)
    _add(top, f"{{{_PODCAST}}}locked", "no")
    _add(top, f"{{{_PODCAST}}}medium", channel.medium)
    if any(item.synthetic for item in channel.items):
        _add(top, f"{{{_PODCAST}}}txt", "true", purpose="ai-content")
    for item in channel.items:
        _item(_add(top, "item"), item, channel.base_url)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _item(top: etree._Element, item: Item, base_url: str) -> None:
    _add(top, "title", item.title)
    _add(top, "description", _cut(item.description or item.title))
    _add(
        top,
        "enclosure",
        url=_url(base_url, item.audio.path),
        length=str(item.audio.bytes),
        type=item.audio.type,
    )
    _add(top, "guid", item.guid, isPermaLink="false")
    _add(top, "pubDate", format_datetime(item.published))
    _add(top, f"{{{_ITUNES}}}duration", str(round(item.duration_s)))
    _add(top, f"{{{_ITUNES}}}episode", str(item.episode))
    _add(top, f"{{{_ITUNES}}}episodeType", "full")
    _add(top, f"{{{_ITUNES}}}explicit", "true" if item.explicit else "false")
    if item.season:
        _add(top, f"{{{_ITUNES}}}season", str(item.season))
        _add(top, f"{{{_PODCAST}}}season", str(item.season))
    for one in item.transcripts:
        kind = {"rel": "captions"} if one.type == "application/x-subrip" else {}
        _add(top, f"{{{_PODCAST}}}transcript", url=_url(base_url, one.path), type=one.type, **kind)
    if item.chapters:
        address = _url(base_url, item.chapters)
        _add(top, f"{{{_PODCAST}}}chapters", url=address, type="application/json+chapters")
    for credit in item.credits:
        group = _GROUPS.get(credit.role, "Cast").lower()
        _add(top, f"{{{_PODCAST}}}person", credit.name[:MOST_NAME], role=credit.role, group=group)
    if item.soundbite:
        start, length = item.soundbite
        title = item.title[:MOST_NAME]
        _add(top, f"{{{_PODCAST}}}soundbite", title, startTime=f"{start:.1f}", duration=f"{length:.1f}")
    if item.synthetic:
        _add(top, f"{{{_PODCAST}}}txt", "true", purpose="ai-content")


def _add(parent: etree._Element, name: str, said: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, name, attributes)
    if said is not None:
        element.text = printable(said)
    return element


def printable(text: str) -> str:
    """Return a text without the characters that XML doesn't allow."""
    return "".join(
        c for c in text if c in "\t\n\r" or " " <= c < "\ud800" or "\ue000" <= c < "\ufffe" or c > "\uffff"
    )


def _cut(text: str) -> str:
    """Return a text cut at a character to the number of bytes that Apple accepts."""
    return text.encode("utf-8")[:MOST_DESCRIPTION_BYTES].decode("utf-8", "ignore")


def _url(base: str, path: str) -> str:
    return f"{base.rstrip('/')}/{quote(path)}"
