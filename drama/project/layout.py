"""A project's folder: its stories, their keys, and the place of every file.

voices.yaml   stories/   scripts/   output/   .drama/
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drama.errors import InputError, Place, Problem, UsageError, did_you_mean
from drama.project import readers, story_file
from drama.system import files

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SUFFIXES = readers.SUFFIXES
COVER_SUFFIXES = (".jpg", ".jpeg", ".png")
_RANGE = re.compile(r"([0-9]{1,18})(?:-|–|\.\.)([0-9]{1,18})")
_NUMBER = re.compile(r"[0-9]{1,18}")
_HIDDEN = (".", "~", "README")
_MOST_NAMED = 5
"""Number of stories that an error names before it says "and N more"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFile:
    """A story's file, before it is read."""

    key: str
    number: int | None
    path: Path

    @property
    def name(self) -> str:
        """The file's stem, for people to read."""
        return self.path.stem


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A folder of stories and everything made from them."""

    root: Path
    finished_elsewhere: bool = False
    """True for a working copy: finished files lie on a storage, and empty ones of their size stand here."""

    @property
    def voices(self) -> Path:
        """The path of voices.yaml."""
        return self.root / "voices.yaml"

    @property
    def stories_folder(self) -> Path:
        """The folder of the stories."""
        return self.root / "stories"

    @property
    def cache(self) -> Path:
        """The folder that can be deleted at any time."""
        return self.root / ".drama"

    @property
    def store(self) -> Path:
        """The folder of the take store."""
        return self.cache / "takes"

    def script(self, key: str) -> Path:
        """Return the path of a story's script."""
        return self.root / "scripts" / f"{_checked(key)}.yaml"

    def made(self, key: str) -> Path:
        """Return the path of the script as drama last wrote it; a person's edits are the difference from it.

        It lies beside the scripts and not in the cache, since it must be copied and put under version control
        together with them.
        """
        return self.root / "scripts" / ".made" / f"{_checked(key)}.yaml"

    def journal(self, key: str) -> Path:
        """Return the path of the journal of edits made in the browser, from which they can be undone."""
        return self.root / "scripts" / ".made" / f"{_checked(key)}.journal"

    def episode(self, key: str, suffix: str = ".mp3") -> Path:
        """Return the path of a story's finished episode."""
        return self.root / "output" / f"{_checked(key)}{suffix}"

    def output(self, key: str) -> Path:
        """Return the folder of the files that go with an episode."""
        return self.root / "output" / _checked(key)

    def recordings(self, key: str) -> Path:
        """Return the folder of human recordings for a story."""
        return self.root / "takes" / _checked(key)

    def sweep(self) -> None:
        """Remove partly written files of killed runs."""
        for folder in (
            self.root,
            self.root / "scripts",
            self.root / "scripts" / ".made",
            self.root / "output",
        ):
            files.sweep(folder)

    def stories(self) -> tuple[StoryFile, ...]:
        """Return the project's stories by number, then those without one by name.

        InputError, naming the files, when two of them have the same number or name.
        """
        try:
            paths = sorted(path for path in self.stories_folder.iterdir() if is_story(path))
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise files.failure(error, self.stories_folder, "read") from error
        entries = sorted(
            (_entry(path) for path in paths),
            key=lambda entry: (entry.number is None, entry.number or 0, entry.key.casefold()),
        )
        _check_distinct(entries)
        return tuple(entries)

    def unread(self) -> tuple[Path, ...]:
        """Return the files in stories/ that are neither stories nor their pictures, by name."""
        try:
            paths = sorted(self.stories_folder.iterdir())
        except OSError:
            return ()
        return tuple(
            path
            for path in paths
            if path.is_file()
            and not path.name.startswith(_HIDDEN)
            and path.suffix.lower() not in (*SUFFIXES, *COVER_SUFFIXES)
        )

    def cover(self, story: Path, key: str) -> Path | None:
        """Return the picture beside a story that has its name or number; None when there is none."""
        try:
            beside = sorted(story.parent.iterdir())
        except OSError:
            return None
        pictures = (path for path in beside if path.suffix.lower() in COVER_SUFFIXES)
        return next((path for path in pictures if story_file.key(path.stem) == key), None)

    def set_cover(self, story: Path, key: str, suffix: str, picture: bytes) -> Path:
        """Put a picture beside a story, in the place of the one there, and return its path."""
        old = self.cover(story, key)
        path = story.with_suffix(suffix)
        files.write_bytes(path, picture)
        if old is not None and old != path:
            old.unlink(missing_ok=True)
        return path

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The file suffixes of stories."""
        return SUFFIXES

    def add(self, name: str, content: bytes) -> StoryFile:
        """Write a new story of the project under this file name, check it and return it.

        UsageError for an unknown file suffix, or a number or name that another story has; InputError when it
        can't be read as a story. After an error no file remains.
        """
        suffix = Path(name).suffix.lower()
        if suffix not in SUFFIXES:
            hint = f"stories are {', '.join(SUFFIXES)}"
            raise UsageError(Problem(message=f"{name!r} is no kind of story that is read here", hint=hint))
        path = self.stories_folder / f"{story_file.safe_name(Path(name).stem)}{suffix}"
        fresh = _entry(path)
        taken = next((entry for entry in self.stories() if _same(entry, fresh)), None)
        if taken is not None or path.exists():
            message = f"there is a story {fresh.key} already" + (f": {taken.path.name}" if taken else "")
            raise UsageError(Problem(message=message, hint="give the file another number or name"))
        files.write_bytes(path, content)
        try:
            story_file.read(path)
        except InputError:
            path.unlink()
            raise
        return fresh

    def select(self, words: Sequence[str]) -> tuple[StoryFile, ...]:
        """Return the stories that words name, each once, in the words' order.

        A word is a number ("3" is "003"), a range ("5-8"), a name or part of one ("lamp"), or the path of a
        story anywhere. UsageError lists every word that names none or more than one.
        """
        entries = self.stories()
        chosen: dict[Path, StoryFile] = {}
        problems: list[Problem] = []
        for word in words:
            found = self._find(word, entries, problems)
            chosen.update((entry.path, entry) for entry in found)
        if problems:
            raise UsageError(*problems)
        try:
            _check_distinct(chosen.values())
        except InputError as error:
            raise UsageError(*error.problems) from error
        return tuple(chosen.values())

    def _find(self, word: str, entries: Sequence[StoryFile], problems: list[Problem]) -> Sequence[StoryFile]:
        """Return the stories that one word names; note a problem for one that names none."""
        bounds = _RANGE.fullmatch(word)
        if bounds:
            low, high = int(bounds[1]), int(bounds[2])
            within = [entry for entry in entries if entry.number is not None and low <= entry.number <= high]
            if not within:
                problem = f"no story has a number from {low} to {high}"
                problems.append(Problem(message=problem, hint=self._known(entries)))
            return within
        if _NUMBER.fullmatch(word):
            numbered = [entry for entry in entries if entry.number == int(word)]
            if not numbered:
                problems.append(Problem(message=f"no story has the number {word}", hint=self._known(entries)))
            return numbered
        path = Path(word)
        if ("/" in word or "\\" in word or path.suffix.lower() in SUFFIXES) and _is_file(path):
            return [self._outside(path, entries, problems)]
        found = _by_name(word, entries)
        if len(found) == 1:
            return found
        if found:
            names = _listed(repr(entry.name) for entry in found)
            problems.append(
                Problem(message=f"{word!r} could be {names}", hint="say more of the name, or its number")
            )
        else:
            hint = did_you_mean(word, _words(entries)) or self._known(entries)
            problems.append(Problem(message=f"no story is called {word!r}", hint=hint))
        return ()

    def _known(self, entries: Sequence[StoryFile]) -> str:
        said = f"there are {_listed(entry.name for entry in entries)}" if entries else ""
        others = self.unread()
        if others:
            names = _listed(path.name for path in others)
            said += (
                f"{'; ' if said else ''}{names} in stories/ can't be read: stories are {', '.join(SUFFIXES)}"
            )
            foreign = sorted({path.suffix.lower() for path in others} & readers.CONVERTIBLE)
            said += f"; pandoc turns {_listed(foreign)} into .html" if foreign else ""
        return said or "the folder stories/ is empty: put a story into it, as .txt, .docx, .epub …"

    def _outside(self, path: Path, entries: Sequence[StoryFile], problems: list[Problem]) -> StoryFile:
        """Return a story given by its path; a problem when its episode would overwrite another story's."""
        resolved = path.resolve()
        own = next((entry for entry in entries if entry.path.resolve() == resolved), None)
        if own:
            return own
        entry = _entry(path)
        taken = next((other for other in entries if _same(other, entry)), None)
        if taken:
            message = f"{path} would take the place of {taken.path.name}: both are story {taken.key}"
            problems.append(Problem(message=message, hint="rename the file, or name another --project"))
        return entry


