"""What the page shows, as plain values for JSON: a story, its cast, its report, its files."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from drama.cast import distances
from drama.delivery import DELIVERIES
from drama.english import brief
from drama.errors import DramaError
from drama.master import PRESETS
from drama.mix import played
from drama.model import NARRATOR
from drama.produce import audition_page, freshness, publishing, render, sides_page
from drama.project import script_file
from drama.timecode import HOUSE_RATE_HZ
from drama.web import tries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from drama.adapt import review
    from drama.model import Cue, Voice
    from drama.project import Project, StoryFile
    from drama.web.workspace import Ready, Workspace

DIRECTIONS = tuple(word for word in DELIVERIES if word not in ("title", "byline", "heading"))
_OTHERS = 2
_SEVEREST = 12
"""Findings of a report that are listed before the rest is left to the play itself."""
_PRESETS = {
    "podcast": ("Podcast", "−16 LUFS, MP3 with chapters: Apple, Spotify and every player."),
    "streaming": ("Streaming", "−18 LUFS, after AES TD1008."),
    "broadcast": ("Broadcast", "−23 LUFS, WAV at 48 kHz, after EBU R 128."),
    "acx": ("Audiobook (ACX)", "A file a chapter, as Audible asks for them."),
    "custom": ("Your own", "As house: custom: in voices.yaml says."),
}


_PUBLISHED = {
    "m4b": ("Audiobook (M4B)", "One file with chapters and cover, for Apple Books and audiobook players."),
    "opus": ("Opus", "Small and good: for phones and chats."),
    "flac": ("FLAC", "Without loss, for archives."),
    "wav": ("WAV", "Without loss, for studios."),
    "epub": ("Read-along book (EPUB)", "The text, each line lit as it is heard."),
    "html": ("Read-along page", "The same as one page for any browser."),
    "shelf": ("Audiobookshelf", "A folder as its library wants it."),
    "script": ("Play script", "For actors and for print."),
    "stems": ("Stems", "Each part and bus as a file of its own."),
    "reaper": ("Reaper project", "To go on mixing by hand."),
    "otio": ("Timeline (OTIO)", "For video editors."),
}
"""The formats of `drama publish` by their ids, as the page says them; the feed is the collection's."""


def collection(project: Project) -> list[dict[str, Any]]:
    """Return every story with what its files tell at a glance; nothing is adapted or checked."""
    return [_card(project, entry) for entry in project.stories()]


def _card(project: Project, entry: StoryFile) -> dict[str, Any]:
    manifest = freshness.read_manifest(project.output(entry.key))
    title, author = script_file.titled(project.script(entry.key))
    return {
        "key": entry.key,
        "title": title or entry.name.removeprefix(entry.key).strip(" _-") or entry.name,
        "author": author,
        "file": entry.path.name,
        "adapted": project.script(entry.key).exists(),
        "cover": project.cover(entry.path, entry.key) is not None,
        "duration_s": manifest.get("episode", {}).get("duration_s", 0),
    }


def state(workspace: Workspace, key: str) -> dict[str, Any]:
    """Return a story's state: adapted, doubtful, rendered, stale and why."""
    if not workspace.project.script(key).exists():
        return {"adapted": False, "decisions": 0, "episode": False, "fresh": False, "why": [], "cast": []}
    ready = workspace.ready(key)
    planned, episode = _plan(workspace, ready)
    lines = Counter(cue.speaker for cue in ready.script.cues if cue.kind == "line")
    return {
        "adapted": True,
        "decisions": len(workspace.findings(ready)),
        "episode": episode is not None,
        "fresh": planned.fresh,
        "why": list(planned.reasons),
        "cast": [name for name, _ in lines.most_common()],
    }


def _plan(workspace: Workspace, ready: Ready) -> tuple[render.Plan, dict[str, Any] | None]:
    """Return what a render would do now, and the episode that is there."""
    planned = render.plan(workspace.session(), ready.prepared)
    return planned, episode(workspace.project, ready.entry.key)


def episode(project: Project, key: str) -> dict[str, Any] | None:
    """Return a finished episode's facts; None when there is none that its manifest knows."""
    about = freshness.read_manifest(project.output(key)).get("episode")
    path = episode_path(project, key)
    if not about or path is None:
        return None
    status = path.stat()
    return {"duration_s": about["duration_s"], "version": f"{status.st_mtime_ns:x}-{status.st_size:x}"}


