"""OpenTimelineIO: an episode's tracks as the JSON that editing programs exchange (schemas as of 0.17).

Source: opentimelineio.readthedocs.io, "Serialized data reference".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from drama.timecode import HOUSE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.publish.publication import Publication
    from drama.publish.reaper import Item

Json = dict[str, object]


def timeline(items: Sequence[Item], made: Publication) -> str:
    """Return a timeline; overlapping items of one track go to further tracks of the same name."""
    tracks: list[tuple[str, list[Item]]] = []
    for one in sorted(items, key=lambda item: item.position_s):
        free = next(
            (own for name, own in tracks if name == one.track and _end(own[-1]) <= one.position_s + 1e-6),
            None,
        )
        if free is None:
            tracks.append((one.track, [one]))
        else:
            free.append(one)
    stack: Json = {
        "OTIO_SCHEMA": "Stack.1",
        "name": "tracks",
        "metadata": {},
        "source_range": None,
        "effects": [],
        "markers": [_marker(one.title, one.start_s) for one in made.chapters],
        "enabled": True,
        "children": [_track(name, own) for name, own in sorted(tracks, key=lambda pair: pair[0])],
    }
    top: Json = {
        "OTIO_SCHEMA": "Timeline.1",
        "name": made.book.title,
        "metadata": {"drama": {"key": made.key}},
        "global_start_time": _time(0.0),
        "tracks": stack,
    }
    return json.dumps(top, ensure_ascii=False, indent=1) + "\n"


def _end(one: Item) -> float:
    return one.position_s + one.length_s


def _track(name: str, items: Sequence[Item]) -> Json:
    children: list[Json] = []
    at = 0.0
    for one in items:
        if one.position_s - at > 1e-6:
            children.append(
                {
                    "OTIO_SCHEMA": "Gap.1",
                    "name": "",
                    "metadata": {},
                    "source_range": _range(0.0, one.position_s - at),
                    "effects": [],
                    "markers": [],
                    "enabled": True,
                }
            )
        children.append(_clip(one))
        at = _end(one)
    return {
        "OTIO_SCHEMA": "Track.1",
        "name": name,
        "kind": "Audio",
        "metadata": {},
        "source_range": None,
        "effects": [],
        "markers": [],
        "enabled": True,
        "children": children,
    }


def _clip(one: Item) -> Json:
    return {
        "OTIO_SCHEMA": "Clip.2",
        "name": one.name,
        "metadata": {"drama": {"cue": one.cue, "gain_db": one.gain_db, "pan": one.pan}},
        "source_range": _range(one.offset_s, one.length_s),
        "effects": [],
        "markers": [],
        "enabled": True,
        "active_media_reference_key": "DEFAULT_MEDIA",
        "media_references": {
            "DEFAULT_MEDIA": {
                "OTIO_SCHEMA": "ExternalReference.1",
                "name": "",
                "metadata": {},
                "available_range": None,
                "available_image_bounds": None,
                "target_url": one.file,
            }
        },
    }


def _marker(name: str, at_s: float) -> Json:
    return {
        "OTIO_SCHEMA": "Marker.2",
        "name": name,
        "metadata": {},
        "color": "RED",
        "marked_range": _range(at_s, 0.0),
        "comment": "",
    }


def _time(at_s: float) -> Json:
    return {
        "OTIO_SCHEMA": "RationalTime.1",
        "rate": float(HOUSE_RATE_HZ),
        "value": float(round(at_s * HOUSE_RATE_HZ)),
    }


def _range(start_s: float, length_s: float) -> Json:
    return {"OTIO_SCHEMA": "TimeRange.1", "start_time": _time(start_s), "duration": _time(length_s)}
