"""The system's own voices through pyttsx3: engine pyttsx3 on macOS and Windows."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

from drama.errors import EngineError, InputError, Problem, did_you_mean
from drama.model import VoiceInfo
from drama.speech.engine import Capabilities
from drama.speech.engines.once import once
from drama.speech.engines.options import check_options, checked_settings, joined, moved, speed_for
from drama.speech.engines.soundfiles import decoded
from drama.speech.engines.text import pieces, sayable
from drama.speech.engines.worker import Worker, Workers
from drama.speech.phonemes import plain
from drama.system import tempdirs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from drama.model import Gender, Utterance
    from drama.speech.engine import Speech

WORDS_A_MINUTE = 175
"""Speed at rate 1, by the system's count."""
_ANSWERS_EACH = 500
_LIST_LIMIT_S = 30.0
_PIECE_WORDS = 150
_PAUSE_S = 0.3


class System:
    """Speaks with the system's voices, one line at a time, in a worker that is ended when it hangs."""

    name = "pyttsx3"
    capabilities = Capabilities(get_voices="add voices in the system's settings")

    def __init__(self, settings: Mapping[str, object]) -> None:
        """Take the settings; there are none."""
        checked_settings(self.name, settings, ())
        self._workers = Workers(self._start, answers_each=_ANSWERS_EACH)

    @once
    def _scratch(self) -> tempdirs.Scratch:
        return tempdirs.Scratch("loop")

    def _start(self) -> Worker:
        command = [sys.executable, "-m", "drama.speech.engines.event_loop", str(self._scratch.path)]
        return Worker(command, {"PYTHONPATH": _search_path()})

    @once
    def _listed(self) -> dict[str, dict[str, Any]]:
        answer, _ = self._workers.ask({"list": True}, _LIST_LIMIT_S)
        return {voice["id"]: voice for voice in answer["voices"]}

    def fingerprint(self, voice: str) -> str:  # noqa: ARG002 - the system's voices have no version to ask for
        """Return the versions of pyttsx3 and of the system."""
        return f"pyttsx3 {version('pyttsx3')} {platform.system()} {platform.release()} drama 1"

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the voices that the system lists, by their ids."""
        return tuple(
            VoiceInfo(
                engine=self.name,
                name=voice,
                language=about["language"].replace("_", "-"),
                gender=_gender(about["gender"]),
                natural=0.7,
            )
            for voice, about in sorted(self._listed.items())
        )

    def check(self, utterance: Utterance) -> None:
        """Raise InputError for a voice that the system doesn't list, or an option."""
        check_options(utterance, ())
        self._id(utterance.voice)

    def _id(self, voice: str) -> str:
        """Return the id of a voice given by id or by name."""
        if voice in self._listed:
            return voice
        by_name = {about["name"]: identity for identity, about in self._listed.items()}
        if voice in by_name:
            return by_name[voice]
        hint = did_you_mean(voice, [*by_name, *self._listed]) or "`drama voices` lists what there is"
        if "+" in voice:
            hint = "voices like en-us+f3 are espeak-ng's, which engine pyttsx3 speaks with on Linux only"
        raise InputError(Problem(message=f"this system has no voice {voice!r}", hint=hint))

    def speak(self, utterance: Utterance) -> Speech:
        """Return the utterance spoken; EngineError when the loop hangs, dies or writes nothing."""
        text = sayable(plain(utterance.text))
        found = [self._ask(piece, utterance) for piece in pieces(text, words=_PIECE_WORDS, characters=1_500)]
        rate_hz = found[0].rate_hz if found else 22_050
        return moved(joined([speech.samples for speech in found], rate_hz, _PAUSE_S), utterance.pitch)

    def _ask(self, text: str, utterance: Utterance) -> Speech:
        limit_s = 15.0 + 0.2 * len(text)
        request = {
            "voice": self._id(utterance.voice),
            "rate": round(WORDS_A_MINUTE * speed_for(utterance)),
            "volume": 1.0,
            "text": text,
            "limit_s": limit_s / 2,
        }
        answer, content = self._workers.ask(request, limit_s)
        if "error" in answer:
            raise EngineError(Problem(message=answer["error"]))
        return decoded(content, "pyttsx3")

    def close(self) -> None:
        """End the process and remove its files."""
        self._workers.close()
        if "_scratch" in self.__dict__:
            self._scratch.close()


def _gender(said: str) -> Gender:
    word = said.removeprefix("voicegender")
    return "female" if word == "female" else "male" if word == "male" else "unknown"


def _search_path() -> str:
    return os.pathsep.join(path for path in sys.path if path)
