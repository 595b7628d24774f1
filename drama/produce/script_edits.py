"""An edit: one change that a person makes to a script, as a value; every caller applies it here.

The result is a script in which the change is marked as a person's (`by: hand`, `was`), exactly as if it had
been typed into the file. Adapting the story again keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, get_args

from drama.adapt import recast, strangers
from drama.delivery import DELIVERIES, PITCH_RANGE_ST, RATE_RANGE, bounded, delivery
from drama.english import brief
from drama.errors import Problem, UsageError
from drama.model import HOW, About, Age, Character, Cue, Gender, Kind, Pronunciation, Script

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

SPOKEN = ("narrator", "line")
EFFECTS = ("sound", "ambience", "music")
READINGS = ((0.96, 0.6), (1.05, -0.6), (0.92, -0.3), (1.09, 0.3), (1.0, 1.2), (1.0, 0.0))
"""Rate factor and added semitones of successive takes. Takes of a deterministic engine differ only by these.
The last is the ordinary reading again."""
_LONGEST = 20_000
_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A script with an edit applied, and what it did."""

    script: Script
    said: str
    """A description of what was done: "gave “I said I would” to Ines"."""
    changed: tuple[int, ...]
    """Numbers of the cues that changed."""


def apply(script: Script, edit: Mapping[str, Any]) -> Edited:
    """Return a script with an edit applied; UsageError, with the reason, when it isn't possible.

    An edit is a mapping of its `kind` and arguments: `speaker` (cues, to, gender, age), `speakers` (to:
    pairs of cue and name), `turns` (first, last, names), `text` (cue, text), `how` (cues, how), `lock`
    (cues, on), `retake` (cue), `sound` (after, what, name), `remove` (cue), `join` (gone, kept), `apart`
    (one, others), `person` (name, gender, age, kind), `about` (the fields of drama.model.About), `lexicon`
    (term, say).
    """
    make = _KINDS.get(str(edit.get("kind")))
    if make is None:
        raise _wrong(f"there is no edit called {edit.get('kind')!r}")
    try:
        after, said = make(script, edit)
    except (KeyError, TypeError, ValueError) as error:
        raise _wrong(f"the edit {edit.get('kind')!r} lacks or garbles {error}") from error
    before = {cue.number: cue for cue in script.cues}
    changed = tuple(cue.number for cue in after.cues if before.get(cue.number) != cue)
    return Edited(script=after, said=said, changed=changed)


def _wrong(message: str, hint: str = "") -> UsageError:
    return UsageError(Problem(message=message, hint=hint))


def _speaker(script: Script, edit: Mapping[str, Any]) -> tuple[Script, str]:
    cues, to = _cues(script, edit["cues"], SPOKEN), _name(edit["to"])
    script, name = _entered(script, to, edit)
    after = _with(script, cues, lambda cue: _given(cue, name))
    return after, f"gave {_these(cues)} to {name or 'the narrator'}"


def _speakers(script: Script, edit: Mapping[str, Any]) -> tuple[Script, str]:
    to = {int(cue): _name(name) for cue, name in edit["to"]}
    cues = _cues(script, to, SPOKEN)
    names: dict[int, str] = {}
    for number, name in to.items():
        script, names[number] = _entered(script, name, {})
    after = _with(script, cues, lambda cue: _given(cue, names[cue.number]))
    return after, f"gave {_these(cues)} to {', '.join(sorted(set(names.values()))) or 'the narrator'}"


def _turns(script: Script, edit: Mapping[str, Any]) -> tuple[Script, str]:
    to = recast.in_turn(script, int(edit["first"]), int(edit["last"]), str(edit["names"]).split(","))
    return _speakers(script, {"to": list(to.items())})


def _entered(script: Script, to: str, facts: Mapping[str, Any]) -> tuple[Script, str]:
    """Return the script with a character of this name or alias, added if missing, and their name in it."""
    if not to:
        return script, ""
    for person in script.characters:
        if to.casefold() in {name.casefold() for name in (person.name, *person.aliases)}:
            return script, person.name
    new = Character(
        name=to,
        gender=_one_of(Gender, facts.get("gender", "unknown")),
        age=_one_of(Age, facts.get("age", "unknown")),
        why="entered by hand",
    )
    return replace(script, characters=(*script.characters, new)), to


