"""The default engine, pyttsx3: its binding of espeak-ng on Linux, the system's own voices elsewhere.

pyttsx3's event loop loses files, settings and whole lines under load (its issues 126, 131, 170, 194, 219),
so on Linux each line goes through pyttsx3's binding synchronously, in worker processes
(drama.speech.engines.espeak). The same line always has the same samples.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import sys
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import espeakng_loader
import numpy as np

from drama.errors import EngineError, InputError, Problem
from drama.settings import Option
from drama.speech.engine import Capabilities, Speech
from drama.speech.engines import espeak, mbrola
from drama.speech.engines.catalogue import voice_info
from drama.speech.engines.espeak_voices import VoiceBench, VoiceFiles
from drama.speech.engines.mbrola import MbrolaFiles
from drama.speech.engines.once import once
from drama.speech.engines.options import check_options, checked_settings, number
from drama.speech.engines.system import System
from drama.speech.engines.text import pieces, with_pronunciations
from drama.speech.engines.worker import Worker, Workers
from drama.speech.phonemes import STRESS, UNSTRESS, plain
from drama.speech.phonemes import espeak as mnemonics

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from drama.model import Gender, Utterance, VoiceInfo

WORDS_A_MINUTE = 145
"""Speed at rate 1 by espeak-ng's count; of prose it speaks about 190. At 160 of two women's voices 11 % of
the words were misheard, at 145 9.6 %, at 130 8.7 %; of a man's 5.8, 5.8 and 7.7 % (docs/voices-judged.md).

The length is proportional to 1 / rate within 6 % from rate 0.6 to 1.6, the pauses after words included.
"""
_VOLUME = 60
"""Out of 100. At 60, 14 of the 105 variants reach espeak-ng's limiter in a sentence; at 50, still two."""
_PIECE_WORDS = 400
_PIECE_CHARACTERS = 4_000
_SENTENCE_PAUSE_S = 0.3
"""Pause between pieces of a very long text: about what espeak-ng leaves between sentences at rate 1."""
ENGLISH = frozenset(
    f"gmw/en{accent}"
    for accent in ("", "-029", "-GB-scotland", "-GB-x-gbclan", "-GB-x-gbcwmd", "-GB-x-rp", "-US", "-US-nyc")
)
"""The accents of English. Shavian is left out: it is a script, in which no story is written."""
_ANSWERS_EACH = 500
"""Answers after which a worker is replaced: binding the library again leaks 60 kB a line."""
_WORD_GAP_MS = 20.0
"""With it 15.2 % of the words of 18 lines were misheard, without it 17.3 % (docs/voices-judged.md)."""
_STRESSED = ('<prosody pitch="+35%" volume="+25%" rate="85%">', "</prosody>")
"""SSML around a word that the author stressed: espeak-ng's own "emphasis" makes it louder and lower, which is
not how English stresses a word (docs/voices-judged.md has both measured)."""
_TAG = re.compile("<[^>]*>")
_OPTIONS = (
    Option(
        name="formants",
        default=1.0,
        about="times the voice's own: above 1 a smaller speaker, below a bigger one",
        low=0.75,
        high=1.33,
    ),
    Option(name="range", default=1.0, about="intonation, in times the normal one", low=0, high=2),
    Option(name="word_gap_ms", default=_WORD_GAP_MS, about="a pause after each word", low=0, high=500),
)
_MBROLA_OPTIONS = tuple(option for option in _OPTIONS if option.name != "formants")
"""The formants of recordings can't be changed."""


@lru_cache(maxsize=1)
def _own_files() -> VoiceFiles:
    """Return the voices that come with the library, read once: each session has an engine of its own."""
    return VoiceFiles(Path(espeakng_loader.get_data_path()))


@lru_cache(maxsize=1)
def _own_infos(names: tuple[str, ...]) -> tuple[VoiceInfo, ...]:
    files = _own_files()
    return tuple(voice_info(Pyttsx3.name, name, files.speaker(name)) for name in names)


