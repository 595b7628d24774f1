"""The project as the page works with it: stories prepared and kept at hand, edits made and undone.

Everything goes through the functions that the command line calls, and is written to the same files. A file
that isn't what the page showed is never written: every change carries the hash of what it was made on.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from drama.adapt import decisions, recast, review, verbatim
from drama.errors import DramaError, InputError, Problem, UsageError
from drama.produce import journal, open_session, prepare, preview, read_voices, script_edits, waiting
from drama.project import script_file, voices_edit
from drama.speech import direct, phonemes
from drama.system import files, locks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from drama.adapt import Explanation
    from drama.audio import Sound
    from drama.model import Pronunciation, Script, Utterance
    from drama.produce import Session
    from drama.project import Project, StoryFile

_KEPT = 8
"""So many stories are kept prepared; the others are read again."""


class ConflictError(DramaError):
    """A file was changed since the page showed it."""

    def __init__(self, file: str, differences: Sequence[str] = ()) -> None:
        super().__init__(
            Problem(message=f"{file} was changed meanwhile", hint="look at it and change it again")
        )
        self.file = file
        self.differences = tuple(differences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A story with everything that is decided about it, and the hashes of what that was read from."""

    entry: StoryFile
    prepared: prepare.Prepared
    hash: str
    """Of the script's file; empty when it isn't adapted yet."""
    voices_hash: str
    is_kept: bool
    """Whether the files hold what is here."""

    @property
    def script(self) -> Script:
        """The script."""
        return self.prepared.script


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What wants a look in a story."""

    decisions: tuple[decisions.Decision, ...]
    findings: tuple[review.Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What an edit did."""

    said: str
    changed: tuple[int, ...]
    follows: tuple[recast.Proposal, ...] = ()
    """Lines that hang on the edit, and whose they would be."""