def find(start: Path, project: Path | None = None, words: Sequence[str] = ()) -> Project:
    """Return the project that `project` names, or else the one that `start` is in or below.

    When there is none and the words give the path of a story, the project is the one that this file is in, or
    else the file's own folder. UsageError when there is no project.
    """
    if project is not None:
        if not (project / "stories").is_dir():
            message = f"{project} is no collection: it has no folder stories/"
            raise UsageError(Problem(message=message, hint=f"drama init {project} makes it one"))
        return Project(root=project.resolve())
    found = _above(start)
    if found:
        return Project(root=found)
    for word in words:
        path = Path(word)
        if _is_file(path) and path.suffix.lower() in SUFFIXES:
            folder = path.resolve().parent
            return Project(root=_above(folder) or folder)
    message = "there is no collection here (a folder with voices.yaml and stories/)"
    hint = "go into one, name it with --project DIR, or make one: drama init"
    if (start / "stories").is_dir():
        message = "there are stories/ here, but no file voices.yaml"
        hint = "drama init . makes one and leaves the stories as they are"
    raise UsageError(Problem(message=message, hint=hint))


def _above(start: Path) -> Path | None:
    folder = start.resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / "voices.yaml").is_file() and (candidate / "stories").is_dir():
            return candidate
    return None