class _Library:
    """One espeak-ng: its voices, and the worker processes that speak with it."""

    def __init__(self, path: Path, files: VoiceFiles) -> None:
        self.path = path
        self.files = files
        self.workers = Workers(self._start, answers_each=_ANSWERS_EACH)

    @once
    def bench(self) -> VoiceBench:
        return VoiceBench(self.files)

    def _start(self) -> Worker:
        settings = {
            "path": [path for path in sys.path if path],
            "library": str(self.path),
            "data": str(self.bench.folder),
        }
        command = [sys.executable, "-S", "-E", str(espeak.__file__), json.dumps(settings)]
        return Worker(command, {})

    def close(self) -> None:
        self.workers.close()
        if "bench" in self.__dict__:
            self.bench.close()


_RANGE_LIFTS_ST = 2.4
"""Semitones by which doubling espeak-ng's intonation range raises the median: its pitch is the lowest tone.

Mean of eight English voices, measured at 0.5 to 1.5 of the range: the rise is proportional, from 1.3 to 4.3.
"""
_ESPEAK_ENGLISH = re.compile(r"(?P<accent>en(?:-[a-z0-9]+)*)(?:\+(?P<variant>.+))?")
_FEMALE_VARIANT = re.compile("f[0-9]|Alicia|Andrea|Annie|anika|aunty|belinda|grandma|linda|shelby|steph")


def whisper_voice(voice: str, gender: Gender) -> str:
    """Return espeak-ng's whisper variant in a voice's accent; the voice itself where there is none."""
    english = _ESPEAK_ENGLISH.fullmatch(voice)
    if not english:
        return voice
    female = gender == "female" or (gender != "male" and _FEMALE_VARIANT.match(english["variant"] or ""))
    return f"{english['accent']}+{'whisperf' if female else 'whisper'}"


