"""Prepare a story before it is spoken: its script, its cast, its directions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from drama.adapt import Chat, adapt, ask, grown, merge, settle, spotted, strangers, verbatim
from drama.english import tokenization
from drama.errors import InputError, Place, Problem
from drama.mix import library
from drama.produce import attributing
from drama.produce.credits import attributions, with_credits, with_credits_apart
from drama.project import enter, schema
from drama.project import script_file as script
from drama.project import story_file as story
from drama.speech import direct, engines
from drama.system import files, locks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drama.adapt import Attribution, Outcome, structure
    from drama.cast import Casting
    from drama.model import Cast, Script, Story, Utterance
    from drama.produce.session import Session
    from drama.project import StoryFile


_MOST_TOLD = 5
"""Most changed texts that are reported word for word."""
State = Literal["new", "as it was", "yours", "adapted again"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapted:
    """A story with its script, and where that came from."""

    story: Story
    script: Script
    state: State
    notes: tuple[str, ...] = ()
    changed: bool = False
    """True when the file in scripts/ has yet to be written."""
    base: Script | None = None
    """Drama's own adaptation, without a person's changes; None where scripts/.made/ already has it."""
    outcome: Outcome | None = field(default=None, compare=False, repr=False)
    """What a new adaptation's attribution was decided from; None where there was none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A story with everything that is decided before it is spoken."""

    adapted: Adapted
    casting: Casting
    utterances: tuple[Utterance | None, ...]
    """One for each cue; None where nothing is spoken."""
    credited: Script | None = None
    """The script as it is played, where it differs from scripts/: with credits, or a part of it."""

    @property
    def script(self) -> Script:
        """The script as it is played."""
        return self.credited or self.adapted.script

    @property
    def cast(self) -> Cast:
        """Everybody's voice."""
        return self.casting.cast


def adapt_story(session: Session, entry: StoryFile, *, again: bool = False) -> Adapted:
    """Return a story's script: the existing one with a person's edits, or a new adaptation where necessary.

    The story is adapted when there is no script, when the story has changed since, or with `again`; a
    person's changes are merged in. InputError when the words of the script aren't the story's.
    """
    tale = story.read(entry.path)
    path, made = session.project.script(entry.key), session.project.made(entry.key)
    if not path.exists():
        new = _drafted(session, tale)
        verbatim.check_words(new.script, tale)
        return Adapted(
            story=tale,
            script=new.script,
            state="new",
            notes=(*tale.notes, *new.notes),
            changed=True,
            base=new.script,
            outcome=new.outcome,
        )
    mine = script.read(path)
    if mine.key != tale.key and not verbatim.is_of(mine, tale):
        message = f"this is the script of another story, {mine.key} {mine.title}".rstrip()
        hint = f"put that of {tale.key} here, or delete the file: drama makes it again"
        raise InputError(Problem(message=message, place=Place(path=str(path)), hint=hint))
    base: Script | None = None
    draft: _Draft | None = None
    if made.exists():  # parsed once if nobody has changed it: a novel's takes a second
        base = mine if made.read_bytes() == path.read_bytes() else script.read(made)
    if base is not None and not again and mine.sha256 == base.sha256 == tale.sha256:
        state: State = "as it was" if mine == base else "yours"
        settled, said = (mine, ()) if mine == base else settle(base, mine)
        alone = base
    else:
        state = "adapted again"
        draft = _drafted(session, tale, mine)
        fresh = grown(base, draft.script) if base is not None and not again else draft.script
        merged = merge(base, mine, fresh)
        settled, said, alone = merged.script, merged.notes, merged.base
    try:
        verbatim.check_words(settled, tale)
    except InputError:
        if base is None or state == "adapted again" or _says(base, tale):
            raise
        # The story is unchanged but is read differently by now, for example with broken words joined.
        return adapt_story(session, entry, again=True)
    return Adapted(
        story=tale,
        script=settled,
        state=state,
        notes=(
            *tale.notes,
            *(draft.notes if draft else ()),
            *(str(note) for note in said),
            *_own_words(settled),
        ),
        changed=settled != mine,
        base=alone if alone != base else None,
        outcome=draft.outcome if draft else None,
    )


def _says(play: Script, tale: Story) -> bool:
    """Return whether a script says a story's words."""
    try:
        verbatim.check_words(play, tale)
    except InputError:
        return False
    return True


def _own_words(play: Script) -> tuple[str, ...]:
    """Return notes on the cues whose words a person changed from the story's."""
    changed = [cue for cue in play.cues if cue.was and cue.was != cue.text]
    notes = [f"cue {cue.number} is {_changed(cue.was or '', cue.text)}" for cue in changed[:_MOST_TOLD]]
    rest = ", ".join(str(cue.number) for cue in changed[_MOST_TOLD:])
    return (*notes, f"so are cues {rest}") if rest else tuple(notes)


