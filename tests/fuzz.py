"""Mutated stories, scripts, voices files, takes and caches: nothing but errors of ours, and not a word lost.

    python -m tests.fuzz --stories 20000 --scripts 1000 --voices 1000 --takes 5000 --caches 100 --kills 200

Everything is told by its seed, which makes it again: `--stories 1 --seed 4711`. What the program may answer
to a damaged input is an error with exit code 1, 2 or 4; anything else is printed with its seed, and the
script ends with 1.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from drama.adapt import adapt, verbatim
from drama.errors import DramaError
from drama.produce import open_session, prepare, render
from drama.project import Project, script_file, story_file, voices_file
from drama.speech import engines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROSE = (
    '"Is anybody over there?" Nora shouted.\n\n"Only me," said Abel. "And the goat."\n',
    "“You came,” said Tom. “Go,” I said.\n\nThe door was open. *What now?* I wondered.\n",
    "CHAPTER II\n\nThe mill stood empty. ‘Who’s there?’ asked the miller’s wife, and nobody answered.\n",
    "It was 12.30 on 3 May 1907; £3 5s. was all he had—or nearly. “I–I can’t,” she said…\n",
    "He went in. *Is anybody here?* he thought.\n\n* * *\n\nMARY: Come in!\n\n- Sit down, said Ola.\n",
    "    Roses are late,\n    Violets are early.\n\n| Ship | Leaves |\n|---|---|\n| Ada | 9:15 |\n",
    "<p>&ldquo;Wet,&rdquo; said <b>Hugh</b>.[3]</p>\n\n> A quotation, he said.²\n",
    "„Komm“, sagte Anna. «Non», dit-il. 「はい」と言った。 “Да”, сказал он.\n",
)
ODD = tuple("\"“”‘’'*_[]()<>|#&@\\/—–-…?!.,;:\n\t \x00\x1b\x0c\u00ad\u200b\u2028\u202e\ufeff\ud7ffé中🎉½²Ⅳ①")
TAKES = ("1.wav", "2.wav", "Nora.wav", "narrator.flac", "9.wav", "x.mp3", "notes.txt")
VOICES = """drama: voices/1
house: {engine: tone, seed: 3, timing: {beat_s: 0.7}, custom: {file: mp3, rate_hz: 44100}}
narrator: {voice: bass, rate: 0.95}
characters:
  Nora: {voice: {tone: alto}, gender: female, age: adult, pitch: 1.5, seat: -0.4}
  Abel: {voice: tenor, aliases: [the ferryman]}
lexicon: {Orrun: oar-un, Ka-Thel: /kəˈθɛl/}
"""


def mutated(random_: random.Random, text: str) -> str:
    """Return a text with one to twelve faults in it: cuts, doublings, swaps, odd signs, repetitions."""
    for _ in range(random_.randint(1, 12)):
        at, to = sorted(random_.randrange(len(text) + 1) for _ in range(2))
        change = random_.randrange(7)
        if change == 0:
            text = text[:at] + text[min(to, at + 40) :]
        elif change == 1:
            text = text[:at] + text[at:to] * random_.randint(1, 3) + text[at:]
        elif change == 2:
            text = text[:at] + random_.choice(ODD) * random_.randint(1, 5) + text[at:]
        elif change == 3:
            text = text[:at] + text[at:to][::-1] + text[to:]
        elif change == 4:
            text = text[:at] + random_.choice(PROSE) + text[at:]
        elif change == 5:
            text = text[:at] + text[at:to].upper() + text[to:]
        else:
            lines = text.split("\n")
            random_.shuffle(lines)
            text = "\n".join(lines)
        text = text[:4_000]
    return text


def mutated_bytes(random_: random.Random, content: bytes) -> bytes:
    """Return bytes with flips, cuts, zeros or noise in them."""
    damaged = bytearray(content)
    for _ in range(random_.randint(1, 6)):
        at = random_.randrange(len(damaged) + 1)
        change = random_.randrange(4)
        if change == 0 and damaged:
            damaged[at % len(damaged)] ^= 1 << random_.randrange(8)
        elif change == 1:
            del damaged[at : at + random_.randint(1, 5_000)]
        elif change == 2:
            damaged[at : at + 64] = bytes(64)
        else:
            damaged[at:at] = random_.randbytes(random_.randint(1, 64))
    return bytes(damaged)


def stories(random_: random.Random, folder: Path) -> None:
    """A story is read, adapted without losing a word, written as a script, and read again as what it was."""
    path = folder / "1.txt"
    text = mutated(random_, random_.choice(PROSE) + random_.choice(PROSE))
    encoding = random_.choice(("utf-8", "utf-8", "utf-16", "cp1252"))
    path.write_bytes(text.encode(encoding, "ignore"))
    try:
        story = story_file.read(path)
    except DramaError:
        return
    script = adapt(story)
    verbatim.check_words(script, story)
    assert script_file.parse(script_file.dump(script)) == script, "a script comes back otherwise than written"


def scripts(random_: random.Random, folder: Path) -> None:
    """A damaged script is read or refused."""
    path = folder / "1.txt"
    path.write_text(PROSE[0] + PROSE[1], encoding="utf-8")
    text = script_file.dump(adapt(story_file.read(path)))
    with suppress(DramaError):
        script_file.parse(mutated(random_, text))


def voices(random_: random.Random, folder: Path) -> None:
    """A damaged voices.yaml is read or refused."""
    with suppress(DramaError):
        voices_file.parse(mutated(random_, VOICES), folder / "voices.yaml", engines=engines.names())


def collection(folder: Path) -> Project:
    """Return a small collection that the tone engine speaks, not yet rendered."""
    project = Project(root=folder)
    (folder / "stories").mkdir(parents=True)
    (folder / "stories" / "001 Ferry.txt").write_text(PROSE[0], encoding="utf-8")
    project.voices.write_text("drama: voices/1\nhouse: {engine: tone}\n", encoding="utf-8")
    return project


def rendered(project: Project) -> render.Made:
    """Return the collection's one episode, made if need be."""
    with open_session(project, jobs=1) as session:
        adapted = prepare.adapt_story(session, project.stories()[0])
        prepare.keep_script(session, adapted)
        prepared = prepare.cast_story(session, adapted)
        prepare.keep_cast(session, {prepared.script.key: prepared.casting})
        return render.make(session, prepared)


