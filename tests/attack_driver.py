"""Grades attacks with one warm grader and tells what came of each.

A script of its own, so that a test may run it as another user:

    python attack_driver.py LEVEL ASSIGNMENT [reports]

With ``reports`` it looks at a report of each attack in every format, too, which takes most of the
time and is the same everywhere. On standard input comes a line for each attack, the path of its
file; on standard output goes a line for each, an :class:`Outcome` in JSON. The first line out says
that the grader is warm.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

from attack_files import Attack, HandIn, make, read_attack
from markdown_it import MarkdownIt

from grader import pipeline
from grader.assignment import find_course, load_assignment
from grader.errors import SubmissionError
from grader.gradebook import GradebookRow, write_gradebook
from grader.model import (
    Assignment,
    Grade,
    Level,
    Limits,
    Phrase,
    StudentId,
    Text,
    Ungraded,
)
from grader.report.html import to_html, ungraded_html
from grader.report.json import to_json
from grader.report.markdown import to_markdown
from grader.report.terminal import to_terminal
from grader.sandbox import worker
from grader.sandbox.wall import monitor, syscalls
from grader.submission import load_submission

ROOT: Final = Path(__file__).resolve().parents[1]
LIMITS: Final = Limits(
    call_seconds=0.15,
    cell_seconds=0.15,
    import_seconds=1.0,
    submission_seconds=4.0,
    memory_bytes=192 << 20,
    disk_bytes=8 << 20,
    max_files=200,
    max_processes=24,
)
"""What an attack may use."""
PATIENT: Final = replace(
    LIMITS, call_seconds=2.0, cell_seconds=2.0, import_seconds=8.0, submission_seconds=30.0
)
"""What it may use if it ended too early because the machine was busy."""
HONEST: Final = Limits(call_seconds=20.0, cell_seconds=20.0, import_seconds=60.0)
"""What its neighbours may use."""
MARK: Final = "LOOT" * 2
"""What an attack prints when it got what it wanted. No source says it in one word."""
_SETTLE_SECONDS: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one attack."""

    verdicts: dict[str, str] = field(default_factory=dict)
    earned: int = 0
    refused: str = ""
    said: str = ""
    """Everything that was observed, for whoever looks into a failure."""
    loot: list[str] = field(default_factory=list)
    """What it reached or changed."""
    left: list[str] = field(default_factory=list)
    """What is still there after it."""
    reports: list[str] = field(default_factory=list)
    """What in a report could act on its reader."""
    neighbours: list[int] = field(default_factory=list)
    """Points of honest submissions: beside it in the case of a pair, and after it."""
    possible: int = 0


# ------------------------------------------------------------------ what an attack wants


