"""How an engine will say a word, in the International Phonetic Alphabet, without speaking it.

The default engine, Piper and Kokoro all read English by espeak-ng's rules. Its library runs in a process of
its own, because its state is global and this use would destroy that of another in this process.
"""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_TIME_LIMIT_S = 30
_RETRIEVAL, _DONT_EXIT, _UTF8, _IPA = 1, 0x8000, 1, 2


def pronunciations(words: Sequence[str], voice: str = "en-us") -> tuple[str, ...]:
    """Return how espeak-ng says each of the words in an English voice ("en-us+f3"), in IPA.

    EngineError when the library fails; InputError for an unknown voice.
    """
    import espeakng_loader  # noqa: PLC0415 - this file is also run by its path, without site packages

    from drama.errors import EngineError, Problem  # noqa: PLC0415
    from drama.speech.engines.espeak_voices import VoiceFiles  # noqa: PLC0415

    data = str(espeakng_loader.get_data_path())
    language, _ = VoiceFiles(Path(data)).resolve(voice)
    request = {
        "library": str(espeakng_loader.get_library_path()),
        "data": data,
        "voice": language.identifier,
        "words": list(words),
    }
    command = [sys.executable, "-I", "-S", str(Path(__file__).resolve())]
    try:
        done = subprocess.run(  # noqa: S603 - our own file
            command, input=json.dumps(request), capture_output=True, text=True, encoding="utf-8",
            timeout=_TIME_LIMIT_S, check=True,
        )  # fmt: skip
        return tuple(json.loads(done.stdout))
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        output = getattr(error, "stderr", "") or ""
        raise EngineError(
            Problem(message=f"espeak-ng can't say how it reads: {error}\n{output}".strip())
        ) from error


def _answer(request: dict[str, object]) -> list[str]:
    library = ctypes.CDLL(str(request["library"]))
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
    if library.espeak_Initialize(_RETRIEVAL, 0, str(request["data"]).encode(), _DONT_EXIT) <= 0:
        sys.exit(f"espeak-ng can't read its data in {request['data']}")
    if library.espeak_SetVoiceByName(str(request["voice"]).encode()) != 0:
        sys.exit(f"espeak-ng has no voice {request['voice']}")
    words = request["words"]
    return [_ipa(library, str(word)) for word in words] if isinstance(words, list) else []


def _ipa(library: ctypes.CDLL, word: str) -> str:
    buffer = ctypes.create_string_buffer(word.replace("\0", " ").encode())
    position = ctypes.c_void_p(ctypes.addressof(buffer))
    clauses = []
    while position.value:
        said = library.espeak_TextToPhonemes(ctypes.byref(position), _UTF8, _IPA)
        clauses.append((said or b"").decode(errors="replace").strip())
    return " ".join(clause for clause in clauses if clause)


if __name__ == "__main__":
    print(json.dumps(_answer(json.load(sys.stdin))))  # noqa: T201 - the answer to the process that asked