def episode_path(project: Project, key: str) -> Path | None:
    """Return the file that a story's manifest names; None when it isn't there."""
    name = freshness.read_manifest(project.output(key)).get("episode", {}).get("file", "")
    suffix = "." + str(name).rpartition(".")[2]
    path = project.episode(key, suffix)
    return path if path.name == name and path.is_file() else None


def story(workspace: Workspace, ready: Ready) -> dict[str, Any]:
    """Return a story as a play, with everything that can be told of each cue."""
    play, project = ready.script, workspace.project
    planned, made = _plan(workspace, ready)
    cues = freshness.read_manifest(project.output(play.key)).get("cues", []) if made else []
    times = {cue["number"]: [cue["start_s"], cue["end_s"]] for cue in cues}
    takes = {cue["number"]: cue["take"] for cue in cues if "take" in cue}
    keys = dict(zip((cue.number for cue in play.cues), planned.wanted.keys, strict=True))
    human = {cue.number for cue, take in zip(play.cues, planned.human.takes, strict=True) if take}
    sounding = set(played(play, planned.wanted.settings))
    lines = Counter(cue.speaker for cue in play.cues if cue.kind == "line")
    return {
        "key": play.key,
        "title": play.title or ready.entry.name,
        "author": play.author,
        "hash": ready.hash,
        "voices_hash": ready.voices_hash,
        "episode": made,
        "fresh": planned.fresh,
        "why": list(planned.reasons),
        "to_speak": planned.missing,
        "undoable": workspace.undoable(play.key),
        "notes": list(ready.prepared.adapted.notes),
        "directions": list(DIRECTIONS),
        "mended": [number for number, key in keys.items() if made and key and takes.get(number) != key],
        "people": [
            {
                "name": person.name,
                "aliases": list(person.aliases),
                "gender": person.gender,
                "age": person.age,
                "kind": person.kind,
                "why": person.why,
                "lines": lines[person.name],
            }
            for person in play.characters
        ],
        "decisions": decisions(ready, found) if (found := workspace.found(ready)) is not None else None,
        "scenes": [
            {
                "title": scene.title,
                "room": scene.room,
                "place": scene.place,
                "time": scene.time,
                "cues": [_cue(cue, times, sounding, human) for cue in scene.cues],
            }
            for scene in play.scenes
        ],
    }


def _cue(cue: Cue, times: Mapping[int, list[float]], sounding: set[int], human: set[int]) -> dict[str, Any]:
    return {
        "n": cue.number,
        "k": cue.kind,
        "s": cue.speaker,
        "t": cue.text,
        "h": list(cue.how),
        "j": cue.joined,
        "p": cue.sure,
        "w": cue.why,
        "b": cue.by_hand,
        "was": cue.was,
        "set": dict(cue.settings),
        "at": times.get(cue.number),
        "played": cue.number in sounding or cue.kind == "pause",
        "human": cue.number in human,
    }


def decisions(ready: Ready, found: Sequence[review.Finding]) -> list[dict[str, Any]]:
    """Return what wants a look, as the page lists it."""
    return [_decision(finding, ready) for finding in found]


def _decision(finding: review.Finding, ready: Ready) -> dict[str, Any]:
    cue = next((cue for cue in ready.script.cues if cue.number == finding.cue), None)
    short = brief(cue.text) if cue and cue.text else finding.message
    return {"kind": finding.kind, "cue": finding.cue, "message": finding.message, "short": short}


