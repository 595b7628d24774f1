"""Any program that reads text and writes a sound file: flite, a script of one's own, a model's command line.

    engines:
      command:
        run: [flite, -voice, "{voice}", -o, "{out}"]     # the text comes on standard input
        voices: [slt, rms]

Arguments are passed as they are, without a shell. {voice}, {rate}, {pitch}, {words_a_minute}, {text} and
{out} are filled in; without {out} the sound is read from standard output.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from drama.errors import EngineError, InputError, Problem
from drama.model import VoiceInfo
from drama.settings import Option
from drama.speech.engine import Capabilities, Speech
from drama.speech.engines.once import once
from drama.speech.engines.options import (
    check_options,
    check_voice,
    checked_settings,
    moved,
    speed_for,
)
from drama.speech.engines.soundfiles import decoded
from drama.speech.engines.text import sayable
from drama.speech.phonemes import plain
from drama.system import tempdirs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drama.model import Utterance

_SETTINGS = (
    Option(name="run", default=(), about="the program and its arguments"),
    Option(name="voices", default=(), about="the voices that it has"),
    Option(name="words_a_minute", default=170.0, about="its ordinary speed", low=20, high=1000),
    Option(name="version", default="", about="another text speaks everything again"),
    Option(name="timeout_s", default=60.0, about="seconds until a line is given up", low=0, high=3600),
)
_SAID_CHARACTERS = 500
_MOST_BYTES = 256 << 20
"""Limit of a line's sound; 50 minutes of speech."""
_LOOK_EVERY_S = 0.2


