"""The script that somebody would write in an evening: pyttsx3 a line, pydub `+=`, one MP3.

It is here to be measured against, and it is written as its author would: nothing is checked. Only the
library's preload was added, without which it would not start where espeak-ng is not installed.

    python benchmarks/simple_way.py STORY.txt EPISODE.mp3
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
import tempfile
from pathlib import Path

import espeakng_loader
import imageio_ffmpeg

VOICES = ("en-us+m3", "en-us+f3", "en-gb+m5", "en-gb+f2")
NARRATOR = "en-us"


def lines(text: str) -> list[tuple[str, str]]:
    """Return (voice, words): a quotation has the voice of the last name that was read."""
    found: list[tuple[str, str]] = []
    seen: dict[str, str] = {}
    last = "somebody"
    for paragraph in text.split("\n\n"):
        for part in re.split(r"(“[^”]*”)", paragraph):
            named = re.search(r"\b[A-Z][a-z]+\b", part)
            last = named.group() if named and not part.startswith("“") else last
            voice = seen.setdefault(last, VOICES[len(seen) % len(VOICES)])
            if words := part.strip("“” \n"):
                found.append((voice if part.startswith("“") else NARRATOR, words))
    return found


def render(story: Path, episode_path: Path) -> int:
    """Write the episode and return the number of lines whose file never came."""
    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    ctypes.CDLL(espeakng_loader.get_library_path())
    import pyttsx3  # noqa: PLC0415 - it looks for the library when it is imported
    from pydub import AudioSegment  # noqa: PLC0415

    AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()
    engine = pyttsx3.init()
    episode = AudioSegment.silent(duration=500, frame_rate=44_100).set_channels(2)
    lost = 0
    with tempfile.TemporaryDirectory() as folder:
        for i, (voice, words) in enumerate(lines(story.read_text(encoding="utf-8"))):
            path = Path(folder) / f"{i}.wav"
            engine.setProperty("voice", voice)
            engine.setProperty("rate", 165)
            engine.save_to_file(words, str(path))
            engine.runAndWait()
            if path.exists() and path.stat().st_size > 44:
                episode += AudioSegment.from_wav(path).set_frame_rate(44_100).set_channels(2)
            else:
                lost += 1
            episode += AudioSegment.silent(duration=350, frame_rate=44_100).set_channels(2)
        episode.export(episode_path, format="mp3", bitrate="192k")
    return lost


if __name__ == "__main__":
    lost_lines = render(Path(sys.argv[1]), Path(sys.argv[2]))
    print(f"lines lost: {lost_lines}", flush=True)
    os._exit(0)  # pyttsx3's threads may outlive their work
