"""Publish: a finished story, or several as one book, for players, readers and editors.

Each format is a deliverable of its own, in output/KEY/published/; those of books are in output/published/,
the feed and what it needs in output/ itself.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from drama.audio import formats
from drama.errors import Problem, UsageError, did_you_mean
from drama.mix import KeptSounds, mix
from drama.produce import deliverables, render, studio
from drama.produce.deliverables import Deliverable, File
from drama.produce.finished import Whole, Work, encoded
from drama.project import safe_name
from drama.publish import Book, books, chapters, publication, readalong_epub, readalong_page, shelf
from drama.system import files, memory
from drama.timecode import seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from drama.audio import Sound
    from drama.model import Mix
    from drama.produce.prepare import Prepared
    from drama.produce.render import Plan
    from drama.produce.session import Session
    from drama.publish import Publication

_VERSION = "2"
"""Version of this module's output: a new one makes every deliverable stale."""
BOOK = ".book"
"""Name of the lock and the mix of a book of several stories; no story's key begins with a dot."""
_KBPS: dict[formats.Kind, int] = {"mp3": 128, "m4b": 96, "opus": 96}
_READ_ALONG: tuple[formats.Kind, ...] = ("mp3", "m4b")
"""What e-readers and browsers play."""
_HELD_BYTES, _OPENED_BYTES = 32 * 2**20, 48 * 2**20
"""Of a mix's sound, and of the library's sounds, while a book is made: beside them are all its stories."""
_SYNTHETIC_NOTE = (
    "the voices are synthetic: Audible (ACX) takes no such book unless it has authorised it; Spotify, Google "
    "Play, Kobo and most podcast directories take it when it says so, as these files do"
)


def names() -> tuple[str, ...]:
    """Return the formats that a story is published in, and the feed of a collection."""
    return (*_OF_ANY, *_OF_STORY, "feed")


def check(wanted: Sequence[str], *, book: bool = False) -> None:
    """Raise UsageError for an unknown format, and for one that a book of several stories isn't made in."""
    for name in wanted:
        if name not in names():
            hint = did_you_mean(name, names()) or f"the formats are {', '.join(names())}"
            raise UsageError(Problem(message=f"there is no format {name!r}", hint=hint))
        if book and name not in _OF_ANY:
            message = f"{name} isn't made of a book of several stories"
            raise UsageError(Problem(message=message, hint=f"leave --book out, or take {', '.join(_OF_ANY)}"))


def publish(session: Session, prepared: Prepared, wanted: Sequence[str]) -> tuple[Deliverable, ...]:
    """Return a story's deliverables in the order requested; fresh ones are left alone.

    The episode is rendered first where it isn't fresh. Raises EngineError and InputError as render.make does.
    """
    check(wanted)
    render.make(session, prepared)
    planned = render.plan(session, prepared)
    folder = session.project.output(prepared.script.key) / "published"
    opened: list[Work] = []

    def work() -> Work:
        if not opened:
            opened.append(_work(session, prepared, planned, folder))
        return opened[0]

    def make(name: str) -> tuple[Sequence[File], Publication]:
        if name in _OF_ANY:
            return _OF_ANY[name](work()), work().made
        return _OF_STORY[name](work()), work().made

    return _made(session, folder, planned.wanted.inputs(), wanted, make)


def publish_book(
    session: Session, every: Sequence[Prepared], wanted: Sequence[str]
) -> tuple[Deliverable, ...]:
    """Return the deliverables of several stories as one book, in the order of the stories.

    It is called as the show, or else as the collection's folder. Episodes are rendered first where they
    aren't fresh. UsageError for a format of single stories.
    """
    check(wanted, book=True)
    memory.share_arenas()
    session = replace(session, held_bytes=_HELD_BYTES, opened_sounds=KeptSounds(_OPENED_BYTES))
    for prepared in every:
        render.make(session, prepared)
        memory.give_back()
    plans = [render.plan(session, prepared) for prepared in every]
    folder = session.project.root / "output" / "published"
    inputs = {"stories": " ".join(prepared.script.key for prepared in every)}
    for prepared, planned in zip(every, plans, strict=True):
        said = repr(sorted(planned.wanted.inputs().items()))
        inputs[prepared.script.key] = hashlib.sha256(said.encode()).hexdigest()
    opened: list[Whole] = []

    def make(name: str) -> tuple[Sequence[File], Publication]:
        if not opened:
            opened.append(_book(session, every, plans, folder, inputs))
        return _OF_ANY[name](opened[0]), opened[0].made

    return _made(session, folder, inputs, wanted, make)


