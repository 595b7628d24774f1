"""Who is in a story: names of one person, names of two, and what they are like."""

from __future__ import annotations

from collections import Counter
from itertools import islice, product
from typing import TYPE_CHECKING, Any

import pytest
from growth import LINEAR, growth

from drama.adapt.decision.attribute import Attribution, attribute
from drama.adapt.people.people import gather
from drama.adapt.people.persons import Person
from drama.adapt.text import quotes, reading, structure
from drama.model import Character

if TYPE_CHECKING:
    from collections.abc import Callable


def read(text: str) -> Attribution:
    return attribute(text, structure.read(text))


def character(text: str, name: str) -> Character:
    return next(c for c in read(text).characters if c.name == name)


def speakers(text: str) -> list[str]:
    return [q.speaker for q in read(text).quotations]


def test_a_short_form_and_the_full_name_are_one_person() -> None:
    text = (
        "Christopher Vane tied up the boat. Christopher Vane was tired.\n\n"
        '"Kit, is that you?" called Ines.\n\n"It is," said Christopher.\n'
    )
    assert set(speakers(text)) == {"Ines", "Christopher"} or "Christopher Vane" in speakers(text)
    assert len(read(text).characters) == 2


def test_mr_and_mrs_of_one_surname_are_two_people() -> None:
    text = (
        "Mr. Dale came in, and Mrs. Dale after him.\n\n"
        '"Cold," said Mr. Dale.\n\n"Colder than last year," said Mrs. Dale.\n'
    )
    assert speakers(text) == ["Mr Dale", "Mrs Dale"]


def test_a_surname_alone_is_the_one_person_who_bears_it() -> None:
    text = (
        'Captain Ruth Okafor stood at the rail.\n\n"Cast off," said Okafor.\n\n"Now," Captain Okafor added.\n'
    )
    assert len(set(speakers(text))) == 1


def test_a_description_beside_a_name_is_that_person() -> None:
    text = (
        "Mrs. Dale, the housekeeper, opened the door to Tobias. Tobias bowed.\n\n"
        '"You are late," said the housekeeper.\n\n"I am," said Tobias.\n'
    )
    assert speakers(text) == ["Mrs Dale", "Tobias"]


def test_a_title_alone_is_the_one_person_who_has_it() -> None:
    text = 'Dr. Amory read the chart. Joss waited.\n\n"Sit," said the doctor.\n\n"No," said Joss.\n'
    assert speakers(text) == ["Dr Amory", "Joss"]


@pytest.mark.parametrize(
    ("text", "name", "gender"),
    [
        ('"Yes," said Mrs. Vane.', "Mrs Vane", "female"),
        ('"Yes," said Tobias.', "Tobias", "male"),
        ('Kaelru sat down. She took off her boots.\n\n"Yes," said Kaelru.', "Kaelru", "female"),
        ('"Yes," said the old fisherman.', "the old fisherman", "male"),
        ('The crate rattled.\n\n"Yes," said Xhorl.', "Xhorl", "unknown"),
        ('The crate rattled.\n\n"Yes," said Pop.', "Pop", "male"),
        (
            (
                "“Pulling,” Tolly said. The rope at her hip went taut.\n\n"
                "The girl sat by the stove. “It's cocoa,” said Tolly. He had found a clean shirt.\n"
            ),
            "Tolly",
            "male",
        ),
        (
            (
                "Idris Vale put down the boots she had mended. Idris found her coat. "
                "Idris took her gloves.\n\n"
                "Idris said she was cold.\n\n“Come,” said Idris.\n"
            ),
            "Idris",
            "female",
        ),
        (
            (
                "The light fell on the sleeping toddler. He sat up and saw Marit. Marit knelt, and the "
                'toddler looked up at her.\n\n"Mama?" said the toddler.'
            ),
            "the toddler",
            "male",
        ),
    ],
    ids=[
        "title",
        "given name",
        "pronoun",
        "noun",
        "nothing",
        "Pop",
        "after said and the name",
        "pronouns against a given name",
        "the next sentence, not whom one looks at",
    ],
)
def test_gender_is_told_by(text: str, name: str, gender: str) -> None:
    assert character(text + "\n", name).gender == gender


