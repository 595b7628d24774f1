"""What the page shows, as plain values for JSON: a story, its cast, its report, its files."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drama.cast import distances
from drama.delivery import DELIVERIES
from drama.english import brief, onsets_s
from drama.errors import DramaError
from drama.mix import played
from drama.model import NARRATOR
from drama.produce import audition_page, freshness, render, sides_page
from drama.project import readable, script_file
from drama.speech import phonemes
from drama.timecode import HOUSE_RATE_HZ
from drama.web import tries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drama.adapt import review
    from drama.errors import Problem
    from drama.model import Cue, Voice
    from drama.project import Project, StoryFile
    from drama.web.workspace import Ready, Wanted, Workspace

DIRECTIONS = tuple(word for word in DELIVERIES if word not in ("title", "byline", "heading"))
_OTHERS = 2


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
        fault = readable.faults(workspace.project, [workspace.entry(key)]).get(key)
        return {
            "adapted": False, "decisions": 0, "episode": False, "fresh": False, "why": [], "cast": [],
            "fault": told(fault) if fault else "",
        }  # fmt: skip
    ready = workspace.ready(key)
    planned, episode = plan(workspace, ready)
    lines = Counter(cue.speaker for cue in ready.script.cues if cue.kind == "line")
    return {
        "adapted": True,
        "decisions": len(decisions(ready, workspace.checked(ready))),
        "episode": episode is not None,
        "fresh": planned.fresh,
        "why": list(planned.reasons),
        "cast": [name for name, _ in lines.most_common()],
        "fault": "",
    }


def unread(project: Project) -> list[dict[str, str]]:
    """Return the files in stories/ that aren't read, and why."""
    problems = readable.unread(project)
    return [
        {"file": Path(problem.place.path).name, "fault": told(problem)}
        for problem in problems
        if problem.place
    ]


def told(problem: Problem) -> str:
    """Return what is wrong and what to do, in a line."""
    return "; ".join(part for part in (problem.message, problem.hint) if part)


def plan(workspace: Workspace, ready: Ready) -> tuple[render.Plan, dict[str, Any] | None]:
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
    planned, made = plan(workspace, ready)
    cues = freshness.read_manifest(project.output(play.key)).get("cues", []) if made else []
    times = {cue["number"]: [cue["start_s"], cue["end_s"]] for cue in reversed(cues)}  # its first piece
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
        "decisions": decisions(ready, wanted) if (wanted := workspace.wanted(ready)) is not None else None,
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


def decisions(ready: Ready, wanted: Wanted) -> list[dict[str, Any]]:
    """Return what wants a look, as the page lists it: questions about lines, then other findings."""
    asked = [
        {
            "kind": "who",
            "cue": one.cue,
            "short": one.text,
            "message": f"Who says {one.text}?" + _hanging(one.at_stake - 1),
            "choices": [[choice.name, choice.sure, len(choice.changes)] for choice in one.choices],
            "until": one.until,
        }
        for one in wanted.decisions
    ]
    return asked + [_decision(finding, ready) for finding in wanted.findings]


def _hanging(count: int) -> str:
    return f" {count} more line{'s' * (count != 1)} hang{'s' * (count == 1)} on it." if count else ""


def _decision(finding: review.Finding, ready: Ready) -> dict[str, Any]:
    cue = next((cue for cue in ready.script.cues if cue.number == finding.cue), None)
    short = brief(cue.text) if cue and cue.text else finding.message
    if finding.who:  # its line may have a question of its own
        one, *others = finding.who
        short = f"Is {one} {' or '.join(others)}?"
    return {
        "kind": finding.kind,
        "cue": finding.cue,
        "short": short,
        "message": finding.message[:1].upper() + finding.message[1:],
        "choices": [],
        "who": list(finding.who),
    }


def words(workspace: Workspace, ready: Ready, number: int) -> list[list[float]]:
    """Return when each word of a line is heard after the line begins: seconds, first character, length.

    Empty for a line that isn't spoken yet.
    """
    planned, _ = plan(workspace, ready)
    at = next((i for i, cue in enumerate(ready.script.cues) if cue.number == number), None)
    key = planned.wanted.keys[at] if at is not None else None
    if at is None or key is None:
        return []
    try:
        entry = workspace.session().store.entry(key)
    except KeyError:
        return []
    text, asked = ready.script.cues[at].text, planned.asked[at]
    said = phonemes.plain(asked.text) if asked else ""
    lead_s = entry.lead / HOUSE_RATE_HZ
    heard = [(begin_s - lead_s, first, length) for begin_s, first, length in entry.words]
    voiced_s = (entry.frames - entry.lead - entry.trail) / HOUSE_RATE_HZ
    own = [(match.start(), len(match[0])) for match in re.finditer(r"\S+", text)]
    return [
        [round(begin_s, 3), first, length]
        for begin_s, (first, length) in zip(onsets_s(text, said, heard, 0.0, voiced_s), own, strict=True)
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


def problem(error: DramaError) -> dict[str, Any]:
    """Return an error as the page tells it."""
    return {
        "error": "; ".join(p.message for p in error.problems),
        "hint": "; ".join(p.hint for p in error.problems if p.hint),
        "problems": [asdict(p) for p in error.problems],
    }