def _given(cue: Cue, name: str) -> Cue:
    """Return a cue as somebody's line, or as narration when nobody is named."""
    if (cue.kind, cue.speaker) == ("line" if name else "narrator", name):
        return replace(cue, by_hand=True)
    guess = f" ({cue.sure:.2f})" if cue.sure is not None else ""
    why = cue.why if cue.by_hand else f"by hand; drama had {cue.speaker or 'the narrator'}{guess}"
    return replace(cue, kind="line" if name else "narrator", speaker=name, by_hand=True, sure=None, why=why)


def _text(script: Script, edit: Mapping[str, Any]) -> tuple[Script, str]:
    cues, text = _cues(script, [edit["cue"]], SPOKEN), " ".join(str(edit["text"]).split())
    if not text or len(text) > _LONGEST:
        raise _wrong("a line needs words", "to leave a sound out, take its cue out")

    def worded(cue: Cue) -> Cue:
        own = cue.text if cue.was is None else cue.was
        return replace(cue, text=text, was=None if text == own else own, by_hand=True)

    return _with(script, cues, worded), f"changed the words of {_these(cues)}"


def _how(script: Script, edit: Mapping[str, Any]) -> tuple[Script, str]:
    cues = _cues(script, edit["cues"], SPOKEN)
    words = tuple(sorted({_word(word, HOW) for word in edit["how"]}))
    after = _with(script, cues, lambda cue: replace(cue, how=words, by_hand=True))
    return after, f"had {_these(cues)} {', '.join(words) or 'said plainly'}"


def _lock(script: Script, edit: Mapping[str, Any]) -> tuple[Script, str]:
    cues, on = _cues(script, edit["cues"], (*SPOKEN, *EFFECTS)), bool(edit["on"])
    after = _with(script, cues, lambda cue: replace(cue, by_hand=on))
    return after, f"{'settled' if on else 'unlocked'} {_these(cues)}"


def _retake(script: Script, edit: Mapping[str, Any]) -> tuple[Script, str]:
    cues = _cues(script, [edit["cue"]], SPOKEN)
    return _with(script, cues, _read_otherwise), f"asked for another take of {_these(cues)}"


def _read_otherwise(cue: Cue) -> Cue:
    """Return a cue with the rate and pitch of the reading after its present one."""
    usual = delivery(cue.how, DELIVERIES)
    readings = [
        (
            round(bounded(usual.rate * rate, RATE_RANGE), 3),
            round(bounded(usual.pitch_st + pitch, PITCH_RANGE_ST), 2),
        )
        for rate, pitch in READINGS
    ]
    own = dict(cue.settings)
    now = (own.get("rate"), own.get("pitch"))
    at = (readings.index(now) + 1) % len(readings) if now in readings else 0
    own["rate"], own["pitch"] = readings[at]
    if at == len(readings) - 1:
        del own["rate"], own["pitch"]
    return replace(cue, settings=tuple(sorted(own.items())))


def _sound(script: Script, edit: Mapping[str, Any]) -> tuple[Script, str]:
    what, name, after = _word(edit["what"], EFFECTS), str(edit["name"]), int(edit["after"])
    _cues(script, [after], None)
    number = max(script.numbered, *(cue.number for cue in script.cues)) + 1
    new = Cue(number=number, kind=what, text=name, by_hand=True)  # type: ignore[arg-type]
    scenes = tuple(
        replace(
            scene,
            cues=tuple(
                every for cue in scene.cues for every in ((cue, new) if cue.number == after else (cue,))
            ),
        )
        for scene in script.scenes
    )
    return replace(script, scenes=scenes, numbered=number), f"put {name} behind cue {after}"


def _remove(script: Script, edit: Mapping[str, Any]) -> tuple[Script, str]:
    (gone,) = _cues(script, [edit["cue"]], (*EFFECTS, "pause"))
    scenes = tuple(replace(s, cues=tuple(c for c in s.cues if c is not gone)) for s in script.scenes)
    return replace(script, scenes=scenes), f"took out {gone.text or gone.kind}"


