"""`drama batch`: the episodes of a whole collection, here or on a cluster, from a disk or object storage."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drama.batch import batch, dask_cluster, in_shard, look, remote, storage
from drama.cli.commands.attributor import server_of
from drama.cli.commands.choosing import choose_or_all, unreadable
from drama.cli.commands.render import check_preset
from drama.cli.commands.wording import counted
from drama.project import readable
from drama.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from drama.batch import Ended, Plan, Report, Runner
    from drama.cli.console import Console
    from drama.project import StoryFile
    from drama.system import processes

_MOST_WHYS = 20
_MOST_ASKED = 8
"""Stories named for `drama check`, those with the most decisions."""


def run(
    console: Console,
    *,
    stories: Sequence[str] | None,
    project: str | None,
    jobs: int | None,
    preset: str | None,
    dry_run: bool,
    fail_fast: bool,
    only_changed: bool,
    limit: int | None,
    shard: str | None,
    on: str | None,
    attributor: str | None = None,
    base_url: str | None = None,
    model: str | None = None,
) -> None:
    """Make every episode that isn't fresh, or say what would be done and why; BatchError for what failed."""
    check_preset(preset)
    cores = jobs or os.cpu_count() or 1

    def share(entries: Sequence[StoryFile]) -> Sequence[StoryFile]:
        return in_shard(entries, shard) if shard else entries

    copy = _working_copy(project) if project and storage.is_remote(project) else None
    watcher = _Watcher(console)
    options: dict[str, Any] = {
        "preset": preset,
        "fail_fast": fail_fast,
        "only_changed": only_changed,
        "limit": limit,
        "attributor": server_of(attributor, base_url, model),
    }
    if dry_run:
        if copy:
            copy.fetch()
            collection, entries = (
                copy.project,
                copy.project.select(stories) if stories else copy.project.stories(),
            )
        else:
            collection, entries = choose_or_all(stories, Path(project) if project else None)
        plan = look(
            collection, share(entries), jobs=cores, preset=preset, only_changed=only_changed, limit=limit
        )
        _show_plan(console, plan)
        for problem in () if stories else readable.unread(collection):
            console.result(unreadable(problem))
        return
    with _runner(console, on, cores) as runner:
        if copy:
            report = remote.batch_there(
                copy, stories or (), choose=share, jobs=cores, watcher=watcher, runner=runner, **options
            )
        else:
            collection, entries = choose_or_all(stories, Path(project) if project else None)
            for problem in () if stories else readable.unread(collection):
                console.say(unreadable(problem))
            report = batch(collection, share(entries), jobs=cores, watcher=watcher, runner=runner, **options)
    console.close()
    _show_report(console, report)
    report.check()


def _working_copy(url: str) -> remote.WorkingCopy:
    """Return the working copy of a collection on a storage; it stays in the user's cache from run to run."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    name = hashlib.sha256(url.encode()).hexdigest()[:16]
    return remote.WorkingCopy(storage.Storage(url), base / "drama" / name)


@contextmanager
def _runner(console: Console, address: str | None, jobs: int) -> Iterator[Runner | None]:
    """Yield the runner of the cluster at an address; None for processes of this machine."""
    if not address:
        yield None
        return
    with dask_cluster.connect(address, jobs) as client:
        console.say(_cluster_at(address, dask_cluster.about(client)))

        def run_there(
            tasks: Sequence[processes.Task], work: processes.Work, *, jobs: int, heard: processes.Heard
        ) -> Generator[processes.Outcome, None, None]:
            del jobs, heard  # the scheduler knows its cores, and progress stays with its dashboard
            return dask_cluster.run(tasks, work, client)

        yield run_there


def _cluster_at(address: str, about: dask_cluster.About) -> str:
    size = f"{about.workers} workers" if about.workers else "no worker yet, so it waits for one"
    if about.threads > about.workers:
        size += f" with {about.threads} threads (a story that kills its worker costs the others there, too)"
    dashboard = about.dashboard or "none (pip install 'dask[diagnostics]' where the scheduler is)"
    return f"cluster at {address}: {size}; dashboard: {dashboard}"


class _Watcher:
    """Draws a batch on the console: a bar for the whole and a line for each story under way."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def planned(self, plan: Plan) -> None:
        """Say what there is to do."""
        self._console.say(_intention(plan))
        for story in plan.open:
            self._console.detail(f"{story.key}: {story.why}")
        if plan.now:
            self._console.line("batch", "", 0, len(plan.now))

    def under_way(self, key: str, stage: str, done: int, total: int) -> None:
        """Draw how far a story is."""
        if key:
            self._console.line(key, stage, done, total)
        elif done < total:
            self._console.line(stage, "", done, total)
        else:
            self._console.end_line(stage)

    def note(self, message: str) -> None:
        """Pass a remark on."""
        self._console.say(message)

    def ended(self, ended: Ended, count: int, total: int, left_s: float) -> None:
        """Say how a story ended."""
        self._console.end_line(ended.key)
        left = f"; about {clock(left_s)} left" if count < total else ""
        self._console.say(f"[{count}/{total}] {_ended(ended)}{left}")
        self._console.line("batch", "", count, total)