def test_what_takes_the_verb_of_many_is_no_name() -> None:
    text = (
        'Marit shut her eyes. "I can\'t let him go." Tears were running down her cheeks.\n\n'
        '"You must," said Jonas.\n\n"I know," said Marit.\n'
    )
    assert [one.name for one in read(text).characters] == ["Marit", "Jonas"]


def test_the_pronoun_of_a_tag_tells_the_gender_of_an_invented_name() -> None:
    text = 'Vhessa looked up.\n\n"Is it done?" she asked.\n\n"Nearly," said Tobias.\n\n"Good," said Vhessa.\n'
    assert character(text, "Vhessa").gender == "female"


@pytest.mark.parametrize(
    ("text", "name", "field", "value"),
    [
        ('"Beep," said the robot.', "the robot", "kind", "robot"),
        ('"Boo," said the ghost.', "the ghost", "kind", "spirit"),
        ('"Moo," said the cow.', "the cow", "kind", "animal"),
        ('"Up with it!" cried the crowd.', "the crowd", "kind", "crowd"),
        ('"Well," said the old woman.', "the old woman", "age", "old"),
        ('"Mine," said the little boy.', "the little boy", "age", "child"),
        ('"Quite," said the young man.', "the young man", "age", "young"),
        ('"Beep," said the small robot.', "the small robot", "age", "unknown"),
    ],
)
def test_nouns_and_adjectives_tell_kind_and_age(text: str, name: str, field: str, value: str) -> None:
    assert getattr(character(text + "\n", name), field) == value


def test_what_a_character_is_has_a_reason() -> None:
    assert 'called "robot"' in character('"Beep," said the robot.\n', "the robot").why


def test_an_invented_name_is_no_reason_and_each_pronoun_counts_once() -> None:
    text = '"Nearly," said Kaelru. She took off her boots.\n\n"Good," said Kaelru.\n'
    assert character(text, "Kaelru").why == 'female: "she" 2 times'


def test_the_first_person_narrator_is_a_character_of_the_story() -> None:
    text = (
        'I came in out of the rain. Ines looked up.\n\n"You are wet," she said.\n\n'
        '"I am," I said. I hung up my coat, and I sat down.\n'
    )
    assert speakers(text) == ["Ines", "I"]
    assert character(text, "I").narrator


def test_the_narrator_gets_the_name_that_others_call() -> None:
    text = (
        "I came in out of the rain. Ines looked up.\n\n"
        '"You are wet, Tobias," said Ines.\n\n"I am," I said, and I hung up my coat.\n\n'
        '"Sit down, Tobias."\n\n"I will," I said. I sat down.\n'
    )
    assert speakers(text) == ["Ines", "Tobias", "Ines", "Tobias"]


@pytest.mark.parametrize(
    "introduction",
    [
        "By the door stood the harbour robot. It was made of iron, and its name was Bollard.",
        "There was a robot called Bollard by the door.",
        "Bollard, the harbour robot, stood by the door.",
        "Bollard was a robot.",
    ],
)
def test_whoever_is_introduced_as_a_robot_is_one(introduction: str) -> None:
    assert character(introduction + '\n\n"It drips," said Bollard.\n', "Bollard").kind == "robot"


def test_what_a_person_is_called_to_the_face_is_that_person() -> None:
    text = (
        "Ines came down to the quay, where old Tobias sat mending a net.\n\n"
        '"You are late, Miss Okafor," said Tobias.\n\n"The ferry waited," said Ines.\n\n'
        '"Then sit down, Miss Okafor, and eat."\n\n"I have eaten," said Ines.\n'
    )
    assert speakers(text) == ["Tobias", "Ines", "Tobias", "Ines"]
    assert "Miss Okafor" in character(text, "Ines").aliases


def test_two_who_are_named_side_by_side_stay_two_whatever_they_are_called() -> None:
    text = (
        "Ines and Miss Okafor came down to the quay, where old Tobias sat mending a net.\n\n"
        '"You are late, Miss Okafor," said Tobias.\n\n"The ferry waited," said Ines.\n\n'
        '"Then sit down, Miss Okafor, and eat."\n\n"I have eaten," said Ines.\n'
    )
    assert "Miss Okafor" not in character(text, "Ines").aliases


