"""Who may be one person under two names, as a question to a person."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from drama.adapt import adapt, merge, recast, review, strangers
from drama.adapt.decision.coreference import Identity, likely
from drama.errors import UsageError
from drama.model import Story
from drama.project import script_file

TWO_NAMES = (
    "The tall stranger sat down by the fire. Tobias poured him some tea.\n\n"
    '"It is a long way to the mill," said the tall stranger.\n\n"It is," said Tobias.\n\n'
    '"And nobody there?" asked the tall stranger.\n\n"Nobody," said Tobias.\n\n'
    '"Then I will sleep there," the tall stranger said.\n\n"Do," said Tobias.\n\n'
    '"What do you want for the tea?" asked Brandt.\n\n"Nothing," said Tobias.\n\n'
    '"You are kind," said Brandt.\n\n"I am tired," said Tobias.\n\n'
    '"Good night, then," Brandt said.\n\n"Good night," said Tobias.\n'
)


def story(text: str) -> Story:
    return Story(key="001", name="001 case", path=Path("001.txt"), text=text, sha256="0" * 64)


def same(text: str) -> list[review.Finding]:
    one = story(text)
    return [finding for finding in review.check(adapt(one), one) if "one person?" in finding.message]


def test_two_who_answer_the_same_and_never_each_other_are_asked_about() -> None:
    finding = same(TWO_NAMES)[0]
    assert "the tall stranger" in finding.message
    assert '--replace "the tall stranger=Brandt"' in finding.edit


def test_two_who_answer_each_other_are_not_asked_about() -> None:
    assert not same(TWO_NAMES.replace("Tobias", "Brandt"))


def test_what_was_answered_is_not_asked_again() -> None:
    one = story(TWO_NAMES)
    merged = recast.merge_characters(adapt(one), "the tall stranger", "Brandt")
    assert not [finding for finding in review.check(merged, one) if "one person?" in finding.message]


def test_names_called_where_nobody_listens_are_nobodys() -> None:
    kings = "“I came to admire the kings, Numa, Solon, and Lycurgus, before Theseus."
    alone = (
        "Thus placed, I grew restless. Every moment I feared to meet my persecutor. I feared to wander from "
        "the sight of my fellow creatures lest when alone he should come to claim his companion."
    )
    found = {
        name for one in adapt(story(f"{kings}\n\n{alone}")).characters for name in (one.name, *one.aliases)
    }
    assert not found.intersection({"Numa", "Solon", "Lycurgus"})


def test_a_pair_is_asked_about_once_though_two_descriptions_have_become_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = story(TWO_NAMES)
    merged = recast.merge_characters(adapt(one), "the tall stranger", "Brandt")
    asked = (
        Identity(name="Brandt", lines=3, others=(("Tobias", 0.2),)),
        Identity(name="the tall stranger", lines=3, others=(("Tobias", 0.3),)),
        Identity(name="Tobias", lines=6, others=(("Brandt", 0.1),)),
    )
    found = SimpleNamespace(**dict.fromkeys(("quotations", "turns"), ()), identities=asked)
    monkeypatch.setattr(review, "_attributed", lambda *_: found)
    messages = [one.message for one in review.check(merged, one) if "one person?" in one.message]
    assert messages == ["are Brandt (6 lines) and Tobias (0.20) one person?"]


def test_two_who_were_told_apart_are_not_asked_about_again() -> None:
    one = story(TWO_NAMES)
    edit = same(TWO_NAMES)[0].edit
    told = strangers.tell_apart(adapt(one), "Brandt", "the tall stranger")
    assert '--apart "the tall stranger=Brandt"' in edit
    assert not [finding for finding in review.check(told, one) if "one person?" in finding.message]


def test_whom_a_person_told_apart_lasts_in_the_file_and_over_a_new_adaptation() -> None:
    fresh = adapt(story(TWO_NAMES))
    told = script_file.parse(script_file.dump(strangers.tell_apart(fresh, "Brandt", "Tobias")))
    again = merge(fresh, told, fresh).script
    assert {p.name: p.apart for p in again.characters if p.apart} == {"Brandt": ("Tobias",)}
    assert strangers.tell_apart(again, "Tobias", "Brandt") == again


def test_one_who_has_two_names_is_not_told_apart_from_themselves() -> None:
    merged = recast.merge_characters(adapt(story(TWO_NAMES)), "the tall stranger", "Brandt")
    with pytest.raises(UsageError, match="can't be told apart"):
        strangers.tell_apart(merged, "the tall stranger", "Brandt")


def test_a_model_is_asked_only_where_its_answer_may_settle_something() -> None:
    doubt = Identity(name="the girl", lines=4, others=(("Ines", 0.5), ("Dot", 0.05)))
    unlikely = Identity(name="the boy", lines=9, others=(("Kit", 0.05),))
    assert [(one.name, one.others) for one in likely([doubt, unlikely])] == [("the girl", (("Ines", 0.5),))]
