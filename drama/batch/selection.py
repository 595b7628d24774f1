"""Select which stories of a collection a batch has to render, and why."""

from __future__ import annotations

import time
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from drama.batch import stat_cache
from drama.batch.ledger import LEDGER, Ledger
from drama.batch.values import Plan, Planned
from drama.batch.work import common_of, session_of
from drama.errors import Problem, UsageError
from drama.project import readable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drama.batch.ledger import Entry
    from drama.batch.work import Common
    from drama.project import Project, StoryFile

_CHANGES = (
    "voices.yaml, a sound or the program changed",
    "the story changed",
    "the script changed",
    "the script changed",
    "a recording changed",
    "its episode is gone or was changed",
    "its episode is gone or was changed",
)
"""The reason to report when a part of a stamp differs, in the order of its parts."""


def in_shard(stories: Sequence[StoryFile], shard: str) -> tuple[StoryFile, ...]:
    """Return a job array's share of stories: "3/16" is the third of sixteen; UsageError for nonsense.

    A story's share depends only on its key (its CRC-32): adding or removing stories moves no other, and the
    shares together are always the whole.
    """
    first, _, of = shard.partition("/")
    if not (first.isdecimal() and of.isdecimal() and 1 <= int(first) <= int(of)):
        raise UsageError(Problem(message=f"{shard!r} is no share", hint="3/16 is the third of sixteen"))
    mine = int(first) - 1
    return tuple(entry for entry in stories if zlib.crc32(entry.key.encode()) % int(of) == mine)


def plan(
    project: Project,
    stories: Sequence[StoryFile],
    ledger: Ledger,
    common: Common,
    *,
    jobs: int,
    only_changed: bool = False,
    limit: int | None = None,
) -> Plan:
    """Return what has to be done, from the ledger and the files' sizes and dates; no story is read.

    `common` is what common_of() returned. With `only_changed` a story that failed is left alone until
    something about it changes; `limit` is the most stories to start.
    """
    known = {entry.key: entry for entry in ledger.entries(voices=False)}
    now = time.time()
    planned = tuple(
        _planned(project, entry, known, common, now, only_changed=only_changed) for entry in stories
    )
    known_s = ledger.pace()
    pace_s = common.first_pace_s if known_s is None else known_s
    return Plan(
        stories=planned,
        limit=limit,
        pace_s=None if pace_s is None else pace_s / jobs,
        guessed=known_s is None,
    )


def _planned(
    project: Project,
    entry: StoryFile,
    known: Mapping[str, Entry],
    common: Common,
    now: float,
    *,
    only_changed: bool,
) -> Planned:
    before = known.get(entry.key)
    inputs = stat_cache.of_inputs(project, entry, common.digest, now)
    episode = stat_cache.of_episode(project, entry.key, common.suffix)
    stamp = stat_cache.joined(inputs, episode)
    fresh = before is not None and before.state == "done" and bool(stamp) and before.stamp == stamp
    left = before is not None and only_changed and before.state == "failed" and before.stamp == inputs != ""
    return Planned(
        key=entry.key,
        name=entry.name,
        fresh=fresh,
        left=left,
        why="" if fresh else _why(before, stamp or inputs, made=bool(episode)),
        size=entry.path.stat().st_size if entry.path.exists() and not fresh else 0,
    )


def _why(before: Entry | None, stamp: str, *, made: bool) -> str:
    """Return why a story is not known to be fresh, in a few words."""
    if before is None:
        return "the ledger doesn't know it" if made else "new"
    if before.state == "failed":
        return f"it failed: {before.problem}"
    then, now = before.stamp.split(), stamp.split()
    if len(then) != len(_CHANGES) or not now:
        return "to be looked at: its files changed a moment ago"
    now += [""] * (len(_CHANGES) - len(now))
    changes = [_CHANGES[i] for i, (a, b) in enumerate(zip(then, now, strict=True)) if a != b]
    return "; ".join(dict.fromkeys(changes))


def look(
    project: Project,
    stories: Sequence[StoryFile],
    *,
    jobs: int,
    preset: str | None = None,
    only_changed: bool = False,
    limit: int | None = None,
) -> Plan:
    """Return what batch() would do now, and why, without doing it; InputError as batch().

    Stories that aren't known to be fresh are opened once, to tell which of them can't be read.
    """
    common = common_of(session_of(project), preset)
    with Ledger(project.cache / LEDGER) as ledger:
        found = plan(project, stories, ledger, common, jobs=jobs, only_changed=only_changed, limit=limit)
    entries = {entry.key: entry for entry in stories}
    faults = readable.faults(project, [entries[planned.key] for planned in found.open])
    told = (replace(planned, fault=faults.get(planned.key)) for planned in found.stories)
    return replace(found, stories=tuple(told))