def _changed(story: str, mine: str) -> str:
    """Describe how a text differs from the story's, from a word before the first difference."""
    theirs, own = story.split(), mine.split()
    pairs = zip(theirs, own, strict=False)
    same = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(theirs), len(own)))
    first = max(0, same - 1)
    said, written = (tokenization.brief(" ".join(text[first:])) for text in (own, theirs))
    return f"spoken in your words: {said} where the story has {written}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A new adaptation of a story."""

    script: Script
    notes: tuple[str, ...]
    """On the answers of the attributor, if any."""
    outcome: Outcome | None
    """What the attribution was decided from; None for a play, which names its speakers."""


def _drafted(session: Session, tale: Story, mine: Script | None = None) -> _Draft:
    """Return a new adaptation of a story.

    Who was told apart in the script that is there, `mine`, isn't asked about.
    InputError when voices.yaml names an attributor that this user hasn't agreed to.
    """
    server = attributing.wanted(session.attributor, session.file) if session.asks else None
    notes: list[str] = []
    outcomes: list[Outcome | None] = []

    def settle(text: str, blocks: Sequence[structure.Block], found: Attribution) -> Attribution:
        outcomes.append(found.outcome)
        if server is None:
            return found
        if mine is not None:
            found = replace(found, identities=strangers.still_asked(found.identities, mine))
        asked = ask(text, blocks, found, Chat(server, session.project.cache / "answers"), session.progress)
        notes.append(str(asked))
        return asked.attribution

    script = spotted(adapt(tale, session.progress, settle), library.ambiences())
    return _Draft(script=script, notes=tuple(notes), outcome=outcomes[0] if outcomes else None)


def own_adaptation(session: Session, adapted: Adapted) -> Script:
    """Return what drama makes of a story by itself, with the cue numbers of its script."""
    made = session.project.made(adapted.story.key)
    base = script.read(made) if made.exists() else adapted.script
    fresh = _drafted(session, adapted.story, adapted.script).script
    return merge(base, base, fresh).script if made.exists() else fresh


def keep_script(session: Session, adapted: Adapted) -> None:
    """Write a script to scripts/, and drama's own adaptation beside it, to detect later edits."""
    if adapted.changed:
        script.write(adapted.script, session.project.script(adapted.story.key))
    if adapted.base is not None:
        script.write(adapted.base, session.project.made(adapted.story.key))


def cast_story(session: Session, adapted: Adapted) -> Prepared:
    """Return a story cast and directed; the session remembers new characters from then on."""
    casting = session.director.cast(adapted.script)
    deliveries = session.file.settings.delivery_table()
    recorded, made_by = _recorded(session, adapted.script.key), attributions(casting.cast)
    played = with_credits(adapted.script, session.file.show, recorded, made_by)
    utterances = direct(played, casting.cast, session.file.lexicon, deliveries)
    credited = None if played is adapted.script else played
    return Prepared(adapted=adapted, casting=casting, utterances=utterances, credited=credited)


def apart(session: Session, prepared: Prepared) -> Prepared:
    """Return a prepared story whose credits are chapters of their own, whatever voices.yaml asks for."""
    script = prepared.adapted.script
    recorded, made_by = _recorded(session, script.key), attributions(prepared.cast)
    played = with_credits_apart(script, session.file.show, recorded, made_by)
    deliveries = session.file.settings.delivery_table()
    utterances = direct(played, prepared.cast, session.file.lexicon, deliveries)
    return replace(prepared, credited=played, utterances=utterances)


def _recorded(session: Session, key: str) -> list[int]:
    """Return the numbers of the cues that people have recorded, from the file names."""
    folder = session.project.recordings(key)
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return [int(found[0]) for name in names if (found := re.match(r"\d{1,9}", name))]


def keep_cast(session: Session, castings: Mapping[str, Casting]) -> None:
    """Add new characters to voices.yaml without changing existing entries; castings are by story key.

    The file is read again under a lock, so that concurrent changes by a person or a process are preserved.
    """
    entries = {part.name: part for casting in castings.values() for part in casting.entries}
    own = {key: casting.own for key, casting in castings.items() if casting.own}
    narrator = next((casting.narrator for casting in castings.values() if casting.narrator), None)
    if not entries and not own and not narrator:
        return
    path = session.file.path
    with locks.held(session.project.cache / "locks" / "voices.yaml", wait=True):
        text = files.read_text(path) if path.exists() else session.file.text
        files.write_text(path, enter(text, tuple(entries.values()), narrator, own))
        schema.write(session.project.cache / "schema", engines.settings())
