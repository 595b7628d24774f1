"""What a person changed in a script outlives every new adaptation of the story."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from growth import LINEAR, growth
from hypothesis import example, given, settings
from hypothesis import strategies as st

from drama.adapt import adapt
from drama.adapt.revision.merge import Merged, merge
from drama.adapt.revision.user_edits import settle
from drama.adapt.revision.verbatim import check_words
from drama.adapt.spotting import spotted
from drama.mix import library
from drama.model import About, Character, Cue, Pronunciation, Scene, Script, Story
from drama.project import script_file
from drama.project import story_file as stories

SAMPLES = sorted((Path(__file__).parents[2] / "stories").glob("*.txt"))
INES_SAID = Pronunciation(term="Ines", say=(("default", "ee-nesh"),))
PEOPLE = ("Ines", "Tobias", "Wren")
PROSE = (
    "narrator: The lamp at the end of the pier had gone out.",
    "Ines: Who put it out?",
    "Tobias: The wind did.",
    "narrator: Nobody spoke for a while after that.",
    "---",
    "Ines: There was no wind.",
    "Tobias: Yes.",
    "Ines: Yes?",
    "narrator: In the morning a boat came in without a crew.",
    "Tobias: Yes.",
)


def made(*lines: str, sha: str = "one", first: int = 1) -> Script:
    """Return an adaptation of a story with these paragraphs; "---" is a scene break."""
    scenes: list[list[Cue]] = [[]]
    number = first
    for line in lines:
        if line == "---":
            scenes.append([])
            continue
        speaker, text = line.split(": ", 1)
        kind = "narrator" if speaker == "narrator" else "line"
        name = "" if kind == "narrator" else speaker
        scenes[-1].append(Cue(number=number, kind=kind, speaker=name, text=text, sure=0.7 if name else None))
        number += 1
    speaking = dict.fromkeys(
        line.split(": ")[0] for line in lines if not line.startswith(("narrator", "---"))
    )
    return Script(
        key="003",
        title="The Pier",
        author="",
        sha256=sha,
        characters=tuple(Character(name=name) for name in speaking),
        scenes=tuple(Scene(cues=tuple(cues)) for cues in scenes if cues),
        numbered=number - 1,
    )


BASE = made(*PROSE)


def story(fresh: Script) -> Story:
    text = "\n\n".join(cue.text for cue in fresh.cues)
    return Story(key="003", name="003", path=Path("003.txt"), text=text, sha256=fresh.sha256)


def edited(number: int, base: Script = BASE, **changes: object) -> Script:
    """Return a script with one cue changed as a person would in the file, without any mark."""
    return with_cues(base, lambda cues: [replace(c, **changes) if c.number == number else c for c in cues])  # type: ignore[arg-type]


def with_cues(base: Script, change: Callable[[list[Cue]], list[Cue]]) -> Script:
    """Return a script with its scenes' cues changed, and whoever speaks now among the characters."""
    scenes = tuple(replace(s, cues=tuple(change(list(s.cues)))) for s in base.scenes)
    known = {person.name for person in base.characters} | {""}
    new = dict.fromkeys(c.speaker for scene in scenes for c in scene.cues if c.speaker not in known)
    return replace(base, scenes=scenes, characters=(*base.characters, *(Character(name=n) for n in new)))


def cue(merged: Merged, number: int) -> Cue:
    return next(c for c in merged.script.cues if c.number == number)


def texts(merged: Merged) -> list[str]:
    return [c.text for c in merged.script.cues]


def fresh(*, without: int = -1, before: tuple[int, str] = (-1, ""), **changed: str) -> Script:
    """Return the adaptation of a changed story: a paragraph lost, one added, or some replaced (p0="…")."""
    lines = [changed.get(f"p{i}", line) for i, line in enumerate(PROSE)]
    if before[1]:
        lines.insert(before[0], before[1])
    if without >= 0:
        del lines[without]
    return made(*lines, sha="two")


def proved(merged: Merged, adapted: Script) -> Merged:
    check_words(merged.script, story(adapted))
    numbers = [c.number for c in (*merged.script.cues, *merged.script.orphans)]
    assert len(set(numbers)) == len(numbers)
    assert 0 not in numbers
    assert merged.script.numbered >= max(numbers)
    assert script_file.parse(script_file.dump(merged.script)) == merged.script
    return merged


