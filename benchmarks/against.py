"""One story: drama between the script that is written in an evening and the limit of library and encoder.

    python benchmarks/against.py [--words 1500] [--words 20000] [--sample 003] [--story a.txt]

A sample is one of this repository's own stories, a story any other file, with sounds, music and rooms.
There are two cold renders of a new collection: `first` is a new user's, in which every sound is made;
`cold` that of a user whose other stories have played those sounds, so that only its own theme is made.

Each way runs alone, one after another, in a process of its own, on the same story and machine. Times are wall
seconds; those with cpu in their name are of CPU, which say more where others are at work. "Lines lost"
are those whose file the simple way never saw. drama is compiled to byte code first, as by its installation.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import limit
import prose

import drama
from drama.mix.library.theme import FORMS
from drama.produce.prepare import adapt_story, cast_story
from drama.produce.session import open_session
from drama.project.layout import Project
from drama.speech.engines.pyttsx3 import WORDS_A_MINUTE
from drama.speech.phonemes import plain

HERE = Path(__file__).parent
RENDER = (sys.executable, "-m", "drama", "render", "000", "-q", "--project")


def compile_all() -> None:
    """Compile drama to byte code, as an installation does, and let the programs that are started use it."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    package = str(Path(drama.__file__).parent)
    subprocess.run([sys.executable, "-m", "compileall", "-q", package], check=True)


def timed(*command: object) -> tuple[float, float, str]:
    """Return how long a command took, by the clock and of CPU, and what it said."""
    before_s, began = limit.cpu_of_children_s(), time.perf_counter()
    ran = subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True)
    return time.perf_counter() - began, limit.cpu_of_children_s() - before_s, ran.stdout


def limit_of(project: Project, jobs: int, folder: Path) -> dict[str, float]:
    """Return what the library alone and the encoder alone take for the lines and the length of an episode."""
    session = open_session(project)
    (entry,) = project.stories()
    prepared = cast_story(session, adapt_story(session, entry))
    lines = [
        (utterance.voice, round(WORDS_A_MINUTE * utterance.rate), plain(utterance.text))
        for utterance in prepared.utterances
        if utterance is not None
    ]
    session.close()
    pcm = folder / "episode.pcm"
    limit.decode(project.episode("000"), pcm)
    return limit.measure(lines, pcm, jobs)


def change_a_voice(project: Project) -> None:
    """Give the first character that voices.yaml names another rate, or the narrator."""
    text = project.voices.read_text(encoding="utf-8")
    head, found, characters = text.partition("characters:")
    if not found:
        narrated = re.sub(r"^  rate: [\d.]+", "  rate: 1.07", text, count=1, flags=re.MULTILINE)
        project.voices.write_text(narrated, encoding="utf-8")
        return
    changed = re.sub(r"^  (\w[^\n]*):\n", r"  \1:\n    rate: 1.07\n", characters, count=1, flags=re.MULTILINE)
    project.voices.write_text(f"{head}characters:{changed}", encoding="utf-8")


