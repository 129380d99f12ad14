"""The wall, put up by the process that will run student code, from inside.

The zygote forks with :func:`fork`; the child calls :func:`enter` while it has one thread and has
run no student code. Every layer either stands or raises :class:`WallError`; there is no way to go
on with less.

At levels ``kernel`` and ``full`` there are two processes:

    guard     the one that the zygote forked; runs no student code. At level ``full`` it is PID 1 of
              a new pid namespace: its death ends everything inside. At level ``kernel`` it finds
              everything by its session, and ends it
      worker  returns from :func:`enter`

When the worker ends, so does everything that it started, and then the guard, in the same way.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from grader.sandbox.wall import filters, landlock, mounts, semaphores, syscalls, users
from grader.sandbox.wall.spec import LevelName, WallError, WallSpec

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_PACKAGE: Final = Path(__file__).resolve().parents[2]
OPEN_FILES: Final = 1024
"""Descriptors one process may hold."""
MINIMUM_LANDLOCK: Final = 3
"""Linux 6.2: before it, truncate(2) is not covered."""
LANDLOCK_SCOPES: Final = 6
"""Linux 6.12: from it on, signals to processes outside are covered."""
_THREADS_BEFORE_POLLER: Final = 8
"""How many times its threads a submission may start, before a poller that counts them ends it."""
_SIGNAL_EXIT: Final = 128
_WAITED_FOR: Final = (signal.SIGCHLD, signal.SIGTERM)
_END_SECONDS: Final = 5.0
_zygote = 0


def fork(level: LevelName) -> int:
    """Fork a process that is to call :func:`enter`; returns 0 in it, its number in the caller.

    Where namespaces are refused the child is an ordinary one: :func:`enter` says so there.
    """
    global _zygote  # noqa: PLW0603 - the child has to know whom to follow
    _zygote = os.getpid()
    if level == "full":
        with suppress(OSError):
            return users.fork_into_namespaces()
    return os.fork()


def enter(spec: WallSpec, keep_fds: Collection[int]) -> None:
    """Put the calling process behind the wall; its working folder is then the scratch folder.

    Of its descriptors, 0, 1, 2 and *keep_fds* stay open. The process that :func:`fork` made exits
    as the returning one does, with 128 + n after signal n; it is ended with :func:`end`. Raises
    :class:`WallError`, in whichever process a layer cannot be put up.
    """
    with _step("descriptors"):
        _close_all_but({0, 1, 2, *keep_fds})
    with _step("session"):
        os.umask(0o077)
        os.setsid()
    if spec.level == "full":
        _enter_namespaces(spec)
    elif spec.level == "kernel":
        _enter_own_session(spec)
        semaphores.install()
    elif sys.platform == "linux":
        _leave_root(spec)
    with _step("scratch folder"):
        os.chdir(spec.scratch)
    with _step("resource limits"):
        _limit(spec)
    if spec.level != "process":
        _restrict(spec)


def end(pid: int, level: LevelName) -> int:
    """End a child that called :func:`enter`, with everything inside; returns its wait status.

    At levels ``kernel`` and ``full`` nothing of it is left when this returns; at level ``process``
    nothing is left in its process group.
    """
    if level == "kernel":
        ended = os.pidfd_open(pid)
        os.kill(pid, signal.SIGTERM)  # the guard ends when everything else has
        _has_ended(ended, _END_SECONDS)
        os.close(ended)
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)
    status = os.waitpid(pid, 0)[1]
    if level == "kernel" and os.WIFSIGNALED(status):
        _end_session(pid)
    return status


def own_group() -> None:
    """Make the calling process the leader of a process group that nothing in it can leave.

    For the fork that serves one check: killing its group then ends all that the check started.
    """
    try:  # not _step(): every function that is called costs a fork its copies of pages
        os.setpgid(0, 0)
        if sys.platform == "linux":  # where the wall set PR_SET_NO_NEW_PRIVS, which a filter needs
            filters.load("no_group")
    except OSError as error:
        raise WallError("process group", error.errno or 0, str(error)) from error


# ------------------------------------------------------------------ level full


def _enter_namespaces(spec: WallSpec) -> None:
    """Return in a worker that sees nothing but a read-only system and its own scratch files."""
    with _step("namespaces"):
        users.name_self()
        _follow_parent(signal.SIGKILL)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with _step("file systems"):
        mounts.cover(spec.scratch, spec.disk_bytes, spec.max_files)
    with _step("host name"):
        syscalls.sethostname(b"sandbox")
    with _step("capabilities"):
        syscalls.drop_bounding_capabilities()
        syscalls.set_capabilities(0)
    _seal_guard()
    if worker := os.fork():
        _close_all_but(())
        _reap_until(worker)
    with _step("worker"):
        syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1)


def _reap_until(worker: int) -> NoReturn:
    """As PID 1, collect orphans until the worker ends; the kernel then kills whatever is left."""
    while True:
        pid, status = os.wait()
        if pid == worker:
            os._exit(_exit_code(status))


# ------------------------------------------------------------------ level kernel


def _enter_own_session(spec: WallSpec) -> None:
    """Return in a worker whose descendants are found by their session, which they cannot leave."""
    with _step("landlock"):
        if (abi := landlock.version()) < MINIMUM_LANDLOCK:
            raise OSError(0, f"the kernel has version {abi}; {MINIMUM_LANDLOCK} is needed")
    with _step("guard"):
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_BLOCK, _WAITED_FOR)
        syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)
    with _step("user"):
        users.drop(spec.scratch, readable_paths(spec))
        _follow_parent(signal.SIGTERM)  # a change of user would have forgotten it
    if os.getppid() != _zygote:
        os._exit(_SIGNAL_EXIT)
    _seal_guard()
    guard = os.getpid()
    if worker := os.fork():
        _close_all_but(())
        _guard_session(worker)
    with _step("worker"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _WAITED_FOR)
        syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1)
        _follow_parent(signal.SIGKILL)
    if os.getppid() != guard:
        os._exit(_SIGNAL_EXIT)


def _guard_session(worker: int) -> NoReturn:
    """Collect orphans until the worker ends or a SIGTERM comes; then end the session."""
    status: int = signal.SIGKILL
    while signal.sigwait(_WAITED_FOR) == signal.SIGCHLD:
        ended = dict(_collect())
        if worker in ended:
            status = ended[worker]
            break
    _end_session(os.getpid())
    os._exit(_exit_code(status))


def _collect() -> Iterator[tuple[int, int]]:
    """Yield the children that have ended, with their status."""
    try:
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            yield ended
    except ChildProcessError:
        return


def _end_session(session: int) -> None:
    """Stop, then kill, every process of *session* but its leader, the guard."""
    while found := _members(session) - {session}:
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in found:
                _signal(pid, number)
        dict(_collect())


def _members(session: int) -> set[int]:
    """Return the living processes of *session*: also those whose first thread alone has ended."""
    found = set()
    for name in filter(str.isdigit, os.listdir("/proc")):  # noqa: PTH208 - pathlib is slow
        with suppress(OSError), open(f"/proc/{name}/stat", "rb", 0) as file:  # noqa: PTH123
            fields = file.read(1024).rpartition(b")")[2].split()
            state, threads = fields[0], int(fields[17])
            if int(fields[3]) == session and (state not in b"ZX" or threads > 1):
                found.add(int(name))
    return found


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


# ------------------------------------------------------------------ level process


def _leave_root(spec: WallSpec) -> None:
    """Give student code no right over other users' files and processes, where there is a choice."""
    with suppress(OSError):  # in a container that knows no user but root
        users.drop(spec.scratch, readable_paths(spec))
        syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1)
    with _step("privileges"):
        syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)