def test_nothing_changed_gives_the_same_script() -> None:
    assert merge(BASE, BASE, BASE) == Merged(script=BASE, base=BASE, notes=())


def test_a_better_adaptation_is_taken_where_nobody_edited() -> None:
    better = made(*PROSE[:2], "Wren: The wind did.", *PROSE[3:])
    assert cue(merge(BASE, BASE, better), 3).speaker == "Wren"


def test_a_changed_speaker_lasts_when_the_story_changes() -> None:
    new = fresh(before=(0, "narrator: It was the year of the two winters."))
    merged = proved(merge(BASE, edited(3, speaker="Wren"), new), new)
    assert (cue(merged, 3).speaker, cue(merged, 3).text, cue(merged, 3).by_hand) == (
        "Wren",
        "The wind did.",
        True,
    )


def test_a_new_paragraph_gets_a_number_never_given_before() -> None:
    new = fresh(before=(0, "narrator: It was the year of the two winters."))
    merged = proved(merge(BASE, BASE, new), new)
    assert [c.number for c in merged.script.cues] == [10, *range(1, 10)]


def test_the_number_of_a_lost_paragraph_is_not_given_again() -> None:
    shorter = proved(merge(BASE, BASE, fresh(without=9)), fresh(without=9))
    longer = merge(
        shorter.base, shorter.script, made(*PROSE[:9], "narrator: Then it snowed on the sea.", sha="three")
    ).script
    assert longer.cues[-1].number == 10


def test_a_changed_text_keeps_the_storys_words() -> None:
    merged = proved(merge(BASE, edited(3, text="The storm did."), BASE), BASE)
    assert (cue(merged, 3).text, cue(merged, 3).was) == ("The storm did.", "The wind did.")


def test_a_changed_text_follows_the_storys_new_words_and_says_so() -> None:
    new = fresh(p2="Tobias: The wind did, I think.")
    merged = proved(merge(BASE, edited(3, text="The storm did."), new), new)
    assert (cue(merged, 3).text, cue(merged, 3).was) == ("The storm did.", "The wind did, I think.")
    assert [note.kind for note in merged.notes] == ["conflict"]


def test_direction_and_settings_last() -> None:
    new = fresh(before=(0, "narrator: Once."))
    merged = proved(merge(BASE, edited(3, how=("whispered",), settings=(("gap_s", 2.0),)), new), new)
    assert (cue(merged, 3).how, cue(merged, 3).settings) == (("whispered",), (("gap_s", 2.0),))


def test_a_comment_stays_with_its_cue() -> None:
    new = fresh(before=(0, "narrator: Once."))
    assert cue(merge(BASE, edited(3, comment="ask Tove"), new), 3).comment == "ask Tove"


def test_an_edit_whose_words_are_gone_is_kept_as_an_orphan_and_reported() -> None:
    merged = proved(merge(BASE, edited(3, speaker="Wren"), fresh(without=2)), fresh(without=2))
    assert [(c.number, c.speaker, c.text) for c in merged.script.orphans] == [(3, "Wren", "The wind did.")]
    assert [(note.kind, note.cue) for note in merged.notes] == [("orphaned", 3)]


def test_an_orphan_comes_back_with_its_words() -> None:
    orphaned = merge(BASE, edited(3, speaker="Wren"), fresh(without=2))
    back = proved(merge(orphaned.base, orphaned.script, BASE), BASE)
    assert (cue(back, 3).speaker, back.script.orphans) == ("Wren", ())
    assert [note.kind for note in back.notes] == ["adopted"]


def test_an_orphan_stays_as_long_as_its_words_are_gone() -> None:
    orphaned = merge(BASE, edited(3, speaker="Wren"), fresh(without=2))
    assert merge(orphaned.base, orphaned.script, fresh(without=2)).script == orphaned.script


def test_an_edit_moves_with_its_paragraph() -> None:
    new = made(*PROSE[:2], *PROSE[3:], PROSE[2], sha="two")
    merged = proved(merge(BASE, edited(3, speaker="Wren"), new), new)
    assert (merged.script.cues[-1].number, merged.script.cues[-1].speaker) == (3, "Wren")


def test_each_of_two_equal_lines_keeps_its_own_edit() -> None:
    new = fresh(before=(0, "narrator: Once."))
    merged = proved(merge(BASE, edited(9, speaker="Wren"), new), new)
    assert [c.speaker for c in merged.script.cues if c.text == "Yes."] == ["Tobias", "Wren"]


