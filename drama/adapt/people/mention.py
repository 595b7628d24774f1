"""One mention of a person: a name, a description or a pronoun, with its place in the sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from drama.english import vocabulary

MentionKind = Literal["name", "description", "pronoun", "first"]


@dataclass(slots=True, eq=False)
class Mention:
    """One mention of a person in the narration, or of a name inside a quotation."""

    kind: MentionKind
    text: str
    first: int
    """Index of its first token in its paragraph (or quotation)."""
    last: int
    """Index after its last token."""
    start: int
    """Offset in the story."""
    sentence: int
    head: str = ""
    """Descriptions: the noun, in lower case; pronouns: the pronoun."""
    modifiers: tuple[str, ...] = ()
    determiner: str = ""
    owner: Mention | None = None
    """The owner: Jane in "Jane's mother", the pronoun in "his wife"."""
    sex: vocabulary.Sex | None = None
    """The sex that the words themselves show."""
    subject: bool = False
    """True when it seems to be the subject of a finite verb that follows."""
    verb: str = ""
    after_preposition: bool = False
    defined: bool = False
    """True where a clause tells which one: "the woman who answered"."""
    possessive: bool = False
    """True for "Jane's", "his": the sentence is about something of theirs."""
    person: int = -1
    """Number of the person that it refers to; −1 before that is decided, or for nobody."""
    epithet: bool = False
    """True for a description that the conversation shows to stand for somebody named."""