def test_a_short_form_with_the_surname_is_the_full_name() -> None:
    text = 'Christopher Vane tied up the boat.\n\n"Done," said Kit Vane.\n\n"Come," Christopher Vane added.\n'
    assert len(set(speakers(text))) == 1


@pytest.mark.parametrize("other", ["Major Dale", "Dr. Dale"])
def test_a_rank_is_not_the_wife(other: str) -> None:
    text = f'Mrs. Dale came in with {other}.\n\n"Cold," said Mrs. Dale.\n\n"Quite," said {other}.\n'
    assert len(set(speakers(text))) == 2


def test_a_title_that_ends_a_sentence_takes_no_name_from_the_next() -> None:
    text = (
        "Nobody contradicted the General. Perhaps nobody dared.\n\n"
        '"March," said the General.\n\n"Where to?" asked Ines.\n'
    )
    assert "the General" in {name for c in read(text).characters for name in (c.name, *c.aliases)}
    assert not any("Perhaps" in name for c in read(text).characters for name in (c.name, *c.aliases))


@pytest.mark.parametrize("description", ["the girl", "the young woman"])
def test_a_plain_description_is_the_only_one_there_whom_it_fits(description: str) -> None:
    text = (
        "Ines climbed into the loft after Tobias. Ines had brought a candle, and Tobias held it.\n\n"
        f'"Is it dry?" asked Tobias.\n\n"Dry enough," said {description}.\n'
    )
    assert speakers(text) == ["Tobias", "Ines"]


def test_a_description_that_was_introduced_is_somebody_of_its_own() -> None:
    text = (
        "Ines climbed into the loft after Tobias. Ines had brought a candle. A girl sat there already.\n\n"
        '"Is it dry?" asked Tobias.\n\n"Dry enough," said the girl.\n'
    )
    assert speakers(text) == ["Tobias", "the girl"]


def narrated(*lines: str) -> str:
    return "I sat at the window with Ines. I was tired, and I had a cold.\n\n" + "\n\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("lines", "gender"),
    [
        (('"Rain," I said.', "I thought of my wife and of the boat."), "male"),
        (('"Rain," I said.', "I thought of my husband and of the boat."), "female"),
        (('"Rain," I said.', '"No, my dear fellow," said Ines. "Snow."'), "male"),
        (('"Rain," I said.', '"It is a good fellow," said Ines, and she patted the dog.'), "unknown"),
        (('"Rain," I said.', '"No, my good woman," said Ines. "Snow."'), "female"),
    ],
    ids=["wife", "husband", "fellow", "a good fellow", "woman"],
)
def test_what_a_narrator_is_shows_in_marriage_and_in_how_others_address_the_narrator(
    lines: tuple[str, ...], gender: str
) -> None:
    assert next(c for c in read(narrated(*lines)).characters if c.narrator).gender == gender


def test_a_full_name_seen_once_is_a_slip_where_the_shared_name_stands_everywhere() -> None:
    text = (
        "Ines Vane Ines; Tobias Ines Vane; the names went round in his head.\n\n"
        + "".join(f'"{n}," said Ines.\n\n' for n in ["One", "Two", "Three"] * 12)
        + '"Stop," said Vane.\n'
    )
    assert "Ines" in speakers(text)


def test_whoever_an_earlier_clause_names_may_be_the_pronoun_of_the_tag() -> None:
    text = (
        'Adam came to the wharf with Ines. "A ship," said Adam.\n\n'
        'The word was enough to wake Tobias, and, sitting up at once, he said, "Which ship?"\n\n'
        '"The grey one," said Ines.\n'
    )
    assert speakers(text) == ["Adam", "Tobias", "Ines"]


def test_a_short_form_tells_the_gender_of_the_full_name() -> None:
    assert character('Dickie sat down.\n\n"Cold," said Dickie.\n', "Dickie").gender == "male"


def test_her_mother_is_the_one_mrs_of_the_scene() -> None:
    text = (
        "Ines found Mrs. Dale and Rachel in the kitchen. Mrs. Dale was shelling peas.\n\n"
        '"Is it late?" asked Ines.\n\n"Very late," replied her mother.\n\n'
        '"And Tobias?"\n\n"Out," said her mother. "He took the boat."\n\n'
        '"In this wind?" cried Rachel.\n\n"In this wind," said her mother.\n'
    )
    assert set(speakers(text)) == {"Ines", "Mrs Dale", "Rachel"}


