"""The voices of an espeak-ng data folder, read from its files: languages, and variants of the voice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from drama.errors import EngineError, InputError, Problem, did_you_mean

_SHARED_FILES = ("phondata", "phonindex", "phontab", "intonations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A base voice: a language with an accent."""

    name: str
    """The code that voices are named by here: en-us, en-gb-scotland."""
    identifier: str
    """Its file under lang/, as espeak-ng reports the voice that it took: gmw/en-US."""
    title: str
    """For people: English (America)."""
    codes: tuple[str, ...]


class VoiceFiles:
    """What a data folder offers."""

    def __init__(self, folder: Path) -> None:
        """Read the languages and variants; EngineError when the folder holds none."""
        self.folder = folder
        try:
            files = sorted(path for path in (folder / "lang").rglob("*") if path.is_file())
            self.variants = tuple(sorted(path.name for path in (folder / "voices" / "!v").iterdir()))
            self.languages = tuple(_language(path, folder / "lang") for path in files)
        except OSError as error:
            message = f"espeak-ng's data can't be read: {error.filename}: {error.strerror}"
            raise EngineError(Problem(message=message, hint="install espeakng-loader again")) from error
        self._by_word: dict[str, Language] = {}
        for language in self.languages:
            for word in (*language.codes, language.identifier, language.title):
                self._by_word.setdefault(word.lower(), language)
            self._by_word[language.name] = language

    def resolve(self, voice: str) -> tuple[Language, str]:
        """Return a voice's language and variant ("" for none); InputError when either is unknown.

        The language goes by code, identifier or title in any case; variants are told apart by case.
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
        dictionary = language.name.partition("-")[0] + "_dict"
        files = [self.folder / "lang" / language.identifier, self.folder / dictionary]
        if variant:
            files.append(self.folder / "voices" / "!v" / variant)
        own = hashlib.sha256(b"".join(path.read_bytes() for path in files if path.is_file()))
        return (_digest_of(tuple(self.folder / name for name in _SHARED_FILES)) + own.hexdigest())[:32]


@lru_cache(maxsize=8)
def _digest_of(files: tuple[Path, ...]) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def _language(path: Path, folder: Path) -> Language:
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