def insert(after: int, *cues: Cue, base: Script = BASE) -> Script:
    return with_cues(base, lambda old: [x for c in old for x in ([c, *cues] if c.number == after else [c])])


def test_an_added_sound_stays_behind_its_line() -> None:
    new = fresh(before=(2, "narrator: She turned."))
    merged = proved(merge(BASE, insert(3, Cue(number=0, kind="sound", text="wind")), new), new)
    at = next(i for i, c in enumerate(merged.script.cues) if c.kind == "sound")
    assert (merged.script.cues[at - 1].number, merged.script.cues[at].number) == (3, 10)


def test_an_added_bed_stays_at_the_start_of_its_scene() -> None:
    bed = Cue(number=0, kind="ambience", text="harbour")
    mine = replace(BASE, scenes=(BASE.scenes[0], replace(BASE.scenes[1], cues=(bed, *BASE.scenes[1].cues))))
    new = fresh(before=(4, "narrator: And it grew cold."))
    merged = proved(merge(BASE, mine, new), new)
    assert [s.cues[0].kind for s in merged.script.scenes] == ["narrator", "ambience"]


def test_an_added_line_is_marked_and_lasts() -> None:
    mine = insert(3, Cue(number=0, kind="line", speaker="Wren", text="Hush, both of you."))
    once = proved(merge(BASE, mine, BASE), BASE)
    new = fresh(before=(0, "narrator: Once."))
    again = proved(merge(once.base, once.script, new), new)
    assert (cue(again, 10).text, cue(again, 10).was) == ("Hush, both of you.", "")


def test_a_deleted_line_is_put_back_and_reported() -> None:
    merged = proved(merge(BASE, with_cues(BASE, lambda cues: [c for c in cues if c.number != 3]), BASE), BASE)
    assert texts(merged) == [c.text for c in BASE.cues]
    assert [(note.kind, note.cue) for note in merged.notes] == [("restored", 3)]


def test_a_silenced_line_stays_silent() -> None:
    merged = proved(merge(BASE, edited(3, text="", was="The wind did."), BASE), BASE)
    assert (cue(merged, 3).text, cue(merged, 3).was) == ("", "The wind did.")


def test_a_deleted_sound_stays_deleted() -> None:
    base = insert(3, Cue(number=11, kind="sound", text="wind"))
    assert all(c.kind != "sound" for c in merge(base, BASE, base).script.cues)


def test_a_moved_line_stays_where_it_was_put() -> None:
    mine = with_cues(BASE, lambda cues: [cues[0], cues[2], cues[1], cues[3]] if cues[0].number == 1 else cues)
    new = fresh(before=(0, "narrator: Once."))
    merged = proved(merge(BASE, mine, new), new)
    assert [c.number for c in merged.script.cues][:5] == [10, 1, 3, 2, 4]
    assert sum(c.moved for c in merged.script.cues) == 1
    again = proved(merge(merged.base, merged.script, new), new)
    assert again.script == merged.script


def test_a_line_cut_and_pasted_without_its_number_is_the_same_line() -> None:
    def paste(cues: list[Cue]) -> list[Cue]:
        return (
            [*(c for c in cues if c.number != 2), replace(cues[1], number=0)] if cues[0].number == 1 else cues
        )

    merged = proved(merge(BASE, with_cues(BASE, paste), BASE), BASE)
    assert [c.number for c in merged.script.cues][:4] == [1, 3, 4, 2]


def test_a_cue_cut_in_two_stays_cut() -> None:
    first = "The lamp at the end"
    rest = Cue(number=0, kind="line", speaker="Ines", text="of the pier had gone out.")
    mine = insert(1, rest, base=edited(1, text=first))
    new = fresh(before=(0, "narrator: Once."))
    for base in (BASE, None):
        merged = proved(merge(base, mine, new if base else BASE), new if base else BASE)
        found = [(c.text, c.was) for c in merged.script.cues if c.text in (first, rest.text)]
        assert found == [(first, None), (rest.text, None)]


def test_two_cues_joined_by_hand_stay_joined() -> None:
    def join(cues: list[Cue]) -> list[Cue]:
        if cues[0].number != 1:
            return cues
        return [cues[0], replace(cues[1], text="Who put it out? The wind did."), cues[3]]

    new = fresh(before=(0, "narrator: Once."))
    merged = proved(merge(BASE, with_cues(BASE, join), new), new)
    assert "Who put it out? The wind did." in texts(merged)


