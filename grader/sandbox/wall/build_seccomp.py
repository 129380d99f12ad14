"""Write the system call filters under ``seccomp/``, with libseccomp (package ``libseccomp2``).

    python -m grader.sandbox.wall.build_seccomp

Filters allow what they do not name: an allow list breaks with every new release of PyTorch. The
deny list follows Docker's and Flatpak's. System calls that are newer than this list do not exist
behind the wall. A process that calls the kernel as another architecture is killed.
"""

from __future__ import annotations

import ctypes
import errno
import struct
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from grader.sandbox.wall.filters import blob

if TYPE_CHECKING:
    from collections.abc import Iterable

MACHINES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""AUDIT_ARCH of each machine that there are filters for."""
FIRST_UNKNOWN: Final = 451
"""Linux 6.5's first; numbers from here on are the same on every machine."""

ALLOW: Final = 0x7FFF0000
KILL: Final = 0x80000000
_ERRNO: Final = 0x00050000
_NOT_EQUAL: Final = 1
_MASKED_EQUAL: Final = 7
_X32: Final = 0x40000000
_AF_UNIX: Final = 1
_STREAM: Final = 1
_INT: Final = 0xFFFFFFFF
_NO_SUCH_CALL: Final = -1


def refuse(number: int) -> int:
    """Return the action that makes a call fail with errno *number*."""
    return _ERRNO | number


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on one argument of a call."""

    argument: int
    comparison: int
    value: int
    mask: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """Calls that end in *action*: all of them, or those whose arguments meet every condition."""

    action: int
    calls: str
    where: tuple[Where, ...] = ()


def has(argument: int, bits: int) -> tuple[Where, ...]:
    """Return the condition that every one of *bits* is set in an argument."""
    return (Where(argument, _MASKED_EQUAL, bits, bits),)


def equals(argument: int, value: int) -> tuple[Where, ...]:
    """Return the condition for an ``int`` argument, of which the kernel ignores the upper half."""
    return (Where(argument, _MASKED_EQUAL, _INT, value),)


def differs(argument: int, value: int) -> tuple[Where, ...]:
    """Return the condition that an argument, with its upper half, is not *value*."""
    return (Where(argument, _NOT_EQUAL, value),)


def _socket_type(kind: int) -> tuple[Where, ...]:
    """Return the condition for a socket's type, which shares its argument with two flags."""
    return (Where(1, _MASKED_EQUAL, 0xF, kind),)


_NEW_NAMESPACE: Final = (1 << 17, 1 << 25, 1 << 26, 1 << 27, 1 << 28, 1 << 29, 1 << 30)
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
_F_SETLEASE, _F_NOTIFY = 1024, 1026
_PR_SET_DUMPABLE: Final = 4
_EPERM: Final = refuse(errno.EPERM)
_EACCES: Final = refuse(errno.EACCES)

BASE: Final = (
    # other processes
    Rule(
        _EPERM,
        "ptrace process_vm_readv process_vm_writev kcmp pidfd_getfd process_madvise"
        " process_mrelease move_pages migrate_pages setsid",
    ),
    Rule(_EPERM, "prlimit64", differs(0, 0)),
    # it would hide a process from those who count what it uses
    Rule(_EPERM, "prctl", (*equals(0, _PR_SET_DUMPABLE), *differs(1, 1))),
    # namespaces and mounts
    Rule(
        _EPERM,
        "unshare setns mount umount2 pivot_root chroot move_mount open_tree fsopen fsconfig"
        " fsmount fspick mount_setattr swapon swapoff quotactl quotactl_fd",
    ),
    *(Rule(_EPERM, "clone", has(0, flag)) for flag in _NEW_NAMESPACE),
    Rule(refuse(errno.ENOSYS), "clone3"),
    # parts of the kernel with a history, or memory that no limit counts
    Rule(
        _EPERM,
        "bpf perf_event_open io_uring_setup io_uring_enter io_uring_register userfaultfd keyctl"
        " add_key request_key personality memfd_secret memfd_create vmsplice"
        " shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl"
        " mq_open mq_unlink fanotify_init name_to_handle_at open_by_handle_at modify_ldt io_setup",
    ),
    # a lease on a library's file would stop others from opening it
    *(Rule(_EPERM, "fcntl", equals(1, command)) for command in (_F_SETLEASE, _F_NOTIFY)),
    # the machine
    Rule(
        _EPERM,
        "kexec_load kexec_file_load init_module finit_module delete_module reboot syslog acct"
        " settimeofday clock_settime clock_adjtime adjtimex sethostname setdomainname vhangup"
        " iopl ioperm lookup_dcookie nfsservctl uselib ustat sysfs _sysctl",
    ),
    # only local sockets, and nothing typed into somebody's terminal
    Rule(_EACCES, "socket", differs(0, _AF_UNIX)),
    Rule(_EACCES, "socketpair", differs(0, _AF_UNIX)),
    *(Rule(_EPERM, "ioctl", equals(1, request)) for request in (_TIOCSTI, _TIOCLINUX)),
)

