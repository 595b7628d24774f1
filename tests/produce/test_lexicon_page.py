"""The names of a story are listed as they will be said, and can be listened to on one page."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from drama.cli.app import app
from drama.model import Cue, Pronunciation, Scene, Script, Utterance, Voice
from drama.produce.lexicon_page import Word, page, words_to_hear

VOICE = Voice(engine="tone", name="plain", rate=1.1)
TEXTS = ("Then Orrun met Ka-Thel.", "Ka-Thel’s ship left <b>Orrun</b>, and Orrun wept for the quay.")


def script_of(*texts: str, lexicon: tuple[Pronunciation, ...] = ()) -> Script:
    cues = tuple(Cue(number=i, kind="narrator", text=text) for i, text in enumerate(texts, 1))
    scenes = (Scene(cues=cues),)
    return Script(key="7", title="T & U", author="", sha256="", characters=(), scenes=scenes, lexicon=lexicon)


def entry(term: str, say: str) -> Pronunciation:
    return Pronunciation(term=term, say=(("default", say),))


def by_term(*entries: Pronunciation, lexicon: tuple[Pronunciation, ...] = ()) -> dict[str, Word]:
    return {word.term: word for word in words_to_hear(script_of(*TEXTS, lexicon=lexicon), VOICE, entries)}


def test_the_most_frequent_come_first() -> None:
    assert [word.term for word in words_to_hear(script_of(*TEXTS), VOICE, ())] == ["Orrun", "Ka-Thel"]


def test_a_word_is_spoken_as_a_line_of_the_narrators() -> None:
    assert by_term()["Orrun"].utterance == Utterance(text="Orrun.", engine="tone", voice="plain", rate=1.1)


def test_an_entry_is_heard_and_shown() -> None:
    word = by_term(entry("Orrun", "oar-un"))["Orrun"]
    assert (word.utterance.text, word.entered, word.yaml) == ("oar-un.", "oar-un", "Orrun: oar-un")


def test_the_storys_own_entry_stands_in_for_the_houses() -> None:
    assert by_term(entry("Orrun", "a"), lexicon=(entry("Orrun", "oar"),))["Orrun"].entered == "oar"


def test_entries_that_the_story_has_are_listed_and_others_are_not() -> None:
    found = by_term(entry("quay", "key"), entry("ghost", "goast"))
    assert found["quay"].count == 1
    assert "ghost" not in found


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_has_a_sound_for_each_word_and_escapes_them_all() -> None:
    words = words_to_hear(script_of("The <i>Zhoqqa&Co</i> and Zhoqqa."), VOICE, (entry("Zhoqqa", "<zock>"),))
    made = Page(page(script_of(), words, lambda asked: [(np.ones(900, np.float32), 22_050) for _ in asked]))
    assert made.tags.count("audio") == len(words)
    assert "i" not in made.tags
    assert any("T & U" in text for text in made.words)


def test_a_story_without_such_words_has_an_empty_page() -> None:
    assert "audio" not in Page(page(script_of("Nothing."), (), lambda _: [])).tags


@pytest.mark.slow
def test_the_command_lists_writes_takes_and_gives(tmp_path: Path) -> None:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "001 Zhal.txt").write_text("“Stop,” said Zhal. The Zhal ran.\n", encoding="utf-8")
    (tmp_path / "voices.yaml").write_text("lexicon:\n  Zhal: /ʒɑːl/\n", encoding="utf-8")

    def drama(*arguments: str) -> str:
        done = CliRunner().invoke(app, ["lexicon", *arguments, "--project", str(tmp_path)])
        assert done.exit_code == 0, done.output
        return done.stdout

    told = json.loads(drama("1", "--json", "--audition"))
    assert told["words"] == [{"story": "001", "term": "Zhal", "count": 2, "ipa": "ʒɑːl", "entered": "/ʒɑːl/"}]
    assert "data:audio/mpeg" in (tmp_path / "output" / "001" / "lexicon.html").read_text(encoding="utf-8")
    drama("--export", str(tmp_path / "x.pls"))
    assert 'Zhal: "/ʒɑːl/"' in drama("--import", str(tmp_path / "x.pls"))
