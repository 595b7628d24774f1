"""drama reads prose stories, finds who says what, gives every character a voice, and mixes an audio drama.

The path of the data, each stage a folder of this package:

    Story --adapt--> Script --cast--> Cast --speech--> Takes --mix--> Mix --master--> one measured file

Glossary
    project     a folder with stories, voices.yaml, scripts and episodes
    story       prose, as its author wrote it
    script      the story as a play: scenes of cues; the file scripts/NUMBER.yaml
    cue         one entry of a script: narration, a line, a pause, a sound
    line        a cue that a character speaks
    how         a cue's direction: whispered, thought, radio
    spotting    reading the narration for the sounds that it calls for
    cast        who has which voice
    voice       an engine, a voice of it, rate and pitch
    seat        where a character sits between left (-1) and right (1)
    utterance   what an engine is asked to speak
    take        an utterance spoken, kept in the store
    clip        a take or a sound placed on the timeline
    timeline    every clip of an episode with its place, level and treatment
    treatment   what a line goes through before it is heard: a telephone, a loudspeaker
    bus         narration, dialogue, effects, ambience or music
    bed         ambience or music under the speech
    room tone   the noise of an empty room, heard between the lines
    stem        one bus alone, at full length
    region      a stretch of the timeline that is mixed by itself
    mix         all buses together, before mastering
    master      the mix at the preset's loudness and true peak
    preset      what a shop or station asks of a file
    episode     the finished file with what goes with it
    manifest    what an episode was made from; written last, so that it seals the episode
    sides       one character's lines with the cues before them, for an actor

docs/architecture.md shows the rooms of the house, a line's way through them, and the key of every cache.
"""

__version__ = "0.2.0"