def test_a_room_and_a_title_last() -> None:
    mine = replace(BASE, scenes=(BASE.scenes[0], replace(BASE.scenes[1], room="ship", title="Morning")))
    new = fresh(before=(4, "narrator: And it grew cold."))
    assert [(s.room, s.title) for s in merge(BASE, mine, new).script.scenes] == [
        ("", ""),
        ("ship", "Morning"),
    ]


def test_what_has_no_mark_of_its_own_lasts_through_a_second_adaptation() -> None:
    one, two = BASE.scenes
    cut = (replace(one, cues=one.cues[:2]), Scene(cues=one.cues[2:], room="cave", title="Later"), two)
    mine = replace(BASE, scenes=cut, author="T. Lund")
    once = merge(BASE, mine, BASE)
    new = fresh(before=(0, "narrator: Once."))
    twice = merge(once.base, once.script, new).script
    assert [(s.room, s.title) for s in twice.scenes] == [("", ""), ("cave", "Later"), ("", "")]
    assert twice.author == "T. Lund"


def test_a_scene_cut_in_two_stays_cut() -> None:
    one, two = BASE.scenes
    mine = replace(BASE, scenes=(replace(one, cues=one.cues[:2]), Scene(cues=one.cues[2:], room="cave"), two))
    new = fresh(before=(0, "narrator: Once."))
    merged = proved(merge(BASE, mine, new), new)
    assert [(len(s.cues), s.room) for s in merged.script.scenes] == [(3, ""), (2, "cave"), (5, "")]


def test_two_scenes_joined_by_hand_stay_joined() -> None:
    mine = replace(BASE, scenes=(Scene(cues=BASE.cues),))
    new = fresh(before=(0, "narrator: Once."))
    assert len(proved(merge(BASE, mine, new), new).script.scenes) == 1


def test_changed_facts_about_a_character_last() -> None:
    people = (replace(BASE.characters[0], gender="female"), BASE.characters[1])
    assert merge(BASE, replace(BASE, characters=people), BASE).script.characters[0].gender == "female"


def test_an_alias_given_by_hand_renames_the_speaker_in_later_adaptations() -> None:
    mine = replace(BASE, characters=(replace(BASE.characters[0], aliases=("the pilot",)), BASE.characters[1]))
    new = made(*PROSE, "the pilot: I saw the boat.", sha="two")
    merged = proved(merge(BASE, mine, new), new)
    assert merged.script.cues[-1].speaker == "Ines"
    assert "the pilot" not in {person.name for person in merged.script.characters}


def test_a_character_who_no_longer_speaks_leaves() -> None:
    new = made(*(line for line in PROSE if not line.startswith("Tobias")), sha="two")
    assert [person.name for person in merge(BASE, BASE, new).script.characters] == ["Ines"]


def test_the_lexicon_and_the_title_last() -> None:
    mine = replace(BASE, title="The Lamp", lexicon=(INES_SAID,))
    merged = merge(BASE, mine, fresh(without=2)).script
    assert (merged.title, merged.lexicon) == ("The Lamp", (INES_SAID,))


def test_edits_last_even_when_what_drama_wrote_is_missing() -> None:
    mine = insert(3, Cue(number=0, kind="sound", text="wind"), base=edited(3, speaker="Wren"))
    merged = proved(merge(None, mine, BASE), BASE)
    assert (cue(merged, 3).speaker, merged.script.cues[3].text) == ("Wren", "wind")


def test_without_a_base_a_changed_text_of_an_unchanged_story_lasts() -> None:
    merged = proved(merge(None, edited(3, text="The storm did."), BASE), BASE)
    assert (cue(merged, 3).text, cue(merged, 3).was) == ("The storm did.", "The wind did.")


def test_without_a_base_words_that_nobody_can_account_for_are_kept_as_orphans() -> None:
    new = fresh(p3="narrator: Nobody spoke for a very long while after that.")
    merged = proved(merge(None, edited(3, speaker="Wren"), new), new)
    assert [c.text for c in merged.script.orphans] == ["Nobody spoke for a while after that."]
    assert cue(merged, 3).speaker == "Wren"


