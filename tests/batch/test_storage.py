"""A collection on storages: the one in memory, and a real S3 server on loopback."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

pytest.importorskip("fsspec")

from drama.batch.remote.storage import DividedBackend, ObjectBackend, Storage, is_remote
from drama.errors import UsageError
from drama.model import Utterance
from drama.speech.engine import Speech
from drama.speech.take_store import COMMON, Folder, Store


@pytest.fixture(params=["memory", "folder", pytest.param("s3", marks=pytest.mark.slow)])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    name = f"collection-{uuid4().hex}"
    if request.param == "memory":
        return Storage(f"memory://{name}")
    if request.param == "folder":
        return Storage(f"local://{tmp_path}/{name}")
    url: str = request.getfixturevalue("s3_url")
    return Storage(url)


def test_what_is_written_is_listed_and_read(storage: Storage) -> None:
    storage.write("stories/001 A.txt", b"Once")
    storage.write("voices.yaml", b"house: {}\n")
    assert {name: listed.size for name, listed in storage.listing().items()} == {
        "stories/001 A.txt": 4,
        "voices.yaml": 10,
    }
    assert set(storage.listing("stories")) == {"stories/001 A.txt"}
    assert storage.read("stories/001 A.txt") == b"Once"


def test_a_folder_can_be_left_out_of_the_listing(storage: Storage) -> None:
    for name in ("stories/001 A.txt", "voices.yaml", ".drama/takes/ab/cd", "output/001/manifest.json"):
        storage.write(name, b"Once")
    assert set(storage.listing(but=".drama")) == {
        "stories/001 A.txt",
        "voices.yaml",
        "output/001/manifest.json",
    }


def test_a_file_written_again_has_another_stamp(storage: Storage) -> None:
    storage.write("voices.yaml", b"house: {}\n")
    before = storage.listing()["voices.yaml"].stamp
    storage.write("voices.yaml", b"house: {engine: tone}\n")
    assert storage.listing()["voices.yaml"].stamp != before


def test_a_folder_that_is_not_there_lists_nothing(storage: Storage) -> None:
    assert storage.listing("output") == {}


def test_a_missing_file_is_a_key_error(storage: Storage) -> None:
    with pytest.raises(KeyError):
        storage.read("voices.yaml")


def test_files_are_fetched_and_put_under_their_names(storage: Storage, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for name in ("output/001.mp3", "output/001/manifest.json"):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_bytes(name.encode())
    storage.push(here, ["output/001.mp3"], last="output/001/manifest.json")
    storage.pull(["output/001.mp3", "output/001/manifest.json"], there)
    assert (there / "output/001.mp3").read_bytes() == b"output/001.mp3"
    assert (there / "output/001/manifest.json").read_bytes() == b"output/001/manifest.json"


def test_takes_lie_on_it_as_on_any_shelf(storage: Storage, tmp_path: Path) -> None:
    store = Store(ObjectBackend(storage, ".drama/takes", Folder(tmp_path / "near")))
    sound = np.linspace(-0.5, 0.5, 2205, dtype=np.float32)
    utterance = Utterance(text="Once", engine="tone", voice="low")
    entry = store.add("ab" * 32, utterance, Speech(samples=sound, rate_hz=22_050))
    assert store.having(["ab" * 32, "cd" * 32, None]) == {"ab" * 32}
    assert store.entry("ab" * 32) == entry
    assert len(store.samples("ab" * 32)) == 4410


def test_a_take_is_fetched_once(storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage.write(f".drama/takes/001/{'ab' * 32}", b"a take")
    backend = ObjectBackend(storage, ".drama/takes/001", Folder(tmp_path / "near"))
    backend.write("cd" * 32, b"another")
    assert backend.read("ab" * 32) == b"a take"
    monkeypatch.setattr(storage, "read", lambda name: pytest.fail(f"{name} is fetched again"))
    assert [backend.read(name) for name in ("ab" * 32, "cd" * 32)] == [b"a take", b"another"]


def test_a_take_that_is_not_listed_is_not_asked_for(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = ObjectBackend(storage, ".drama/takes/001", Folder(tmp_path / "near"))
    monkeypatch.setattr(storage, "read", lambda name: pytest.fail(f"{name} is asked for"))
    with pytest.raises(KeyError):
        backend.read("ab" * 32)


def test_a_divided_shelf_keeps_what_is_common_apart(tmp_path: Path) -> None:
    common, own = Folder(tmp_path / "common"), Folder(tmp_path / "own")
    backend, names = DividedBackend(common, own), {COMMON + "ab" * 32, "cd" * 32}
    for name in names:
        backend.write(name, name.encode())
    assert [{name for name, _, _ in part.sizes()} for part in (common, own)] == [
        {n} for n in sorted(names, reverse=True)
    ]
    assert backend.having({*names, "ef" * 32}) == {name for name, _, _ in backend.sizes()} == names
    assert {backend.read(name) for name in names} == {name.encode() for name in names}
    for name in names:
        backend.remove(name)
    assert not backend.having(names)


def test_a_damaged_take_on_it_is_removed(storage: Storage, tmp_path: Path) -> None:
    backend = ObjectBackend(storage, ".drama/takes", Folder(tmp_path / "near"))
    backend.write("ab" * 32, b"half a take")
    with pytest.raises(KeyError):
        Store(backend).entry("ab" * 32)
    assert backend.having(["ab" * 32]) == set()


def test_only_an_address_is_remote() -> None:
    assert is_remote("s3://bucket/tales")
    assert not is_remote("C:\\tales")
    assert not is_remote("/home/tales")


def test_an_unknown_kind_of_storage_is_an_error() -> None:
    with pytest.raises(UsageError, match="nosuch"):
        Storage("nosuch://tales")