# ------------------------------------------------------------------ both


def _has_ended(pidfd: int, seconds: float = 0.0) -> bool:
    """Whether a process has ended, or does within *seconds*."""
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def _follow_parent(number: signal.Signals) -> None:
    """Ask for a signal when the parent ends."""
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, number.value)


def _seal_guard() -> None:
    """Leave the guard nothing that taking it over would be worth, and no way to take it over."""
    with _step("guard"):
        syscalls.prctl(syscalls.PR_SET_DUMPABLE, 0)
        syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    with _step("system call filter"):
        filters.load("base")


def _restrict(spec: WallSpec) -> None:
    """Let the worker open what it needs, and make no call that it does not."""
    run = landlock.EXECUTE if spec.allow_exec else 0
    own = [(folder, landlock.OWN | run) for folder in _own_folders(spec)]
    devices = [(f"/dev/{name}", landlock.DEVICE) for name in _DEVICES]
    read = [(path, landlock.READ | run) for path in readable_paths(spec)]
    with _step("landlock"):
        version = landlock.version()
        # At level full the namespaces alone hide files, network and processes: a kernel without
        # Landlock lacks the second lock on the same doors. Level kernel has asked for it before.
        if version or spec.level != "full":
            landlock.restrict([*own, *devices, *read])
    with _step("system call filter"):
        filters.load("no_rules")
        if spec.level == "kernel":
            filters.load("kernel")
            if version < LANDLOCK_SCOPES:
                filters.load("no_signals")
        if not spec.allow_exec:
            filters.load("no_exec")