class Pyttsx3:
    """Speaks with espeak-ng through pyttsx3's binding; safe to call from several threads."""

    name = "pyttsx3"
    capabilities = Capabilities(
        options=_OPTIONS,
        deterministic=True,
        parallel="thread",
        packaged=True,
        phonemes=True,
        stresses=True,
        long_consonants=False,
        reads_as_espeak=True,
        own_voices_read=True,
        intonation_lift_st=_RANGE_LIFTS_ST,
        whisper_voice=whisper_voice,
        naturalness=1.9,
        licence="GPL-3.0-or-later",
        origin="espeak-ng",
    )

    def __init__(self, settings: Mapping[str, object]) -> None:
        """Take the settings; there are none on Linux."""
        checked_settings(self.name, settings, ())

    @once
    def _own(self) -> _Library:
        return _Library(Path(espeakng_loader.get_library_path()), _own_files())

    @once
    def _mbrola(self) -> _Library | None:
        found = mbrola.find()
        return _Library(found.library, MbrolaFiles(found)) if found else None

    def _of(self, voice: str) -> _Library:
        """Return the library that speaks a voice; InputError for MBROLA's where that isn't installed."""
        if not voice.startswith(mbrola.PREFIX):
            return self._own
        if self._mbrola is None:
            hint = "docs/engines.md says what MBROLA's voices need"
            raise InputError(Problem(message=f"no MBROLA is installed for voice {voice!r}", hint=hint))
        return self._mbrola

    def fingerprint(self, voice: str) -> str:
        """Return pyttsx3's version and hashes of the library and of the voice's data."""
        library = self._of(voice)
        digests = f"{_library_digest(library.path)} {library.files.digest(voice)}"
        return f"pyttsx3 {version('pyttsx3')} espeak-ng {digests} drama 5"

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return every language, the English ones with every variant and their figures.

        The installed voices of MBROLA are included.
        """
        infos = [*_own_infos(self.names())]
        if self._mbrola and isinstance(self._mbrola.files, MbrolaFiles):
            infos += self._mbrola.files.infos(self.name)
        return tuple(sorted(infos, key=lambda info: info.name))

    def names(self) -> tuple[str, ...]:
        """Return the names of espeak-ng's own voices, sorted."""
        return tuple(sorted({*self.english(), *(language.name for language in self._own.files.languages)}))

    def english(self) -> tuple[str, ...]:
        """Return the names of the English voices: eight accents, each plain and with every variant."""
        files = self._own.files
        plain = [language.name for language in files.languages if language.identifier in ENGLISH]
        return tuple(sorted([*plain, *(f"{name}+{v}" for name in plain for v in files.variants)]))

    def check(self, utterance: Utterance) -> None:
        """Raise InputError for an unknown voice, variant or option, or an option out of its bounds."""
        self._of(utterance.voice).files.resolve(utterance.voice)
        moves = self._of(utterance.voice) is self._own
        check_options(utterance, _OPTIONS if moves else _MBROLA_OPTIONS)

    def speak(self, utterance: Utterance) -> Speech:
        """Return the samples at espeak-ng's 22,050 Hz or MBROLA's own rate; EngineError when it fails.

        It includes the words' times where the text is spoken unchanged, without pronunciations.
        """
        parts: list[NDArray[np.float32]] = []
        words: list[tuple[float, int, int]] = []
        rate_hz, at_s, position = 22_050, 0.0, 0
        text, phonemes = with_pronunciations(utterance.text, lambda ipa: f"[[{mnemonics(ipa)}]]")
        for piece in pieces(text, words=_PIECE_WORDS, characters=_PIECE_CHARACTERS):
            if parts:
                parts.append(np.zeros(round(_SENTENCE_PAUSE_S / utterance.rate * rate_hz), np.float32))
                at_s += len(parts[-1]) / rate_hz
            samples, rate_hz, times = self._speak_piece(piece, utterance, phonemes=phonemes)
            if text == utterance.text:
                words += [(at_s + time_s, position + first, length) for time_s, first, length in times]
            parts.append(samples)
            at_s += len(samples) / rate_hz
            position += len(plain(piece)) + 1
        samples = np.concatenate(parts) if parts else np.zeros(0, np.float32)
        return Speech(samples=samples, rate_hz=rate_hz, words=tuple(words))

    def _speak_piece(
        self, text: str, utterance: Utterance, *, phonemes: bool
    ) -> tuple[NDArray[np.float32], int, list[tuple[float, int, int]]]:
        library = self._of(utterance.voice)
        formants = number(utterance, "formants", 1.0)
        limit_s = 10 + len(text) // 50
        asked = _in_ssml(text) if STRESS in text else text
        request = {
            "voice": library.bench.identifier(utterance.voice, pitch_st=utterance.pitch, formants=formants),
            "words_a_minute": round(WORDS_A_MINUTE * utterance.rate),
            "range": round(50 * number(utterance, "range", 1.0)),
            "volume": _VOLUME,
            "word_gap": round(number(utterance, "word_gap_ms", _WORD_GAP_MS) / 10),
            "text": asked,
            "phonemes": phonemes,
            "ssml": STRESS in text,
            "limit_s": 2 * limit_s,
        }
        answer, body = library.workers.ask(request, limit_s)
        if "error" in answer:
            raise EngineError(Problem(message=answer["error"]))
        samples = np.frombuffer(body, "<i2").astype(np.float32) / np.float32(32_768)
        words = answer["words"] if library is self._own else []  # MBROLA reports the first alone
        if STRESS in text:
            words = [(at_s, _in_plain(asked, first), length) for at_s, first, length in words]
        return samples, int(answer["rate_hz"]), words

    def rest(self) -> None:
        """End the worker processes that have grown; new ones start when they are needed."""
        for library in self._made():
            library.workers.rest()

    def close(self) -> None:
        """End the worker processes and remove the folder of voices."""
        for library in self._made():
            library.close()

    def _made(self) -> list[_Library]:
        return [made for name in ("_own", "_mbrola") if (made := self.__dict__.get(name)) is not None]


def _in_ssml(text: str) -> str:
    """Return a text as SSML, with its stressed words raised."""
    begin, end = _STRESSED
    return html.escape(text, quote=False).replace(STRESS, begin).replace(UNSTRESS, end)


def _in_plain(ssml: str, position: int) -> int:
    """Return where a position in SSML is in the text without its tags."""
    return len(html.unescape(_TAG.sub("", ssml[:position])))


@lru_cache(maxsize=2)
def _library_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


DefaultEngine: type[Pyttsx3 | System] = Pyttsx3 if sys.platform == "linux" else System
"""The class of engine pyttsx3 on this system: espeak-ng on Linux, else the system's own voices."""