@pytest.mark.parametrize(
    ("evidence", "sex"),
    [
        ({"near": Counter(male=4, female=2)}, "male"),
        ({"near": Counter(male=6, female=7)}, None),
        ({"near": Counter(male=2, female=1), "addressed": -1}, "female"),
        ({"near": Counter(male=2, female=2), "titles": {"capt"}}, "male"),
        ({"near": Counter(male=3), "evidence": Counter(male=3), "votes": -2.5}, "female"),
        ({"near": Counter(male=2, female=2)}, None),
    ],
    ids=[
        "most pronouns that stand near",
        "pronouns of two people tell nothing",
        "an address outweighs a pronoun",
        "a rank leans to a man",
        "a given name outweighs pronouns that contradict it",
        "nothing leans either way",
    ],
)
def test_without_certainty_the_likelier_sex_is_told(evidence: dict[str, Any], sex: str | None) -> None:
    person = Person(number=0, named=True, **evidence)
    assert person.sex is None
    assert person.likely_sex == sex


HAIR = (
    "Sister Oda knelt by the door with a lamp. Runa's auburn plait had caught in it.\n\n"
    '"Hold still," said Oda.\n\n'
    'The redhead pulled. "I am holding still," she said.\n\n"You are not," said Oda.\n'
)


def test_an_epithet_by_hair_is_whose_hair_the_story_tells() -> None:
    assert speakers(HAIR) == ["Oda", "Runa", "Oda"]


def test_an_epithet_by_hair_is_nobody_of_other_hair() -> None:
    assert "Runa" not in speakers(HAIR.replace("auburn", "black"))


def test_the_old_man_is_who_is_old_by_years() -> None:
    text = (
        "Judge Brack, seventy-four years old, sat by the stove. Young Tilo swept the floor.\n\n"
        '"You missed a spot," said the old man.\n\n"I did," said Tilo.\n\n"There," said Brack.\n'
    )
    assert len(set(speakers(text))) == 2


@pytest.mark.parametrize("title", ["Mrs.", "Signora"])
def test_an_old_woman_from_nowhere_is_the_only_mrs_who_is_there(title: str) -> None:
    text = (
        f"“Again,” said {title} Abernathy. Jo snorted.\n\n“Something to add?”\n\n“I didn't,” said Jo.\n\n"
        "“You said it with your nose.” The old woman rapped the lid of the piano. “Again,” she said.\n"
    )
    assert {c.name for c in read(text).characters} == {f"{title.rstrip('.')} Abernathy", "Jo"}


def test_a_woman_s_voice_is_no_woman_who_may_be_the_old_one() -> None:
    text = (
        "“Behind,” said the wall. It is a woman's voice, low and hoarse.\n\n“Does she weep?” said Jo.\n\n"
        "The old woman crossed herself. “She wept,” said the old woman.\n"
    )
    assert speakers(text)[-1] == "the old woman"


def test_a_comparison_is_one_of_those_who_are_there() -> None:
    text = (
        'Ines closed the ledger. "We are short again."\n\n"By how much?" Clara asked.\n\n'
        'The taller woman sighed. "By all of it."\n\n"Then we are closed," said Clara.\n'
    )
    assert set(speakers(text)) == {"Ines", "Clara"}


def test_two_names_that_the_narration_says_are_one_persons() -> None:
    text = (
        '"Quiet," said Magpie, who is Lotte Brand to her mother.\n\n"I am quiet," said Osk.\n\n'
        '"Quieter," said Lotte.\n'
    )
    assert len(set(speakers(text))) == 2


def test_a_nation_as_a_name_speaks_where_a_tag_says_so() -> None:
    text = (
        'Mira kicked the wheel. "Where is Welsh?"\n\n"Here," Welsh said from under the cart.\n\n'
        '"Still?" said Mira.\n'
    )
    assert speakers(text) == ["Mira", "Welsh", "Mira"]