_DEVICES: Final = ("null", "zero", "full", "random", "urandom", "tty")
_SYSTEM: Final = (
    *("/usr", "/bin", "/lib", "/lib32", "/lib64", "/sys/devices/system/cpu"),
    # joblib reads how much of the processors there is
    *(f"/sys/fs/cgroup/{name}" for name in ("cpu.max", "cpu/cpu.cfs_quota_us")),
    "/sys/fs/cgroup/cpu/cpu.cfs_period_us",
    *(f"/etc/{name}" for name in ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives")),
    *(f"/etc/{name}" for name in ("localtime", "timezone", "nsswitch.conf")),
    *(f"/proc/{name}" for name in ("self", "cpuinfo", "meminfo", "stat", "filesystems")),
)
"""What may be read at level ``kernel``. ``/proc/self`` is the worker's own, not that of its forks:
rules hold for what the path was when they were made."""


def _own_folders(spec: WallSpec) -> tuple[str, ...]:
    return (spec.scratch, "/tmp", "/dev/shm") if spec.level == "full" else (spec.scratch,)  # noqa: S108


def readable_paths(spec: WallSpec) -> tuple[str, ...]:
    """Return what student code may read besides its own files."""
    if spec.level == "full":
        return ("/",)
    ours = (str(_PACKAGE / "__init__.py"), str(_PACKAGE / "sandbox"))
    # not sys.path: a package that is installed in place would show its checkout
    return (*_SYSTEM, sys.prefix, sys.base_prefix, *ours, *spec.readable)


def _limit(spec: WallSpec) -> None:
    """Set hard resource limits, which nothing inside can raise again."""
    limits = {
        resource.RLIMIT_CORE: 1,  # 0 would still feed a crash handler that reads from a pipe
        resource.RLIMIT_CPU: spec.cpu_seconds,
        resource.RLIMIT_FSIZE: spec.disk_bytes,
        resource.RLIMIT_NOFILE: OPEN_FILES,
    }
    if mapped := _mapped_bytes():
        limits[resource.RLIMIT_AS] = mapped + spec.memory_bytes
    if spec.level != "process" or users.is_exclusive():
        limits[resource.RLIMIT_NPROC] = _most_threads(spec)
    for which, value in limits.items():
        _, hard = resource.getrlimit(which)
        lowered = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (lowered, lowered))


def _most_threads(spec: WallSpec) -> int:
    """Return the limit that the kernel compares with the count of one user in one namespace."""
    if spec.level == "full" or users.is_exclusive():
        return spec.max_processes + 1  # the guard
    everybody = int(Path("/proc/loadavg").read_bytes().split()[3].partition(b"/")[2])
    return everybody + _THREADS_BEFORE_POLLER * spec.max_processes


def _mapped_bytes() -> int:
    """Return the size of this process's address space; 0 where the system does not tell (macOS)."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[0]) * resource.getpagesize()
    except FileNotFoundError:
        return 0


def _close_all_but(kept: Collection[int]) -> None:
    """Close every descriptor that is not in *kept*."""
    low = 0
    for fd in sorted(kept):
        if low < fd:  # an empty range closes everything: CPython passes -1 on to close_range()
            os.closerange(low, fd)
        low = fd + 1
    os.closerange(low, 1 << 20)


def _exit_code(status: int) -> int:
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else _SIGNAL_EXIT - code


@contextmanager
def _step(name: str) -> Iterator[None]:
    """Name the layer that an operating system error stopped."""
    try:
        yield
    except (OSError, ValueError) as error:
        number = error.errno if isinstance(error, OSError) and error.errno else 0
        raise WallError(name, number, str(error)) from error
