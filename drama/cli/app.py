"""The command line: what each command takes; `calling` says how one is called."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drama import __version__
from drama.cli import calling, help  # noqa: A004 - the command line's

if TYPE_CHECKING:
    from collections.abc import Callable

app = typer.Typer(
    cls=help.Commands,
    context_settings=help.SETTINGS,
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="From prose to a mastered audio drama: drama render 003",
)

Stories = Annotated[
    list[str] | None,
    typer.Argument(help="Numbers, ranges, names or files: 1 003 5-8 lamp tale.txt", metavar="STORY"),
]
OneStory = Annotated[str, typer.Argument(help="A number, a name or a file.", metavar="STORY")]
Project = Annotated[
    Path | None, typer.Option("--project", help="Another collection's folder.", metavar="DIR")
]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Processes; all cores when not given.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done again, and why; do nothing.")]

MasterOf = Annotated[
    str | None, typer.Option("--preset", help="What `drama master` made for this one, not the episode.")
]
Attributor = Annotated[
    str | None,
    typer.Option(help="Where a story is adapted, ask a model about doubtful lines.", metavar="openai|none"),
]
BaseUrl = Annotated[str | None, typer.Option(help="Its address: http://localhost:11434/v1", metavar="URL")]
Model = Annotated[str | None, typer.Option(help="Its model's name there.", metavar="NAME")]


def _command(declared: Callable[..., None]) -> Callable[..., None]:
    """Add a command of this name, help and signature."""
    calling.add(app, declared)
    return declared


def _version(value: bool) -> None:
    if value:
        sys.stdout.write(f"drama {__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and stop.")
    ] = False,
) -> None:
    pass


@_command
def render(
    stories: Stories = None,
    project: Project = None,
    jobs: Jobs = None,
    preset: Annotated[
        str | None, typer.Option(help="podcast, streaming, broadcast, acx or custom.", metavar="PRESET")
    ] = None,
    dry_run: DryRun = False,
    stems: Annotated[bool, typer.Option("--stems", help="Write each bus as a file of its own, too.")] = False,
    chapter: Annotated[int | None, typer.Option(min=1, help="One chapter alone, by number.")] = None,
    scene: Annotated[int | None, typer.Option(min=1, help="One scene alone, by number.")] = None,
    first: Annotated[str | None, typer.Option(help="The beginning alone.", metavar="60s")] = None,
    attributor: Attributor = None,
    base_url: BaseUrl = None,
    model: Model = None,
) -> None:
    """Make the episode of a story; only what changed is done again.

    A part alone goes to output/003/excerpts/.

    Example: drama render 003 --first 60s
    """


@_command
def script(
    stories: Stories = None,
    project: Project = None,
    replacements: Annotated[
        list[str] | None,
        typer.Option("--replace", help="Give everything that OLD says to NEW.", metavar="OLD=NEW"),
    ] = None,
    merges: Annotated[
        list[str] | None,
        typer.Option("--merge", help="Two characters are one: the second stays.", metavar="ONE=OTHER"),
    ] = None,
    not_one: Annotated[
        list[str] | None,
        typer.Option("--apart", help="Two characters are two people: don't ask again.", metavar="ONE=OTHER"),
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow", help="Change the lines that hang on your corrections, too.")
    ] = False,
    answers: Annotated[
        list[str] | None,
        typer.Option("--answer", help="Say who speaks a cue, or cues in turn.", metavar="CUE[-CUE]=NAMES"),
    ] = None,
    attributor: Attributor = None,
    base_url: BaseUrl = None,
    model: Model = None,
) -> None:
    """Adapt a story: find who says what and write scripts/NUMBER.yaml, for you to read and mend.

    Example: drama script 003 --replace "the housekeeper=Mrs Dale"
    """


@_command
def diff(stories: Stories = None, project: Project = None) -> None:
    """Show how scripts differ from what drama would make of their stories now.

    Example: drama diff 003
    """


@_command
def schema(
    of: Annotated[
        str,
        typer.Argument(
            help="Of voices.yaml or a script; or all settings, for people.", metavar="voices|script|settings"
        ),
    ],
) -> None:
    """Print the JSON schema of voices.yaml or of a script, for an editor that completes and checks YAML.

    Example: drama schema voices > voices.schema.json
    """


@_command
def cast(
    stories: Stories = None,
    project: Project = None,
    audition: Annotated[
        bool, typer.Option("--audition", help="Write a page with each voice and two others to listen to.")
    ] = False,
    changes: Annotated[
        list[str] | None, typer.Option("--set", help="Change a voice in voices.yaml.", metavar="NAME=VOICE")
    ] = None,
) -> None:
    """Give every character a voice, enter new ones into voices.yaml, and show how far apart they sound.

    Example: drama cast 003 --audition
    """


@_command
def sides(
    story: OneStory,
    name: Annotated[str, typer.Argument(help="A character, or narrator.", metavar="NAME")],
    page: Annotated[
        bool, typer.Option("--page", help="Serve a link that opens this part alone, to read and record.")
    ] = False,
    project: Project = None,
) -> None:
    """Write an actor's sides: her numbered lines with the cues before them, as text, page and PDF.

    Example: drama sides 003 Ines
    """


@_command
def voices(
    project: Project = None,
    engine: Annotated[str | None, typer.Option(help="Only this engine's.")] = None,
    gender: Annotated[str | None, typer.Option(help="female, male or unknown.")] = None,
    language: Annotated[str | None, typer.Option(help="A language or accent: en-GB.")] = None,
    age: Annotated[str | None, typer.Option(help="child, young, adult, old or unknown.")] = None,
    play: Annotated[str | None, typer.Option(help="A voice to hear now.", metavar="VOICE")] = None,
    sample: Annotated[str | None, typer.Option(help="A voice to write a WAV of.", metavar="VOICE")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the sample goes.", metavar="FILE.wav")] = None,
    get: Annotated[
        str | None,
        typer.Option(help="Voices to download: kokoro, piper-starter, or one of Piper's.", metavar="NAME"),
    ] = None,
    given: Annotated[
        Path | None,
        typer.Option("--from", help="With --get: a folder that has the files already.", metavar="FOLDER"),
    ] = None,
) -> None:
    """List the voices that can be had here, play or save a sample of one, or download one.

    Example: drama voices --gender female --language en-GB
    """


@_command
def lexicon(
    stories: Stories = None,
    project: Project = None,
    audition: Annotated[
        bool, typer.Option("--audition", help="Write output/NUMBER/lexicon.html to listen to them.")
    ] = False,
    take: Annotated[
        Path | None,
        typer.Option("--import", help="Show a W3C lexicon as lines for voices.yaml.", metavar="PLS"),
    ] = None,
    give: Annotated[
        Path | None,
        typer.Option("--export", help="Write the lexicon of voices.yaml as W3C PLS.", metavar="PLS"),
    ] = None,
) -> None:
    """List the names of a story that an engine may say wrong, and how it will say them.

    Example: drama lexicon 003 --audition
    """


@_command
def quotes(
    files: Annotated[
        list[str], typer.Argument(help="Stories as numbers or files, or folders of them.", metavar="FILE")
    ],
    out: Annotated[Path | None, typer.Option(help="Write a STEM.json a story here.", metavar="DIR")] = None,
) -> None:
    """List each quotation of stories with its place, speaker, confidence and reason.

    Example: drama quotes stories/ --out quotes/
    """


@_command
def check(
    stories: Stories = None,
    project: Project = None,
    below: Annotated[float, typer.Option(min=0, max=1, help="Ask about lines less sure than this.")] = 0.97,
    audio: Annotated[bool, typer.Option("--audio", help="Measure the finished episode instead.")] = False,
    hear: Annotated[bool, typer.Option("--hear", help="Have a recogniser hear every line instead.")] = False,
    preset: MasterOf = None,
) -> None:
    """List what wants a look before you render: doubtful speakers, contradictions, people split in two.

    With --audio the finished episode is measured, or what `drama master` made for a preset; a fail is an
    error, and the report lies beside the file. With --hear, lines whose words aren't heard are spoken again,
    up to three times, and the best take is kept in the script.

    Example: drama check 003
    """


@_command
def plot(stories: Stories = None, preset: MasterOf = None, project: Project = None) -> None:
    """Draw an episode's timeline, tracks, beds and loudness, as PNG and SVG.

    Example: drama plot 003
    """


@_command
def publish(
    formats: Annotated[
        str, typer.Option("--as", help="Formats, a comma between: m4b,epub,feed …", metavar="FORMATS")
    ],
    stories: Stories = None,
    project: Project = None,
    jobs: Jobs = None,
    base_url: Annotated[
        str | None,
        typer.Option("--base-url", help="Where output/ is published, for the feed.", metavar="URL"),
    ] = None,
    book: Annotated[
        bool, typer.Option("--book", help="The stories as one book, in output/published/.")
    ] = False,
) -> None:
    """Publish stories for players, readers and studios, into output/003/published/.

    mp3, m4b, opus, flac, wav: the sound, with chapters, cover and every tag. epub, html: to read along.
    shelf: a folder for Audiobookshelf. sample: a few minutes for shops. feed: the collection's podcast.
    script: for actors. stems, reaper, otio: for a studio.

    Example: drama publish 003 --as m4b,epub
    """


@_command
def pull(
    file: Annotated[
        Path, typer.Argument(help="A project that `drama publish --as reaper` made.", metavar="FILE.rpp")
    ],
    project: Project = None,
) -> None:
    """Bring what was changed in Reaper back: gaps, gains, pans and replaced takes, into the script.

    Example: drama pull output/003/published/reaper/003.rpp
    """


@_command
def master(
    preset: Annotated[str, typer.Option(help="podcast, streaming, broadcast, acx or custom.")],
    stories: Stories = None,
    project: Project = None,
    jobs: Jobs = None,
) -> None:
    """Master stories for another shop or station, from the mix that was kept, into output/003/PRESET/.

    For ACX that is a file of each chapter. The episode itself stays as it is.

    Example: drama master 003 --preset acx
    """


@_command
def explain(
    story: OneStory,
    cue: Annotated[
        str | None,
        typer.Argument(help="The cue's number, or a time: 42 or 2:57; else every cue.", metavar="CUE|TIME"),
    ] = None,
    project: Project = None,
) -> None:
    """Show why a line has its speaker, and what the engine is given to say.

    Example: drama explain 003 2:57
    """


@_command
def cue(
    story: OneStory,
    off: Annotated[
        list[int] | None, typer.Option("--off", help="Don't play this cue; may be repeated.", metavar="CUE")
    ] = None,
    use: Annotated[
        list[int] | None, typer.Option("--use", help="Play this proposal; may be repeated.", metavar="CUE")
    ] = None,
    instead: Annotated[
        list[str] | None,
        typer.Option("--instead", help="Another sound for a cue; may be repeated.", metavar="CUE=SOUND"),
    ] = None,
    midi: Annotated[
        Path | None, typer.Option(help="Write the music of its theme here, as MIDI.", metavar="DIR")
    ] = None,
    project: Project = None,
) -> None:
    """Show the cue sheet: every effect, ambience and piece of music, when, why, and what else would do.

    Example: drama cue 003 --off 75 --use 60 --instead 80=door-creak
    """


@_command
def play(
    story: OneStory,
    what: Annotated[
        str | None,
        typer.Argument(help="A cue by itself, or a time to begin at: 42 or 2:57.", metavar="CUE|TIME"),
    ] = None,
    scene: Annotated[int | None, typer.Option(min=1, help="One scene, with its sounds.")] = None,
    person: Annotated[str | None, typer.Option(help="All that somebody says.", metavar="NAME")] = None,
    preview_s: Annotated[
        float | None,
        typer.Option(
            "--preview", min=1, max=600, help="The first seconds, without an episode.", metavar="SECONDS"
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write a WAV instead of playing.", metavar="FILE.wav")
    ] = None,
    project: Project = None,
) -> None:
    """Play an episode from any time, or a line, a scene or a part of a story, spoken now if need be.

    Example: drama play 003 2:57
    """


@_command
def open_(
    story: Annotated[
        str | None, typer.Argument(help="A story; the whole collection when left out.", metavar="STORY")
    ] = None,
    project: Project = None,
    host: Annotated[
        str,
        typer.Option(
            help="Where to listen; any but this machine itself needs --password.", metavar="ADDRESS"
        ),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 for any that is free.")] = 0,
    password: Annotated[str | None, typer.Option(help="Asked for from others.", metavar="WORDS")] = None,
    stay: Annotated[bool, typer.Option("--stay", help="Go on when the page is closed.")] = False,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser on it.")] = True,
    jobs: Jobs = None,
) -> None:
    """Open the page in the browser: listen to a story, see who speaks, mend it by ear.

    Example: drama open 003
    """


@_command
def undo(
    story: OneStory,
    steps: Annotated[int, typer.Option("--steps", "-n", min=1, help="So many edits.")] = 1,
    project: Project = None,
) -> None:
    """Take back the last edit that was made on the page.

    Example: drama undo 003
    """


@_command
def watch(stories: Stories = None, project: Project = None, jobs: Jobs = None) -> None:
    """Render stories again whenever their files are saved; Ctrl-C ends it.

    Example: drama watch 003
    """


@_command
def batch(
    stories: Stories = None,
    project: Annotated[
        str | None,
        typer.Option("--project", help="Another collection's folder, or s3://bucket/folder.", metavar="DIR"),
    ] = None,
    jobs: Jobs = None,
    preset: Annotated[
        str | None, typer.Option(help="podcast, streaming, broadcast, acx or custom.", metavar="PRESET")
    ] = None,
    dry_run: DryRun = False,
    fail_fast: Annotated[
        bool, typer.Option("--fail-fast/--keep-going", help="Stop at the first story that fails.")
    ] = False,
    only_changed: Annotated[
        bool, typer.Option("--only-changed", help="Leave stories that failed and haven't changed since.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Begin no more stories than this.")] = None,
    shard: Annotated[
        str | None, typer.Option(help="Do a job array's share: 3/16 is the third of sixteen.", metavar="I/N")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--cluster", help="Render on a Dask cluster: local, or its scheduler.", metavar="tcp://HOST:PORT"
        ),
    ] = None,
    attributor: Attributor = None,
    base_url: BaseUrl = None,
    model: Model = None,
) -> None:
    """Render the whole collection, or the stories named.

    Example: drama batch
    """


@_command
def status(
    stories: Stories = None,
    project: Project = None,
    voice: Annotated[str | None, typer.Option(help="Only episodes in which this voice is heard.")] = None,
    before: Annotated[
        str | None, typer.Option(help="Only episodes older than this lexicon entry.", metavar="TERM")
    ] = None,
) -> None:
    """Show each story's state, length, loudness and voices, as the last runs left them.

    Example: drama status --voice en-us+f3
    """


@_command
def clean(
    project: Project = None,
    days: Annotated[float, typer.Option(min=0, help="Takes unused for so many days may go.")] = 30.0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go; remove nothing.")] = False,
) -> None:
    """Remove from the cache what nothing has used for long, and what interrupted runs left.

    Example: drama clean --days 30 --dry-run
    """


@_command
def sounds(
    names: Annotated[
        list[str] | None, typer.Argument(help="Sounds to write; all when only --out is given.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write them here as WAV.", metavar="DIR")] = None,
    seconds: Annotated[
        float | None, typer.Option(min=0.1, max=3600, help="How long; else its own length.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Another number, another rain.")] = 1,
    plot: Annotated[bool, typer.Option("--plot", help="Draw a spectrogram beside each.")] = False,
    play: Annotated[bool, typer.Option("--play", help="Play them instead, one after the other.")] = False,
    project: Project = None,
) -> None:
    """List the effects, ambiences and music: your own and the built-in; or write or play some.

    Example: drama sounds rain door-slam --play
    """


@_command
def eval_(
    folder: Annotated[Path, typer.Argument(help="A folder of marked stories.", metavar="GOLD_DIR")],
    per_story: Annotated[bool, typer.Option("--per-story", help="One line for each story, too.")] = False,
    attributor: Attributor = None,
    base_url: BaseUrl = None,
    model: Model = None,
) -> None:
    """Measure how well drama tells who speaks, on stories that you have marked.

    With --attributor it tells what a language model gains: run it once without, once with.

    Example: drama eval my-marked-stories
    """


@_command
def doctor(project: Project = None) -> None:
    """Check what a render needs here: engines, encoder, disk, voices.

    Example: drama doctor
    """


@_command
def trust(
    project: Project = None,
    forget: Annotated[bool, typer.Option("--forget", help="Agree to nothing any more.")] = False,
) -> None:
    """Agree, once, to the programs that voices.yaml runs and the servers that it sends lines to.

    Look at them first: a collection may come from somebody else.

    Example: drama trust
    """


@_command
def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make.", metavar="DIR")] = Path(),
    title: Annotated[str | None, typer.Option(help="Of the show or the book.")] = None,
    author: Annotated[str | None, typer.Option(help="Of the stories.")] = None,
    language: Annotated[str | None, typer.Option(help="Such as en-GB.")] = None,
    series: Annotated[str | None, typer.Option(help="That the stories belong to.")] = None,
    cover: Annotated[Path | None, typer.Option(help="A square JPEG or PNG.", metavar="FILE")] = None,
) -> None:
    """Make a new collection: a commented voices.yaml and one tiny story.

    In a terminal it asks for title, author, series and cover; Enter leaves each for later.

    Example: drama init my-stories --title "Stories of the Coast"
    """
