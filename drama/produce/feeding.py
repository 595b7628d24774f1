"""The collection's feed, made from the manifests of the finished episodes and from facts that never change.

An item's guid and date are assigned once and stored in scripts/.made/published.json, which belongs under
version control with the scripts.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from drama.audio import formats
from drama.errors import InputError, Place, Problem, UsageError
from drama.produce.freshness import read_manifest
from drama.project import script_file
from drama.publish import Credit, Line, feed, pictures
from drama.system import files, json_values

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.model import Script
    from drama.produce.session import Session
    from drama.project import StoryFile

SCHEMA = "drama-published/1"
_SIDE_FILES = (
    ("transcript.vtt", "text/vtt"),
    ("transcript.srt", "application/x-subrip"),
    ("transcript.json", "application/json"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fed:
    """A feed that was written."""

    path: Path
    items: int
    notes: tuple[str, ...] = ()


def address_of(session: Session, base_url: str = "") -> str:
    """Return the address under which output/ is published, as given or the show's; UsageError without one."""
    address = (base_url or session.file.show.url).rstrip("/")
    if not address:
        raise UsageError(
            Problem(
                message="a feed needs the address under which output/ is published",
                hint="--base-url https://example.org/show, or url: under show: in voices.yaml",
            )
        )
    return address


def write(
    session: Session, entries: Sequence[StoryFile], base_url: str = "", now: datetime | None = None
) -> Fed:
    """Write output/feed.xml over the stories' finished episodes; UsageError without an address.

    The notes name each story without an episode, and whatever Apple would refuse.
    """
    show, project = session.file.show, session.project
    address = address_of(session, base_url)
    output = project.root / "output"
    memory = _memory(project.root)
    guid = memory.setdefault("guid", feed.show_guid(f"{address}/feed.xml"))
    notes: list[str] = []
    items = []
    seasons: Counter[int] = Counter()  # a story without an episode counts, too
    for entry in entries:
        season = _season(session, entry)
        seasons[season] += 1
        manifest = read_manifest(project.output(entry.key))
        episode = output / str(manifest.get("episode", {}).get("file", ""))
        if not manifest or not episode.is_file():
            notes.append(f"{entry.key} has no finished episode and is left out: drama render {entry.key}")
            continue
        play = script_file.read(project.script(entry.key))
        moment = (now or datetime.now(UTC)).replace(microsecond=0)
        known = memory["items"].setdefault(
            entry.key, {"guid": feed.item_guid(guid, entry.key), "published": moment.isoformat()}
        )
        items.append(_item(session, play, manifest, episode, known, (season, seasons[season])))
    cover, said = _cover(session, output)
    channel = feed.Channel(
        guid=guid,
        title=show.title or project.root.name,
        description=show.description,
        base_url=address,
        language=show.language or "en",
        author=show.author,
        cover=cover,
        category=show.category.partition("/")[0],
        subcategory=show.category.partition("/")[2],
        explicit=show.explicit,
        copyright=show.copyright,
        items=tuple(items),
    )
    missing = [name for name in ("title", "description", "author") if not getattr(show, name)]
    if missing:
        notes.append(f"set {', '.join(missing)} under show: in voices.yaml: directories want them")
    path = output / "feed.xml"
    files.write_bytes(path, feed.rss(channel))
    files.write_text(_path(project.root), json.dumps(memory, indent=1, sort_keys=True) + "\n")
    return Fed(path=path, items=len(items), notes=(*said, *notes))