class Workspace:
    """One project, open for as long as the page is; safe to use from several threads."""

    def __init__(self, project: Project, *, jobs: int | None = None) -> None:
        """Take the project; voices.yaml is read when it is first needed, and whenever it changed."""
        self.project = project
        self._jobs = jobs
        self._lock = threading.RLock()
        self._checking = threading.Lock()
        self._session: Session | None = None
        self._read_as = ""
        self._ready: OrderedDict[str, Ready] = OrderedDict()
        self._own: tuple[str, Script] | None = None
        """Drama's own adaptation that was read last, with the hash of its file."""
        self._wanted: OrderedDict[str, Wanted] = OrderedDict()

    def close(self) -> None:
        """Let the engines go."""
        with self._lock:
            if self._session is not None:
                self._session.close()
                self._session = None

    def held(self) -> threading.RLock:
        """Return the lock under which files are read and changed together."""
        return self._lock

    # ---- what is there

    def entry(self, key: str) -> StoryFile:
        """Return a story's file by its key; UsageError when there is none."""
        for entry in self.project.stories():
            if entry.key == key:
                return entry
        raise UsageError(Problem(message=f"there is no story {key!r} here"))

    def hash(self, key: str) -> str:
        """Return the hash of a script's file, of its bytes; empty when there is none."""
        return _hash(self.project.script(key))

    def voices_hash(self) -> str:
        """Return the hash of voices.yaml."""
        return _hash(self.project.voices)

    def session(self) -> Session:
        """Return what speaks and casts, opened anew when voices.yaml changed; hold the lock to use it."""
        now = self.voices_hash()
        if self._session is None or now != self._read_as:
            fresh = open_session(self.project, jobs=self._jobs)
            self.close()
            self._session, self._read_as = fresh, now
            self._ready.clear()
        return self._session

    def ready(self, key: str) -> Ready:
        """Return a story adapted and cast, from memory where no file of it changed; nothing is written."""
        with self._lock:
            session = self.session()
            entry = self.entry(key)
            mark = "\n".join(
                [_hash(entry.path), self.hash(key), _hash(self.project.made(key)), self.voices_hash()]
            )
            ready = self._ready.get(f"{key}\n{mark}")
            if ready is None:
                adapted = prepare.adapt_story(session, entry)
                prepared = prepare.cast_story(session, adapted)
                is_kept = not (adapted.changed or adapted.base is not None) and not _is_new(prepared)
                ready = Ready(
                    entry=entry,
                    prepared=prepared,
                    hash=self.hash(key),
                    voices_hash=self.voices_hash(),
                    is_kept=is_kept,
                )
                self._ready[f"{key}\n{mark}"] = ready
                while len(self._ready) > _KEPT:
                    self._ready.popitem(last=False)
            return ready

    def adapt(self, key: str) -> Ready:
        """Return a story adapted and cast, and kept in its files, as `drama render` does before it speaks."""
        with self._lock:
            ready = self.ready(key)
            if not ready.is_kept:
                self._keep(ready.prepared)
                ready = self.ready(key)
            return ready

    def _keep(self, prepared: prepare.Prepared) -> None:
        with self._held(prepared.script.key):
            prepare.keep_script(self.session(), prepared.adapted)
            prepare.keep_cast(self.session(), {prepared.script.key: prepared.casting})

    def wanted(self, ready: Ready) -> Wanted | None:
        """Return what checked() returns where it is known already; None otherwise: it takes a second."""
        return self._wanted.get(_mark(ready))

    def checked(self, ready: Ready) -> Wanted:
        """Return what wants a look in a story, as `drama check` lists it."""
        # Who else might speak takes seconds for a novel: nobody who wants to hear a line waits for it.
        with self._checking:
            mark = _mark(ready)
            if mark not in self._wanted:
                play, story = ready.script, ready.prepared.adapted.story
                findings = tuple(one for one in review.check(play, story) if one.kind != "doubtful")
                asked = waiting.waiting(self.project, ready.prepared.adapted)
                self._wanted[mark] = Wanted(decisions=asked, findings=findings)
                while len(self._wanted) > _KEPT:
                    self._wanted.popitem(last=False)
            return self._wanted[mark]

    def explain(self, ready: Ready, number: int) -> Explanation:
        """Return why a line is whose it is, as `drama explain` says it."""
        return review.explain(ready.script, ready.prepared.adapted.story, number)

    # ---- hearing

    def hear(
        self,
        ready: Ready,
        cues: Sequence[int],
        *,
        to: str | None = None,
        voice: str = "",
        say: Pronunciation | None = None,
        beds: bool = False,
    ) -> Sound:
        """Return lines as they are heard, (frames, 2) at the house rate; spoken now where they have to be.

        `to` is who would speak them, `voice` another voice for their speakers, `say` another pronunciation:
        to listen before it is done. Nothing of that is written.
        """
        with self._lock:
            session, prepared = self.session(), ready.prepared
            if to is not None:
                edited = script_edits.apply(
                    prepared.script, {"kind": "speaker", "cues": list(cues), "to": to}
                )
                prepared = prepare.cast_story(session, replace(prepared.adapted, script=edited.script))
            if voice:
                prepared = self._in_voice(prepared, set(cues), voice)
            if say is not None:
                play = prepared.script
                play = replace(play, lexicon=(*(e for e in play.lexicon if e.term != say.term), say))
                table = session.file.settings.delivery_table()
                utterances = direct(play, prepared.cast, session.file.lexicon, table)
                adapted = replace(prepared.adapted, script=play)
                prepared = replace(prepared, adapted=adapted, utterances=utterances)
            return preview.preview(session, prepared, set(cues), beds=beds).sound

    def _in_voice(self, prepared: prepare.Prepared, cues: set[int], voice: str) -> prepare.Prepared:
        """Return a story in which whoever speaks these cues has another voice, at its own pitch."""
        session, cast = self.session(), prepared.cast
        speakers = {
            cue.speaker if cue.kind == "line" else "" for cue in prepared.script.cues if cue.number in cues
        }
        other = {
            name: replace(old, name=voice, pitch=0.0) if name in speakers else old
            for name, old in cast.voices
        }
        narrator = replace(cast.narrator, name=voice, pitch=0.0) if "" in speakers else cast.narrator
        cast = replace(cast, narrator=narrator, voices=tuple(sorted(other.items())))
        utterances = direct(
            prepared.script, cast, session.file.lexicon, session.file.settings.delivery_table()
        )
        return replace(prepared, casting=replace(prepared.casting, cast=cast), utterances=utterances)

    def told(self, asked: Utterance) -> dict[str, str]:
        """Return what an engine is given, for people to read."""
        return {"engine": asked.engine, "voice": asked.voice, "text": phonemes.shown(asked.text)}

    # ---- mending

    def edit(self, key: str, hashed: str, edit: Mapping[str, Any]) -> Mended:
        """Make an edit of a story's script and note it in the journal.

        ConflictError when the file isn't the one of that hash; InputError when the words would no longer be
        the story's; UsageError for an edit that isn't possible.
        """
        with self._lock:
            if edit.get("kind") == "lexicon" and edit.get("everywhere"):
                return self._pronounce_everywhere(key, edit)
            shown = next((one.script for one in self._ready.values() if one.hash == hashed), None)
            ready = self.adapt(key)
            if ready.hash != hashed:
                told = review.diff(ready.script, shown).splitlines() if shown else ()
                raise ConflictError(f"scripts/{key}.yaml", told)
            before = ready.script
            made = script_edits.apply(before, edit)
            if made.script == before:
                return Mended(said="it is so already", changed=())
            verbatim.check_words(made.script, ready.prepared.adapted.story)
            prepared = prepare.cast_story(self.session(), replace(ready.prepared.adapted, script=made.script))
            path = self.project.script(key)
            with self._held(key):
                text = files.read_text(path)
                script_file.write(made.script, path)
                changes = [journal.change(f"scripts/{key}.yaml", text, files.read_text(path))]
            changes += self._cast_kept(prepared)
            self._note(key, made.said, [one for one in changes if one], made.changed)
            return Mended(said=made.said, changed=made.changed, follows=self._follows(ready, made))

    def _follows(self, before: Ready, made: script_edits.Edited) -> tuple[recast.Proposal, ...]:
        """Return the lines that hang on those given to somebody else, as they were asked about before."""
        speakers = {cue.number: cue.speaker for cue in made.script.cues if cue.kind == "line"}
        asked = wanted.decisions if (wanted := self.wanted(before)) else ()
        hanging = [
            recast.Proposal(cue=cue, speaker=speakers[cue], to=to, why=f"hangs on {one.text}")
            for one in asked
            if one.cue in made.changed
            for choice in one.choices
            if choice.name == speakers.get(one.cue)
            for cue, to in choice.changes
            if cue in speakers and cue not in made.changed and speakers[cue] != to
        ]
        return tuple(hanging) or self._lessons(before.script.key, made)

    def _lessons(self, key: str, made: script_edits.Edited) -> tuple[recast.Proposal, ...]:
        """Return what the edit says about the lines around it, where nothing was asked there."""
        made_path = self.project.made(key)
        if self._own is None or _hash(made_path) != self._own[0]:
            own = script_file.read(made_path) if made_path.exists() else made.script
            self._own = (_hash(made_path), own)
        return recast.lessons(self._own[1], made.script, corrected=made.changed)

    def _cast_kept(self, prepared: prepare.Prepared) -> list[journal.Change | None]:
        """Enter whoever is new in voices.yaml; return that file's change."""
        path = self.project.voices
        before = files.read_text(path) if path.exists() else ""
        prepare.keep_cast(self.session(), {prepared.script.key: prepared.casting})
        return [journal.change("voices.yaml", before, files.read_text(path) if path.exists() else "")]

    def _pronounce_everywhere(self, key: str, edit: Mapping[str, Any]) -> Mended:
        term, say = (" ".join(str(edit.get(name, "")).split())[:200] for name in ("term", "say"))
        if not term or not say:
            raise UsageError(Problem(message="a pronunciation needs the word and how it is said"))
        said = f"{term} is said {say} in every story"
        self.write_voices(key, said, lambda text: voices_edit.with_value(text, ("lexicon", term), say))
        return Mended(said=said, changed=(int(edit["cue"]),) if "cue" in edit else ())

    def change_part(self, key: str, name: str, hashed: str, changes: Mapping[str, Any]) -> str:
        """Change somebody's voice, rate, pitch, volume or seat in voices.yaml; return what was done.

        A new voice is heard at its own pitch: what was set for the old one goes. Raises as edit() does.
        """
        with self._lock:
            self.adapt(key)
            if self.voices_hash() != hashed:
                raise ConflictError("voices.yaml")
            where, engine = voices_edit.where(self.session().file, name, [key])

            def changed(text: str) -> str:
                if voice := changes.get("voice"):
                    text = voices_edit.with_voice(text, where, engine, str(voice))
                    if voices_edit.has(text, (*where, "pitch")) and "pitch" not in changes:
                        text = voices_edit.with_value(text, (*where, "pitch"), "0")
                for option in ("rate", "pitch", "volume", "seat"):
                    if option in changes:
                        text = voices_edit.with_value(text, (*where, option), f"{float(changes[option]):g}")
                return text

            about = ", ".join(f"{option} {value}" for option, value in changes.items())
            said = f"{name}: {about}"
            self.write_voices(key, said, changed)
            return said

    def write_voices(self, key: str, said: str, changed: Callable[[str], str]) -> None:
        """Write voices.yaml changed; it stays as it was when the result isn't valid.

        It is noted in the journal of the story with this key, in none for "".
        """
        path = self.project.voices
        with locks.held(self.project.cache / "locks" / "voices.yaml", wait=True):
            before = files.read_text(path)
            files.write_text(path, changed(before))
            try:
                read_voices(path)
            except InputError:
                files.write_text(path, before)
                raise
            made = journal.change("voices.yaml", before, files.read_text(path))
        if made and key:
            self._note(key, said, [made], ())

    def _note(self, key: str, said: str, changes: Sequence[journal.Change], cues: Sequence[int]) -> None:
        journal.note(self.project.journal(key), said, changes, cues)

    def undo(self, key: str) -> Mended:
        """Undo the last edit of a story; raises as journal.undo() does."""
        with self._lock:
            last = journal.undo(self.project, self.entry(key).key)
            return Mended(said=last.said, changed=last.cues)

    def undoable(self, key: str) -> int:
        """Return how many edits can be undone."""
        with suppress(InputError):
            return len(journal.read(self.project.journal(key)))
        return 0

    def _held(self, key: str) -> Any:
        return locks.held(self.project.cache / "locks" / f"edit-{key}", wait=True)


def _mark(ready: Ready) -> str:
    return f"{ready.script.key} {ready.hash} {ready.script.sha256}"


def _is_new(prepared: prepare.Prepared) -> bool:
    return bool(prepared.casting.entries or prepared.casting.own or prepared.casting.narrator)


def _hash(path: Any) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
