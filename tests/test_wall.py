"""The wall holds, at every level that this machine has, as root and as an ordinary user."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import pytest
from wall_driver import ROOT, Outcome, Task

from grader.model import Level
from grader.sandbox.wall import detection

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
attempt("session", os.setsid)
attempt("root", os.setuid, 0)
attempt("higher limit", lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096)))
attempt("another's limits", resource.prlimit, os.getppid(), resource.RLIMIT_CPU, (1, 1))
attempt("signal to parent", os.kill, os.getppid(), signal.SIGCONT)
attempt("signal to all", os.kill, -1, signal.SIGKILL)
attempt("terminal input", fcntl.ioctl, 0, 0x5412, b"x")
attempt("shell", subprocess.run, ["/bin/true"])
attempt("exec", os.execv, sys.executable, [sys.executable])
attempt("descriptors", lambda: [os.fstat(fd) for fd in range(3, 64) if fd != control])
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
    assert found["tmp"] == []
    assert set(found["capabilities"]) == {"0" * 16}
    assert found["user"] == 1000


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
