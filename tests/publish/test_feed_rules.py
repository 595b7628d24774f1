"""The feed keeps the rules that the Podcasting 2.0 namespace's documentation states for each of its tags.

In our own words, from docs/tags/ of github.com/Podcastindex-org/podcast-namespace: the element that a tag
stands in, how often, its attributes, and what it may hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from lxml import etree

from drama.publish import Credit, feed

PODCAST = "{https://podcastindex.org/namespace/1.0}"
ADDRESS, SECONDS = r"https?://\S+", r"\d+(\.\d+)?"
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
TYPES = "text/plain|text/html|text/vtt|application/json|application/x-subrip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    parents: tuple[str, ...]
    once: bool = True
    text: str = ""
    """What it holds, as a pattern; nothing where empty."""
    most: int = 4000
    """Characters."""
    required: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()


RULES = {
    "guid": Rule(parents=("channel",), text=UUID),
    "locked": Rule(parents=("channel",), text="yes|no", attributes=(("owner", r"\S+@\S+"),)),
    "medium": Rule(parents=("channel",), text="podcast|audiobook"),
    "txt": Rule(parents=("channel", "item"), once=False, text=".+", attributes=(("purpose", ".{1,128}"),)),
    "person": Rule(
        parents=("channel", "item"), once=False, text=".+", most=128,
        attributes=(("role", "author|narrator|voice actor"), ("group", "writing|cast")),
    ),
    "transcript": Rule(
        parents=("item",), once=False, required=("url", "type"),
        attributes=(("url", ADDRESS), ("type", TYPES), ("rel", "captions")),
    ),
    "chapters": Rule(
        parents=("item",), required=("url", "type"),
        attributes=(("url", ADDRESS), ("type", r"application/json\+chapters")),
    ),
    "soundbite": Rule(
        parents=("item",), once=False, text=".*", most=128, required=("startTime", "duration"),
        attributes=(("startTime", SECONDS), ("duration", SECONDS)),
    ),
    "season": Rule(parents=("item",), text=r"\d+", attributes=(("name", ".{1,128}"),)),
}  # fmt: skip


def faults(xml: bytes) -> list[str]:
    """Return the tags of the namespace that break one of its rules, and which."""
    found = []
    for one in etree.fromstring(xml).iter(f"{PODCAST}*"):
        name, parent = etree.QName(one).localname, one.getparent()
        rule, text = RULES.get(name), one.text or ""
        assert parent is not None
        if rule is None or parent.tag not in rule.parents:
            found.append(f"{name} in {parent.tag}")
            continue
        found += [f"{name} twice"] * (rule.once and len(parent.findall(one.tag)) > 1)
        found += [f"{name}: {text[:40]}"] * (not re.fullmatch(rule.text, text) or len(text) > rule.most)
        found += [f"{name} without {need}" for need in rule.required if need not in one.attrib]
        allowed = dict(rule.attributes)
        found += [
            f"{name} {key}={said}"
            for key, said in one.attrib.items()
            if not re.fullmatch(allowed.get(key, "$^"), said)
        ]
        if name == "soundbite" and not 15 <= float(one.get("duration", "0")) <= 120:
            found.append("soundbite too short or too long")
    return found


def channel(title: str) -> feed.Channel:
    guid = feed.show_guid("https://e.org/s/feed.xml")
    side = [("vtt", "text/vtt"), ("srt", "application/x-subrip"), ("json", "application/json")]
    item = feed.Item(
        guid=feed.item_guid(guid, "000"), title=title, description="Of the sea.",
        audio=feed.Enclosure(path="000.mp3", bytes=12, type="audio/mpeg"),
        published=datetime(2026, 11, 29, tzinfo=UTC), duration_s=400.0, episode=1, season=2,
        transcripts=tuple(feed.Enclosure(path=f"000/t.{end}", bytes=0, type=kind) for end, kind in side),
        chapters="000/chapters.json",
        credits=(Credit(name=title, role="author"), Credit(name="Synthetic voices", role="narrator")),
        soundbite=(1.0, 20.0),
    )  # fmt: skip
    other = replace(item, guid=feed.item_guid(guid, "001"), season=0, soundbite=None, synthetic=False)
    return feed.Channel(
        guid=guid, title=title, description="", base_url="https://e.org/s", items=(item, other)
    )


@pytest.mark.parametrize("title", ["The Bay", "A very long title & more. " * 40, "<b>"])
def test_the_feed_keeps_the_rules_of_every_tag(title: str) -> None:
    xml = feed.rss(channel(title))
    assert faults(xml) == []
    used = {etree.QName(one).localname for one in etree.fromstring(xml).iter(f"{PODCAST}*")}
    assert used == set(RULES)


def test_the_rules_find_what_breaks_them() -> None:
    xml = feed.rss(channel("The Bay"))
    broken = [
        xml.replace(b">no</podcast:locked>", b">maybe</podcast:locked>"),
        xml.replace(b'duration="20.0"', b'duration="2.0"'),
        xml.replace(b' type="application/json+chapters"', b""),
        xml.replace(b"podcast:season>", b"podcast:seasons>"),
    ]
    assert [len(faults(one)) for one in broken] == [1, 1, 2, 1]