WIND, GULL = (Cue(number=number, kind="sound", text=text) for number, text in ((11, "wind"), (12, "gull")))


def effects(merged: Merged) -> list[tuple[int, str, bool]]:
    return [(c.number, c.text, c.by_hand) for c in merged.script.cues if c.kind == "sound"]


def test_without_a_base_no_sound_is_played_twice() -> None:
    new = insert(3, replace(WIND, number=50), replace(GULL, number=51))
    mine = insert(3, WIND, replace(GULL, settings=(("level_db", -6.0),)))
    merged = merge(None, mine, new)
    assert effects(merged) == [(11, "wind", False), (12, "gull", True)]
    assert merge(merged.base, merged.script, new).script == merged.script


def test_without_a_base_a_sound_that_is_missing_was_taken_out() -> None:
    new = insert(3, replace(WIND, number=50), replace(GULL, number=51))
    assert effects(merge(None, insert(3, GULL), new)) == [(12, "gull", False)]


def test_without_a_base_a_sound_beside_new_words_is_new() -> None:
    longer = made(*PROSE, "narrator: A gull cried over the roof.", sha="two")
    new = insert(longer.cues[-1].number, replace(GULL, number=51), base=longer)
    assert [text for _, text, _ in effects(merge(None, BASE, new))] == ["gull"]


def by_hand(merged: Merged) -> list[tuple[str, str]]:
    return [(c.speaker, c.text) for c in (*merged.script.cues, *merged.script.orphans) if c.by_hand]


SENTENCES = st.sampled_from([line for line in PROSE if line != "---"] + [
    "Wren: Hush.", "narrator: Nobody spoke for a while.", "narrator: Rain fell, and the sea took it.",
    "Ines: I did.",
    "narrator: The lamp burned.", "Tobias: Oh.", "Tobias: Oh no.", "---",
])  # fmt: skip
STORIES = st.lists(SENTENCES, min_size=1, max_size=14).filter(lambda lines: set(lines) != {"---"})


def tamper(cues: list[Cue], chance: random.Random) -> None:
    i = chance.randrange(len(cues))
    head, _, tail = cues[i].text.partition(" ")
    parts = [replace(cues[i], text=head), replace(cues[i], number=0, text=tail)] if tail else [cues[i]]
    changes: tuple[Callable[[], object], ...] = (
        lambda: cues.__setitem__(i, replace(cues[i], kind="line", speaker=chance.choice(PEOPLE))),
        lambda: cues.__setitem__(i, replace(cues[i], text=cues[i].text + " Indeed.")),
        lambda: cues.insert(chance.randrange(len(cues) + 1), cues.pop(i)),
        lambda: cues.pop(i),
        lambda: cues.insert(i, Cue(number=0, kind=chance.choice(["sound", "music"]), text="gull")),
        lambda: cues.insert(i, Cue(number=0, kind="line", speaker="Wren", text="Nobody asked you.")),
        lambda: cues.__setitem__(slice(i, i + 1), parts),
    )
    chance.choice(changes)()


def tampered(base: Script, chance: random.Random) -> Script:
    """Return a script as a person might leave it: speakers, texts, order, sounds changed anywhere."""
    scenes = [list(scene.cues) for scene in base.scenes]
    for _ in range(chance.randint(1, 5)):
        cues = chance.choice(scenes)
        if cues:
            tamper(cues, chance)
            if cues and chance.random() < 0.2:
                chance.choice(scenes).append(cues.pop())
    people = tuple(Character(name=name) for name in PEOPLE)
    return replace(base, scenes=tuple(Scene(cues=tuple(cues)) for cues in scenes), characters=people)


TWICE = ["Ines: Who put it out?", "narrator: The lamp at the end of the pier had gone out."] * 2


@settings(max_examples=400)
@example(old=TWICE, new=TWICE[1:2], seed=10_000, related=True, with_base=True)
@given(STORIES, STORIES, st.integers(0, 10_000), st.booleans(), st.booleans())
def test_any_edit_survives_any_change_of_the_story(
    old: list[str], new: list[str], seed: int, related: bool, with_base: bool
) -> None:
    chance = random.Random(seed)
    base = made(*old)
    mine = tampered(base, chance)
    if related:
        new = [line for line in old if chance.random() > 0.2] + new[:2]
        new = new if set(new) - {"---"} else ["narrator: Once."]
    adapted = made(*new, sha="two")
    merged = proved(merge(base if with_base else None, mine, adapted), adapted)
    kept = [*merged.script.cues, *merged.script.orphans]
    for change in (c for c in mine.cues if c.kind not in ("narrator", "line") or "Indeed" in c.text):
        assert any(change.text == c.text and change.kind == c.kind for c in kept)
    again = proved(merge(merged.base, merged.script, adapted), adapted)
    assert sorted(by_hand(again)) == sorted(by_hand(merged))