@pytest.mark.parametrize(
    "beat",
    [
        "Rain dripped from the brim of his hat.",
        "Steam rose from the horses, and coffee was poured.",
        "Silence filled the yard.",
    ],
)
def test_an_ordinary_word_that_begins_a_sentence_is_nobody(beat: str) -> None:
    text = (
        '"Where have you been?" asked Mirelle.\n\n'
        f'"On the road." Old Hob climbed down and patted the mare. {beat} "Where is your brother?"\n'
    )
    assert speakers(text) == ["Mirelle", "Hob", "Hob"]


def test_an_ordinary_word_that_acts_as_people_do_is_a_name() -> None:
    text = 'Storm laughed and put down the lamp. "Nobody will look here."\n\n"They will," said Ada.\n'
    assert speakers(text) == ["Storm", "Ada"]


def test_after_one_old_man_a_man_is_somebody_else() -> None:
    text = (
        "An old man sat on the quay, swearing at the rain.\n\n"
        '"The road is flooded," said Ada. A man called from the yard.\n'
    )
    blocks = structure.read(text)
    people = gather(reading.read(text, blocks, quotes.find(text, blocks)))
    assert {person.description() for person in people.alive() if not person.named} == {
        "the old man",
        "the man",
    }


def test_whoever_tells_it_something_is_not_the_thing_that_hummed() -> None:
    text = (
        "The box hummed on the sill.\n\n"
        '"Be quiet," she told it.\n\n"I shall not," the box said.\n\n"You will," said Mirelle.\n'
    )
    assert character(text, "the box").gender != "female"


@pytest.mark.parametrize(
    "naming", ["whom they called Biscuit", "whom everybody called Biscuit", "known as Biscuit"]
)
def test_whoever_is_called_by_a_name_is_that_person(naming: str) -> None:
    text = (
        f'Tobias came in. "Sit down," said the cook, {naming}. Tobias sat.\n\n'
        '"Thank you," said Tobias.\n\n"Eat," Biscuit said.\n\n"Is there bread?" asked Tobias.\n\n'
        '"There is," said the cook.\n'
    )
    assert set(speakers(text)) == {"Biscuit", "Tobias"}


def test_a_comparison_without_a_noun_is_the_one_who_has_it() -> None:
    text = (
        'There were two witches.\n\n"It sings," said the younger witch.\n\n'
        '"It does not," said the elder witch.\n\n"Listen," said the younger.\n\n"Never!" said the elder.\n'
    )
    younger, elder, *others = speakers(text)
    assert others == [younger, elder]
    assert younger != elder


def test_the_curate_is_the_one_reverend() -> None:
    text = (
        'The Rev. Henry Drew came in with Ines.\n\n"Good day," said the Rev. Henry Drew.\n\n'
        '"Good day," said Ines.\n\n"A fine one," said the curate.\n'
    )
    assert len(set(speakers(text))) == 2


def test_what_a_line_says_of_somebody_tells_the_gender() -> None:
    text = (
        'Ines and Jokichi sat down.\n\n"Where is Jokichi from?" asked Ines. "I mean, is he from here?"\n\n'
        '"No," said Jokichi.\n\n"I thought Jokichi said he was," said Ines.\n'
    )
    assert character(text, "Jokichi").gender == "male"


@pytest.mark.parametrize(
    "opening",
    [
        "The iron doors slid open and two guards ran the length of the hall.",
        "The wind dropped and one of them laughed.",
        "Ines leaned on the winch and watched three riders come down.",
    ],
)
def test_a_number_after_and_begins_another_description(opening: str) -> None:
    reading_of = read(f'{opening}\n\n"Cold," said Ines.\n').outcome.scene
    junk = ("doors slid", "wind dropped", "winch and")
    assert not any(words in name for one in reading_of.people.persons for name in one.names for words in junk)


def test_whom_a_lone_title_calls_does_not_answer_to_it() -> None:
    text = (
        'Captain Marsh took the receiver.\n\n"This is Captain Marsh," she said.\n\n'
        '"We have a girl here, Captain," said the sergeant.\n\nMarsh sat down.\n\n'
        '"Captain? Are you there?"\n\n'
        '"I am here," said Marsh.\n'
    )
    assert speakers(text)[2] == "the sergeant"


