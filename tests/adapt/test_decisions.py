"""What a person is asked about who speaks: lines that hang together are one decision."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from drama.adapt import adapt, merge, recast, structure
from drama.adapt.decision import questions, weights
from drama.adapt.decision.attribute import decide
from drama.adapt.decision.questions import speakers as speakers_of
from drama.adapt.decision.told import Told
from drama.adapt.revision.decisions import answered, decisions, following
from drama.errors import UsageError
from drama.model import Script, Story

TALK = """Ines came in with the lamp, and Tobias and Marek looked up.

"You are late," said Marek.

"The road was flooded," said Ines.

Tobias laughed.

"It is always flooded."

"Not always."

"It was in March."

"March was different."

"Enough," said Marek.
"""


def story() -> Story:
    return Story(key="003", name="003", path=Path("stories/003.txt"), text=TALK, sha256="x")


@pytest.fixture(scope="module")
def script() -> Script:
    return adapt(story())


def speakers(script: Script) -> list[str]:
    return [cue.speaker for cue in script.cues if cue.kind == "line"]


def test_a_run_of_doubtful_lines_is_fewer_decisions_than_lines(script: Script) -> None:
    doubtful = [cue for cue in script.cues if cue.kind == "line" and (cue.sure or 0) < 0.9]
    assert 0 < len(decisions(script, story(), below=0.9)) < len(doubtful)


def test_what_an_answer_teaches_about_other_lines_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "FADING", 0.0)
    outcome = decide(TALK, structure.read(TALK))
    asked = questions.questions(outcome, below=0.9, known=())
    own_twice = [2 * (1.0 - weights.calibrated(one.answers[0].sure)) for one in asked]
    assert asked[0].around > max(own_twice) + 0.1
    lone = 'Ines and Tobias sat.\n\n"It is."\n'
    (only,) = questions.questions(decide(lone, structure.read(lone)), below=0.99, known=())
    assert only.around == pytest.approx(2 * (1.0 - weights.calibrated(only.answers[0].sure)), abs=0.02)


def test_a_decision_says_of_its_line_what_the_script_says(script: Script) -> None:
    sure = {cue.number: cue.sure for cue in script.cues}
    asked = decisions(script, story(), below=0.97)
    assert len(asked) > 1
    for decision in asked:
        assert decision.choices[0].sure == pytest.approx(sure[decision.cue], abs=0.015)
        assert sum(choice.sure for choice in decision.choices) <= 1.02


def test_talks_with_most_wrong_lines_come_first(script: Script) -> None:
    stakes = [decision.around for decision in decisions(script, story(), below=0.9)]
    assert stakes == sorted(stakes, reverse=True)


def test_an_answer_takes_what_hangs_on_it(script: Script) -> None:
    decision = decisions(script, story(), below=0.9)[0]
    choice = max(decision.choices[1:], key=lambda one: len(one.changes))
    mended = answered(script, story(), [(decision.cue, choice.name)])
    wanted = {decision.cue: choice.name, **dict(choice.changes)}
    assert {cue.number: cue.speaker for cue in mended.cues if cue.number in wanted} == wanted


def test_what_is_answered_is_asked_no_more(script: Script) -> None:
    decision = decisions(script, story(), below=0.9)[0]
    mended = answered(script, story(), [(decision.cue, decision.choices[1].name)])
    assert decision.cue not in {one.cue for one in decisions(mended, story(), below=0.9)}


def test_what_only_follows_from_an_answer_may_be_told_better(script: Script) -> None:
    asked = decisions(script, story(), below=0.99, worth=0.0)
    decision = next(one for one in asked if any(choice.changes for choice in one.choices[1:]))
    choice = max(decision.choices[1:], key=lambda one: len(one.changes))
    mended = answered(script, story(), [(decision.cue, choice.name)])
    kept = merge(script, mended, adapt(story())).script
    following = [cue for cue in kept.cues if recast.is_following(cue)]
    assert [cue.number for cue in following] == [number for number, _ in choice.changes]
    told = answered(kept, story(), [(following[0].number, "Marek")])
    assert [cue.speaker for cue in told.cues if cue.number == following[0].number] == ["Marek"]
    assert not recast.is_following(next(cue for cue in told.cues if cue.number == following[0].number))


def test_an_answer_that_is_taken_back_takes_its_followers_back(script: Script) -> None:
    asked = decisions(script, story(), below=0.99, worth=0.0)
    decision = next(one for one in asked if any(choice.changes for choice in one.choices[1:]))
    choice = max(decision.choices[1:], key=lambda one: len(one.changes))
    mended = answered(script, story(), [(decision.cue, choice.name)])
    back = answered(mended, story(), [(decision.cue, decision.choices[0].name)])
    assert speakers(mended) != speakers(script) == speakers(back)


def test_a_name_that_nobody_has_is_refused_with_those_there_are(script: Script) -> None:
    number = next(cue.number for cue in script.cues if cue.kind == "line")
    with pytest.raises(UsageError, match="Ineses"):
        answered(script, story(), [(number, "Ineses")])


def test_narration_has_no_speaker_to_answer(script: Script) -> None:
    number = next(cue.number for cue in script.cues if cue.kind == "narrator")
    with pytest.raises(UsageError, match="is no line"):
        answered(script, story(), [(number, "Ines")])


def told(script: Script, number: int, name: str) -> Script:
    """Return a script in which a person gave one line to somebody."""
    cues = {cue.number: cue for cue in script.cues}
    mended = replace(cues[number], speaker=name, by_hand=True)
    scenes = tuple(
        replace(scene, cues=tuple(mended if cue.number == number else cue for cue in scene.cues))
        for scene in script.scenes
    )
    return replace(script, scenes=scenes)


def test_nothing_follows_where_nothing_was_told(script: Script) -> None:
    assert following(script, story()) == ()


def test_a_line_that_was_told_is_evidence_for_those_around_it(script: Script) -> None:
    first = next(cue for cue in script.cues if cue.text == "It is always flooded.").number
    mended = told(script, first, "Tobias")
    found = following(mended, story())
    assert [(one.cue - first, one.to) for one in found] == [(1, "Ines"), (2, "Tobias"), (3, "Ines")]
    taken = recast.accept(mended, found)
    assert following(taken, story()) == ()
    assert [cue.number for cue in taken.cues if recast.is_following(cue)] == [one.cue for one in found]


def test_what_follows_stands_in_the_script_as_the_next_adaptation_leaves_it(script: Script) -> None:
    first = next(cue for cue in script.cues if cue.text == "It is always flooded.").number
    mended = told(script, first, "Tobias")
    taken = recast.accept(mended, following(mended, story()))
    kept = merge(script, taken, adapt(story())).script
    ones = [cue for cue in taken.cues if recast.is_following(cue)]
    assert [cue for cue in kept.cues if recast.is_following(cue)] == ones


def test_somebody_whom_only_the_script_knows_speaks_what_was_told(script: Script) -> None:
    at = TALK.index("Not always")
    known = Told(lines=((at, at + 5, "Otto"),))
    now = speakers_of(decide(TALK, structure.read(TALK), known))
    assert now[at] == "Otto"
    assert "Otto" not in speakers(script)


def test_two_names_that_a_person_made_one_are_one_in_every_pass() -> None:
    known = Told(same=(("Ines", "Marek"),))
    now = speakers_of(decide(TALK, structure.read(TALK), known))
    assert set(now.values()) == {"Tobias", "Ines"} or set(now.values()) == {"Tobias", "Marek"}


def test_whoever_is_offered_can_be_told_though_without_a_line_so_far() -> None:
    tale = replace(story(), text=TALK.replace("Tobias and Marek looked", "Tobias, Marek and Otto looked"))
    play = adapt(tale)
    assert "Otto" not in {person.name for person in play.characters}
    number = next(cue.number for cue in play.cues if cue.text == "Not always.")
    mended = answered(play, tale, [(number, "Otto")])
    assert next(cue.speaker for cue in mended.cues if cue.number == number) == "Otto"
    assert "Otto" in {person.name for person in mended.characters}


def test_what_an_answer_is_said_to_change_is_what_it_changes() -> None:
    tale = replace(
        story(), text=TALK.replace('"It was in March."', '"It was," he said, "in March. Ask them."')
    )
    play = adapt(tale)
    asked = decisions(play, tale, below=0.99, worth=0.0)
    assert any(choice.changes for decision in asked for choice in decision.choices[1:])
    for decision in asked:
        for choice in decision.choices[1:]:
            mended = answered(play, tale, [(decision.cue, choice.name)])
            pairs = zip(mended.cues, play.cues, strict=True)
            changes = {now.number: now.speaker for now, then in pairs if now.speaker != then.speaker}
            assert changes == {decision.cue: choice.name, **dict(choice.changes)}


def test_two_whom_a_person_told_apart_stay_two_in_every_pass() -> None:
    text = (
        "A girl sat on the wall. Tomas stopped.\n\n"
        '"Who goes there?" the girl asked.\n\n"Only me, Ilka," said Tomas. Ilka laughed.\n\n'
        '"Then sit," said the girl.\n\n"Thank you, Ilka," Tomas said.\n'
    )
    blocks = structure.read(text)
    apart = Told(apart=((frozenset({"the girl", "A girl"}), frozenset({"Ilka"})),))
    names = [
        {outcome.label[n] for turn in outcome.turns for n in turn.candidates}
        for outcome in (decide(text, blocks), decide(text, blocks, apart))
    ]
    assert "the girl" not in names[0]
    assert {"the girl", "Ilka"} <= names[1]


def test_one_answer_tells_a_talk_of_two_who_take_turns(script: Script) -> None:
    first, *_, last = (cue.number for cue in script.cues if "flooded." in cue.text or "different" in cue.text)
    told = recast.in_turn(script, first, last, ["Tobias", " Marek"])
    assert list(told.values()) == ["Tobias", "Marek", "Tobias", "Marek"]
    assert speakers(answered(script, story(), list(told.items())))[2:6] == ["Tobias", "Marek"] * 2


@pytest.mark.parametrize(("first", "last", "names"), [(900, 990, ["Ines"]), (1, 99, [" "])])
def test_turns_of_nobody_are_refused(script: Script, first: int, last: int, names: list[str]) -> None:
    with pytest.raises(UsageError, match=r"hold no line|nobody is named"):
        recast.in_turn(script, first, last, names)


def test_a_question_knows_how_far_its_talk_goes(script: Script) -> None:
    last = max(cue.number for cue in script.cues if cue.kind == "line")
    assert {one.until for one in decisions(script, story())} == {last}