@settings(max_examples=200)
@given(st.lists(SENTENCES.filter("---".__ne__), min_size=1, max_size=14, unique=True), st.integers(0, 10_000))
def test_adapting_again_changes_nothing(lines: list[str], seed: int) -> None:
    chance = random.Random(seed)
    mine = tampered(made(*lines), chance)
    adapted = made(*([line for line in lines if chance.random() < 0.8] or lines))
    merged = proved(merge(made(*lines), mine, adapted), adapted)
    assert merge(merged.base, merged.script, adapted).script == merged.script


@settings(max_examples=200)
@given(STORIES, st.integers(0, 10_000))
def test_settled_edits_keep_every_word_of_the_story(lines: list[str], seed: int) -> None:
    base = made(*lines)
    settled, _ = settle(base, tampered(base, random.Random(seed)))
    check_words(settled, story(base))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_edits_to_a_sample_survive_a_rewritten_story(seed: int) -> None:
    chance = random.Random(seed)
    tale = stories.read(chance.choice(SAMPLES))
    base = spotted(adapt(tale), library.ambiences())
    mine = tampered(base, chance)
    known = {person.name for person in base.characters}
    people = (*base.characters, *(person for person in mine.characters if person.name not in known))
    paragraphs = tale.text.split("\n\n")
    for _ in range(chance.randint(0, 4)):
        i = chance.randrange(len(paragraphs))
        changes: tuple[Callable[[], object], ...] = (
            lambda i=i: paragraphs.pop(i),  # type: ignore[misc]
            lambda i=i: paragraphs.insert(i, "“And then,” said Wren, “it rained on everybody.”"),  # type: ignore[misc]
            lambda i=i: paragraphs.append(paragraphs.pop(i)),  # type: ignore[misc]
            lambda i=i: paragraphs.__setitem__(i, paragraphs[i].replace("the", "that", 2)),  # type: ignore[misc]
        )
        chance.choice(changes)()
    rewritten = replace(tale, text="\n\n".join(paragraphs), sha256="two")
    new = spotted(adapt(rewritten), library.ambiences())
    for known_base in (base, None):
        merged = merge(known_base, replace(mine, characters=people), new)
        check_words(merged.script, rewritten)
        assert script_file.parse(script_file.dump(merged.script)) == merged.script
        assert merge(merged.base, merged.script, new).script == merged.script


@pytest.mark.slow
def test_merging_takes_time_by_the_number_of_lines() -> None:
    def merging(count: int) -> Callable[[], Merged]:
        base, mine, new = quarrel(count)
        return lambda: merge(base, mine, new)

    assert growth(merging, 400) < LINEAR
    base, mine, new = quarrel(2_000)
    check_words(merge(base, mine, new).script, story(new))


def quarrel(count: int) -> tuple[Script, Script, Script]:
    """Return a script of so many lines, a person's version of it, and one of the story rewritten."""
    lines = [
        f"{PEOPLE[i % 3]}: This is line {i} of a very long quarrel about {i % 17} lamps."
        for i in range(count)
    ]
    base = made(*lines)
    mine = with_cues(
        base, lambda cues: [replace(c, speaker="Wren") if c.number % 40 == 0 else c for c in cues]
    )
    new = made(
        *(line.replace("very", "rather") if i % 100 == 0 else line for i, line in enumerate(lines[100:])),
        sha="b",
    )
    return base, mine, new


def test_what_a_script_says_about_the_story_outlives_a_new_adaptation() -> None:
    base = replace(BASE, about=About(language="en", series="The Coast", part="1"))
    mine = replace(base, about=replace(base.about, season="2", series="The Pier"))
    new = replace(fresh(before=(0, "narrator: It was dark.")), about=replace(base.about, part="2"))
    assert merge(base, mine, new).script.about == About(
        language="en", series="The Pier", part="2", season="2"
    )
