"""drama reads prose stories, finds who says what, gives every character a voice, and mixes an audio drama.

The path of the data, each arrow a module named by its verb:

    Story --adapt--> Script --cast--> Cast --direct--> Utterances --record--> Takes
          --edit--> Timeline --mix--> Mix --master--> Master --package--> Episode

Glossary
    story       prose, as its author wrote it
    script      the story as a play: scenes of cues; the file scripts/NUMBER.yaml
    cue         one entry of a script: narration, a line, a pause, a sound
    line        a cue that a character speaks
    how         a cue's direction: whispered, thought, radio
    cast        who has which voice
    voice       an engine, a voice of it, rate and pitch
    utterance   what an engine is asked to speak
    take        an utterance spoken, kept in the store
    clip        a take or a sound placed on the timeline
    seat        where a character sits between left (−1) and right (1)
    bus         narration, dialogue, effects, ambience or music
    bed         ambience or music under the speech
    stem        one bus alone, at full length
    mix         all buses together, before mastering
    master      the mix at the preset's loudness and true peak
    episode     the finished file with what goes with it

docs/architecture.md has the floors of the house and the reasons.
"""

__version__ = "0.1.0"