def mend_a_line(story: Path) -> None:
    """Put a word into the middle of the story."""
    text = story.read_text(encoding="utf-8")
    at = text.index(" the ", len(text) // 2)
    story.write_text(f"{text[:at]} indeed{text[at:]}", encoding="utf-8")


def forget(folder: Path, *, user: Path) -> None:
    """Delete what was made of a collection, and of a user's sounds the music that is the story's own."""
    for made in (".drama", "output", "scripts"):
        shutil.rmtree(folder / made, ignore_errors=True)
    for sound in (user / "drama" / "sounds").glob("*"):
        if sound.name.startswith(tuple(f"{form}-" for form in FORMS)):
            sound.unlink()


def cold(folder: Path, voices: str) -> dict[str, float | str]:
    """Return the seconds of a new user's first render, of one whose cache has the sounds, and of one more."""
    user = folder / "user-cache"
    os.environ["XDG_CACHE_HOME"] = str(user)
    compile_all()
    first_s, first_cpu_s, _ = timed(*RENDER, folder)
    forget(folder, user=user)
    (folder / "voices.yaml").write_text(voices, encoding="utf-8")
    cold_s, cold_cpu_s, _ = timed(*RENDER, folder)
    unchanged_s, unchanged_cpu_s, _ = timed(*RENDER, folder)
    return {
        "drama_unchanged_s": unchanged_s,
        "drama_unchanged_cpu_s": unchanged_cpu_s,
        "drama_first_s": first_s,
        "drama_first_cpu_s": first_cpu_s,
        "drama_cold_s": cold_s,
        "drama_cold_cpu_s": cold_cpu_s,
    }


def changes(project: Project, story: Path) -> dict[str, float | str]:
    """Return the seconds of a render after a line is mended, and with another voice."""
    mend_a_line(story)
    one_line_s, one_line_cpu_s, _ = timed(*RENDER, project.root)
    change_a_voice(project)
    one_voice_s, one_voice_cpu_s, _ = timed(*RENDER, project.root)
    return {
        "drama_one_line_mended_s": one_line_s,
        "drama_one_line_mended_cpu_s": one_line_cpu_s,
        "drama_one_voice_changed_s": one_voice_s,
        "drama_one_voice_changed_cpu_s": one_voice_cpu_s,
    }


def compare(name: str, text: str, given: argparse.Namespace) -> dict[str, float | str]:
    """Return the seconds of each way for a story, given its name and its text."""
    folder = Path(tempfile.mkdtemp(prefix="drama-against-"))
    try:
        project = Project(root=folder)
        story = folder / "stories" / "000 Tale.txt"
        story.parent.mkdir()
        story.write_text(text, encoding="utf-8")
        voices = f"house:\n  jobs: {given.jobs}\n"
        project.voices.write_text(voices, encoding="utf-8")
        found: dict[str, float | str] = {"story": name, "words": len(text.split()), **cold(folder, voices)}
        if not given.without_limit:
            least = limit_of(project, given.jobs, folder)
            limit_cpu_s = least["speaking_cpu_s"] + least["encoding_cpu_s"]
            found |= {
                "spoken_s": least["spoken_s"],
                "limit_s": least["wall_s"],
                "limit_speaking_s": least["speaking_s"],
                "limit_encoding_s": least["encoding_s"],
                "limit_cpu_s": limit_cpu_s,
                "cold_over_limit": float(found["drama_cold_s"]) / least["wall_s"],
                "cold_over_limit_cpu": float(found["drama_cold_cpu_s"]) / limit_cpu_s,
                "first_over_limit_cpu": float(found["drama_first_cpu_s"]) / limit_cpu_s,
            }
        if not given.cold_only:
            found |= changes(project, story)
        if not given.without_simple:
            simple_s, _, said = timed(sys.executable, HERE / "simple_way.py", story, folder / "simple.mp3")
            found |= {
                "simple_s": simple_s,
                "simple_over_drama": simple_s / float(found["drama_cold_s"]),
                "simple_said": said.strip().splitlines()[-1],
            }
        return found
    finally:
        shutil.rmtree(folder)


def main() -> None:
    """Compare, and print one JSON object a story."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--words", type=int, action="append", help="length of a story; may be given again")
    parser.add_argument("--sample", action="append", default=[], help="number of a story of this repository")
    parser.add_argument("--story", type=Path, action="append", default=[], help="any story's file")
    parser.add_argument("--cold-only", action="store_true", help="change nothing afterwards")
    parser.add_argument(
        "--without-limit", action="store_true", help="don't measure library and encoder alone"
    )
    parser.add_argument("--without-simple", action="store_true", help="it takes hours for 100,000 words")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    texts = {
        f"prose of {words} words": prose.story(words, seed=1)
        for words in given.words or ([] if given.sample or given.story else [1_500])
    }
    for sample in given.sample:
        (path,) = (HERE.parent / "stories").glob(f"{sample} *.txt")
        texts[path.stem] = path.read_text(encoding="utf-8")
    texts |= {path.stem: path.read_text(encoding="utf-8") for path in given.story}
    for name, text in texts.items():
        found = compare(name, text, given)
        print(
            json.dumps({k: round(v, 3) if isinstance(v, float) else v for k, v in found.items()}), flush=True
        )


if __name__ == "__main__":
    main()