def _intention(plan: Plan) -> str:
    count, todo, faulty = len(plan.stories), len(plan.open), len(plan.unreadable)
    stories = "1 story" if count == 1 else f"{count} stories"
    text = f"{stories}: {count - todo} fresh, {todo - faulty} to do"
    text += f", {faulty} can't be read" if faulty else ""
    if len(plan.now) < todo:
        text += f", {len(plan.now)} of them now"
    if not plan.now:
        return text
    if plan.seconds is None:
        return text + "; how long it takes can be told once one is made"
    return (
        text + f", about {clock(plan.seconds)}" + (", a guess as none was made yet" if plan.guessed else "")
    )


def _ended(ended: Ended) -> str:
    entry = ended.entry
    if ended.state == "failed" or entry is None or entry.integrated_lufs is None:
        problem = ended.error.problems[0].message if ended.error and ended.error.problems else ""
        return f"{ended.key}: {ended.state}" + (f", {problem}" if problem else "")
    about = f"{clock(entry.duration_s)}, {entry.integrated_lufs:.1f} LUFS, {entry.true_peak_dbtp:.1f} dBTP"
    done = (
        "fresh"
        if ended.state == "fresh"
        else f"{counted(entry.spoken, 'take')} spoken, {entry.spent_s:.1f} s"
    )
    return f"{ended.key}: {about}; {done}"


def _show_plan(console: Console, plan: Plan) -> None:
    console.result(_intention(plan))
    for story in plan.now[:_MOST_WHYS]:
        console.result(unreadable(story.fault) if story.fault else f"{story.key}: {story.why}")
    if len(plan.now) > _MOST_WHYS:
        console.result(f"and {len(plan.now) - _MOST_WHYS} more")
    now = {story.key for story in plan.now}
    planned = [
        {
            "key": story.key,
            "fresh": story.fresh,
            "now": story.key in now,
            "why": story.why,
            "fault": asdict(story.fault) if story.fault else None,
        }
        for story in plan.stories
    ]
    console.data({"dry_run": planned, "seconds": plan.seconds, "guessed": plan.guessed})


def _show_report(console: Console, report: Report) -> None:
    counts = {state: len(report.in_state(state)) for state in ("made", "fresh", "failed", "not begun")}
    said = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    console.result(f"{said or 'nothing to do'}; {clock(report.wall_s)}")
    for ended in report.in_state("failed"):
        console.say(f"{ended.key} failed; to do it again: drama render {ended.key}")
        console.detail(ended.details)
    asked = {ended.key: ended.decisions for ended in report.stories if ended.decisions}
    if asked:
        console.say(_waiting(asked))
    console.data(
        {"wall_s": report.wall_s, "counts": counts, "stories": [_as_data(ended) for ended in report.stories]}
    )


def _waiting(asked: Mapping[str, int]) -> str:
    """Return how many decisions wait on the stories made now, and what asks them."""
    count = sum(asked.values())
    where = f" in {len(asked)} stories" if len(asked) > 1 else ""
    most = sorted(asked, key=lambda key: (-asked[key], key))[:_MOST_ASKED]
    return f"{counted(count, 'decision')} wait{'s' * (count == 1)}{where}: drama check {' '.join(most)}"


def _as_data(ended: Ended) -> dict[str, object]:
    entry = ended.entry
    return {
        "key": ended.key,
        "state": ended.state,
        "problems": [str(problem) for problem in ended.problems],
        "duration_s": entry.duration_s if entry else None,
        "integrated_lufs": entry.integrated_lufs if entry else None,
        "true_peak_dbtp": entry.true_peak_dbtp if entry else None,
        "spoken": entry.spoken if entry else None,
        "spent_s": entry.spent_s if entry else None,
        "warnings": entry.warnings if entry else None,
        "decisions": ended.decisions,
    }