def takes(random_: random.Random, folder: Path) -> None:
    """Recordings that are damaged, or called anything, are used or refused; the plan never dies of one."""
    project = collection(folder)
    with open_session(project, jobs=1) as session:
        adapted = prepare.adapt_story(session, project.stories()[0])
        prepare.keep_script(session, adapted)
        prepared = prepare.cast_story(session, adapted)
        own = project.recordings("001")
        own.mkdir(parents=True)
        for name in random_.sample(TAKES, 3):
            sound = 0.3 * np.sin(np.arange(random_.randint(10, 30_000)) * 0.05)
            plain, rate_hz = folder / "plain.wav", random_.choice((1, 8_000, 44_100))
            soundfile.write(plain, sound, rate_hz, subtype=random_.choice(("PCM_16", "PCM_24", "FLOAT")))
            (own / name).write_bytes(mutated_bytes(random_, plain.read_bytes()))
        with suppress(DramaError):
            render.plan(session, prepared)


def caches(random_: random.Random, folder: Path) -> None:
    """A damaged cache, manifest or finished file is mended or told: the next render gives the same."""
    project = collection(folder)
    wanted = rendered(project).path.read_bytes()
    files = [
        p for top in (".drama", "output", "scripts/.made") for p in (folder / top).rglob("*") if p.is_file()
    ]
    victim = random_.choice(sorted(files))
    victim.write_bytes(mutated_bytes(random_, victim.read_bytes()))
    for _ in range(2):
        with suppress(DramaError):
            rendered(project)
    # What a person could have written (.made is the script as it was) is told, and theirs to mend.
    if ".made" not in victim.parts and victim.suffix not in (".mp3", ".html"):
        assert rendered(project).path.read_bytes() == wanted, (
            f"{victim.relative_to(folder)} made another episode"
        )


def kills(random_: random.Random, folder: Path) -> None:
    """A render that is killed at any moment is finished by the next one, which gives what it would have."""
    project = collection(folder)
    wanted = rendered(project).path.read_bytes()
    for name in (".drama", "output", "scripts"):
        shutil.rmtree(folder / name)
    command = [sys.executable, "-m", "drama", "render", "1", "-q", "--project", str(folder)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    time.sleep(random_.uniform(0.2, 3.0))
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert rendered(project).path.read_bytes() == wanted, "a killed render made another episode"


KINDS: dict[str, Callable[[random.Random, Path], None]] = {
    "stories": stories, "scripts": scripts, "voices": voices, "takes": takes, "caches": caches,
    "kills": kills,
}  # fmt: skip


def faults(kind: str, seeds: range) -> Iterator[tuple[int, str]]:
    """Yield the seeds of a kind that end in anything but an error of ours, with the traceback."""
    for seed in seeds:
        with tempfile.TemporaryDirectory(prefix="drama-fuzz-") as folder:
            try:
                KINDS[kind](random.Random(f"{kind} {seed}"), Path(folder))
            except DramaError as error:
                yield seed, f"an error where none may be: {error}"
            except Exception:  # noqa: BLE001 - what is sought
                yield seed, traceback.format_exc()


def main() -> int:
    """Run the counts that are asked for; return 1 when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for kind in KINDS:
        parser.add_argument(f"--{kind}", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    asked = parser.parse_args()
    found = 0
    for kind in KINDS:
        count = getattr(asked, kind)
        began = time.process_time()
        for seed, what in faults(kind, range(asked.seed, asked.seed + count)):
            found += 1
            print(f"{kind} {seed}: {what}", flush=True)
        if count:
            print(f"{kind}: {count} tried, {time.process_time() - began:.0f} s", flush=True)
    print(f"{found} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
