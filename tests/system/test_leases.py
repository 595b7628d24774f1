"""Names tell their owner: one that lives is asked for, one that is gone isn't taken for another."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from drama.system.leases import abandoned, signed

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc")


def is_abandoned(path: Path) -> bool:
    path.touch()
    return abandoned(path, "left-", time.time())


def test_what_a_living_process_signed_is_not_abandoned(tmp_path: Path) -> None:
    assert not is_abandoned(tmp_path / signed("left-"))


def test_what_an_earlier_process_of_the_same_number_signed_is_abandoned(tmp_path: Path) -> None:
    machine, process, token = signed("left-").removeprefix("left-").split("-")
    earlier = f"{process.partition('.')[0]}.1"
    assert is_abandoned(tmp_path / f"left-{machine}-{earlier}-{token}")


def test_a_fork_signs_for_itself() -> None:
    mine = signed("left-").split("-")[2]
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.write(write, signed("left-").split("-")[2].encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as said:
        its = said.read()
    os.waitpid(child, 0)
    assert mine.partition(".")[0] == str(os.getpid())
    assert its.partition(".")[0] == str(child)


@pytest.mark.slow
def test_what_a_killed_process_signed_is_abandoned_before_anybody_asks_for_it(tmp_path: Path) -> None:
    code = (
        "import time\nfrom drama.system.leases import signed\n"
        "print(signed('left-'), flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        path = tmp_path / owner.stdout.readline().strip()
        assert not is_abandoned(path)
        owner.kill()
        os.waitid(os.P_PID, owner.pid, os.WEXITED | os.WNOWAIT)  # dead, and left as it lies
        assert is_abandoned(path)
