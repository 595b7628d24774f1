"""Collections on a storage: planned from one listing, rendered by the workers, the same as on a disk."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
import soundfile

pytest.importorskip("fsspec")

from drama.batch import Report, batch
from drama.batch.remote import WorkingCopy, batch_there, render
from drama.batch.remote.storage import Storage
from drama.batch.values import Unwatched
from drama.errors import InputError
from drama.project.layout import Project

TALES = {
    "stories/001 The Ferry.txt": "“You are late,” said Agnes.\n\n“So are you,” said Barnaby.\n",
    "stories/002 The Clock.txt": "Agnes wound the clock.\n\n“It runs backwards,” she said.\n",
    "stories/003 The Dog.txt": "“Whose dog is this?” asked Colette.\n\n“Nobody's,” said Agnes.\n",
    "voices.yaml": "house: {engine: tone}\n",
}


@pytest.fixture
def storage() -> Storage:
    found = Storage(f"memory://collection-{uuid4().hex}")
    for name, text in TALES.items():
        found.write(name, text.encode())
    return found


@pytest.fixture
def bucket(s3_url: str) -> Storage:
    found = Storage(s3_url)
    for name, text in TALES.items():
        found.write(name, text.encode())
    return found


def old(folder: Path) -> None:
    """Let stories be old enough for stamps; what was just fetched isn't."""
    for path in (folder / "stories").iterdir():
        os.utime(path, (time.time() - 3600,) * 2)


def run(copy: WorkingCopy, **options: object) -> dict[str, str]:
    report: Report = batch_there(copy, **({"jobs": 1} | options))  # type: ignore[arg-type]
    report.check()
    return {ended.key: ended.state for ended in report.stories}


def sound_of(content: bytes, folder: Path) -> np.ndarray:
    path = folder / "episode.mp3"
    path.write_bytes(content)
    return soundfile.read(path)[0]


def local(folder: Path) -> Project:
    project = Project(root=folder)
    for name, text in TALES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    batch(project, project.stories(), jobs=1).check()
    return project


def assert_same(storage: Storage, project: Project, tmp_path: Path) -> None:
    assert storage.read("voices.yaml").decode() == project.voices.read_text(encoding="utf-8")
    for key in ("001", "002", "003"):
        assert storage.read(f"scripts/{key}.yaml").decode() == project.script(key).read_text(encoding="utf-8")
        here, _rate = soundfile.read(project.episode(key))
        assert np.array_equal(sound_of(storage.read(f"output/{key}.mp3"), tmp_path), here)


def test_what_is_made_there_is_what_is_made_here(storage: Storage, tmp_path: Path) -> None:
    states = run(WorkingCopy(storage, tmp_path / "copy"))
    assert states == dict.fromkeys(("001", "002", "003"), "made")
    assert_same(storage, local(tmp_path / "local"), tmp_path)


def test_a_second_run_makes_nothing_and_fetches_no_episode(storage: Storage, tmp_path: Path) -> None:
    run(WorkingCopy(storage, tmp_path / "copy"))
    assert set(run(WorkingCopy(storage, tmp_path / "copy")).values()) == {"fresh"}
    manifest = json.loads(storage.read("output/001/manifest.json"))
    assert (tmp_path / "copy" / "output" / "001.mp3").stat().st_size == manifest["episode"]["bytes"]
    assert not any((tmp_path / "copy" / "output" / "001.mp3").read_bytes())


def test_another_machine_finds_all_fresh(storage: Storage, tmp_path: Path) -> None:
    run(WorkingCopy(storage, tmp_path / "one"))
    assert set(run(WorkingCopy(storage, tmp_path / "other")).values()) == {"fresh"}


def test_a_story_changed_there_alone_is_made_again(storage: Storage, tmp_path: Path) -> None:
    run(WorkingCopy(storage, tmp_path / "copy"))
    storage.write("stories/002 The Clock.txt", "Agnes stopped it.\n\n“It stands,” she said.\n".encode())
    states = run(WorkingCopy(storage, tmp_path / "copy"))
    assert states == {"001": "fresh", "002": "made", "003": "fresh"}


def test_an_episode_without_its_manifest_is_not_finished(storage: Storage, tmp_path: Path) -> None:
    run(WorkingCopy(storage, tmp_path / "copy"))
    storage.remove("output/003/manifest.json")
    assert run(WorkingCopy(storage, tmp_path / "copy"))["003"] == "made"


