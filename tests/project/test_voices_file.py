"""voices.yaml says who sounds like what; what can't be meant in it is refused with its place."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files as resources
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from drama.delivery import DELIVERIES
from drama.errors import InputError, Problem, did_you_mean
from drama.model import Utterance
from drama.project import voices_file
from drama.project.settings_reader import ProjectSettings
from drama.project.voices_edit import enter
from drama.settings import GROUPS, Settings, options

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGINES = ("openai", "piper", "pyttsx3")
VOICES = {"pyttsx3": ("en-us", "en-us+f3", "en-us+m1"), "piper": ("amy", "ryan")}


def check(utterance: Utterance, settings: Mapping[str, float | str]) -> None:
    """Refuse what no engine of the test offers."""
    offered = VOICES.get(utterance.engine, (utterance.voice,))
    if utterance.voice not in offered:
        message = f"{utterance.engine} has no voice {utterance.voice!r}"
        raise InputError(Problem(message=message, hint=did_you_mean(utterance.voice, offered)))
    if utterance.options and utterance.engine == "pyttsx3":
        raise InputError("pyttsx3 has no options")


def parse(text: str) -> voices_file.VoicesFile:
    return voices_file.parse(text, Path("voices.yaml"), engines=ENGINES, check=check)


def only(text: str) -> voices_file.Part:
    return parse(text).characters[0]


def test_an_empty_file_is_the_house_as_it_comes() -> None:
    file = parse("")
    assert (file.settings.engine, file.narrator.voice, file.characters) == ("pyttsx3", None, ())


def test_everything_said_of_a_character_is_read() -> None:
    part = only(
        "characters:\n  Ines:\n    aliases: [the pilot, Captain Vale]\n    gender: female\n    age: old\n"
        "    kind: robot\n    engine: piper\n    voice: amy\n    rate: 1.2\n    pitch: −3\n    volume: -1.5\n"
        "    seat: half left\n    options: {speaker: 3, noise: soft}\n"
    )
    assert part == voices_file.Part(
        name="Ines", aliases=("the pilot", "Captain Vale"), gender="female", age="old", kind="robot",
        engine="piper", voice="amy", rate=1.2, pitch=-3.0, volume_db=-1.5, seat=-0.3,
        options=(("noise", "soft"), ("speaker", 3.0)),
    )  # fmt: skip


def test_a_voice_alone_is_enough() -> None:
    assert only("characters: {Ines: en-us+f3}").voice == "en-us+f3"


def test_a_character_may_have_no_voice_yet() -> None:
    assert only("characters:\n  Ines:\n").voice is None


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("narator: en-us\n", "1:1", "did you mean 'narrator'?"),
        ("characters:\n  Ines: {vioce: en-us}\n", "2:10", "did you mean 'voice'?"),
        ("characters:\n  Ines: en-us+f4\n", "2:9", "did you mean 'en-us+f3'?"),
        ("characters:\n  Ines: {voice: amy}\n", "2:17", "pyttsx3 has no voice 'amy'"),
        ("characters:\n  Ines: {engine: pipper, voice: amy}\n", "2:18", "did you mean 'piper'?"),
        ("house: {engine: espeak}\n", "1:17", "must be one of best, openai, piper, pyttsx3"),
        ("house: {attributor: {model: small}}\n", "1:21", '"attributor" needs "base_url", too'),
        ("house: {attributor: {base_url: x, model: y}}\n", "1:32", "no address of a server"),
        ("engines: {opanai: {url: x}}\n", "1:11", "did you mean 'openai'?"),
        ("narrator: {voice: en-us, rate: 170}\n", "1:32", "looks like words per minute"),
        ("narrator: {voice: en-us, pitch: 50}\n", "1:33", "semitones"),
        ("narrator: {voice: en-us, volume: 70}\n", "1:34", "dB"),
        ("narrator: {seat: lefft}\n", "1:18", "did you mean 'left'?"),
        ("narrator: {seat: 2}\n", "1:18", "from -1 to 1"),
        ("characters: {Ines: {gender: woman}}\n", "1:29", "one of female, male, nonbinary, unknown"),
        ("narrator: {voice: en-us, options: {wpm: 3}}\n", "1:35", "pyttsx3 has no options"),
        ("drama: voices/9\n", "1:8", "must be one of voices/1"),
        ("characters: {Ines: {aliases: [Vale]}, Tom: {aliases: vale}}\n", "1:39", "name of Ines and of Tom"),
        ("house: {presett: acx}\n", "1:9", "did you mean 'preset'?"),
        ("house: {preset: podcats}\n", "1:17", "did you mean 'podcast'?"),
        ("house: {timing: {scene_s: 90}}\n", "1:27", "from 0 to 20"),
        ("house: {timing: {scene: 2}}\n", "1:18", "did you mean 'scene_s'?"),
        ("house: {delivery: {wispered: {rate: 1}}}\n", "1:20", "did you mean 'whispered'?"),
        ("house: {delivery: {slow: {intonation: 3}}}\n", "1:39", "must be a number from 0 to 2"),
        ("narrator: {delivery: {sloow: {rate: 1}}}\n", "1:23", "did you mean 'slow'?"),
        ("house: {delivery: {slow: {treatment: rdio}}}\n", "1:38", "did you mean 'radio'?"),
        ("lexicon: {Quay: {pipr: kee}}\n", "1:18", "did you mean 'piper'?"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_its_place(text: str, where: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(text)
    assert message in str(caught.value)
    assert [str(p.place) for p in caught.value.problems] == [f"voices.yaml:{where}"]


def test_all_problems_come_together() -> None:
    with pytest.raises(InputError) as caught:
        parse("house: {jobs: x}\nnarrator: {rate: 9, sead: 1}\ncharacters: {Ines: nobody}\n")
    assert len(caught.value.problems) == 4


def test_the_house_settings_are_read() -> None:
    project = parse(
        "house:\n  engine: piper\n  preset: acx\n  seed: 7\n  jobs: 3\n  first_person: narrator\n"
        "  timing: {new_speaker_s: 0.5}\n  levels: {seats: 0}\n"
    ).settings
    assert (project.engine, project.jobs, project.first_person) == ("piper", 3, "narrator")
    assert (project.figures.preset, project.figures.seed) == ("acx", 7)
    assert (project.figures.timing.new_speaker_s, project.figures.levels.seats) == (0.5, 0)


@pytest.mark.parametrize("group", [Settings, *GROUPS.values()], ids=lambda group: group.__name__)
def test_every_setting_can_be_set_to_its_default(group: type) -> None:
    lines = [f"{option.name}: {option.default}" for option in options(group)]
    key = next((name for name, kind in GROUPS.items() if kind is group), None)
    inside = "{" + ", ".join(lines) + "}"
    assert parse(f"house: {{{key}: {inside}}}" if key else f"house: {inside}").settings.figures == Settings()


def test_a_delivery_of_the_house_changes_only_what_it_says() -> None:
    project = parse(
        "house: {delivery: {whispered: {rate: 0.8, treatment: [radio]}, slow: {pitch: -1}}}"
    ).settings
    whispered = DELIVERIES["whispered"]
    assert project.delivery_table() == {
        **DELIVERIES,
        "whispered": replace(whispered, rate=0.8, treatment=("radio",)),
        "slow": replace(DELIVERIES["slow"], pitch_st=-1.0),
    }


def test_a_character_may_have_an_own_way_with_a_direction() -> None:
    part = only("characters: {Ines: {voice: en-us, delivery: {whispered: {rate: 0.8}}}}")
    assert part.deliveries == (("whispered", replace(DELIVERIES["whispered"], rate=0.8)),)


def test_an_engine_that_takes_any_voice_takes_this() -> None:
    assert only("characters: {Ines: {engine: openai, voice: nova}}").voice == "nova"


def test_the_engines_in_use_are_the_houses_and_those_of_single_parts() -> None:
    file = parse(
        'characters: {Al: {engine: openai, voice: x}}\nstories: {"1": {Bo: {engine: piper, voice: amy}}}'
    )
    assert file.engines_in_use == ENGINES


def test_a_voice_is_tried_with_its_engines_settings() -> None:
    asked = []
    text = "characters: {Al: {engine: piper, voice: amy}}\nengines: {piper: {folder: x}}\n"
    voices_file.parse(text, Path("voices.yaml"), engines=ENGINES, check=lambda *tried: asked.append(tried))
    assert asked == [(Utterance(text="", engine="piper", voice="amy"), {"folder": "x"})]


def test_a_pronunciation_may_differ_by_engine() -> None:
    quay, xal = parse("lexicon:\n  Quay: kee\n  Xal: {default: zal, piper: /zɑːl/}\n").lexicon
    assert (quay.said("piper"), xal.said("piper"), xal.said("pyttsx3")) == ("kee", "/zɑːl/", "zal")
    assert str(xal.place) == "voices.yaml:3:3"


def test_the_text_is_kept_as_it_stands(tmp_path: Path) -> None:
    text = "\ufeffcharacters: {}\r\n# end"
    (tmp_path / "voices.yaml").write_bytes(text.encode())
    assert voices_file.read(tmp_path / "voices.yaml").text == text


TEMPLATE = (resources("drama") / "template" / "voices.yaml").read_text(encoding="utf-8")


def test_the_template_is_the_house_as_it_comes() -> None:
    file = parse(TEMPLATE)
    assert (file.settings, file.characters, file.narrator.voice) == (ProjectSettings(), (), None)


def uncommented() -> str:
    """Return the template with every setting that it shows in a remark in use."""
    project = re.sub(r"(?m)^  # ", "  ", TEMPLATE)
    engines = re.sub(r"(?m)^# (engines:|  openai:)", r"\1", project)
    return re.sub(r"(?m)^#  (\w+: .*)$", r"  \1", engines)


def test_everything_that_the_template_shows_in_remarks_can_be_used() -> None:
    file = voices_file.parse(uncommented(), Path("voices.yaml"), engines=ENGINES)
    assert (file.settings.first_person, file.settings.jobs, len(file.lexicon)) == ("narrator", 2, 3)
    assert file.engine_settings("openai") == {"base_url": "http://localhost:8880/v1"}


def test_the_defaults_that_the_template_shows_are_the_defaults() -> None:
    project = voices_file.parse(uncommented(), Path("voices.yaml"), engines=ENGINES).settings
    assert (project.figures.timing, project.figures.levels) == (Settings().timing, Settings().levels)
    assert project.delivery_table() == dict(DELIVERIES)


def test_a_cast_is_entered_into_the_template_where_one_looks_for_it() -> None:
    ines, teller = (
        voices_file.Part(name="Ines", voice="en-us+f3"),
        voices_file.Part(name="narrator", voice="en-us"),
    )
    entered = enter(TEMPLATE, [ines], teller, {"003": [replace(ines, name="the wolf")]})
    assert "\ncharacters:\n  Ines:\n    voice: en-us+f3\n\n#" in entered
    assert entered.endswith('stories:\n  "003":\n    the wolf:\n      voice: en-us+f3\n')
    assert re.search(r"\nnarrator:[^\n]*\n  voice: en-us\n", entered)


def test_an_engine_s_settings_may_be_lists_flags_numbers_and_texts() -> None:
    text = """