def is_story(path: Path) -> bool:
    """Return whether a file is a story by its name; hidden ones and a README aren't."""
    hidden = path.name.startswith(_HIDDEN)
    return path.suffix.lower() in SUFFIXES and not hidden and path.is_file()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a word too long for a path, or with a null character
        return False


def _entry(path: Path) -> StoryFile:
    return StoryFile(key=story_file.key(path.stem), number=story_file.number(path.stem), path=path)


def _identity(entry: StoryFile) -> str:
    """Return a key that must differ between two stories; file systems may ignore case."""
    return str(entry.number) if entry.number is not None else entry.key.casefold()


def _same(one: StoryFile, other: StoryFile) -> bool:
    return _identity(one) == _identity(other)


def _check_distinct(entries: Iterable[StoryFile]) -> None:
    seen: dict[str, StoryFile] = {}
    problems = []
    for entry in entries:
        first = seen.setdefault(_identity(entry), entry)
        if first is not entry:
            what = f"the number {entry.number}" if entry.number is not None else f"the name {entry.key!r}"
            message = f"two stories have {what}: {first.path.name!r} and {entry.path.name!r}"
            hint = "rename one of them; the first digits in a file's name are its number"
            problems.append(Problem(message=message, place=Place(path=str(entry.path)), hint=hint))
    if problems:
        raise InputError(*problems)


def _by_name(word: str, entries: Sequence[StoryFile]) -> list[StoryFile]:
    """Return the stories by the closest kind of match that any has: whole name, whole words, part of it."""
    wanted = _plain(word)
    if not wanted:
        return []
    names = [(entry, _plain(entry.name)) for entry in entries]
    exact = [entry for entry, name in names if wanted in (name, _plain(entry.key), _plain(entry.path.name))]
    whole = [entry for entry, name in names if f" {wanted} " in f" {name} "]
    return exact or whole or [entry for entry, name in names if wanted in name]


def _plain(name: str) -> str:
    """Return a name without accents, case and punctuation, so that it can be typed."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", bare))


def _words(entries: Sequence[StoryFile]) -> list[str]:
    return sorted({word for entry in entries for word in (entry.name, *_plain(entry.name).split())})


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    shown = ", ".join(every[:_MOST_NAMED])
    return shown + (f" and {len(every) - _MOST_NAMED} more" if len(every) > _MOST_NAMED else "")


def _checked(key: str) -> str:
    """Return a key, never one that could lead out of its folder."""
    return story_file.safe_name(key)
