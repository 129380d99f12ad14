"""The wall holds, at every level that this machine has, as root and as an ordinary user."""

from __future__ import annotations

import errno
import json
import os
import struct
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest
from wall_driver import ROOT, Outcome, Task

from grader.errors import SandboxError
from grader.model import Level
from grader.sandbox.wall import build_seccomp, cgroups, detection, filters, outer, scratch
from grader.sandbox.wall.spec import WallSpec

LEVELS: Final = [
    level.value for level in (Level.FULL, Level.KERNEL) if detection.attempt(level).stands
]
USERS: Final = ["root", "user"] if os.geteuid() == 0 else ["user"]
EVERYWHERE: Final = [
    pytest.param(level, user, id=f"{level}-{user}") for level in LEVELS for user in USERS
]
DRIVER: Final = Path(__file__).with_name("wall_driver.py")

every_level = pytest.mark.parametrize("level,user", EVERYWHERE)


def behind(level: str, user: str, code: str, **task: Any) -> Outcome:
    """Run *code* behind the wall, with the grader as *user*."""
    argv = [sys.executable, str(DRIVER)]
    if os.geteuid() == 0 and user != "root":
        argv = as_ordinary_user(argv)
    asked = json.dumps(asdict(Task(level, code, **task)))
    done = subprocess.run(argv, input=asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Outcome(**json.loads(done.stdout))


def as_ordinary_user(argv: list[str]) -> list[str]:
    """Run a command as nobody in particular, even if Python is where only root may go."""
    needed = [Path(path) for path in (sys.base_prefix, sys.prefix, ROOT)]
    closed = {above for path in needed for above in path.parents if not above.stat().st_mode & 1}
    shown: list[str] = []
    for folder in sorted(closed):
        shown += ["--perms", "0755", "--tmpfs", str(folder)]
    for path in needed:
        if closed & set(path.parents):
            inside = [above for above in reversed(path.parents) if closed & set(above.parents)]
            shown += [word for above in inside for word in ("--perms", "0755", "--dir", str(above))]
            shown += ["--ro-bind", str(path), str(path)]
    become = (
        "import os, sys; os.setgroups([]); os.setgid(54321); os.setuid(54321);"
        " os.execv(sys.argv[1], sys.argv[1:])"
    )
    return [
        *("bwrap", "--dev-bind", "/", "/", *shown, "--setenv", "HOME", "/"),
        *("--", sys.executable, "-c", become, *argv),
    ]


def answers(level: str, user: str, code: str, **task: Any) -> dict[str, Any]:
    """Run *code*, which fills a dict ``found``, and return the dict."""
    done = behind(
        level, user, f"found = {{}}\n{code}\nimport json; print(json.dumps(found))", **task
    )
    assert done.exit == 0, done.out
    found: dict[str, Any] = json.loads(done.out.splitlines()[-1])
    return found


TRY: Final = """
import errno, os
def attempt(name, function, *args):
    try:
        function(*args)
    except (OSError, ValueError) as error:
        found[name] = errno.errorcode.get(getattr(error, "errno", None), str(error))
    else:
        found[name] = "done"
"""


# ------------------------------------------------------------------ what must not work


HOSTILE: Final = (
    TRY
    + """
import ctypes, fcntl, resource, signal, socket, subprocess, sys
intel = os.uname().machine == "x86_64"
libc = ctypes.CDLL(None, use_errno=True)
def call(name, *args):
    if getattr(libc, name)(*args) == -1:
        raise OSError(ctypes.get_errno(), name)
attempt("descriptors", lambda: [os.fstat(fd) for fd in range(3, 64) if fd != control])
attempt("passwords", open, "/etc/shadow")
attempt("checkout", open, CHECKOUT + "/grader/model.py")
attempt("checkout listing", os.listdir, CHECKOUT + "/docs")
attempt("process 1", open, "/proc/1/environ")
attempt("parent's memory", open, f"/proc/{os.getppid()}/mem", "rb+")
attempt("sysctl", open, "/proc/sys/kernel/hostname", "w")
attempt("write to system", open, "/usr/written", "w")
attempt("write to library", open, os.path.dirname(os.__file__) + "/written", "w")
attempt("create device", os.mknod, "device", 0o666 | 0o020000, os.makedev(1, 1))
attempt("internet", socket.socket, socket.AF_INET)
attempt("netlink", socket.socket, socket.AF_NETLINK, socket.SOCK_RAW)
attempt("kernel crypto", socket.socket, socket.AF_ALG, socket.SOCK_SEQPACKET)
attempt("virtual machine's host", socket.socket, socket.AF_VSOCK)
attempt("namespace", call, "unshare", 0x10000000)
attempt("namespace by clone", call, "syscall", 56 if intel else 220, 0x10000011, 0, 0, 0, 0)
attempt("mount", call, "mount", b"none", b"/", b"tmpfs", 0, None)
attempt("trace", call, "ptrace", 16, os.getppid(), 0, 0)
attempt("keys", call, "syscall", 250 if intel else 219, 0, -3, 0)
attempt("anonymous file", os.memfd_create, "x")
attempt("io_uring", call, "syscall", 425, 8, 0)
attempt("userfaultfd", call, "syscall", 323 if intel else 282, 0)
attempt("clone3", call, "syscall", 435, 0, 0)
attempt("a call of the future", call, "syscall", 463, 0)
attempt("more rule sets", call, "syscall", 444, 0, 0, 1)
attempt("kernel queues", call, "syscall", 206 if intel else 0, 100, ctypes.byref(ctypes.c_long()))
attempt("lease", fcntl.fcntl, os.open(os.__file__, os.O_RDONLY), fcntl.F_SETLEASE, fcntl.F_RDLCK)
attempt("hide from the count", call, "prctl", 4, 0, 0, 0, 0)
attempt("session", os.setsid)
attempt("root", os.setuid, 0)
attempt("higher limit", lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096)))
attempt("another's limits", resource.prlimit, os.getppid(), resource.RLIMIT_CPU, (1, 1))
attempt("signal to parent", os.kill, os.getppid(), signal.SIGCONT)
attempt("signal to all", os.kill, -1, signal.SIGKILL)
attempt("terminal input", fcntl.ioctl, 0, 0x5412, b"x")
attempt("shell", subprocess.run, ["/bin/true"])
attempt("exec", os.execv, sys.executable, [sys.executable])
"""
)
ABSENT: Final = {"ENOENT", "EACCES", "EPERM", "ENOTDIR"}
SPARED: Final = {
    "clone3": {"ENOSYS"},
    "a call of the future": {"ENOSYS"},
    "write to system": {"EROFS", "EACCES"},
    "write to library": {"EROFS", "EACCES"},
    "signal to all": {"EPERM", "ESRCH", "done"},  # reached nobody: we are here to tell
    "root": {"EPERM", "EINVAL"},
    "descriptors": {"EBADF"},
    "higher limit": {"not allowed to raise maximum limit"},
}
"""What ends in another way than being absent or refused."""


@every_level
def test_hostile_calls_fail(level: str, user: str) -> None:
    found = answers(level, user, f"CHECKOUT = {str(ROOT)!r}\n{HOSTILE}")

    worked = {name: how for name, how in found.items() if how not in SPARED.get(name, ABSENT)}
    assert not worked
    assert len(found) == HOSTILE.count("\nattempt(")


@pytest.mark.parametrize("user", USERS if "kernel" in LEVELS else [])
def test_what_landlock_does_not_cover_is_refused_below_full(user: str) -> None:
    code = """
import shutil, socket
path = "mine"; open(path, "w").close()
attempt("mode", os.chmod, path, 0o777)
attempt("owner", os.chown, path, -1, -1)
attempt("times", os.utime, path)
attempt("attribute", os.setxattr, path, "user.x", b"y")
attempt("names of accounts", open, "/etc/passwd")
attempt("any socket", socket.socket, socket.AF_UNIX)
attempt("datagrams", socket.socketpair, socket.AF_UNIX, socket.SOCK_DGRAM)
attempt("stream pair", socket.socketpair)
attempt("priority of others", os.setpriority, os.PRIO_USER, 0, 19)
attempt("other's processors", os.sched_setaffinity, os.getppid(), {0})
"""
    found = answers("kernel", user, TRY + code)

    assert found.pop("stream pair") == "done"
    assert set(found.values()) <= {"EPERM", "EACCES"}


@pytest.mark.parametrize("user", USERS if "full" in LEVELS else [])
def test_full_shows_an_empty_machine(user: str) -> None:
    code = """
import os, socket
found["processes"] = sorted(name for name in os.listdir("/proc") if name.isdigit())
found["proc"] = sorted(set(os.listdir("/proc")) - set(found["processes"]))
found["host"] = socket.gethostname()
found["home"] = os.path.exists("/home")
found["tmp"] = os.listdir("/tmp")
found["capabilities"] = [l.split()[1] for l in open("/proc/self/status") if l.startswith("Cap")]
found["user"] = os.getuid()
"""
    found = answers("full", user, code)

    assert found["processes"] == [str(2)]  # the init is hidden
    assert found["proc"] == ["self", "thread-self"]
    assert found["host"] == "sandbox"
    assert not found["home"]
    assert set(found["tmp"]) <= python_in_tmp()
    assert set(found["capabilities"]) == {"0" * 16}
    assert found["user"] == 1000


def python_in_tmp() -> set[str]:
    """What has to be seen in /tmp: the virtual environment, where the checkout is below it."""
    found = (Path(prefix) for prefix in (sys.prefix, sys.base_prefix))
    return {path.parts[2] for path in found if path.is_relative_to("/tmp")}


@pytest.mark.parametrize("level", LEVELS)
def test_another_architecture_is_killed(level: str) -> None:
    """On x86_64: an x32 call, and a call through the 32-bit gate."""
    if os.uname().machine != "x86_64":
        pytest.fail("write this test for another machine's foreign calls")
    done = behind(level, USERS[0], "import ctypes; ctypes.CDLL(None).syscall(0x40000027)")

    assert done.exit == 128 + 31


# ------------------------------------------------------------------ what must end


DAEMON: Final = """
import os, signal, time
for number in range(1, 32):
    if number not in (signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_IGN)
for _ in range(3):
    if os.fork() == 0:
        os.setpgid(0, 0)
        if os.fork() == 0:
            time.sleep(60)
        os._exit(0)
print("started", flush=True)
time.sleep(0.05)
"""


@every_level
@pytest.mark.parametrize("how", ["wait", "end", "kill"])
def test_daemons_end_with_their_submission(level: str, user: str, how: str) -> None:
    wait = "" if how == "wait" else "time.sleep(60)"
    done = behind(level, user, DAEMON + wait, how=how)

    assert done.out == "started\n"
    assert not done.outlived


@every_level
def test_the_exit_is_handed_on(level: str, user: str) -> None:
    assert behind(level, user, "import os; os._exit(7)").exit == 7
    assert behind(level, user, "import os; os.abort()").exit == 128 + 6


BOMB: Final = """
import os, time
try:
    while True:
        if os.fork() == 0:
            time.sleep(60)
except OSError as error:
    print(error.errno, flush=True)
    time.sleep(60)
"""


@every_level
def test_a_fork_bomb_is_bounded(level: str, user: str) -> None:
    done = behind(level, user, BOMB, watched=True, how="end")

    assert done.over == "processes" or done.out == f"{errno.EAGAIN}\n"
    assert not done.outlived


# ------------------------------------------------------------------ what is limited


@every_level
def test_one_process_cannot_take_more_memory(level: str, user: str) -> None:
    code = """
import mmap
for name, take in {"heap": bytearray, "mapping": lambda size: mmap.mmap(-1, size)}.items():
    try:
        take(600 << 20)
        found[name] = "done"
    except (MemoryError, OSError):
        found[name] = "refused"
"""
    assert set(answers(level, user, code).values()) == {"refused"}


@every_level
def test_many_processes_together_are_noticed(level: str, user: str) -> None:
    code = """
import os, time
for _ in range(6):
    if os.fork() == 0:
        memory = bytearray(b"x") * (24 << 20)
        time.sleep(60)
time.sleep(60)
"""
    limits = {"memory_bytes": 100 << 20}
    done = behind(level, user, code, watched=True, limits=limits)

    assert done.over == "memory"
    assert not done.outlived


@every_level
def test_memory_behind_sockets_is_noticed(level: str, user: str) -> None:
    code = """
import os, socket, time
for _ in range(6):
    if os.fork() == 0:
        pairs = [socket.socketpair() for _ in range(450)]
        time.sleep(60)
time.sleep(60)
"""
    assert behind(level, user, code, watched=True).over == "memory"


@every_level
def test_memory_that_forks_share_is_counted_once(level: str, user: str) -> None:
    code = """
import os, time
memory = bytearray(b"x") * (60 << 20)
children = [os.fork()]
if children[0]:
    children.append(os.fork())
time.sleep(0.3)
if all(children):
    print("fine")
"""
    done = behind(level, user, code, watched=True, limits={"memory_bytes": 100 << 20})

    assert done.over is None
    assert "fine" in done.out


FILL: Final = """
import os, time
try:
    for number in range(20):
        with open(f"part{number}", "wb") as file:
            file.write(bytes(1 << 20))
except OSError as error:
    print(error.errno, flush=True)
time.sleep(FOR)
"""


@every_level
def test_the_disk_is_limited(level: str, user: str) -> None:
    done = behind(level, user, FILL.replace("FOR", "0" if level == "full" else "60"), watched=True)

    if level == "full":
        assert done.out == "28\n"
    else:
        assert done.over == "disk"


@pytest.mark.parametrize("user", USERS if "full" in LEVELS else [])
def test_files_are_counted_and_shared_places_are_private(user: str) -> None:
    code = """
count = 0
try:
    while count < 200:
        open(["", "/tmp/", "/dev/shm/"][count % 3] + f"file{count}", "w").close()
        count += 1
except OSError as error:
    found["errno"] = error.errno
found["count"] = count
"""
    found = answers("full", user, code, limits={"max_files": 50})

    assert found["errno"] == 28
    assert 40 <= found["count"] < 50


@pytest.mark.parametrize("user", USERS if "kernel" in LEVELS else [])
def test_files_without_a_name_are_counted(user: str) -> None:
    code = """
import os, time
for number in range(8):
    file = os.open("unnamed", os.O_CREAT | os.O_RDWR)
    os.unlink("unnamed")
    os.write(file, bytes(1 << 20))
time.sleep(60)
"""
    assert behind("kernel", user, code, watched=True).over == "disk"


# ------------------------------------------------------------------ what must work


HONEST: Final = """
import ctypes, sqlite3, tempfile, threading, time
from concurrent.futures import ThreadPoolExecutor
import multiprocessing
import numpy as np
def square(x):
    return x * x
with ThreadPoolExecutor(4) as threads:
    found["threads"] = sum(threads.map(square, range(10)))
with multiprocessing.get_context("fork").Pool(2) as pool:
    found["pool"] = sum(pool.map(square, range(10)))
with tempfile.TemporaryDirectory() as folder, open(folder + "/file", "w+") as file:
    file.write("text")
with tempfile.NamedTemporaryFile() as file:
    np.save(file, np.eye(3))
    file.seek(0)
    found["array"] = float(np.load(file).sum())
with sqlite3.connect("data.sqlite") as database:
    database.execute("create table t (x)")
    database.executemany("insert into t values (?)", [(i,) for i in range(10)])
    found["database"] = database.execute("select sum(x) from t").fetchone()[0]
a = np.random.default_rng(0).normal(size=(200, 200))
found["blas"] = bool(np.allclose(a @ np.linalg.inv(a), np.eye(200)))
found["callback"] = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(square)(7)
found["random"] = len(open("/dev/urandom", "rb").read(8))
open("/dev/null", "w").write("nothing")
"""


@every_level
def test_honest_work_is_not_hindered(level: str, user: str) -> None:
    found = answers(level, user, f"import os\nos.environ['TMPDIR'] = os.getcwd()\n{HONEST}")

    assert found == {
        "threads": 285,
        "pool": 285,
        "array": 3.0,
        "database": 45,
        "blas": True,
        "callback": 49,
        "random": 8,
    }


@every_level
def test_exec_where_an_exercise_allows_it(level: str, user: str) -> None:
    code = "import subprocess; found['said'] = subprocess.getoutput('echo hello')"
    found = answers(level, user, code, limits={"allow_exec": True})

    assert found["said"] == "hello"


# ------------------------------------------------------------------ the filters


class Machine:
    """Runs a filter as the kernel does, so that one for another processor can be tested here."""

    def __init__(self, program: bytes) -> None:
        self._code = list(struct.iter_unpack("=HBBI", program))

    def decide(self, architecture: int, number: int, arguments: Sequence[int] = ()) -> int:
        """Return the action for one call."""
        padded = (*arguments, *[0] * (6 - len(arguments)))
        data = struct.pack("=iIQ6Q", _signed(number), architecture, 0, *padded)
        accumulator = position = 0
        while True:
            code, if_true, if_false, operand = self._code[position]
            position += 1
            match code:
                case 0x20:
                    accumulator = struct.unpack_from("=I", data, operand)[0]
                case 0x54:
                    accumulator &= operand
                case 0x05:
                    position += operand
                case 0x15:
                    position += if_true if accumulator == operand else if_false
                case 0x25:
                    position += if_true if accumulator > operand else if_false
                case 0x35:
                    position += if_true if accumulator >= operand else if_false
                case 0x06:
                    return int(operand)
                case _:
                    raise AssertionError(f"unknown instruction {code:#x}")


def _signed(number: int) -> int:
    return number - (1 << 32) if number >= 1 << 31 else number


BLOBS: Final = [
    pytest.param(name, machine, id=f"{name}-{machine}")
    for machine in build_seccomp.MACHINES
    for name in build_seccomp.FILTERS
]
SAMPLES: Final = [
    (),
    *(
        [first, second]
        for first in (1, 2, 4, 16, 1 << 17, 1 << 28)
        for second in (0, 1, 2, 0x80001)
    ),
    *([0, request] for request in (0x5412, 0x5401, 1 << 32 | 0x5412)),
    [1 << 32 | 1, 1],
]


@pytest.mark.parametrize("name,machine", BLOBS)
def test_a_filter_is_what_its_script_makes(name: str, machine: str) -> None:
    """Versions of libseccomp arrange instructions differently; what they decide is the same."""
    kept = Machine(filters.blob(name, machine).read_bytes())
    made = Machine(build_seccomp.assemble(build_seccomp.FILTERS[name], machine))
    architecture = build_seccomp.MACHINES[machine]

    for number in (*range(600), 0x40000000, 0xFFFFFFFF):
        for arguments in SAMPLES:
            decided = kept.decide(architecture, number, arguments)
            assert decided == made.decide(architecture, number, arguments), (number, arguments)


CALLS: Final = {
    "x86_64": {"ptrace": 101, "clone": 56, "socket": 41, "ioctl": 16, "read": 0, "execve": 59},
    "aarch64": {"ptrace": 117, "clone": 220, "socket": 198, "ioctl": 29, "read": 63, "execve": 221},
}
REFUSED: Final = build_seccomp.refuse(errno.EPERM)
EXEC_REFUSED: Final = build_seccomp.refuse(errno.EACCES)


@pytest.mark.parametrize("machine", CALLS)
def test_the_base_filter_decides_as_meant(machine: str) -> None:
    decide = Machine(filters.blob("base", machine).read_bytes()).decide
    here = build_seccomp.MACHINES[machine]
    call = CALLS[machine]

    assert decide(here, call["read"]) == build_seccomp.ALLOW
    assert decide(here, call["ptrace"]) == REFUSED
    assert decide(here, call["clone"], [17]) == build_seccomp.ALLOW
    assert decide(here, call["clone"], [0x10000011]) == REFUSED
    assert decide(here, 435) == build_seccomp.refuse(errno.ENOSYS)  # clone3
    assert decide(here, 451) == build_seccomp.refuse(errno.ENOSYS)  # the first unknown one
    assert decide(here, call["socket"], [1]) == build_seccomp.ALLOW
    assert decide(here, call["socket"], [2]) == build_seccomp.refuse(errno.EACCES)
    assert decide(here, call["ioctl"], [0, 1 << 32 | 0x5412]) == REFUSED  # the kernel sees 0x5412
    for other in build_seccomp.MACHINES.values():
        if other != here:
            assert decide(other, call["read"]) == build_seccomp.KILL


def test_an_x32_call_is_killed() -> None:
    program = Machine(filters.blob("base", "x86_64").read_bytes())

    assert program.decide(build_seccomp.MACHINES["x86_64"], 0x40000000) == build_seccomp.KILL


def test_exec_has_a_filter_of_its_own() -> None:
    for machine, call in CALLS.items():
        here = build_seccomp.MACHINES[machine]
        for name, expected in (("base", build_seccomp.ALLOW), ("no_exec", EXEC_REFUSED)):
            program = Machine(filters.blob(name, machine).read_bytes())
            assert program.decide(here, call["execve"]) == expected


# ------------------------------------------------------------------ the outer wall


def test_below_full_there_is_no_outer_wall() -> None:
    assert outer.wrap(["python", "-c", ""], Level.KERNEL, ()) == ["python", "-c", ""]


@pytest.mark.parametrize("way", [".", "a folder/.."])
@pytest.mark.parametrize("user", USERS if "full" in LEVELS else [])
def test_an_environment_may_be_anywhere(user: str, way: str) -> None:
    """Also below /tmp, over which every submission gets a folder of its own; and it may be named
    by a way through a folder that is not there behind the wall."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        elsewhere = Path(folder, "an environment")
        venv.create(elsewhere, symlinks=True)
        Path(folder, "a folder").mkdir()
        code = """
import os, sys, tempfile
found["prefix"] = sys.prefix
found["tmp"] = tempfile.gettempdir()
found["written"] = tempfile.mkstemp()[1].startswith("/tmp/")
import colorsys
"""
        found = answers("full", user, code, python=f"{folder}/{way}/an environment/bin/python")

        assert found["prefix"] == str(elsewhere)
        assert found["written"]


def test_an_installed_package_is_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "grader"
    monkeypatch.setattr(outer, "_PACKAGE", package)
    words = outer.wrap([sys.executable], Level.FULL, ())

    assert words[words.index(str(package)) - 1] == "--tmpfs"


# ------------------------------------------------------------------ what this machine gives


def test_the_best_level_that_stands_is_taken() -> None:
    assert detection.detect().level.value == [*LEVELS, "process"][0]


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Let a test look at the machine anew, and the next ones as well."""
    detection._detect.cache_clear()
    yield
    detection._detect.cache_clear()


@pytest.mark.usefixtures("forgetful")
def test_a_wall_that_does_not_stand_is_never_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bwrap").write_text("#!/bin/sh\necho bwrap: No permissions >&2; exit 1\n")
    (tmp_path / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    found = detection.detect()

    assert found.level is not Level.FULL
    assert found.attempts[0].reason.english() == "bwrap: No permissions"
    with pytest.raises(
        SandboxError, match=r"^isolation full .* this machine gives .*No permissions"
    ):
        detection.require(Level.FULL)
    detection.require(Level.PROCESS)


def test_a_wall_with_a_hole_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = outer.wrap

    def with_hole(argv: list[str], level: Level, _readable: object) -> list[str]:
        shown = Path(json.loads(argv[-1])["canary"]).parent
        shown.chmod(0o755)
        return whole(argv, level, [shown])

    monkeypatch.setattr(outer, "wrap", with_hole)

    for level in [Level.FULL] if "full" in LEVELS else []:
        found = detection.attempt(level)
        assert not found.stands
        assert found.reason.english() == "student code can read the grader's files"


def test_control_groups_bound_a_submission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a tree of plain files: a machine with delegated groups is not at hand everywhere."""
    monkeypatch.setattr(os, "getxattr", lambda *_: b"1")
    entry = tmp_path / "entry"
    entry.write_text("0::/user/scope\n")
    above = tmp_path / "user" / "scope"
    above.mkdir(parents=True)
    (above / "cgroup.controllers").write_text("cpu memory pids\n")
    (above / "cgroup.procs").write_text("11\n12\n")
    (above / "cgroup.subtree_control").write_text("\n")

    group = cgroups.enclose([21, 22], 1 << 20, 5, tmp_path, entry)

    assert group is not None
    assert (above / "grader" / "cgroup.procs").read_text() == "12\n"
    assert (above / "cgroup.subtree_control").read_text() == "+memory +pids\n"
    assert (group.folder / "memory.max").read_text() == f"{1 << 20}\n"
    assert (group.folder / "pids.max").read_text() == "5\n"
    assert not group.was_over()
    (group.folder / "memory.events").write_text("low 0\noom_kill 1\n")
    assert group.was_over()


def test_without_delegation_there_is_no_group(tmp_path: Path) -> None:
    """Not even if it could be written: root can write everything."""
    entry = tmp_path / "entry"
    entry.write_text("0::/\n")
    (tmp_path / "cgroup.controllers").write_text("cpu memory pids\n")

    assert cgroups.enclose([21], 1 << 20, 5, tmp_path, entry) is None


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5, 6])
def test_an_older_landlock_is_used_as_far_as_it_goes(version: int, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "yours").write_text("secret")
    code = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from grader.sandbox.wall import landlock, syscalls
landlock.version = lambda: {version}
syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
landlock.restrict([({str(tmp_path / "mine")!r}, landlock.OWN), ("/nowhere", landlock.READ)])
Path({str(tmp_path)!r}, "mine", "file").write_text("x")
Path({str(tmp_path)!r}, "yours").read_text()
"""
    # Without the environment, in which the process would be asked to write down its coverage.
    done = subprocess.run(
        [sys.executable, "-c", code], env={}, capture_output=True, text=True, check=False
    )

    assert done.stderr.splitlines()[-1].startswith("PermissionError")
    assert (tmp_path / "mine" / "file").exists()


@pytest.mark.parametrize(
    "level, ends", [("full", "stands"), ("kernel", "Function not implemented")]
)
def test_only_level_full_does_without_landlock(level: str, ends: str, tmp_path: Path) -> None:
    """There the namespaces, which this process has none of, close the same doors."""
    code = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from errno import ENOSYS
from grader.sandbox.wall import inner, landlock, syscalls
from grader.sandbox.wall.spec import WallSpec
def missing(*_): raise OSError(ENOSYS, "Function not implemented")
landlock.version = lambda: 0
landlock.syscalls.syscall = missing
syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
inner._restrict(WallSpec(level={level!r}, scratch={str(tmp_path)!r}, memory_bytes=1, disk_bytes=1,
                         max_files=1, max_processes=1, cpu_seconds=1))
print("stands")
"""
    done = subprocess.run(
        [sys.executable, "-c", code], env={}, capture_output=True, text=True, check=False
    )

    assert ends in (done.stdout or done.stderr).splitlines()[-1]


def test_a_spec_survives_its_message() -> None:
    spec = WallSpec(
        level="kernel",
        scratch="/x",
        memory_bytes=1,
        disk_bytes=2,
        max_files=3,
        max_processes=4,
        cpu_seconds=5,
        readable=("/data",),
    )

    assert WallSpec.from_dict(json.loads(json.dumps(spec.to_dict()))) == spec


def test_the_home_folder_is_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with an environment that was made in it."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    with pytest.raises(SandboxError, match="the home folder is in it"):
        outer.wrap([sys.executable], Level.FULL, [tmp_path])


def test_a_link_to_python_shows_the_link_alone(tmp_path: Path) -> None:
    link = tmp_path / "home" / "bin" / "python"
    link.parent.mkdir(parents=True)
    link.symlink_to(sys.executable)
    words = outer.wrap([str(link)], Level.FULL, ())

    assert words[words.index(str(link)) - 2 : words.index(str(link))] == [
        "--symlink",
        sys.executable,
    ]
    assert str(link.parent.parent) not in [b for a, b in pairwise(words) if a == "--ro-bind"]


@pytest.mark.parametrize("user", USERS)
def test_at_level_process_the_grader_keeps_its_memory(user: str) -> None:
    """Its verdicts and expected values, that is; files are not protected there."""
    code = f"""
{TRY}
attempt("memory", open, f"/proc/{{GRADER}}/mem", "rb+")
attempt("environment", open, f"/proc/{{GRADER}}/environ", "rb")
"""
    found = answers("process", user, code, protected=True)

    assert set(found.values()) <= {"EACCES", "EPERM"}
    assert len(found) == 2


LOCKS: Final = """
import multiprocessing, os, tempfile, threading
os.environ["TMPDIR"] = os.getcwd()
here = multiprocessing.get_context("fork")
def raises(kind, function):
    try:
        function()
    except kind:
        return True
lock = here.Lock()
found["lock"] = lock.acquire(), lock.acquire(timeout=0.05), lock.acquire(False), lock.release()
found["released once"] = raises(ValueError, lock.release)
again = here.RLock()
with again:
    with again:
        pass
found["not the owner"] = raises(AssertionError, again.release)
bounded = here.BoundedSemaphore(1)
found["bounded"] = raises(ValueError, bounded.release)
value = here.Value("i", 0)
def count():
    for _ in range(500):
        with value.get_lock():
            value.value += 1
processes = [here.Process(target=count) for _ in range(4)]
for process in processes:
    process.start()
for process in processes:
    process.join()
found["counted"] = value.value
queue = here.Queue()
process = here.Process(target=lambda: [queue.put(i) for i in range(500)])
process.start()
found["queue"] = sum(queue.get() for _ in range(500))
process.join()
event = here.Event()
threading.Timer(0.05, event.set).start()
found["event"] = event.wait(5)
barrier = here.Barrier(2)
process = here.Process(target=barrier.wait)
process.start()
found["barrier"] = barrier.wait(5) in (0, 1)
process.join()
"""


@every_level
def test_processes_can_wait_for_each_other(level: str, user: str) -> None:
    assert answers(level, user, LOCKS) == {
        "lock": [True, False, False, None],
        "released once": True,
        "not the owner": True,
        "bounded": True,
        "counted": 2000,
        "queue": 124750,
        "event": True,
        "barrier": True,
    }


DEEP: Final = """
import os, time
for _ in range(3000):
    os.mkdir("deeper")
    os.chdir("deeper")
time.sleep(60)
"""


@pytest.mark.parametrize("user", USERS if "kernel" in LEVELS else [])
def test_nobody_hides_below_a_deep_path(user: str) -> None:
    assert behind("kernel", user, DEEP, watched=True).over == "disk"


def test_what_a_killed_grader_left_is_removed_by_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    in_use, lock = scratch.make()
    left, killed = scratch.make()
    Path(left, "work").write_text("x")
    os.close(killed)  # as the kernel does it
    others = Path(f"{left}-of-somebody")
    others.symlink_to(tmp_path)
    mine = tmp_path / "submission-42"
    mine.mkdir()

    scratch.sweep()
    assert Path(left).exists(), "a new one may be about to be locked"
    monkeypatch.setattr(scratch, "_OLD_SECONDS", -1.0)
    scratch.sweep()

    assert sorted(tmp_path.iterdir()) == sorted([Path(in_use), others, mine])
    os.close(lock)


def test_a_scratch_folder_is_removed_however_deep(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").touch()
    folder = tmp_path / "scratch"
    folder.mkdir()
    subprocess.run(
        [sys.executable, "-c", DEEP.replace("time.sleep(60)", "")], cwd=folder, check=True
    )
    (folder / "file").touch()
    (folder / "link").symlink_to(kept)
    (folder / "closed" / "inner").mkdir(parents=True)
    (folder / "closed" / "inner" / "link").symlink_to(kept)
    (folder / "closed" / "inner").chmod(0)
    (folder / "closed").chmod(0)

    scratch.remove(str(folder))

    assert not folder.exists()
    assert (kept / "file").exists()


def test_no_link_that_takes_a_folders_place_is_followed_when_it_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "scratch"
    (outside / "inner").mkdir(parents=True)
    (outside / "file").write_text("x")
    (folder / "a" / "b").mkdir(parents=True)
    outside.chmod(0o755)
    opened = os.open

    def swapped(path: Any, *args: Any, **kwargs: Any) -> int:
        if path == "a" and not (folder / "a").is_symlink():
            (folder / "a").rename(tmp_path / "away")
            (folder / "a").symlink_to(outside)
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", swapped)
    scratch.remove(str(folder))

    assert sorted(path.name for path in outside.rglob("*")) == ["file", "inner"]
    assert outside.stat().st_mode & 0o777 == 0o755


def with_capabilities(*names: str) -> list[str]:
    """As root in a container has them: ``docker run`` leaves some."""
    added = [word for name in names for word in ("--cap-add", f"CAP_{name}")]
    return ["bwrap", "--dev-bind", "/", "/", "--cap-drop", "ALL", *added, "--", sys.executable]


TELL: Final = """
import sys; sys.path.insert(0, {root!r})
from grader.model import Level
from grader.sandbox.wall import detection
found = detection.attempt(Level.KERNEL)
print(found.stands, found.error)
"""


@pytest.mark.parametrize(
    "missing,said",
    [
        pytest.param("", "True", id="enough"),
        pytest.param("KILL", "this root may not end another user's processes", id="cannot-kill"),
    ]
    if "root" in USERS and "kernel" in LEVELS
    else [],
)
def test_root_in_a_container(missing: str, said: str) -> None:
    held = {"KILL", "SETUID", "SETGID", "SETPCAP", "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH"}
    argv = [*with_capabilities(*held - {missing}), "-c", TELL.format(root=str(ROOT))]
    done = subprocess.run(argv, capture_output=True, text=True, check=True)

    assert said in done.stdout


HEADLESS: Final = """
import ctypes, os, threading, time
def end_first_thread():
    ctypes.CDLL(None).syscall(60 if os.uname().machine == "x86_64" else 93, 0)
"""


@every_level
def test_a_process_without_its_first_thread_is_ended(level: str, user: str) -> None:
    """The system calls it a zombie although it runs."""
    code = f"""
{HEADLESS}
if os.fork() == 0:
    threading.Thread(target=time.sleep, args=[60]).start()
    time.sleep(0.05)
    end_first_thread()
time.sleep(0.3)
print("started", flush=True)
"""
    done = behind(level, user, code)

    assert done.out == "started\n"
    assert not done.outlived


@every_level
def test_a_process_without_its_first_thread_is_counted(level: str, user: str) -> None:
    code = f"""
{HEADLESS}
def fill():
    time.sleep(0.5)
    memory = bytearray(b"x") * (40 << 20)
    time.sleep(60)
for _ in range(4):
    if os.fork() == 0:
        threading.Thread(target=fill).start()
        end_first_thread()
time.sleep(60)
"""
    limits = {"memory_bytes": 100 << 20}
    assert behind(level, user, code, watched=True, limits=limits).over == "memory"
