"""What the page shows of a finished episode: its report, and what of it is delivered."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from drama.master import PRESETS
from drama.produce import freshness, hearing, publishing
from drama.system import json_values
from drama.web import view

if TYPE_CHECKING:
    from pathlib import Path

    from drama.project import Project
    from drama.web.workspace import Ready, Workspace

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


def report(workspace: Workspace, ready: Ready) -> dict[str, Any]:
    """Return what wants a hearing, and the figures of the last `drama check --audio`."""
    planned, made = view.plan(workspace, ready)
    key = ready.entry.key
    times = {
        cue["number"]: cue["start_s"]
        for cue in freshness.read_manifest(workspace.project.output(key)).get("cues", [])
    }
    measured: dict[str, Any] = {}
    with suppress(OSError, ValueError):
        measured = json_values.parsed(
            (workspace.project.output(key) / "report.json").read_text(encoding="utf-8")
        )
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
            "what": f"Heard otherwise: “{line.heard}”",
            "about": f"The line: “{line.text}”",
            "at": [times[line.cue]] if line.cue in times else [],
            "cue": line.cue,
        }
        for line in hearing.misheard(workspace.project, ready.script)[:_SEVEREST]
    ]
    hear += [
        {
            "what": one["message"],
            "about": "",
            "at": [times[one["cue"]]] if one["cue"] in times else [],
            "cue": one["cue"],
        }
        for one in view.decisions(ready, workspace.checked(ready))[:_SEVEREST]
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
    """Return for whom the episode can be made, what is missing, and the files that are there.

    What the story's file doesn't tell of itself, the show may: only what neither has is missing.
    """
    play = ready.script
    house = workspace.session().file.settings.figures.preset
    has_cover = workspace.project.cover(ready.entry.path, ready.entry.key) is not None
    show = workspace.session().file.show
    byline = play.author or show.author
    wanted = (
        ("a title", play.title not in ("", play.key)),
        ("an author", bool(byline)),
        ("a description", bool(play.about.description or show.description)),
        ("a cover", has_cover or bool(ready.prepared.adapted.story.cover or show.cover)),
    )
    missing = [name for name, there in wanted if not there]
    return {
        "title": play.title,
        "author": play.author,
        "byline": byline,
        "about": asdict(play.about),
        "has_cover": has_cover,
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
    made = view.episode_path(project, key)
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