def _join(script: Script, edit: Mapping[str, Any]) -> tuple[Script, str]:
    gone, kept = str(edit["gone"]), str(edit["kept"])
    return recast.merge_characters(script, gone, kept), f"{gone} is {kept}"


def _apart(script: Script, edit: Mapping[str, Any]) -> tuple[Script, str]:
    one, others = str(edit["one"]), [str(name) for name in edit["others"]]
    for other in others:
        script = strangers.tell_apart(script, one, other)
    return script, f"{one} is not {' or '.join(others)}"


def _person(script: Script, edit: Mapping[str, Any]) -> tuple[Script, str]:
    name = str(edit["name"])
    if name not in {person.name for person in script.characters}:
        raise _wrong(f"nobody in the script is called {name!r}")
    facts: dict[str, Any] = {
        key: _one_of(kind, edit[key])
        for key, kind in (("gender", Gender), ("age", Age), ("kind", Kind))
        if key in edit
    }
    people = tuple(replace(one, **facts) if one.name == name else one for one in script.characters)
    return replace(script, characters=people), f"{name} is {', '.join(facts.values())}"


def _about(script: Script, edit: Mapping[str, Any]) -> tuple[Script, str]:
    title, author = (" ".join(str(edit.get(key, "")).split())[:200] for key in ("title", "author"))
    facts = {one.name: str(edit[one.name]).strip()[:4000] for one in fields(About) if one.name in edit}
    facts |= {"title": "", "author": ""}  # these two are the script's own
    about = replace(script.about, **facts)
    return replace(script, title=title, author=author, about=about), f"called it {title or script.key}"


def _lexicon(script: Script, edit: Mapping[str, Any]) -> tuple[Script, str]:
    term, say = (" ".join(str(edit[key]).split())[:200] for key in ("term", "say"))
    if not term or not say:
        raise _wrong("a pronunciation needs the word and how it is said")
    others = tuple(entry for entry in script.lexicon if entry.term != term)
    entry = Pronunciation(term=term, say=(("default", say),))
    return replace(script, lexicon=(*others, entry)), f"{term} is said {say}"


_KINDS: dict[str, Callable[[Script, Mapping[str, Any]], tuple[Script, str]]] = {
    "speaker": _speaker, "speakers": _speakers, "turns": _turns, "text": _text, "how": _how, "lock": _lock,
    "retake": _retake, "sound": _sound, "remove": _remove, "join": _join, "apart": _apart, "person": _person,
    "about": _about, "lexicon": _lexicon,
}  # fmt: skip


def _cues(script: Script, numbers: Iterable[Any], kinds: Collection[str] | None) -> tuple[Cue, ...]:
    """Return the cues of these numbers; UsageError for one that is missing or of another kind."""
    wanted = [int(number) for number in numbers]
    known = {cue.number: cue for cue in script.cues}
    for number in wanted:
        if number not in known:
            raise _wrong(f"the script has no cue {number}")
        if kinds and known[number].kind not in kinds:
            raise _wrong(f"cue {number} is a {known[number].kind}")
    if not wanted:
        raise _wrong("no line is named")
    return tuple(known[number] for number in dict.fromkeys(wanted))


def _with(script: Script, cues: Collection[Cue], change: Callable[[Cue], Cue]) -> Script:
    chosen = {cue.number for cue in cues}
    scenes = tuple(
        replace(scene, cues=tuple(change(cue) if cue.number in chosen else cue for cue in scene.cues))
        for scene in script.scenes
    )
    return replace(script, scenes=scenes)


def _these(cues: Collection[Cue]) -> str:
    first = next(iter(cues))
    return brief(first.text) if len(cues) == 1 else f"{len(cues)} lines"


def _name(given: object) -> str:
    name = " ".join(str(given or "").split())
    if len(name) > _NAME:
        raise _wrong("that is too long for a name")
    return name


def _word(word: object, words: Collection[str]) -> str:
    if word not in words:
        raise _wrong(f"{word!r} is none of {', '.join(words)}")
    return str(word)


def _one_of(kind: Any, word: object) -> Any:
    return _word(word, get_args(kind))