@pytest.mark.parametrize(("words", "gender"), [("Please, missus.", "female"), ("Please, guv.", "male")])
def test_what_a_stranger_calls_the_narrator_tells_the_sex(words: str, gender: str) -> None:
    text = (
        f'I opened the door.\n\n"{words}" A boy stood there.\n\n"What is it?" I said.\n\n'
        f'"{words}"\n\n"Come in," I said.\n'
    )
    assert character(text, "I").gender == gender


def test_who_tells_of_a_parent_does_not_call_one() -> None:
    text = (
        'I opened the door.\n\n"Will you tell my dad?" A boy stood there.\n\n"What is it?" I said.\n\n'
        '"Will you tell my dad?"\n\n"I will not," I said.\n'
    )
    assert character(text, "I").gender == "unknown"


def test_whoever_gives_a_name_without_a_tag_has_it_and_speaks_the_line() -> None:
    text = (
        'Oduya crouched at the hatch. Jess stood behind Oduya.\n\n"Who is in there?" asked Oduya.\n\n'
        '"My name\'s Pell. I paid."\n\n"We take nobody," said Oduya.\n\n"Pell?" said Jess.\n'
    )
    assert speakers(text)[1] == "Pell"


@pytest.mark.parametrize("line", ["If I am Ines, I am late.", "They said I am Ines.", "Her name is Ines."])
def test_a_name_that_is_only_supposed_is_nobody_s_own(line: str) -> None:
    text = (
        f'Ines and Kit came in.\n\n"Well?" asked Ines.\n\n"{line}"\n\n"Well," said Ines, and Kit laughed.\n'
    )
    assert speakers(text)[1] != "Ines"


def test_a_ghost_who_gives_a_name_has_it() -> None:
    text = (
        'Tash stared. A ghost stood there.\n\n"Who are you?" asked Tash.\n\n'
        '"I am Arthur Lisle," said the ghost.\n\n"Fine slippers," said Tash.\n\n"A gift," said the ghost.\n'
    )
    assert len(set(speakers(text))) == 2


def test_his_majesty_is_the_only_king() -> None:
    text = (
        "They put the king in the smallest chair.\n\n“His Majesty will hear it,” said the chamberlain.\n\n"
        "His Majesty sighed. “Will I?”\n\n“You will, sire,” said the chamberlain.\n\n“Cake,” said the king.\n"
    )
    assert speakers(text)[1] == speakers(text)[-1] == "the king"


def test_a_title_that_stands_for_a_name_is_one() -> None:
    text = (
        "We're two-nil down and Coach is crying.\n\n“Shh,” says Bea.\n\n"
        "Coach caps the pen.\n\n“They're selling the ground,” he says.\n"
    )
    assert speakers(text) == ["Bea", "Coach"]


def test_a_whole_name_that_closes_a_line_calls_nobody() -> None:
    text = (
        "Inspector Ruth Amadi knocked at the door. The woman who answered was eighty if she was a day.\n\n"
        "“You'll want it strong,” she said.\n\n“Any way at all. Ruth Amadi.” She showed her card.\n"
    )
    assert speakers(text) == ["the woman", "Ruth Amadi"]


def test_what_a_name_was_is_no_second_person() -> None:
    text = (
        'The Warden coughed. Soot, who was a cat mostly, yawned.\n\n"I am ill," said the Warden.\n\n'
        '"Stay in bed," said the cat.\n\n"No," said the Warden.\n\n"Then go," said Soot.\n'
    )
    assert len(set(speakers(text))) == 2


def test_a_verb_with_a_capital_behind_a_line_is_no_surname() -> None:
    text = 'Kestrel stood up.\n\n"Good." Kestrel Replied.\n\n"Yes," said Kestrel.\n'
    assert set(speakers(text)) == {"Kestrel"}


def test_whom_a_letter_greets_is_not_there_and_its_signature_tells_the_sex_of_i() -> None:
    text = (
        "Dear Odile,\n\nI took the room. I asked the landlady about the stove.\n\n"
        '"It is shy," she said.\n\n"Is it damp?"\n\n"No."\n\nI paid her. I shall write.\n\n'
        "Your loving brother\n"
    )
    found = attribute(text, structure.read(text))
    assert {q.speaker for q in found.quotations} == {"the landlady", "I"}
    assert next(c.gender for c in found.characters if c.narrator) == "male"