def _made(
    session: Session,
    folder: Path,
    made_from: Mapping[str, str],
    wanted: Sequence[str],
    make: Callable[[str], tuple[Sequence[File], Publication]],
) -> tuple[Deliverable, ...]:
    """Return the deliverables in a folder, each made where it isn't there as made from these inputs."""
    done = []
    for name in wanted:
        inputs = {**made_from, "format": f"{name} {_VERSION}"}
        there = deliverables.found(folder, name, inputs)
        if there is None:
            deliverables.unseal(folder, name)
            session.progress.start(f"publish {name}", 1)
            made, about = make(name)
            session.progress.step()
            warned = about.synthetic != "none" and name in ("m4b", "shelf")
            there = deliverables.seal(folder, name, inputs, made, (_SYNTHETIC_NOTE,) if warned else ())
        done.append(there)
    return tuple(done)


def _work(session: Session, prepared: Prepared, planned: Plan, folder: Path) -> Work:
    staged = render.stage(session, prepared, planned)
    settings, key = planned.wanted.settings, prepared.script.key
    episode = render.episode_path(session, key, settings)
    return Work(
        session=session,
        settings=settings,
        inputs=planned.wanted.inputs(),
        made=publication(prepared.script, staged.timeline, staged.takes, render.shelf_of(session, prepared)),
        folder=folder,
        modified=_modified(episode),
        mixed=lambda: staged.mixed(session, staged.timeline, render.mixes(session, key), settings),
        episode=episode,
        prepared=prepared,
        staged=staged,
    )


def _book(
    session: Session,
    every: Sequence[Prepared],
    plans: Sequence[Plan],
    folder: Path,
    inputs: Mapping[str, str],
) -> Whole:
    """Return several stories as one: each is staged and laid after the one before."""
    staged = [render.stage(session, one, planned) for one, planned in zip(every, plans, strict=True)]
    timelines = [one.timeline for one in staged]
    shelves = [render.shelf_of(session, prepared) for prepared in every]
    each = [
        publication(prepared.script, one.timeline, one.takes, around)
        for prepared, one, around in zip(every, staged, shelves, strict=True)
    ]
    whole, settings = books.timeline(timelines), plans[0].wanted.settings

    def sound(source: str) -> Sound:
        index, _, name = source.partition(books.SEPARATOR)
        return staged[int(index)].source(name)

    def version(source: str) -> str:
        index, _, name = source.partition(books.SEPARATOR)
        return staged[int(index)].version(name)

    def mixed() -> Mix:
        kept = render.mixes(session, BOOK)
        return mix(
            whole, sound, kept, levels=settings.levels, jobs=session.jobs, held_bytes=session.held_bytes,
            progress=session.progress, version=version,
        )  # fmt: skip

    episodes = [render.episode_path(session, one.script.key, settings) for one in every]
    made = books.publication(each, timelines, _bound(session, [one.book for one in each]))
    return Whole(
        session=session,
        settings=settings,
        inputs=inputs,
        made=replace(made, key=""),
        folder=folder,
        modified=max(_modified(path) for path in episodes),
        mixed=mixed,
    )


def _bound(session: Session, every: Sequence[Book]) -> Book:
    """Return the metadata of a book of several stories: the show's, and what they have in common."""
    show = session.file.show
    title = show.title or session.project.root.name
    authors = dict.fromkeys(one.author for one in every if one.author)
    cover = render.show_cover(session)
    return replace(
        every[0],
        title=title,
        album=title,
        author=show.author or " and ".join(authors),
        subtitle="",
        series=show.series,
        part="",
        track="",
        description=show.description,
        cover=cover or every[0].cover,
    )


def _modified(episode: Path) -> datetime:
    return datetime.fromtimestamp(int(episode.stat().st_mtime), UTC)


def _audio(kind: formats.Kind) -> Callable[[Whole], Sequence[File]]:
    def make(work: Whole) -> Sequence[File]:
        return [encoded(work, kind, _KBPS.get(kind, 0))]

    return make