class Canaries:
    """Things that an attack would like to reach, and a look at whether it did."""

    def __init__(self, base: Path, secret: str) -> None:
        self.secret = secret
        self.name = f"attack-{secrets.token_hex(6)}"
        self.course = Path(shutil.copytree(ROOT / "tests/sample_course", base / "course"))
        self._base = base
        self._outside = base / "outside"
        self._home = base / "home"
        for folder in (self._outside, self._home):
            folder.mkdir()
        for holder in (self._home, self.course / "assignments/tiny/hidden"):
            (holder / "canary.txt").write_text(secret, encoding="utf-8")
        for above, folders, files in os.walk(base):  # no permission is to be what keeps them out
            for name in folders:
                Path(above, name).chmod(0o755)
            for name in files:
                Path(above, name).chmod(0o644)
        self._victim = self._start_victim()
        self._tcp = _listening(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        self._udp = _listening(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
        self._local = _listening(socket.AF_UNIX, socket.SOCK_STREAM, f"\0canary-{self.name}")
        self._path = _listening(socket.AF_UNIX, socket.SOCK_STREAM, str(base / "socket"))
        (base / "socket").chmod(0o777)
        with socket.create_server(("127.0.0.1", 0)) as unused:
            self._free = unused.getsockname()[1]
        self._plant()

    @property
    def places(self) -> dict[str, str]:
        """What stands in an attack's file as ``{{NAME}}``."""
        return {
            "COURSE": str(self.course),
            "HOME": str(self._home),
            "OUTSIDE": str(self._outside),
            "SCRATCHES": tempfile.gettempdir(),
            "GRADER": str(os.getpid()),
            "VICTIM": str(self._victim.pid),
            "TCP": str(self._tcp.getsockname()[1]),
            "UDP": str(self._udp.getsockname()[1]),
            "ABSTRACT": f"canary-{self.name}",
            "SOCKET": str(self._base / "socket"),
            "FREE": str(self._free),
            "NAME": self.name,
            "INSTALLED": str(ROOT),
        }

    def look(self) -> list[str]:
        """Return what was reached, and put everything back as it was."""
        found = [
            f"{name} was contacted"
            for name, listener in (("TCP", self._tcp), ("LOCAL", self._local), ("PATH", self._path))
            if _is_contacted(listener.accept)
        ]
        if _is_contacted(lambda: self._udp.recv(64)):
            found.append("UDP was contacted")
        if self._described() != self._expected:
            found.append("OUTSIDE was changed")
        state = Path(f"/proc/{self._victim.pid}/stat").read_bytes().rpartition(b")")[2].split()
        if self._victim.poll() is not None or state[0] in b"TtZX":
            found.append("VICTIM was stopped")
        if self._limits() != self._victim_limits:
            found.append("VICTIM was limited")
        if found:
            self._victim.kill()
            self._victim.wait()
            self._victim = self._start_victim()
            self._plant()
        return found

    def left(self) -> list[str]:
        """Return traces that bear the name which an attack was told to give what it makes."""
        scratches = Path(tempfile.gettempdir())
        found = [str(path) for path in scratches.iterdir()]
        for place in map(Path, ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue")):
            if place.is_dir():
                found += [str(path) for path in place.iterdir() if self.name in path.name]
        sockets = Path("/proc/net/unix").read_text("utf-8", errors="replace").splitlines()
        found += [line for line in sockets if self.name in line and "canary-" not in line]
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self._free), 0.2).close()
            found.append("something listens")
        return found

    def close(self) -> None:
        """End the victim and the listeners."""
        self._victim.kill()
        self._victim.wait()
        for listener in (self._tcp, self._udp, self._local, self._path):
            listener.close()

    def _start_victim(self) -> subprocess.Popen[bytes]:
        code = "import time\nwhile True: time.sleep(9)"
        victim = subprocess.Popen([sys.executable, "-S", "-c", code], env={"SECRET": self.secret})
        self._victim_limits = Path(f"/proc/{victim.pid}/limits").read_text("ascii")
        return victim

    def _limits(self) -> str:
        with suppress(OSError):
            return Path(f"/proc/{self._victim.pid}/limits").read_text("ascii")
        return ""

    def _plant(self) -> None:
        shutil.rmtree(self._outside)
        self._outside.mkdir()
        self._outside.chmod(0o777)
        file = self._outside / "victim.txt"
        file.write_text(self.secret, encoding="utf-8")
        file.chmod(0o666)
        self._expected = self._described()

    def _described(self) -> list[Any]:
        """Names, modes, owners, sizes and times of what is outside, and its attributes."""
        described: list[Any] = []
        for path in (self._outside, *sorted(self._outside.rglob("*"))):
            told = path.lstat()
            attributes = os.listxattr(path, follow_symlinks=False)
            described.append((str(path), told[:5], told.st_size, told.st_mtime_ns, attributes))
        return described


def _listening(family: int, kind: int, address: Any) -> socket.socket:
    sock = socket.socket(family, kind)
    sock.bind(address)
    if kind == socket.SOCK_STREAM:
        sock.listen()
    sock.setblocking(False)
    return sock


def _is_contacted(receive: Callable[[], object]) -> bool:
    contacted = False
    with suppress(BlockingIOError):
        while True:
            receive()
            contacted = True
    return contacted


# ------------------------------------------------------------------ grading


class Recorded(worker.Sandbox):
    """A sandbox whose output is kept; the second of a pair is graded while the first one runs."""

    texts: list[bytearray]
    meanwhile: Callable[[], None] | None = None

    def start(self) -> worker.ImportReport:
        """See ``Sandbox.start``."""
        report = super().start()
        then, Recorded.meanwhile = Recorded.meanwhile, None
        if then is not None:
            then()
        return report

    def close(self) -> None:
        """See ``Sandbox.close``."""
        if self._running is not None:
            self._running.output.drain()
        super().close()
        self.texts.append(self.output)


class Driver:
    """A warm grader, and the canaries around it."""

    def __init__(
        self, grader: pipeline.Grader, canaries: Canaries, base: Path, *, reports: bool
    ) -> None:
        self._looks_at_reports = reports
        self._grader = grader
        self._honest = replace(grader.assignment, limits=HONEST)
        self._limited = replace(grader.assignment, limits=LIMITS)
        self._canaries = canaries
        self._base = base
        reference = grader.assignment.reference or ""
        (base / "honest.py").write_text(reference, encoding="utf-8")
        self._reference = load_submission(base / "honest.py", StudentId("ada"))
        self._grade_honest()
        self._processes = self._count()
        self._descriptors = len(list(Path("/proc/self/fd").iterdir()))

    def run(self, path: Path) -> Outcome:
        """Grade one attack, then an honest neighbour."""
        attack = read_attack(path)
        outcome = self._attacked(attack, LIMITS)
        if attack.misses(outcome.verdicts):
            again = self._attacked(attack, PATIENT)
            outcome = replace(again, loot=[*outcome.loot, *again.loot])
        return replace(
            outcome,
            loot=outcome.loot + self._canaries.look(),
            left=self._left(),
            neighbours=[*outcome.neighbours, self._grade_honest()],
            possible=self._honest.points,
        )

    def _attacked(self, attack: Attack, limits: Limits) -> Outcome:
        self._limited = replace(self._honest, limits=limits)
        folder = self._base / "hand-in"
        folder.mkdir()
        try:
            return self._handed_in(*make(attack, self._canaries.places, folder))
        finally:
            shutil.rmtree(folder)

    def _handed_in(self, first: HandIn, second: HandIn | None = None) -> Outcome:
        Recorded.texts = []
        neighbours: list[int] = []
        outcome: list[Outcome] = []
        if second is None:
            last = self._outcome(first, self._limited)
        else:
            Recorded.meanwhile = lambda: outcome.append(self._outcome(second, self._limited))
            told = self._outcome(first, self._honest)
            neighbours.append(told.earned)
            last = replace(outcome[0], said=f"{outcome[0].said} FIRST: {told.said}")
        printed = b"\n".join(Recorded.texts).decode(errors="replace")
        loot = [text for text in (MARK, self._canaries.secret) if text in printed]
        said = f"{last.said} OUTPUT: {printed[-2000:]}"
        return replace(last, said=said, loot=loot + last.loot, neighbours=neighbours)

    def _outcome(self, given: HandIn, assignment: Assignment) -> Outcome:
        student = StudentId(given.student)
        before, self._grader.assignment = self._grader.assignment, assignment
        try:
            grade = self._grader.grade(load_submission(given.path, student))
        except SubmissionError as error:
            refusal = self._refusal(Ungraded(student=student, reason=error.reason))
            return Outcome(refused=str(error), said=str(error), reports=_acting(refusal))
        finally:
            self._grader.assignment = before
        said = " ".join(_told(grade))
        reports = dict(self._reports(grade)) if self._looks_at_reports else {}
        everything = " ".join([said, *reports.values()])
        return Outcome(
            verdicts={str(result.check.id): result.verdict for result in grade.results},
            earned=grade.earned,
            said=said,
            loot=["the secret"] * (self._canaries.secret in everything)
            + [f"in the {name}" for name, text in reports.items() if MARK in text],
            reports=_acting(reports) if reports else [],
        )

    def _reports(self, grade: Grade) -> Iterator[tuple[str, str]]:
        yield "page", to_html(grade, "vi")
        yield "terminal", to_terminal(grade, "vi", 100)
        yield "markdown", to_markdown(grade, "vi")
        yield "json", to_json(grade, "en").decode()
        yield "csv", self._gradebook(grade.student, grade.earned, "graded")

    def _refusal(self, told: Ungraded) -> dict[str, str]:
        return {
            "page": ungraded_html(told, self._honest, "vi"),
            "csv": self._gradebook(told.student, 0, told.reason.english()),
        }

    def _gradebook(self, student: StudentId, earned: int, reason: str) -> str:
        path = self._base / "gradebook.csv"
        row = GradebookRow(
            student=student, name=student, status="graded", earned=earned, possible=7, reason=reason
        )
        write_gradebook(path, [row], [exercise.id for exercise in self._honest.exercises])
        return path.read_text(encoding="utf-8-sig")

    def _grade_honest(self) -> int:
        self._grader.assignment = self._honest
        return self._grader.grade(self._reference).earned

    def _count(self) -> int:
        """How many living processes descend from us: none leaves, because we are a subreaper."""
        return sum(map(_lives, monitor.family(os.getpid())))

    def _left(self) -> list[str]:
        end = time.monotonic() + _SETTLE_SECONDS
        while (more := self._count() - self._processes) > 0 and time.monotonic() < end:
            time.sleep(0.02)
        left = self._canaries.left()
        if more > 0:
            left.append(f"{more} processes")
        opened = len(list(Path("/proc/self/fd").iterdir())) - self._descriptors
        return [*left, f"{opened} descriptors"] if opened > 0 else left


def _lives(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False
    return stat.rpartition(b")")[2].split()[0] not in b"ZX"


def _told(grade: Grade) -> Iterator[str]:
    for result in grade.results:
        yield f"[{result.check.id}: {result.verdict}] {result.error}"
        yield from map(_english, result.notes)
        yield from (f"{frame.file} {frame.function}" for frame in result.traceback)
    yield from map(_english, grade.notes)


def _english(note: Phrase | Text) -> str:
    return note.english() if isinstance(note, Phrase) else note.en


# ------------------------------------------------------------------ what reports may not contain

_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_ACTIVE_TAGS: Final = {"script", "img", "iframe", "object", "embed", "form", "base", "svg", "link"}
_COMMAND: Final = re.compile(r"(?m)^\s*(?:::|##\[|##vso)")
"""What the log of a continuous-integration service would obey."""
_FORMULA: Final = re.compile(r'(?m)(?:^|,)"?[=+@\t\r-]')


class _Page(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ACTIVE_TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            leads_out = name in {"href", "src", "action"} and not (value or "").startswith("#")
            if name.startswith("on") or leads_out:
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        self.text += data


def _acting(reports: dict[str, str]) -> list[str]:
    """Return what in the reports a terminal, a browser or a spreadsheet would act on."""
    page = _Page(reports["page"])
    found = [f"page: {what}" for what in page.found]
    for name, text in {**reports, "page": page.text}.items():
        found += [f"{name}: {what.group()!r}" for what in _INVISIBLE.finditer(text)]
    found += [f"csv: {what.group()!r}" for what in _FORMULA.finditer(reports["csv"])]
    found += [f"log: {what.group()!r}" for what in _COMMAND.finditer(reports.get("terminal", ""))]
    if len(reports["csv"].splitlines()) != 2:
        found.append("csv: more than one row")
    if "markdown" in reports:
        shown = _Page(MarkdownIt("commonmark", {"html": True}).render(reports["markdown"]))
        found += [f"markdown: {what}" for what in shown.found]
        json.loads(reports["json"])
    return found


# ------------------------------------------------------------------ the script


@contextmanager
def _surroundings() -> Iterator[tuple[Path, str]]:
    """A folder for everything, below which are the temporary files of this process as well."""
    base = Path(tempfile.mkdtemp(prefix="attacked-", dir="/var/tmp"))
    base.chmod(0o755)
    (base / "tmp").mkdir()
    tempfile.tempdir = str(base / "tmp")
    try:
        yield base, os.environ["SECRET"]
    finally:
        shutil.rmtree(base)


def _assignment(name: str, course: Path) -> Assignment:
    start = course if name == "tiny" else ROOT
    return load_assignment(find_course(start), name)


def main(level: str, name: str, reports: str = "") -> None:
    """Serve until standard input ends."""
    os.umask(0o022)
    syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)
    vars(worker)["GRACE_SECONDS"] = 0.3
    vars(pipeline)["Sandbox"] = Recorded
    Recorded.texts = []
    with _surroundings() as (base, secret):
        canaries = Canaries(base, secret)
        assignment = _assignment(name, canaries.course)
        with pipeline.open_grader(assignment, level=Level(level)) as grader:
            driver = Driver(grader, canaries, base, reports=bool(reports))
            _say({"ready": level, "user": os.geteuid()})
            for line in sys.stdin:
                _say(asdict(driver.run(Path(line.strip()))))
        canaries.close()


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