def test_whoever_calls_a_name_has_another() -> None:
    text = (
        'Signora Vell came in with a lamp. "Is it you?" she asked.\n\n"Nives Vell," said the wall.\n\n'
        '"Nives, I dusted you," the Signora said.\n\n"I know it," said Nives.\n\n"Good," said Signora Vell.\n'
    )
    found = [q.speaker for q in attribute(text, structure.read(text)).quotations]
    assert found[2] == found[4] != found[3]


def test_a_word_for_a_mood_at_the_beginning_of_a_sentence_is_nobody() -> None:
    text = 'Tam bent over the glass. Eagerness crept into his voice. "Look."\n\n"I see," said Moll.\n'
    assert [q.speaker for q in attribute(text, structure.read(text)).quotations] == ["Tam", "Moll"]


def test_one_of_a_row_of_things_is_nobody() -> None:
    text = 'Ines was tired. It was the fourth one tonight.\n\n"It is cold," she said.\n'
    page = reading.read(text, blocks := structure.read(text), quotes.find(text, blocks))
    assert [person.head for person in gather(page).persons if not person.named] == []


def test_another_of_a_kind_is_another() -> None:
    text = (
        'A guard barred the gate. "Halt," said the guard.\n\nMarek stopped.\n\n'
        '"No farther," said another guard, who had come up behind him.\n\n"Papers," said the first.\n\n'
        '"He has none," the other guard said.\n'
    )
    found = [q.speaker for q in attribute(text, structure.read(text)).quotations]
    assert found[0] == "the guard"
    assert found[1] == found[3] == "the other guard"


def test_what_somebody_is_may_have_a_capital_letter_and_several_may_be_it() -> None:
    text = (
        '"State your business," said a Knight.\n\n"Fish," said Odo.\n\n'
        '"We have fish," said the pale Knight. Odo looked from one to the next.\n\n'
        '"Not like this," said Odo.\n\n"Let him in," said the oldest Knight.\n'
    )
    found = [q.speaker for q in attribute(text, structure.read(text)).quotations]
    assert len({found[2], found[4], found[1]}) == 3


def test_whom_dad_calls_hangs_on_who_says_it() -> None:
    text = (
        "Dad put down the boat. Grandpa came in from the porch, and Mom closed her eyes.\n\n"
        '"Sit by me, Dad," said Mom.\n\n"I will sit where I like."\n\n'
        "The wind rose.\n\nThe clock ticked.\n\nKit rose.\n\n"
        '"Can I go, Dad?" asked Kit.\n\n"No."\n'
    )
    found = [q.speaker for q in attribute(text, structure.read(text)).quotations]
    assert found == ["Mom", "Grandpa", "Kit", "Dad"]


def test_her_aunt_is_the_only_aunt() -> None:
    text = (
        'Aunt Peg poured the tea. Lucy watched her aunt.\n\n"Sugar?" asked her aunt.\n\n"Two," said Lucy.\n\n'
        '"Two it is," said Aunt Peg.\n'
    )
    found = [q.speaker for q in attribute(text, structure.read(text)).quotations]
    assert found == ["Aunt Peg", "Lucy", "Aunt Peg"]


def test_what_somebody_described_is_said_to_be_is_the_same_person() -> None:
    text = (
        'The curator was an old woman in slippers. "You are late," said the curator.\n\n'
        '"I beg your pardon?" said Sable.\n\n"Sit down," said the old woman.\n'
    )
    found = [q.speaker for q in attribute(text, structure.read(text)).quotations]
    assert found == ["the curator", "Sable", "the curator"]


def test_her_father_is_the_dad_of_the_narration() -> None:
    text = (
        'Dad carved the pie. "Elbows," said Dad.\n\n"Sorry," said Bea.\n\n'
        'Her father put the knife down. "Nobody is going to bite," said her father.\n'
    )
    found = [q.speaker for q in attribute(text, structure.read(text)).quotations]
    assert found == ["Dad", "Bea", "Dad"]


def test_mum_is_grandma_to_an_uncle() -> None:
    text = (
        'Mum put down the salt. Grandma Ruth looked at the chairs.\n\n"Who sits there?"\n\n'
        'Uncle Desmond moved. "Sorry, Mum."\n\n"You were always a sprawler. Is that lamb?"\n\n'
        '"It is aubergine," said Mum.\n'
    )
    found = [q.speaker for q in attribute(text, structure.read(text)).quotations]
    assert found[1:] == ["Uncle Desmond", "Grandma Ruth", "Mum"]