def _item(
    session: Session,
    play: Script,
    manifest: dict[str, Any],
    episode: Path,
    known: dict[str, str],
    place: tuple[int, int],
) -> feed.Item:
    """Return a story's item; `place` is its season, 0 for none, and its number there."""
    show, folder = session.file.show, session.project.output(play.key)
    kind = next(kind for kind in formats.KINDS if episode.suffix == f".{kind}")
    lines = _lines(play, manifest)
    synthetic = manifest.get("synthetic", "all") != "none"
    people = [
        Credit(name=play.author or show.author, role="author"),
        Credit(name=show.narrator, role="narrator"),
    ]
    people += [Credit(name="Synthetic voices", role="narrator")] if synthetic else []
    return feed.Item(
        guid=known["guid"],
        title=play.title or play.key,
        description=play.about.description or (f"By {play.author}." if play.author else play.title),
        audio=feed.Enclosure(
            path=episode.name, bytes=episode.stat().st_size, type=_enclosed(formats.FORMATS[kind].media_type)
        ),
        published=datetime.fromisoformat(known["published"]),
        duration_s=float(manifest["episode"]["duration_s"]),
        season=place[0],
        episode=place[1],
        transcripts=tuple(
            feed.Enclosure(path=f"{folder.name}/{name}", bytes=0, type=type_)
            for name, type_ in _SIDE_FILES
            if (folder / name).is_file()
        ),
        chapters=f"{folder.name}/chapters.json" if (folder / "chapters.json").is_file() else "",
        credits=tuple(one for one in people if one.name),
        soundbite=feed.soundbite(lines),
        synthetic=synthetic,
        explicit=show.explicit,
    )


def _season(session: Session, entry: StoryFile) -> int:
    """Return the season in a story's script; 0 where it has none. InputError for one that is no number."""
    path = session.project.script(entry.key)
    said = script_file.read(path).about.season if path.exists() else ""
    if said and not (said.isdecimal() and int(said)):
        message = f"the season {said!r} is no number from 1"
        raise InputError(
            Problem(message=message, place=Place(path=str(path)), hint="season: 2, under about:")
        )
    return int(said or 0)


def _enclosed(media_type: str) -> str:
    """Return a media type in the form that Apple accepts in a feed."""
    return "audio/x-m4a" if media_type == "audio/mp4" else media_type


def _lines(play: Script, manifest: dict[str, Any]) -> list[Line]:
    cues = {cue.number: cue for cue in play.cues}
    return [
        Line(
            number=one["number"],
            speaker=one["speaker"],
            text=cues[one["number"]].text,
            start_s=one["start_s"],
            end_s=one["end_s"],
            narrated=one["kind"] != "line",
            sure=1.0 if cues[one["number"]].by_hand else cues[one["number"]].sure or 0.0,
        )
        for one in manifest["cues"]
        if one.get("take") and one["number"] in cues
    ]


def _cover(session: Session, output: Path) -> tuple[str, tuple[str, ...]]:
    """Copy the show's picture beside the feed; return its name there and what is wrong with it."""
    named = session.file.show.cover
    if not named:
        return "", ("there is no cover: set cover: under show: in voices.yaml to a square picture",)
    path = session.project.root / named
    picture = files.read_bytes(path)
    kind = pictures.picture_kind(picture)
    if not kind:
        raise InputError(pictures.no_picture(path))
    target = output / f"cover{pictures.SUFFIXES_OF_PICTURES[kind]}"
    if not target.exists() or target.read_bytes() != picture:
        files.write_bytes(target, picture)
    fault = pictures.cover_fault(picture)
    return target.name, (fault,) if fault else ()


def _path(root: Path) -> Path:
    return root / "scripts" / ".made" / "published.json"


def _memory(root: Path) -> dict[str, Any]:
    """Return the stored guids and dates; InputError for a damaged file, so that no guid is assigned twice."""
    path = _path(root)
    if not path.exists():
        return {"schema": SCHEMA, "items": {}}
    try:
        memory = json_values.parsed(files.read_text(path))
        if memory["schema"] == SCHEMA and isinstance(memory["items"], dict):
            return dict(memory)
    except (ValueError, KeyError, TypeError):
        pass
    message = "the file that remembers what was published is damaged"
    hint = "take it from your version control; without it subscribers get every episode again"
    raise InputError(Problem(message=message, place=Place(path=str(path)), hint=hint))
