"""Who says what, on sentences made for each rule."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drama.adapt.decision.attribute import Attribution, attribute
from drama.adapt.text import structure
from drama.model import HOW

TWO = "Ines looked at Tobias over the lamp. Tobias put down the rope.\n\n"


def read(text: str) -> Attribution:
    return attribute(text, structure.read(text))


def speakers(text: str) -> list[str]:
    return [q.speaker for q in read(text).quotations]


@pytest.mark.parametrize(
    "tag",
    [
        '"It will hold," said Ines.',
        '"It will hold," Ines said.',
        '"It will hold," replied Ines quietly, "for a while."',
        'Ines said, "It will hold."',
        "Ines turned round and said slowly: \"It will hold.\"",
        '"It will hold." Said Ines.',
        '"It will hold!" cried little Ines.',
        '"It will hold," Ines smiled.',
        '"It will hold," Ines went on.',
        '"It will hold," said, after a while, Ines.',
    ],
)  # fmt: skip
def test_the_name_in_a_tag_speaks(tag: str) -> None:
    assert set(speakers(TWO + tag + "\n")) == {"Ines"}


def test_a_tag_may_end_the_paragraph_before() -> None:
    assert speakers(TWO + 'Then Tobias said:\n\n"It will hold."\n') == ["Tobias"]


def test_the_pronoun_of_a_tag_picks_by_sex() -> None:
    assert speakers(TWO + '"It will hold," she said.\n\n"It had better," he answered.\n') == [
        "Ines",
        "Tobias",
    ]


def test_untagged_lines_alternate() -> None:
    text = (
        TWO
        + '"You came back," said Ines.\n\n"I said I would," Tobias replied.\n\n"You said a good deal."\n\n'
    )
    assert speakers(text + '"Most of it was true."\n') == ["Ines", "Tobias", "Ines", "Tobias"]


def test_who_acts_beside_a_line_speaks_it() -> None:
    text = TWO + 'Tobias folded his arms. "Who told you?"\n\n"Nobody." Ines shrugged.\n'
    assert speakers(text) == ["Tobias", "Ines"]


def test_who_is_called_in_a_line_does_not_speak_it_but_answers() -> None:
    text = TWO + '"Tobias, where is the key?"\n\n"In the boat, Ines."\n'
    assert speakers(text) == ["Ines", "Tobias"]


def test_two_tags_in_a_paragraph_make_two_turns() -> None:
    text = TWO + '"Now," said Ines, but Tobias muttered, "Never."\n'
    assert speakers(text) == ["Ines", "Tobias"]


def test_a_speech_over_paragraphs_stays_with_its_speaker() -> None:
    text = TWO + '"It began with the lamp," said Tobias. "It was out.\n\n"Nobody had lit it."\n\n"Nobody?"\n'
    assert speakers(text) == ["Tobias", "Tobias", "Tobias", "Ines"]


def test_a_short_reaction_stands_for_a_turn() -> None:
    text = TWO + '"You sold it," said Ines.\n\nTobias did not answer.\n\n"You sold my boat."\n'
    assert speakers(text) == ["Ines", "Ines"]


def test_a_description_in_a_tag_speaks() -> None:
    text = 'A porter came by. Ines sat still.\n\n"Tickets," said the porter.\n\n"Here," said Ines.\n'
    assert speakers(text) == ["the porter", "Ines"]


def test_a_place_does_not_speak() -> None:
    text = (
        'Ines came to Marlow Hill with Tobias. They had never seen Marlow Hill.\n\n"It is steep," she said.\n'
    )
    assert speakers(text) == ["Ines"]


@pytest.mark.parametrize(
    ("line", "how"),
    [
        ('"Come here," Ines whispered.', "whispered"),
        ('"Come here," Ines said in a low voice.', "murmured"),
        ('"Come here!" Ines shouted.', "shouted"),
        ('"Come here," Ines sobbed.', "sobbed"),
        ('"Come here," Ines gasped.', "breathless"),
        ('"Come here," said Ines, laughing.', "laughed"),
        ('"Come here," Ines drawled.', "slow"),
        ('"Come here," Ines said hurriedly.', "fast"),
        ('"Come here," thought Ines.', "thought"),
        ('"Come here," Ines said over the radio.', "radio"),
        ('"Come here," Ines said into the phone.', "telephone"),
        ('"Come here," Ines said over the intercom.', "address"),
        ('"Come here," Ines called from the next room.', "distant"),
        ('"Come here and—" said Ines.', "cut-off"),
        ('"Come here and..." said Ines.', "trailing"),
        ('The letter from Ines began: "Come here," and Ines read on.', "letter"),
    ],
)
def test_the_tag_tells_how_a_line_is_said(line: str, how: str) -> None:
    found = read(TWO + line + "\n")
    assert how in found.how[0]
    assert set(found.how[0]) <= set(HOW)


def test_what_is_murmured_to_oneself_is_heard() -> None:
    assert read(TWO + '"Come here," Ines murmured to herself.\n').how[0] == ("murmured",)


def test_a_message_without_marks_is_found_when_the_paragraph_before_announces_it() -> None:
    text = (
        'Ines put the crystal on the table. "Listen," said Ines.\n\n'
        "The recording began to play, and it was Tobias.\n\n"
        "If you hear this, I am gone. You must keep the lamp, and keep it as I would have kept it.\n\n"
        'Ines wept. "He knew," she said. Tobias had always known.\n'
    )
    found = read(text)
    assert [text[q.start : q.end][:15] for q in found.unquoted] == ["If you hear thi"]
    assert found.unquoted[0].speaker == "Tobias"
    assert found.unquoted_how == (("message",),)


@pytest.mark.parametrize(
    ("paragraph", "thoughts"),
    [
        ("_He knew all along,_ thought Ines.", ["_He knew all along,_"]),
        ("_He knew it,_ thought Ines. _From the first._", ["_He knew it,_", "_From the first._"]),
        ("She thought, _He knew it all._ The rope lay there.", ["_He knew it all._"]),
        ("She read the _Harbour Times_ and thought nothing.", []),
        ("_I hear you well_, Ines sent back.", ["_I hear you well_"]),
        ("_I hear you well,_ sent Ines.", ["_I hear you well,_"]),
        ("_The Harbour Times_, Ines sent word, was late.", []),
    ],
)
def test_emphasised_words_with_a_tag_are_thoughts(paragraph: str, thoughts: list[str]) -> None:
    text = f'Ines sat down.\n\n{paragraph}\n\n"Well," said Ines.\n'
    found = read(text)
    assert [(q.speaker, text[q.start : q.end]) for q in found.unquoted] == [("Ines", one) for one in thoughts]
    assert set(found.unquoted_how) <= {("thought",)}


CALL = (
    'Ines sat in the lamp room.\n\nShe {take} the {device} and waited.\n\n"Quay Nine," she said.\n\n'
    '"This is Tobias. I am at the harbour."\n\n"Stay there," said Ines.\n\n'
    '"I will," said Tobias, and hung up.\n\nHe came in at noon.\n\n"Here I am," said Tobias.\n'
)


@pytest.mark.parametrize(
    ("take", "device", "how"),
    [("picked up", "telephone", "telephone"), ("took", "radio", "radio"), ("dusted", "telephone", "")],
)
def test_the_other_end_of_a_call_is_heard_through_it_until_it_is_over(
    take: str, device: str, how: str
) -> None:
    found = read(CALL.format(take=take, device=device))
    heard = [{"telephone", "radio"}.intersection(words) for words in found.how]
    assert heard == [set(), {how} - {""}, set(), {how} - {""}, set()]


def test_a_reason_names_the_tag_it_stands_on() -> None:
    assert read(TWO + '"It will hold," said Ines.\n').quotations[0].why.startswith('tag "said Ines"')


def test_the_reason_of_a_doubtful_line_names_the_runner_up() -> None:
    found = read(TWO + '"It will hold."\n')
    assert found.others[0]
    assert found.others[0][0][0] in found.quotations[0].why


def test_a_named_tag_is_surer_than_none() -> None:
    tagged = read(TWO + '"It will hold," said Ines.\n').quotations[0].sure
    assert tagged > read(TWO + '"It will hold."\n').quotations[0].sure


def test_a_story_without_people_has_lines_of_nobody() -> None:
    found = read('"Is there anybody there?"\n')
    assert [(q.speaker, q.sure) for q in found.quotations] == [("", 0.0)]


def test_a_story_without_quotations_has_no_lines() -> None:
    found = read("Ines put down the rope. It rained.\n")
    assert (found.quotations, found.characters, found.how, found.others) == ((), (), (), ())


WORDS = [
    "Ines",
    "Tobias",
    "said",
    "she",
    "he",
    "the",
    "old",
    "man",
    "ran",
    "I",
    '"',
    "”",
    "“",
    "'",
    ",",
    ".",
    "—",
    "\n\n",
    "?",
]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
def test_whatever_the_text_quotations_are_in_order_with_a_confidence_and_a_known_speaker(text: str) -> None:
    found = read(text)
    names = {c.name for c in found.characters}
    assert len(found.quotations) == len(found.how) == len(found.others)
    for quotation in found.quotations:
        assert 0.0 <= quotation.sure <= 1.0
        assert not quotation.speaker or quotation.speaker in names
    starts = [q.start for q in found.quotations]
    assert starts == sorted(starts)


def test_a_crowd_is_nobody_of_the_scene() -> None:
    told = "Tobias ran down to the quay. Ines looked at him."
    text = told + '\n\n"It\'s her!" cried the crowd.\n\n"You\'re late," he said.'
    found = attribute(text, structure.read(text))
    assert [quotation.speaker for quotation in found.quotations] == ["the crowd", "Tobias"]
    assert {person.name: person.kind for person in found.characters}["the crowd"] == "crowd"


def test_of_two_who_are_called_the_one_who_comes_is_one_of_them() -> None:
    text = (
        '"Come here, Peter!" called Ines.\n\n"Come here, Adam!" called Tobias.\n\n'
        "A tall servant came in and bowed.\n"
    )
    assert speakers(text) == ["Ines", "Tobias"]


@pytest.mark.parametrize(
    "lead",
    [
        "Adam wandered off, and the silence was broken by Ines saying,",
        "Adam had hardly opened the gate when Ines ran down the steps, calling,",
        "As Adam opened the gate Ines put down her basket, saying,",
        "Adam was met at the gate by Ines, who, out of breath, cried,",
    ],
)
def test_a_tag_far_into_its_sentence_belongs_to_the_nearest_subject_that_it_can(lead: str) -> None:
    text = f'Adam came up the road to where Ines lived.\n\n{lead} "The boat is gone!"\n'
    assert speakers(text) == ["Ines"]


def test_it_in_a_tag_is_whom_the_narration_calls_it() -> None:
    text = (
        '"Good evening," said Rook. Rook rolled to the window. It hummed.\n\n"Good evening," said Teagan.\n\n'
        'Teagan came in. Teagan shut the door. Rook waited for Teagan.\n\n"You are late," it said.\n'
    )
    assert speakers(text) == ["Rook", "Teagan", "Rook"]


def test_nobody_has_both_a_byname_and_a_surname() -> None:
    text = (
        '"Listen!" gasped the Body.\n\n"Quiet, Mrs Quill," said Tobias.\n\n"I did it!" the Body shrieked.\n\n'
        '"Mrs Quill!" cried Ines.\n\n"There is someone in the kitchen!" gasped the Body.\n\n'
        '"Thank you, Mrs Quill," said Tobias.\n'
    )
    assert "Mrs Quill" not in speakers(text)


def test_a_sentence_that_begins_with_it_was_has_nobody_act_and_the_beat_before_it_counts() -> None:
    text = (
        '"Names?" asked Adeyemi.\n\n"One of them is yours," said the pilot.\n\n'
        'Marek laughed. It wasn\'t a good laugh. "They have only the one."\n\nMarek went down.\n'
    )
    assert attribute(text, structure.read(text)).quotations[2].speaker == "Marek"


def test_a_voice_of_ones_own_is_whose_it_is() -> None:
    text = '"Who is there?" asked Ada.\n\n"Nobody," said Bo\'s own voice from the dark.\n'
    assert [q.speaker for q in attribute(text, structure.read(text)).quotations] == ["Ada", "Bo"]


STRANGERS = """Nkechi counted the crates. A woman in a torn smock was waiting by the hatch.

"You're new," said Nkechi.

"OPENS I was sent for the coolant."

"By whom?"

"By people who count," said Varga.
"""


def test_whoever_opens_with_a_whole_name_that_is_new_presents_herself() -> None:
    assert speakers(STRANGERS.replace("OPENS", "Ilse Varga."))[1] == "Varga"


def test_whoever_opens_with_a_name_that_others_have_calls_or_asks() -> None:
    told = "Nkechi had heard of Ilse Varga.\n\n" + STRANGERS.replace("OPENS", "Ilse Varga.")
    assert read(told).outcome.scene.units[1].introduces == set()
