"""Who may be one person under two names, as a question to a person."""

from __future__ import annotations

from pathlib import Path

from drama.adapt import adapt, recast, review
from drama.model import Story

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
