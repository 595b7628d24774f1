"""What is quoted and what only stands between marks."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drama.adapt.text import quotes, structure
from tests.growth import LINEAR, growth


def found(text: str) -> list[str]:
    blocks = structure.read(text)
    return [text[span.start : span.end] for span in quotes.find(text, blocks)]


def story(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs) + "\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Come in," said Ines. "It is open."', ["Come in,", "It is open."]),
        ("“Come in,” said Ines. “It is open.”", ["Come in,", "It is open."]),
        ("«Come in», said Ines. «It is open.»", ["Come in", "It is open."]),
        ("„Come in,” said Ines. „It is open.”", ["Come in,", "It is open."]),
        ('“Come in," said Ines. "It is open.”', ["Come in,", "It is open."]),
        ("「Come in,」 said Ines. 『It is open.』", ["Come in,", "It is open."]),
        ("<<Come in,>> said Ines. <<It is open.>>", ["Come in,", "It is open."]),
        ('"Come in," said Ines. *sigh* "It is open."', ["Come in,", "It is open."]),
        ('"Come in," said Ines. [beat] "It is open."', ["Come in,", "It is open."]),
        ('"Come—" she stepped aside "—it is open."', ["Come—", "—it is open."]),
        ('"Come in," said Ines. ~beat~ "It is open."', ["Come in,", "It is open."]),
        ('"Come," said Ines *coughs* "in, it is open."', ["Come,", "in, it is open."]),
        ('Ines painted *in red* "Open." over it.', []),
    ],
    ids=[
        *("straight", "curly", "guillemets", "low", "mixed", "corner", "angles", "sigh", "beat", "resumed"),
        *("waves", "a cough in a tag", "no tag"),
    ],
)
def test_every_usual_pair_of_marks_is_read(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_british_single_marks_are_told_from_apostrophes() -> None:
    text = story(
        "‘It’s the boys’ boat,’ said Ines, who hadn’t looked.",
        "'Tis nobody's,' Tobias answered. 'The owner's gone.'",
        "‘Don’t say ’tis lost,’ she said.",
    )
    assert found(text) == [
        "It’s the boys’ boat,",
        "Tis nobody's,",
        "The owner's gone.",
        "Don’t say ’tis lost,",
    ]


def test_a_quotation_inside_a_quotation_is_part_of_it() -> None:
    assert found("\"She said 'never' and she meant it,\" he told us.") == [
        "She said 'never' and she meant it,"
    ]


def test_a_quotation_three_deep_is_part_of_the_first() -> None:
    line = "She told us, 'Then Tobias cried, \"Man the pumps!\" and sat down,' and that was all."
    assert found(story(f'"{line}" said Ines.', '"All?" said Otto.')) == [line, "All?"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- Is it far? - asked Ines. - I am cold.", ["Is it far?", "I am cold."]),
        ("—It is near, said Otto. You are nearly there.", ["It is near,", "You are nearly there."]),
        ("—It is near, said Otto. He took up the lamp.", ["It is near,"]),
        ("—It is near, said Otto. Take up the lamp.", ["It is near,", "Take up the lamp."]),
        ("—It is near, said Otto. Shut the door.", ["It is near,", "Shut the door."]),
        ("— It is near. — Otto sat down. — Nearly there.", ["It is near.", "Nearly there."]),
        ("―Near―said Otto―, very near.", ["Near", "very near."]),
        ("— Soy yo — respondió Luis. — Abre.", ["Soy yo", "Abre."]),
        ("— Never, — Ines laughed, — but come in.", ["Never,", "but come in."]),
        ("—It is near, said Otto, and he looked up. Ask him.", ["It is near,", "Ask him."]),
        ("—It is near, said Otto, turning the lamp. The rain fell.", ["It is near,"]),
        ("—It is near, said Otto, and put down his lamp. Any soup?", ["It is near,", "Any soup?"]),
        ("—Two miles, Otto said. Maybe three.", ["Two miles,", "Maybe three."]),
        ("- Then its ghost, - he laughed.", ["Then its ghost,"]),
        ("—Soup is up —Otto lifted the lid—. Sit down.", ["Soup is up", "Sit down."]),
        ("— It is near, the ferryman agreed.", ["It is near,"]),
        ("— Well, the doctor said it was near.", ["Well, the doctor said it was near."]),
    ],
)
def test_what_follows_a_tag_between_dashes_may_be_speech(line: str, expected: list[str]) -> None:
    assert found(story(line, "— Then wait.", "— For you?"))[: len(expected)] == expected
    assert len(found(story(line, "— Then wait.", "— For you?"))) == len(expected) + 2


def test_speech_with_dashes_leaves_its_tags_out() -> None:
    text = story("— You came back, said Ines.", "— I said I would.", "They sat down by the lamp.")
    assert found(text) == ["You came back,", "I said I would."]


def test_a_speech_over_paragraphs_is_marked_as_continued() -> None:
    text = story('"It began with the lamp.', '"Then the lamp went out."', "Nobody spoke.")
    spans = quotes.find(text, structure.read(text))
    assert [(span.closed, span.continued) for span in spans] == [(False, False), (True, True)]


def test_a_lost_closing_mark_ends_with_its_paragraph() -> None:
    assert found(story('"Do not touch it, my dear.', "Tobias looked away.")) == ["Do not touch it, my dear."]


def test_a_lost_closing_mark_before_the_last_tag_of_a_paragraph_ends_before_it() -> None:
    assert found('"Come in, said Ines.\n\n"It is open," said Otto.\n') == ["Come in,", "It is open,"]


def test_a_lost_closing_mark_before_a_tag_ends_before_the_tag() -> None:
    assert found('"It is late, said Ines. "We should go."') == ["It is late,", "We should go."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('It is late," said Ines.', ["It is late,"]),
        ('Tobias nodded. It is late," said Ines. "Go."', ["It is late,", "Go."]),
        ('"It is late." said Ines "We should go."', ["It is late.", "We should go."]),
        ('It was said Ines "the Wet" Marsh was late.', []),
    ],
    ids=["opening mark", "behind an act", "stop of a tag", "a byname"],
)
def test_a_lost_opening_mark_or_stop_is_told_by_the_tag(text: str, expected: list[str]) -> None:
    assert found(story(text, '"Quite so," said Otto.')) == [*expected, "Quite so,"]


@pytest.mark.parametrize(
    "text",
    [
        'They called it "the long wet" and never went out in it.',
        'He had read "The Lamp at Quay Nine" twice that winter.',
        'The boat was named "Perseverance" by its second owner.',
        "The 'new' pier was forty years old.",
        "In the '90s the dogs' home stood here; it wasn't much.",
    ],
    ids=["scare quote", "title", "name", "single scare quote", "apostrophes"],
)
def test_names_titles_and_scare_quotes_are_not_speech(text: str) -> None:
    assert found(story(text, '"Quite so," said Ines.')) == ["Quite so,"]


def test_a_quoted_question_in_the_middle_of_a_sentence_is_speech() -> None:
    assert found('It would do, but "what if it rains?" Tobias wondered.') == ["what if it rains?"]


def test_single_marks_may_hold_a_thought_in_a_story_with_double_ones() -> None:
    assert "Not again, my heart." in found(
        story('"Go," she said.', "'Not again, my heart.' He turned the page.")
    )


@given(st.text(alphabet="ab \"'“”‘’«»—-.,!?\n_*", max_size=120))
def test_spans_lie_in_paragraphs_in_order_and_apart(text: str) -> None:
    blocks = structure.read(text)
    spans = quotes.find(text, blocks)
    for span in spans:
        assert blocks[span.block].start <= span.start < span.end <= blocks[span.block].end
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_single_marks_within_double_ones_within_single_ones_are_part_of_the_line() -> None:
    line = "Ann said, \"Odo called, 'Run!' and I ran,\" and that was all,"
    assert found(story(f"'{line}' said Tilo.", "'Was it?' said Ann.")) == [line, "Was it?"]


def test_a_tag_after_an_exclamation_between_dashes_is_narration() -> None:
    text = story("– My lamp! Ilka smiled. – You found it!", "– I did, said Odo.")
    assert found(text) == ["My lamp!", "You found it!", "I did,"]


def test_a_speech_of_three_paragraphs_that_reports_what_others_say_goes_on() -> None:
    text = story(
        '"I have kept this bridge for years," said Marek. "Nobody thanked me.',
        '"And I could go on. They tell me it was built by giants.',
        '"But there is a crack in it."',
    )
    spans = quotes.find(text, structure.read(text))
    assert [span.continued for span in spans] == [False, False, True, True]


def test_a_tag_behind_a_lost_closing_mark_is_no_speech() -> None:
    assert found('"I will keep the bridge, said Marek.\n\n"Do," said Ines.\n') == [
        "I will keep the bridge,",
        "Do,",
    ]


def test_a_quotation_behind_a_message_in_brackets_is_speech() -> None:
    text = story(
        '"Fine," said Otto. The slate chimed: [You have taken 4 fire damage.] "This is fine."', "Rain."
    )
    assert found(text) == ["Fine,", "This is fine."]


@pytest.mark.slow
def test_the_time_for_apostrophes_in_one_endless_word_is_linear() -> None:
    def finding(count: int) -> Callable[[], object]:
        text = ",,a''" * count
        blocks = structure.read(text)
        return lambda: quotes.find(text, blocks)

    assert growth(finding, 4_000) < LINEAR
