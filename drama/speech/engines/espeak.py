"""The process that speaks through pyttsx3's binding of espeak-ng: one line in, its samples out.

It is started by its path, without site packages and without the rest of drama, so that it starts in 40 ms.
The library is loaded, seeded and unloaded for every line. Otherwise espeak-ng's output depends on all that it
spoke before, and neither a new initialisation nor its own seed alone prevents that. This suffices for 100 of
its 105 voice variants; klatt 6 (Reed, caleb) uses the C library's random generator, which is seeded too.

    python -S -E espeak.py '{"path": [...], "library": "...", "data": "..."}'
"""

from __future__ import annotations

import ctypes
import importlib.util
import json
import os
import signal
import struct
import sys
from types import ModuleType
from typing import Any, BinaryIO

_HEAD = struct.Struct("<II")
_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
"""espeakINITIALIZE_DONT_EXIT: damaged data gives a return code instead of ending the process."""
_BUFFER_MS = 1_000
_UTF8 = 1
_PHONEMES = 0x100
"""espeakPHONEMES: [[…]] holds phonemes; only for a text in which drama itself put the brackets."""
_SSML = 0x10
"""espeakSSML: only for a text in which drama itself put the tags."""
_EVENT_WORD = 1
_WORD_GAP = 7
"""espeakWORDGAP, in units of 10 ms at the normal rate; pyttsx3's binding doesn't name it."""
_SEED = 1


def _seed(library: ctypes.CDLL) -> None:
    if hasattr(library, "espeak_ng_SetRandSeed"):  # new in 1.52; the system's may be older
        library.espeak_ng_SetRandSeed(_SEED)
    ctypes.CDLL(None).srand(_SEED)


def _speak(
    request: dict[str, Any], library: str, data: str, binding_code: Any
) -> tuple[dict[str, Any], bytes]:
    """Return the answer to a request: the voice that spoke, the words' times, and 16-bit samples."""
    import _ctypes  # noqa: PLC0415 - dlclose is not offered by ctypes itself

    fresh = ctypes.CDLL(library)
    binding = ModuleType("pyttsx3.drivers._espeak")
    exec(binding_code, binding.__dict__)  # noqa: S102 - pyttsx3's own module, bound to the fresh library
    chunks: list[bytes] = []
    words: list[tuple[float, int, int]] = []

    def collect(wave: Any, count: int, events: Any) -> int:
        i = 0
        while events[i].type:
            if events[i].type == _EVENT_WORD:
                event = events[i]
                words.append((event.audio_position / 1000.0, event.text_position - 1, event.length))
            i += 1
        if count > 0:
            chunks.append(ctypes.string_at(wave, count * 2))
        return 0

    rate_hz = binding.Initialize(_SYNCHRONOUS, _BUFFER_MS, data.encode(), _DONT_EXIT)
    try:
        if rate_hz <= 0:
            return {"error": f"espeak-ng can't read its data in {data}"}, b""
        _seed(fresh)
        binding.SetSynthCallback(collect)
        binding.SetVoiceByName(request["voice"].encode())
        current = binding.GetCurrentVoice()
        rate_hz = fresh.espeak_ng_GetSampleRate()  # MBROLA's voices have their own
        name = current.contents.identifier.decode() if current and current.contents.identifier else ""
        if name != request["voice"]:
            return {"error": f"espeak-ng took voice {name!r} for {request['voice']!r}"}, b""
        for parameter, value in (
            (binding.RATE, request["words_a_minute"]),
            (binding.RANGE, request["range"]),
            (binding.VOLUME, request["volume"]),
            (_WORD_GAP, request["word_gap"]),
        ):
            binding.SetParameter(parameter, value, 0)
        text = request["text"].encode()
        flags = _UTF8 | (_PHONEMES if request["phonemes"] else 0) | (_SSML if request["ssml"] else 0)
        if binding.cSynth(text, len(text) + 1, 0, binding.POS_CHARACTER, 0, flags, None, None):
            return {"error": "espeak-ng refused the text"}, b""
    finally:
        binding.Terminate()
        _ctypes.dlclose(binding.dll._handle)  # noqa: SLF001 - no public way to let a library go
        _ctypes.dlclose(fresh._handle)  # noqa: SLF001
    sound = b"".join(chunks)
    chunks.clear()  # ctypes caches the types of every binding, and so keeps what its callback refers to
    return {"voice": name, "rate_hz": rate_hz, "words": words}, sound


def _answer(source: BinaryIO, sink: BinaryIO, library: str, data: str, binding_code: Any) -> bool:
    head = source.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return False
    request = json.loads(source.read(_HEAD.unpack(head)[0]))
    signal.alarm(request["limit_s"])  # ends this process when it hangs and its owner is gone
    header, body = _speak(request, library, data, binding_code)
    signal.alarm(0)
    encoded = json.dumps(header).encode()
    sink.write(_HEAD.pack(len(encoded), len(body)) + encoded)
    sink.write(body)
    sink.flush()
    return True


def main() -> None:
    """Answer requests until standard input ends."""
    settings = json.loads(sys.argv[1])
    sys.path[:] = settings["path"]
    os.environ["ESPEAK_DATA_PATH"] = settings["data"]
    spec = importlib.util.find_spec("pyttsx3")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("pyttsx3 is not installed")
    path = os.path.join(spec.submodule_search_locations[0], "drivers", "_espeak.py")  # noqa: PTH118
    loader = importlib.util.spec_from_file_location("pyttsx3.drivers._espeak", path)
    binding_code = loader.loader.get_code("pyttsx3.drivers._espeak")  # type: ignore[union-attr]
    while _answer(sys.stdin.buffer, sys.stdout.buffer, settings["library"], settings["data"], binding_code):
        pass


if __name__ == "__main__":
    main()