def words(workspace: Workspace, ready: Ready, number: int) -> list[list[float]]:
    """Return when each word of a line is heard after the line begins: seconds, first character, length.

    Where its engine tells; nothing otherwise. The engine's words are of the text that it was given, in which
    numbers and the like are spelt out: word goes with word as long as both have as many.
    """
    planned, _ = _plan(workspace, ready)
    at = next((i for i, cue in enumerate(ready.script.cues) if cue.number == number), None)
    key = planned.wanted.keys[at] if at is not None else None
    if at is None or key is None:
        return []
    try:
        entry = workspace.session().store.entry(key)
    except KeyError:
        return []
    text = ready.script.cues[at].text
    own, start = [], 0
    for word in text.split():
        start = text.index(word, start)
        own.append((start, len(word)))
        start += len(word)
    heard = sorted({round(begin, 3) for begin, _, _ in entry.words})
    if not heard or not own:
        return []
    lead_s = entry.lead / HOUSE_RATE_HZ
    if len(heard) != len(own):  # spread evenly over what was heard
        heard = [heard[min(len(heard) - 1, i * len(heard) // len(own))] for i in range(len(own))]
    return [
        [round(max(0.0, begin - lead_s), 3), first, length]
        for begin, (first, length) in zip(heard, own, strict=True)
    ]


def cast(workspace: Workspace, ready: Ready) -> dict[str, Any]:
    """Return a story's people with their voices, two others for each, and who could be mistaken for whom."""
    session, prepared = workspace.session(), ready.prepared
    play, made = ready.script, prepared.cast
    why = dict(prepared.casting.why)
    lines = Counter(
        cue.speaker if cue.kind == "line" else NARRATOR
        for cue in play.cues
        if cue.kind in ("line", "narrator")
    )
    people = []
    for name, voice in [
        (NARRATOR, made.narrator),
        *sorted(made.voices, key=lambda one: (-lines[one[0]], one[0])),
    ]:
        person = next((one for one in play.characters if one.name == name), None)
        telling = audition_page.telling_lines(play, name)
        others = session.director.alternatives(play, made, name, _OTHERS) if lines[name] else ()
        people.append(
            {
                "name": name,
                "aliases": list(person.aliases) if person else [],
                "gender": person.gender if person else "unknown",
                "age": person.age if person else "unknown",
                "kind": person.kind if person else "person",
                "why": person.why if person else "",
                "voice_why": why.get(name, ""),
                "lines": lines[name],
                "telling": telling[0].number if telling else 0,
                "others": [part.voice for part in others if part.voice],
                **_voice(voice),
            }
        )
    pairs = distances(play, made, session.director)
    close = [{"one": p.one, "other": p.other, "advice": p.advice} for p in pairs if not p.apart]
    return {
        "key": play.key,
        "title": play.title or ready.entry.name,
        "hash": ready.hash,
        "voices_hash": ready.voices_hash,
        "people": people,
        "pairs": close,
    }


def _voice(voice: Voice) -> dict[str, Any]:
    return {
        "engine": voice.engine,
        "voice": voice.name,
        "rate": voice.rate,
        "pitch": voice.pitch,
        "volume": voice.volume_db,
        "seat": round(voice.seat, 2),
    }


def voices(workspace: Workspace) -> dict[str, Any]:
    """Return the voices that can be had here, and everybody whom voices.yaml knows."""
    session = workspace.session()
    known = [
        {"name": info.name, "engine": info.engine, "gender": info.gender, "language": info.language}
        for info in session.director.known.values()
        if info.engine == session.file.settings.engine
    ]
    parts = [("", session.file.narrator), *(("", part) for part in session.file.characters)]
    parts += [(key, part) for key, own in session.file.stories for part in own]
    people = [
        {
            "name": part.name,
            "voice": part.voice or "chosen with the first story",
            "rate": part.rate or 1.0,
            "pitch": part.pitch or 0.0,
            "story": key,
        }
        for key, part in parts
    ]
    return {"voices": known, "people": people}


def side(workspace: Workspace, ready: Ready, name: str) -> dict[str, Any]:
    """Return one part's lines with what leads to each, and the recordings of each."""
    page = sides_page.sides(ready.script, name)
    folder = workspace.project.recordings(page.key)
    return {
        "name": page.name,
        "key": page.key,
        "title": page.title or ready.entry.name,
        "counts": f"{page.lines} lines, {page.words} words",
        "scenes": [
            {
                "title": scene.title,
                "lines": [
                    {
                        "cue": line.number,
                        "text": line.text,
                        "how": list(line.how),
                        "before": line.before,
                        "lead": line.cue,
                        "chosen": tries.chosen(folder, line.number),
                        "tries": [
                            {"id": one.id, "seconds": one.seconds} for one in tries.tries(folder, line.number)
                        ],
                    }
                    for line in scene.lines
                ],
            }
            for scene in page.scenes
        ],
    }


def report(workspace: Workspace, ready: Ready) -> dict[str, Any]:
    """Return what wants a hearing, and the figures of the last `drama check --audio`."""
    planned, made = _plan(workspace, ready)
    key = ready.entry.key
    times = {
        cue["number"]: cue["start_s"]
        for cue in freshness.read_manifest(workspace.project.output(key)).get("cues", [])
    }
    measured: dict[str, Any] = {}
    with suppress(OSError, ValueError):
        measured = json.loads((workspace.project.output(key) / "report.json").read_text(encoding="utf-8"))
    checks = measured.get("checks", [])
    hear = [
        {
            "what": f"{check['name']}: {check['value']}",
            "about": f"{check['about']}; asked for: {check['limit']}.",
            "at": check.get("places_s", [])[:6],
            "cue": 0,
        }
        for check in checks
        if not check["passes"] or check["warns"]
    ]
    hear += [
        {
            "what": finding.message,
            "about": "",
            "at": [times[finding.cue]] if finding.cue in times else [],
            "cue": finding.cue,
        }
        for finding in workspace.findings(ready)[:_SEVEREST]
    ]
    return {
        "title": ready.script.title or ready.entry.name,
        "episode": made,
        "stale": bool(made) and not planned.fresh,
        "hear": hear,
        "checks": [
            {
                "name": check["name"],
                "value": check["value"],
                "limit": check["limit"],
                "state": "fail" if not check["passes"] else "look" if check["warns"] else "pass",
            }
            for check in checks
        ],
        "loudness": measured.get("short_term_lufs", []),
    }


def deliver(workspace: Workspace, ready: Ready) -> dict[str, Any]:
    """Return for whom the episode can be made, what is missing, and the files that are there."""
    play = ready.script
    house = workspace.session().file.settings.figures.preset
    has_cover = workspace.project.cover(ready.entry.path, ready.entry.key) is not None
    wanted = (
        ("a title", play.title not in ("", play.key)),
        ("an author", bool(play.author)),
        ("a description", bool(play.about.description)),
        ("a cover", has_cover or bool(ready.prepared.adapted.story.cover)),
    )
    missing = [name for name, there in wanted if not there]
    return {
        "title": play.title,
        "author": play.author,
        "description": play.about.description,
        "language": play.about.language,
        "hash": ready.hash,
        "missing": missing,
        "presets": [
            {"id": name, "name": _PRESETS[name][0], "about": _PRESETS[name][1], "is_house": name == house}
            for name in (*PRESETS, "custom")
            if name in _PRESETS
        ],
        "formats": [
            {"id": name, "name": _PUBLISHED[name][0], "about": _PUBLISHED[name][1]}
            for name in publishing.names()
            if name in _PUBLISHED
        ],
        "files": [
            {"id": number, "name": name, "about": _about(path), "bytes": path.stat().st_size}
            for number, (name, path) in enumerate(delivered(workspace.project, ready.entry.key))
        ],
    }


def delivered(project: Project, key: str) -> list[tuple[str, Path]]:
    """Return the files that go with a story, by the name under its output folder, in a fixed order."""
    found = []
    made = episode_path(project, key)
    if made is not None:
        found.append((made.name, made))
    folder = project.output(key)
    if folder.is_dir():
        every = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
        found += [
            (path.relative_to(folder).as_posix(), path)
            for path in every
            if not any(part.startswith(".") for part in path.relative_to(folder).parts)
        ]
    return found


_ABOUT = {
    ".epub": "book to read along", ".flac": "sound", ".html": "page", ".json": "for programs",
    ".m4b": "audiobook", ".mp3": "sound", ".pdf": "to print", ".png": "drawing", ".rpp": "Reaper project",
    ".srt": "subtitles", ".svg": "drawing", ".txt": "text", ".vtt": "subtitles, with speakers",
    ".wav": "sound", ".xml": "feed",
}  # fmt: skip


def _about(path: Path) -> str:
    return "chapters" if path.name == "chapters.json" else _ABOUT.get(path.suffix.lower(), "")


def problem(error: DramaError) -> dict[str, Any]:
    """Return an error as the page tells it."""
    return {
        "error": "; ".join(p.message for p in error.problems),
        "hint": "; ".join(p.hint for p in error.problems if p.hint),
        "problems": [asdict(p) for p in error.problems],
    }
