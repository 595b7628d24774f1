"""The voices of an espeak-ng data folder: languages, variants of the voice, and variants of our own.

espeak-ng's pitch parameter reaches only from −8 to 10 semitones, in uneven steps, because it leaves the range
of the intonation as it is. A variant's file sets both base and range, so drama writes a variant for each
pitch asked of a voice. Measured on three voices, it is within 0.2 semitones from −6 to 12.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from drama.errors import EngineError, InputError, Problem, did_you_mean
from drama.system import tempdirs

if TYPE_CHECKING:
    from collections.abc import Mapping

_PITCH = (82.0, 118.0)
"""Base and top in Hz of a voice whose file has no pitch (espeak-ng 1.52, voices.c)."""
_PITCH_OFFSET = 9.0
"""espeak-ng subtracts this from the file's pitch to get the base in Hz (voices.c, V_PITCH)."""
_FORMANTS = 9
_CLEAR_T = "replace 00 t t2"
"""In a voice's file: t where American English has a tap, which a listener takes for d ("litres", "leaders";
docs/voices-judged.md has it measured). t2 is espeak-ng's own name for a t that doesn't reduce."""
_TAPPING = "gmw/en-US"
"""The accent with that tap."""
_SHARED_FILES = ("phondata", "phonindex", "phontab", "intonations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A base voice: a language with an accent."""

    name: str
    """The code that our voice names begin with: en-us, en-gb-scotland."""
    identifier: str
    """Its file under lang/, as espeak-ng reports the voice in use: gmw/en-US."""
    title: str
    """For people: English (America)."""
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """What a variant's file says of its speaker."""

    gender: str
    """Female, male or empty."""
    age: int
    """Years; 0 when the file doesn't say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnVariant:
    """A variant that drama makes of one of espeak-ng's, by moving its pitch and its formants."""

    base: str
    """The variant of espeak-ng's."""
    pitch_st: float = 0.0
    formants: float = 1.0
    """A factor: above 1 a smaller speaker, below a bigger one."""
    gender: Literal["female", "male"]
    age: Literal["child", "young", "adult", "old"]


OWN_VARIANTS: Mapping[str, OwnVariant] = MappingProxyType(
    {
        "woman1": OwnVariant(base="Nguyen", pitch_st=6.0, formants=1.15, gender="female", age="adult"),
        "woman2": OwnVariant(base="klatt3", pitch_st=11.0, formants=1.14, gender="female", age="adult"),
        "woman3": OwnVariant(base="adam", pitch_st=11.0, formants=1.18, gender="female", age="adult"),
        "woman4": OwnVariant(base="Reed", pitch_st=9.0, formants=1.14, gender="female", age="adult"),
        "woman5": OwnVariant(base="Annie", pitch_st=-2.0, formants=0.94, gender="female", age="adult"),
        "woman6": OwnVariant(base="f3", pitch_st=0.0, formants=0.94, gender="female", age="adult"),
        "woman7": OwnVariant(base="edward2", pitch_st=12.0, formants=1.15, gender="female", age="adult"),
        "woman8": OwnVariant(base="m8", pitch_st=14.0, formants=1.16, gender="female", age="adult"),
        "woman9": OwnVariant(base="f5", pitch_st=0.0, formants=0.96, gender="female", age="adult"),
        "man1": OwnVariant(base="m3", pitch_st=2.0, formants=0.93, gender="male", age="adult"),
        "giant1": OwnVariant(base="Mike", pitch_st=-3.0, formants=0.9, gender="male", age="adult"),
        "oldwoman1": OwnVariant(base="f3", pitch_st=-3.0, formants=0.92, gender="female", age="old"),
        "oldwoman2": OwnVariant(base="belinda", pitch_st=-2.0, formants=0.95, gender="female", age="old"),
        "oldman1": OwnVariant(base="Mike", pitch_st=4.0, formants=0.94, gender="male", age="old"),
        "girl1": OwnVariant(base="belinda", pitch_st=3.0, formants=1.12, gender="female", age="child"),
        "girl2": OwnVariant(base="f2", pitch_st=6.0, formants=1.15, gender="female", age="child"),
        "girl3": OwnVariant(base="f3", pitch_st=5.0, formants=1.18, gender="female", age="child"),
        "girl4": OwnVariant(base="m8", pitch_st=18.0, formants=1.24, gender="female", age="child"),
        "boy1": OwnVariant(base="klatt3", pitch_st=12.0, formants=1.25, gender="male", age="child"),
        "boy2": OwnVariant(base="Nguyen", pitch_st=10.0, formants=1.22, gender="male", age="child"),
        "boy3": OwnVariant(base="Mike", pitch_st=19.0, formants=1.26, gender="male", age="child"),
    }
)
"""Variants beside espeak-ng's own, chosen by measurement (benchmarks/espeak_voices.py): children and old
people, of whom it has hardly any that are understood, and adults unlike its other ones."""


class VoiceFiles:
    """The languages and variants of a data folder."""

    def __init__(self, folder: Path) -> None:
        """Read the languages and variants; EngineError when the folder holds none."""
        self.folder = folder
        try:
            files = sorted(path for path in (folder / "lang").rglob("*") if path.is_file())
            files_of_variants = {path.name for path in (folder / "voices" / "!v").iterdir()}
            self.variants = tuple(sorted(files_of_variants | OWN_VARIANTS.keys()))
            self.languages = tuple(language(path, folder / "lang") for path in files)
        except OSError as error:
            message = f"espeak-ng's data can't be read: {error.filename}: {error.strerror}"
            raise EngineError(Problem(message=message, hint="install espeakng-loader again")) from error
        self._speakers: dict[str, Speaker] = {}
        self._by_word: dict[str, Language] = {}
        for one in self.languages:
            for word in (*one.codes, one.identifier, one.title):
                self._by_word.setdefault(word.lower(), one)
            self._by_word[one.name] = one

    def place(self, language: Language) -> Path:
        """Return where a language's file lies in the data folder."""
        return Path("lang", language.identifier)

    def resolve(self, voice: str) -> tuple[Language, str]:
        """Return a voice's language and variant ("" for none); InputError when either is unknown.

        The language is a code, identifier or title in any case; variants are case-sensitive.
        """
        base, _, variant = voice.partition("+")
        language = self._by_word.get(base.strip().lower())
        problems = []
        if language is None:
            hint = did_you_mean(base, self._by_word) or "`drama voices` lists what there is"
            problems.append(Problem(message=f"espeak-ng has no voice {base!r}", hint=hint))
        if "+" in voice and variant not in self.variants:
            hint = did_you_mean(variant, self.variants) or "`drama voices` lists what there is"
            problems.append(Problem(message=f"espeak-ng has no variant {variant!r} ({voice!r})", hint=hint))
        if problems or language is None:
            raise InputError(*problems)
        return language, variant

    def digest(self, voice: str) -> str:
        """Return a hash over the data files that affect how a voice sounds."""
        language, variant = self.resolve(voice)
        dictionary = language.codes[0].partition("-")[0] + "_dict"
        files = [self.folder / self.place(language), self.folder / dictionary]
        if variant:
            files.append(self._file(variant))
        own = hashlib.sha256(b"".join(path.read_bytes() for path in files if path.is_file()))
        if variant in OWN_VARIANTS:
            own.update(repr(OWN_VARIANTS[variant]).encode())
        return (_digest_of(tuple(self.folder / name for name in _SHARED_FILES)) + own.hexdigest())[:32]

    def variant_text(self, voice: str, *, pitch_st: float, formants: float) -> str:
        """Return a variant's file for the voice, its pitch and range moved, its formants multiplied."""
        language, variant = self.resolve(voice)
        if made := OWN_VARIANTS.get(variant):
            pitch_st, formants = pitch_st + made.pitch_st, formants * made.formants
        own = self._lines(self._file(variant)) if variant else []
        inherited = self._lines(self.folder / self.place(language))
        kept = ["language variant"]
        kept += [line for line in own if line.split()[0] not in ("language", "name", "pitch", "formant")]
        low, high = _last_numbers([*inherited, *own], "pitch", _PITCH)
        base_hz = (low - _PITCH_OFFSET) * 2.0 ** (pitch_st / 12.0) + _PITCH_OFFSET
        kept.append(f"pitch {round(base_hz)} {round(base_hz + (high - low) * 2.0 ** (pitch_st / 12.0))}")
        for n in range(_FORMANTS):
            word = f"formant {n}"
            mine = _last_numbers(own, word, ())
            percent, *rest = mine or _last_numbers(inherited, word, (100.0,))
            if mine or formants != 1.0:
                kept.append(" ".join([word, *(f"{x:g}" for x in (round(percent * formants), *rest))]))
        if language.identifier == _TAPPING:
            kept.append(_CLEAR_T)
        return "\n".join(kept) + "\n"

    def speaker(self, voice: str) -> Speaker:
        """Return what the variant's file says of its speaker."""
        variant = voice.partition("+")[2]
        if variant not in self._speakers:
            lines = self._lines(self._file(variant)) if variant else []
            said = [line.split()[1:] for line in lines if line.startswith("gender ")]
            gender, age, *_ = [*(said[-1] if said else []), "", ""]
            years = int(age) if age.isdigit() else 0
            known = gender if gender in ("female", "male") else ""
            self._speakers[variant] = Speaker(gender=known, age=years)
        return self._speakers[variant]

    def _file(self, variant: str) -> Path:
        """Return the file of a variant, or of the one that a variant of our own is made of."""
        name = OWN_VARIANTS[variant].base if variant in OWN_VARIANTS else variant
        return self.folder / "voices" / "!v" / name

    def _lines(self, path: Path) -> list[str]:
        text = path.read_text(encoding="utf-8", errors="replace")
        lines = (line.partition("//")[0].strip() for line in text.splitlines())
        return [" ".join(line.split()) for line in lines if line]


class VoiceBench:
    """A temporary data folder: links to espeak-ng's files, and the variants that were asked for.

    It holds only languages in use: espeak-ng searches all of them each time it is loaded.
    """

    def __init__(self, files: VoiceFiles) -> None:
        """Create the folder; EngineError when the system refuses."""
        self._files = files
        self._lock = threading.Lock()
        self._made: dict[tuple[str, float, float], str] = {}
        self._scratch = tempdirs.Scratch("espeak")
        self.folder = self._scratch.path
        try:
            (self.folder / "voices" / "!v").mkdir(parents=True)
            for path in files.folder.iterdir():
                if path.name not in ("lang", "voices"):
                    (self.folder / path.name).symlink_to(path)
            self._link_language(files.resolve("en")[0])
        except OSError as error:
            message = f"can't make a folder for voices: {error.filename}: {error.strerror}"
            raise EngineError(Problem(message=message, hint="set TMPDIR to a folder with room")) from error

    def _link_language(self, language: Language) -> None:
        link = self.folder / self._files.place(language)
        link.parent.mkdir(parents=True, exist_ok=True)
        if not link.is_symlink():
            link.symlink_to(self._files.folder / self._files.place(language))

    def identifier(self, voice: str, *, pitch_st: float, formants: float) -> str:
        """Return the name by which espeak-ng finds the voice in this folder, after writing its file."""
        asked = (voice, pitch_st, formants)
        with self._lock:
            if asked not in self._made:
                language, _ = self._files.resolve(voice)
                text = self._files.variant_text(voice, pitch_st=pitch_st, formants=formants)
                name = "drama" + hashlib.sha256(text.encode()).hexdigest()[:12]
                self._link_language(language)
                (self.folder / "voices" / "!v" / name).write_text(text, encoding="utf-8")
                self._made[asked] = f"{language.identifier}+{name}"
            return self._made[asked]

    def close(self) -> None:
        """Remove the folder."""
        self._scratch.close()


def _last_numbers(lines: list[str], word: str, default: tuple[float, ...]) -> tuple[float, ...]:
    """Return the numbers after a word's last occurrence, the one that espeak-ng obeys; else the default."""
    for line in reversed(lines):
        if line.startswith(word + " "):
            return tuple(float(x) for x in line[len(word) :].split())
    return default


@lru_cache(maxsize=8)
def _digest_of(files: tuple[Path, ...]) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def language(path: Path, folder: Path) -> Language:
    """Return the language that a voice's file describes; its identifier is its place in the folder."""
    title, codes = path.name, []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        word, _, rest = line.partition(" ")
        if word == "name":
            title = rest.strip()
        elif word == "language" and rest.strip():
            codes.append(rest.split()[0].lower())
    identifier = path.relative_to(folder).as_posix()
    # The file's own name comes first: several accents also answer to a common code ("en").
    own = path.name.lower()
    return Language(name=own, identifier=identifier, title=title, codes=tuple(codes or [own]))