KERNEL: Final = (
    # what Landlock does not cover
    Rule(
        _EPERM,
        "chmod fchmod fchmodat chown fchown lchown fchownat utime utimes utimensat futimesat"
        " setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr"
        " inotify_init inotify_init1",
    ),
    # a socket could be connected to any service that listens on a path
    Rule(_EACCES, "socket"),
    *(Rule(_EACCES, "socketpair", _socket_type(kind)) for kind in range(16) if kind != _STREAM),
    # other processes of the same user
    Rule(_EPERM, "setpriority ioprio_set sched_setscheduler sched_setparam sched_setattr"),
    Rule(_EPERM, "sched_setaffinity", differs(0, 0)),
)

FILTERS: Final = {
    "base": BASE,
    "kernel": KERNEL,
    # rule sets are memory that nobody counts; the wall makes its own before
    "no_rules": (Rule(_EPERM, "landlock_create_ruleset landlock_add_rule landlock_restrict_self"),),
    "no_exec": (Rule(_EACCES, "execve execveat"),),
    "no_group": (Rule(_EPERM, "setpgid"),),
    "no_signals": (
        Rule(_EPERM, "kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal"),
    ),
}


class _Compare(ctypes.Structure):
    """``struct scmp_arg_cmp``."""

    _fields_ = (
        ("argument", ctypes.c_uint),
        ("comparison", ctypes.c_int),
        ("a", ctypes.c_uint64),
        ("b", ctypes.c_uint64),
    )


def assemble(rules: Iterable[Rule], machine: str) -> bytes:
    """Return the BPF program of *rules*; raises OSError where libseccomp is missing or refuses."""
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(ALLOW))
    _use_machine(library, context, machine)
    for rule in rules:
        for call in rule.calls.split():
            number = library.seccomp_syscall_resolve_name(call.encode())
            if number == _NO_SUCH_CALL:
                raise OSError(errno.ENOENT, f"libseccomp does not know {call}")
            compares = (_Compare * len(rule.where))(
                *(_Compare(w.argument, w.comparison, *_operands(w)) for w in rule.where)
            )
            added = library.seccomp_rule_add_array(
                context, rule.action, number, len(rule.where), compares
            )
            _checked(added, f"{call} on {machine}")
    with tempfile.TemporaryFile() as file:
        _checked(library.seccomp_export_bpf(context, file.fileno()), "export")
        file.seek(0)
        program = file.read()
    library.seccomp_release(context)
    return _PROLOGUE + program


def _operands(where: Where) -> tuple[int, int]:
    """libseccomp wants mask and value of a masked comparison, and the value alone of others."""
    if where.comparison == _MASKED_EQUAL:
        return where.value, where.mask
    return where.value, 0


def _use_machine(library: ctypes.CDLL, context: ctypes.c_void_p, machine: str) -> None:
    token = MACHINES[machine]
    native = library.seccomp_arch_native() & _INT
    if token != native:
        _checked(library.seccomp_arch_add(context, ctypes.c_uint32(token)), machine)
        _checked(library.seccomp_arch_remove(context, ctypes.c_uint32(native)), "native")
    bad_architecture, optimize = 2, 8
    _checked(library.seccomp_attr_set(context, bad_architecture, ctypes.c_uint32(KILL)), "attr")
    _checked(library.seccomp_attr_set(context, optimize, 2), "optimize")


def _checked(result: int, what: str) -> None:
    if result < 0:
        raise OSError(-result, f"libseccomp refused {what}")


def _instruction(code: int, if_true: int, if_false: int, operand: int) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, operand)


_LOAD, _JUMP_GE, _RETURN = 0x20, 0x35, 0x06
_PROLOGUE: Final = b"".join(
    (
        _instruction(_LOAD, 0, 0, 0),
        _instruction(_JUMP_GE, 2, 0, _X32),  # killed by what follows
        _instruction(_JUMP_GE, 0, 1, FIRST_UNKNOWN),
        _instruction(_RETURN, 0, 0, refuse(errno.ENOSYS)),
    )
)


def main() -> None:
    """Write every filter for every machine."""
    for machine in MACHINES:
        for name, rules in FILTERS.items():
            blob(name, machine).write_bytes(assemble(rules, machine))


if __name__ == "__main__":
    main()