engines:
  piper: {folders: [~/voices, /srv/voices], gpu: true}
  openai: {base_url: "http://127.0.0.1:8880/v1", at_once: 4}
"""
    file = parse(text)
    assert file.engine_settings("piper") == {"folders": ("~/voices", "/srv/voices"), "gpu": True}
    assert file.engine_settings("openai") == {"base_url": "http://127.0.0.1:8880/v1", "at_once": 4.0}


def anything(text: str) -> voices_file.VoicesFile:
    """Return a file whose engines and voices nobody checks."""
    return voices_file.parse(text, Path("voices.yaml"))


def test_a_voice_may_be_made_of_others() -> None:
    file = anything("characters: {Ines: {voice: {blend: {af_bella: 0.6, bf_emma: 0.4}, formants: 1.12}}}\n")
    assert file.characters[0].voice == "0.6*af_bella+0.4*bf_emma;formants=1.12"


def test_a_recipe_may_stand_under_its_engine() -> None:
    made = "{blend: {af_bella: 1}, timbre: {if_sara: 1}, pitch: -2}"
    file = anything(f"house: {{engine: kokoro}}\nnarrator: {{voice: {{kokoro: {made}, pyttsx3: en-us}}}}\n")
    assert file.narrator.voice == "1*af_bella;timbre=1*if_sara;pitch=-2"


def test_a_blend_of_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="a blend needs voices with shares"):
        anything("narrator: {voice: {blend: {af_bella: 0}}}\n")