class Command:
    """Runs a program for each line; safe to call from several threads."""

    name = "command"
    capabilities = Capabilities(settings=_SETTINGS, parallel="thread")

    def __init__(self, settings: Mapping[str, object]) -> None:
        """Take run (the program and its arguments), voices, words_a_minute, version and timeout_s."""
        found = checked_settings(self.name, settings, _SETTINGS)
        self._run = tuple(str(part) for part in cast("tuple[object, ...]", found["run"]))
        self._voices = tuple(str(voice) for voice in cast("tuple[object, ...]", found["voices"]))
        self._words_a_minute = float(cast("float", found["words_a_minute"]))
        self._version = str(found["version"])
        self._timeout_s = float(cast("float", found["timeout_s"]))
        if not self._run:
            hint = 'run: [flite, -voice, "{voice}", -o, "{out}"]'
            raise InputError(Problem(message="engine command needs the program to run", hint=hint))
        program = shutil.which(self._run[0])
        if program is None:
            hint = "install it, or give its whole path"
            raise EngineError(Problem(message=f"engine command: no program {self._run[0]!r} here", hint=hint))
        self._program = Path(program)

    @once
    def _scratch(self) -> tempdirs.Scratch:
        return tempdirs.Scratch("command")

    def fingerprint(self, voice: str) -> str:  # noqa: ARG002 - all voices go through one program
        """Return a hash of the program and its arguments, and the version that the user gave."""
        digest = hashlib.sha256(self._program.read_bytes()).hexdigest()[:16]
        return f"command {digest} {self._run[1:]} {self._words_a_minute} {self._version} drama 1"

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the voices of the settings."""
        return tuple(VoiceInfo(engine=self.name, name=name, language="") for name in sorted(self._voices))

    def check(self, utterance: Utterance) -> None:
        """Raise InputError for an unlisted voice, an option, or a rate that the program can't be given."""
        if self._voices:
            check_voice(self.name, utterance.voice, self._voices)
        elif utterance.voice.startswith("-"):
            raise InputError(
                Problem(message=f"a voice of engine command can't begin with -: {utterance.voice!r}")
            )
        check_options(utterance, ())
        if not self._takes("rate", "words_a_minute") and abs(self._speed(utterance) - 1.0) > 1e-6:
            message = f"engine command can't speak at rate {utterance.rate:g}, pitch {utterance.pitch:+g}"
            raise InputError(
                Problem(message=message, hint="put {rate} or {words_a_minute} among its arguments")
            )

    def _takes(self, *names: str) -> bool:
        return any(f"{{{name}}}" in part for part in self._run for name in names)

    def _speed(self, utterance: Utterance) -> float:
        return utterance.rate if self._takes("pitch") else speed_for(utterance)

    def speak(self, utterance: Utterance) -> Speech:
        """Return the program's speech for the text; EngineError when it fails or takes too long."""
        text = sayable(plain(utterance.text))
        speed = self._speed(utterance)
        with tempfile.TemporaryDirectory(dir=self._scratch.path) as folder:
            out = Path(folder) / "line.wav"
            values = {
                "voice": utterance.voice,
                "rate": f"{speed:.4g}",
                "words_a_minute": str(round(self._words_a_minute * speed)),
                "pitch": f"{utterance.pitch:.4g}",
                "text": f" {text}" if text.startswith("-") else text,
                "out": str(out),
            }
            arguments = [str(self._program), *(_filled(part, values) for part in self._run[1:])]
            said = self._output(arguments, "" if self._takes("text") else text)
            content = out.read_bytes() if out.is_file() else said
        speech = decoded(content, self._program.name)
        return speech if self._takes("pitch") else moved(speech, utterance.pitch)

    def _output(self, arguments: list[str], text: str) -> bytes:
        """Return what the program wrote to standard output, through a file, since it may be endless."""
        name = self._program.name
        with (
            tempfile.TemporaryFile(dir=self._scratch.path) as out,
            tempfile.TemporaryFile(dir=self._scratch.path) as said,
        ):
            try:
                with subprocess.Popen(  # noqa: S603 - the user's own program, as a list, without a shell
                    arguments, stdin=subprocess.PIPE, stdout=out, stderr=said, start_new_session=True
                ) as process:
                    try:
                        self._wait(process, text, (out, said))
                    except BaseException:
                        _end(process)
                        raise
            except OSError as error:
                raise EngineError(Problem(message=f"{name} can't be run: {error.strerror}")) from error
            if process.returncode:
                said.seek(max(0, said.seek(0, os.SEEK_END) - _SAID_CHARACTERS))
                last = said.read().decode("utf-8", "replace").strip()
                raise EngineError(Problem(message=f"{name} ended with code {process.returncode}: {last}"))
            out.seek(0)
            return out.read()

    def _wait(self, process: subprocess.Popen[bytes], text: str, outputs: Sequence[IO[bytes]]) -> None:
        """Wait for the program's end; EngineError when it takes too long, or writes without end."""
        limit_s = self._limit_s(text)
        deadline = time.monotonic() + limit_s
        given: bytes | None = text.encode("utf-8")
        while True:
            try:
                process.communicate(given, timeout=min(_LOOK_EVERY_S, max(0.01, deadline - time.monotonic())))
            except subprocess.TimeoutExpired:
                given = None
            else:
                return
            if time.monotonic() >= deadline:
                raise EngineError(Problem(message=f"{self._program.name} gave no answer in {limit_s:.0f} s"))
            if any(os.fstat(output.fileno()).st_size > _MOST_BYTES for output in outputs):
                message = f"{self._program.name} wrote more than {_MOST_BYTES >> 20} MB for a line"
                raise EngineError(Problem(message=message))

    def _limit_s(self, text: str) -> float:
        return self._timeout_s + 0.2 * len(text)

    def close(self) -> None:
        """Remove the folder of temporary files."""
        if "_scratch" in self.__dict__:
            self._scratch.close()


def _filled(part: str, values: Mapping[str, str]) -> str:
    """Return an argument with its {names} filled in, in one pass: values are not expanded again."""
    pieces = []
    while (start := part.find("{")) >= 0 and (end := part.find("}", start)) >= 0:
        name = part[start + 1 : end]
        pieces += [part[:start], values.get(name, part[start : end + 1])]
        part = part[end + 1 :]
    return "".join((*pieces, part))


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):  # it has ended just now
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