def _once(work: Whole, kinds: Sequence[formats.Kind], folder: Path) -> tuple[File, bool]:
    """Return a work as a file of one of these kinds, and whether it is a deliverable of its own, which stays.

    Where there is none, a file of the first kind is made in the folder.
    """
    for kind in kinds:
        inputs = {**work.inputs, "format": f"{kind} {_VERSION}"}
        if there := deliverables.found(work.folder, kind, inputs):
            return there.files[0], True
    return encoded(replace(work, folder=folder), kinds[0], _KBPS[kinds[0]]), False


def _epub(work: Whole) -> Sequence[File]:
    """Return the read-along book, its sound as MP3 or MP4, which e-readers play."""
    sound, stays = work.episode, True
    if sound is None or _kind(sound) not in _READ_ALONG:
        made, stays = _once(work, _READ_ALONG, work.folder / "epub")
        sound = made.path
    path = work.folder / f"{work.stem}.epub"
    media_type = formats.FORMATS[_kind(sound)].media_type
    with files.replacing(path, durable=False) as unfinished:
        readalong_epub.write(work.made, sound, unfinished, modified=work.modified, kind=media_type)
    if not stays:
        shutil.rmtree(sound.parent)
    return [File(path=path)]


def _page(work: Whole) -> Sequence[File]:
    """Return the page; a book has no episode that it could play, and gets its sound beside it."""
    made = [] if work.episode else [_once(work, _READ_ALONG, work.folder)[0]]
    sound = work.episode or made[0].path
    address = os.path.relpath(sound, work.folder).replace(os.sep, "/")
    kind = formats.FORMATS[_kind(sound)].media_type
    path = work.folder / f"{work.stem}.html"
    files.write_text(path, readalong_page.page(work.made, address, kind))
    return [File(path=path), *made]


def _kind(path: Path) -> formats.Kind:
    return next(kind for kind in formats.KINDS if path.suffix == f".{kind}")


def _shelf(work: Whole) -> Sequence[File]:
    """Return an Audiobookshelf folder: the book as M4B, its cover and metadata.json."""
    folder = work.folder / "audiobookshelf"
    for name in shelf.folder(work.made, safe_name):
        folder /= name
    folder.mkdir(parents=True, exist_ok=True)
    book, stays = _once(work, ("m4b",), folder)
    path = folder / book.path.name
    if stays:
        shutil.copyfile(book.path, path)
    made = [replace(book, path=path), File(path=folder / "metadata.json")]
    files.write_text(made[1].path, shelf.metadata(work.made))
    if work.made.book.cover:
        suffix = "png" if work.made.book.cover.startswith(b"\x89PNG") else "jpg"
        made.append(File(path=folder / f"cover.{suffix}"))
        files.write_bytes(made[-1].path, work.made.book.cover)
    return made


def _sample(work: Work) -> Sequence[File]:
    """Return the retail sample: one to five minutes from the beginning of the story itself."""
    part = chapters.sample(work.prepared.adapted.script, work.staged.timeline)
    kept = render.mixes(work.session, work.made.key) / "sample"
    own = replace(
        work,
        made=replace(
            work.made,
            key=work.made.key,
            book=replace(work.made.book, title=f"{work.made.book.title} (sample)"),
            chapters=(),
            duration_s=seconds(part.timeline.frames),
        ),
        mixed=lambda: work.staged.mixed(work.session, part.timeline, kept, work.settings),
    )
    made = encoded(own, "mp3", _KBPS["mp3"])
    shutil.rmtree(kept, ignore_errors=True)
    return [made]


_OF_ANY: dict[str, Callable[[Whole], Sequence[File]]] = {
    "mp3": _audio("mp3"),
    "m4b": _audio("m4b"),
    "opus": _audio("opus"),
    "flac": _audio("flac"),
    "wav": _audio("wav"),
    "epub": _epub,
    "html": _page,
    "shelf": _shelf,
}
"""Maps each format of stories and books to the function that makes its files."""
_OF_STORY: dict[str, Callable[[Work], Sequence[File]]] = {
    "sample": _sample,
    "script": studio.play,
    "stems": studio.stems,
    "reaper": studio.reaper_project,
    "otio": studio.otio,
}
"""The same for formats of single stories."""