def test_the_surgeon_is_the_flight_surgeon() -> None:
    text = (
        'The Flight Surgeon rose. "He lives," said the Flight Surgeon.\n\n"Will he last?" asked Lowry.\n\n'
        '"No," said the surgeon.\n'
    )
    found = [q.speaker for q in attribute(text, structure.read(text)).quotations]
    assert found == ["the Flight Surgeon", "Lowry", "the Flight Surgeon"]


def test_the_psychiatrist_is_the_doctor_whose_name_is_given() -> None:
    text = (
        'Doctor Varga sat down. "Begin," said Doctor Varga.\n\n"Where?" asked Lowry.\n\n'
        '"Anywhere," said the psychiatrist.\n'
    )
    found = [q.speaker for q in attribute(text, structure.read(text)).quotations]
    assert found == ["Doctor Varga", "Lowry", "Doctor Varga"]


def test_he_is_nobody_where_the_story_has_told_of_women_alone() -> None:
    text = 'Mary shut the mill.\n\n"Who owns this?" he asked.\n\n"We do," said Mary.\n'
    assert [q.speaker for q in attribute(text, structure.read(text)).quotations] == ["", "Mary"]


def test_a_name_of_one_sex_is_borne_by_the_other_where_pronouns_say_so() -> None:
    text = (
        'Tom sat down. She took off her boots.\n\n"Who owns this?" she asked.\n\n'
        'Tom put her hat beside her. "We do," said Tom. She laughed.\n\n"Ask," she said.\n'
    )
    found = [q.speaker for q in attribute(text, structure.read(text)).quotations]
    assert found == ["Tom"] * 3


def test_who_answers_somebody_by_a_tag_tells_nothing_of_their_sex() -> None:
    text = (
        '"I\'m going," he said.\n\n"Where?" asked Clara.\n\n'
        '"To the sea," he answered, taking his hat. "To the sea."\n\n"Then go," she said.\n'
    )
    found = [q.speaker for q in attribute(text, structure.read(text)).quotations]
    assert found == ["", "Clara", "", "", "Clara"]


def test_she_is_whose_telephone_buzzed() -> None:
    text = (
        '"He is no thief," said the old woman. "Pay no heed to him, Wren."\n\n'
        "Wren's phone buzzed in her pocket. She pulled it out so fast that she nearly dropped it.\n\n"
        '"On the bus," she said into it.\n\nThe bus braked. A girl in yellow stood in the road.\n\n'
        '"That is no stop," Wren whispered.\n'
    )
    assert [q.speaker for q in attribute(text, structure.read(text)).quotations][2] == "Wren"


def test_the_letter_of_a_row_is_nobodys_name() -> None:
    text = (
        'Kit slid down behind row F.\n\n"I can see you," said Hester.\n\n"No, you can\'t," said row F.\n\n'
        'Hester climbed over the seats to row F. "Come out."\n\n"I can\'t," said Kit.\n'
    )
    assert "F" not in {c.name for c in attribute(text, structure.read(text)).characters}


def test_the_teacher_is_the_only_one_with_a_miss_or_mister() -> None:
    text = (
        'Ms. Adeyemi clapped her hands. "Focus," said Ms. Adeyemi.\n\n"On what?" asked Kit.\n\n'
        '"On your feet," said the teacher.\n'
    )
    found = [q.speaker for q in attribute(text, structure.read(text)).quotations]
    assert found == ["Ms Adeyemi", "Kit", "Ms Adeyemi"]


@pytest.mark.slow
def test_a_thousand_people_take_time_in_proportion() -> None:
    def gathering(count: int) -> Callable[[], object]:
        syllables = [a + b for a in "bdfgklmnprst" for b in "aeiou"]
        names = ["".join(one).capitalize() for one in islice(product(syllables, repeat=3), count)]
        text = "\n\n".join(f"{name} nodded slowly at the door." for name in names)
        page = reading.read(text, structure.read(text), ())
        return lambda: gather(page)

    assert growth(gathering, 1_000) < LINEAR