def test_a_story_lists_its_own_takes_and_the_voices_levels_once(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(WorkingCopy(storage, tmp_path / "copy"))
    levels = storage.listing(".drama/levels")
    storage.write("stories/002 The Clock.txt", "Agnes stopped it.\n\n“It stands,” she said.\n".encode())
    real, listed = Storage.listing, list[str]()

    def noting(self: Storage, under: str = "", but: str = "") -> object:
        listed.append(under)
        return real(self, under, but)

    monkeypatch.setattr(Storage, "listing", noting)
    render._working_folder.cache_clear()  # as in a new worker
    run(WorkingCopy(storage, tmp_path / "copy"))
    assert sorted(filter(None, listed)) == [".drama/levels", ".drama/takes/002"]
    assert levels
    assert real(storage, ".drama/levels") == levels  # none was spoken again


def test_the_plan_needs_one_listing_whatever_the_number_of_stories(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(WorkingCopy(storage, tmp_path / "copy"))
    old(tmp_path / "copy")
    run(WorkingCopy(storage, tmp_path / "copy"))
    asked: list[str] = []
    for name in ("listing", "look", "read", "pull"):
        real = getattr(Storage, name)

        def noting(
            self: Storage, *arguments: object, real: object = real, name: str = name, **options: object
        ) -> object:
            if name != "pull" or list(arguments[0]):  # type: ignore[call-overload]
                asked.append(name)
            return real(self, *arguments, **options)  # type: ignore[operator]

        monkeypatch.setattr(Storage, name, noting)
    copy = WorkingCopy(storage, tmp_path / "copy")
    copy.fetch()
    assert asked == ["listing"]


def test_a_batch_tells_of_another_that_has_not_ended(storage: Storage, tmp_path: Path) -> None:
    class Watching(Unwatched):
        def note(self, message: str) -> None:
            notes.append(message)

    notes: list[str] = []
    copy = WorkingCopy(storage, tmp_path / "copy")
    with WorkingCopy(storage, tmp_path / "other").announced(Unwatched()):
        run(copy, watcher=Watching())
    (note,) = notes
    assert f"another batch, process {os.getpid()} on " in note
    run(copy, watcher=Watching())
    assert notes == [note]


def test_voices_changed_there_by_somebody_else_meanwhile_are_not_replaced(
    storage: Storage, tmp_path: Path
) -> None:
    copy = WorkingCopy(storage, tmp_path / "copy")
    copy.fetch()
    storage.write("voices.yaml", b"house: {engine: tone}\n# theirs\n")
    copy.project.voices.write_text("house: {engine: tone}\n# ours, longer\n", encoding="utf-8")
    with pytest.raises(InputError, match="changed there meanwhile"):
        copy.put_papers()


@pytest.mark.slow
def test_on_a_real_s3_server_and_worker_processes_the_episodes_are_the_same(
    bucket: Storage, tmp_path: Path
) -> None:
    states = run(WorkingCopy(bucket, tmp_path / "copy"), jobs=2)
    assert states == dict.fromkeys(("001", "002", "003"), "made")
    assert_same(bucket, local(tmp_path / "local"), tmp_path)
    assert set(run(WorkingCopy(bucket, tmp_path / "copy"), jobs=2).values()) == {"fresh"}


@pytest.mark.slow
def test_a_real_s3_server_is_asked_for_one_listing_a_folder_and_no_file_that_is_known(
    bucket: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(40):
        bucket.write(f"stories/{n + 100} Tale.txt", b"Once.\n")
        bucket.write(f".drama/takes/ab/{n}", b"a take")
    WorkingCopy(bucket, tmp_path / "copy").fetch()
    requests: list[str] = []
    s3fs = pytest.importorskip("s3fs")
    real = s3fs.S3FileSystem._call_s3

    async def noting(files: object, method: str, *arguments: object, **options: object) -> object:
        requests.append(method)
        return await real(files, method, *arguments, **options)

    monkeypatch.setattr(s3fs.S3FileSystem, "_call_s3", noting)
    WorkingCopy(bucket, tmp_path / "copy").fetch()
    assert requests == ["list_objects_v2"] * 2  # of the collection, and of stories/: there is no other folder


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_cluster_on_a_real_s3_server_makes_the_same(bucket: Storage, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    from drama.batch import dask_cluster

    def on(client: object) -> object:
        return lambda tasks, work, *, jobs, heard: dask_cluster.run(tasks, work, client)

    with dask_cluster.connect("local", 2) as client:
        states = run(WorkingCopy(bucket, tmp_path / "copy"), runner=on(client))
    assert states == dict.fromkeys(("001", "002", "003"), "made")
    assert_same(bucket, local(tmp_path / "local"), tmp_path)
