"""The ledger: what was made, when, from what and with which voices, for queries over the whole collection.

It is an SQLite database in the cache and repeats only what scripts, manifests and file dates say, so that
losing it costs only time. A damaged one is renamed and replaced by a new one.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from drama.errors import InputError, Place, Problem
from drama.system import files, locks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

LEDGER = "ledger.sqlite"
"""The ledger's name in the cache."""
State = Literal["done", "failed"]
_VERSION = 1
_LAST = 50
"""Number of recent stories from which the pace is computed."""
_WAIT_S = 60.0
"""How long a writer waits for another batch on the same collection."""
_TABLES = """
CREATE TABLE IF NOT EXISTS episodes (
    key TEXT PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, state TEXT NOT NULL, made_at REAL NOT NULL,
    spent_s REAL NOT NULL, characters INTEGER NOT NULL, spoken INTEGER NOT NULL, duration_s REAL NOT NULL,
    integrated_lufs REAL, true_peak_dbtp REAL, warnings INTEGER NOT NULL, problem TEXT NOT NULL,
    stamp TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS voices (
    key TEXT NOT NULL, character TEXT NOT NULL, engine TEXT NOT NULL, voice TEXT NOT NULL,
    PRIMARY KEY (key, character)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS voices_by_voice ON voices (voice, key);
CREATE TABLE IF NOT EXISTS prepared (key TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lexicon (
    term TEXT PRIMARY KEY, said TEXT NOT NULL, since REAL NOT NULL
) WITHOUT ROWID;
"""
_DROP = "".join(f"DROP TABLE IF EXISTS {name};" for name in ("episodes", "voices", "prepared", "lexicon"))
_EPISODE = (
    "key", "name", "title", "state", "made_at", "spent_s", "characters", "spoken", "duration_s",
    "integrated_lufs", "true_peak_dbtp", "warnings", "problem", "stamp",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The ledger's record of one story."""

    key: str
    name: str
    """The story file's stem."""
    title: str = ""
    state: State = "done"
    made_at: float = 0.0
    """Seconds since 1970, UTC."""
    spent_s: float = 0.0
    """Wall time of the last attempt."""
    characters: int = 0
    """Length of the story's text."""
    spoken: int = 0
    """Takes that the last attempt had to make."""
    duration_s: float = 0.0
    integrated_lufs: float | None = None
    """None when the last attempt failed; the same for the true peak."""
    true_peak_dbtp: float | None = None
    warnings: int = 0
    problem: str = ""
    """Why the last attempt failed; empty when it didn't."""
    stamp: str = ""
    """Stat signatures of all that the episode was made from, and of the episode; "" when there is none."""
    voices: tuple[tuple[str, str, str], ...] = ()
    """Character ("" for the narrator), engine and voice, sorted."""


class Ledger:
    """A collection's ledger; use it in a `with` block. Several processes may have it open at once."""

    def __init__(self, path: Path) -> None:
        """Open or create the ledger at this path; a damaged one or one of another version is replaced.

        InputError when the disk or its permissions don't allow it.
        """
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._open()
        except OSError as error:
            raise files.failure(error, path) from error
        except sqlite3.OperationalError as error:  # the disk or its permissions, not the file's content
            raise self._failure(error) from error
        except (
            sqlite3.DatabaseError,
            UnicodeDecodeError,
        ):  # SQLite's message on damaged names isn't always valid UTF-8
            self._put_aside()
            self._open()

    def _open(self) -> None:
        self._alone = not locks.are_known(self.path.parent / "locks" / "ledger")
        if self._alone:  # SQLite needs locks: without them it works in memory, and the whole file is written
            self._file = sqlite3.connect(":memory:", isolation_level=None)
            if self.path.exists() and (content := files.read_bytes(self.path)):
                self._file.deserialize(content)
        else:
            self._file = sqlite3.connect(self.path, timeout=_WAIT_S, isolation_level=None)
        # Not WAL: its shared memory doesn't work on a network folder (https://sqlite.org/wal.html).
        self._file.execute("PRAGMA synchronous = NORMAL")
        if self._version() == _VERSION:
            return
        with self._writing() as file:
            if self._version() != _VERSION:  # no other process has created it meanwhile
                for statement in (
                    *_DROP.split(";"),
                    *_TABLES.split(";"),
                    f"PRAGMA user_version = {_VERSION}",
                ):
                    file.execute(statement)

    def _version(self) -> int:
        version: int = self._file.execute("PRAGMA user_version").fetchone()[0]
        return version

    def _put_aside(self) -> None:
        self._file.close()
        self.path.replace(self.path.with_suffix(".damaged"))

    def _failure(self, error: sqlite3.OperationalError) -> InputError:
        place = Place(path=str(self.path))
        hint = "free some space, or see who may write there; what is finished is kept"
        return InputError(Problem(message=f"can't keep the ledger: {error}", place=place, hint=hint))

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._guarded():
            self._file.execute("BEGIN IMMEDIATE")
            try:
                yield self._file
                self._file.execute("COMMIT")
            finally:
                if self._file.in_transaction:  # a full disk has ended it already
                    self._file.execute("ROLLBACK")
            if self._alone:
                files.write_bytes(self.path, self._file.serialize(), durable=False)

    def _ask(self, query: str, parameters: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        with self._guarded():
            yield from self._file.execute(query, parameters)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:  # a bug of ours
            raise
        except sqlite3.OperationalError as error:
            raise (self._damaged(error) if _is_damage(error) else self._failure(error)) from error
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> InputError:
        self._put_aside()
        hint = "run again: it is begun anew, and what is finished is found fresh"
        place = Place(path=str(self.path))
        return InputError(Problem(message=f"the ledger is damaged: {error}", place=place, hint=hint))

    def enter(self, entries: Iterable[Entry], fresh: Iterable[Entry] = ()) -> None:
        """Insert or replace stories, all or none.

        Of those that were found `fresh` only the stamp is updated, unless they had no record.
        """
        with self._writing() as file:
            for entry in entries:
                _enter(file, entry)
            for entry in fresh:
                renewed = "UPDATE episodes SET stamp = ? WHERE key = ? AND state = 'done'"
                if not file.execute(renewed, (entry.stamp, entry.key)).rowcount:
                    _enter(file, entry)

    def forget(self, keys: Iterable[str]) -> None:
        """Drop stories that are no longer in the collection."""
        with self._writing() as file:
            for key in keys:
                file.execute("DELETE FROM episodes WHERE key = ?", (key,))
                file.execute("DELETE FROM voices WHERE key = ?", (key,))
                file.execute("DELETE FROM prepared WHERE key = ?", (key,))

    def entries(self, *, voices: bool = True) -> tuple[Entry, ...]:
        """Return all stories, sorted by key; without `voices` their voices are left out, which is faster."""
        heard: dict[str, list[tuple[str, str, str]]] = {}
        query = "SELECT key, character, engine, voice FROM voices ORDER BY 1, 2"
        for key, character, engine, voice in self._ask(query) if voices else ():
            heard.setdefault(key, []).append((character, engine, voice))
        rows = self._ask(f"SELECT {', '.join(_EPISODE)} FROM episodes ORDER BY key")  # noqa: S608 - our own column names
        return tuple(
            Entry(**dict(zip(_EPISODE, row, strict=True)), voices=tuple(heard.get(row[0], ())))
            for row in rows
        )

    def characters(self) -> Iterator[tuple[str, str]]:
        """Yield the story's key and the name of every character with a voice."""
        yield from self._ask("SELECT key, character FROM voices WHERE character <> ''")

    def prepared(self) -> dict[str, str]:
        """Return the stamp that every story had when it was last adapted and cast."""
        return dict(self._ask("SELECT key, stamp FROM prepared"))

    def prepare(self, stamps: Mapping[str, str]) -> None:
        """Store the stamps with which stories were adapted and cast."""
        with self._writing() as file:
            file.executemany("REPLACE INTO prepared VALUES (?, ?)", sorted(stamps.items()))

    def restamp(self, old: str, new: str, but: Iterable[str]) -> None:
        """Replace the leading digest `old` of stamps by `new`, except for the stories `but`.

        For a change of voices.yaml that affects only those stories.
        """
        with self._writing() as file:
            file.execute("CREATE TEMP TABLE IF NOT EXISTS but (key TEXT PRIMARY KEY)")
            file.execute("DELETE FROM but")
            file.executemany("INSERT OR IGNORE INTO but VALUES (?)", [(key,) for key in but])
            for table in ("episodes", "prepared"):
                file.execute(
                    f"UPDATE {table} SET stamp = ? || substr(stamp, ?)"  # noqa: S608 - our own table names
                    " WHERE substr(stamp, 1, ?) = ? AND key NOT IN (SELECT key FROM but)",
                    (new, len(old) + 1, len(old), old),
                )

    def using(self, voice: str) -> tuple[tuple[str, str], ...]:
        """Return (story key, character) wherever a voice is used; `voice` is its name or ENGINE:NAME."""
        query = "SELECT key, character FROM voices WHERE ? IN (voice, engine || ':' || voice) ORDER BY 1, 2"
        return tuple(self._ask(query, (voice,)))

    def note_lexicon(self, terms: Mapping[str, str], now: float) -> None:
        """Store since when each pronunciation is valid; a changed one is valid from now on."""
        known = dict(self._ask("SELECT term, said FROM lexicon"))
        if known == dict(terms):
            return
        with self._writing() as file:
            for term in known.keys() - terms.keys():
                file.execute("DELETE FROM lexicon WHERE term = ?", (term,))
            for term, said in terms.items():
                if known.get(term) != said:
                    file.execute("REPLACE INTO lexicon VALUES (?, ?, ?)", (term, said, now))

    def made_before(self, term: str) -> tuple[str, ...]:
        """Return the stories whose episodes are older than a pronunciation; KeyError for an unknown term."""
        row = next(self._ask("SELECT since FROM lexicon WHERE term = ?", (term,)), None)
        if row is None:
            raise KeyError(term)
        query = "SELECT key FROM episodes WHERE state = 'done' AND made_at < ? ORDER BY key"
        return tuple(key for (key,) in self._ask(query, row))

    def pace(self) -> float | None:
        """Return the seconds that a character of story took where lines were spoken; None before any was.

        Only the most recent stories count: earlier ones may have used another engine.
        """
        query = (
            "SELECT sum(spent_s), sum(characters) FROM (SELECT spent_s, characters FROM episodes"
            " WHERE state = 'done' AND spoken > 0 AND characters > 0 ORDER BY made_at DESC LIMIT ?)"
        )
        spent_s, characters = next(self._ask(query, (_LAST,)))
        return float(spent_s) / float(characters) if characters else None


def _is_damage(error: sqlite3.OperationalError) -> bool:
    """Return whether the file's content is at fault, not the disk or its permissions.

    Our statements are correct, so that SQLITE_ERROR means that the tables are damaged.
    """
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF == sqlite3.SQLITE_ERROR


def _storable(value: object) -> object:
    """Return a text with the undecodable bytes of a file name escaped: SQLite's texts are UTF-8."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def _enter(file: sqlite3.Connection, entry: Entry) -> None:
    values = [_storable(getattr(entry, column)) for column in _EPISODE]
    marks = ", ".join("?" * len(_EPISODE))
    file.execute(f"REPLACE INTO episodes ({', '.join(_EPISODE)}) VALUES ({marks})", values)  # noqa: S608 - our own column names
    file.execute("DELETE FROM voices WHERE key = ?", (entry.key,))
    file.executemany(
        "INSERT INTO voices VALUES (?, ?, ?, ?)",
        [(entry.key, *map(_storable, voice)) for voice in entry.voices],
    )
