"""Every attack under ``attacks/`` ends as its first line says, at every level, without loot."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from attack_files import Attack, read_attack, read_attacks
from engine import COURSE, the_assignment
from passed import ROOT, Passed
from test_wall import as_ordinary_user

from grader.assignment import find_course, load_assignment
from grader.model import Level
from grader.sandbox.wall import detection

ATTACKS: Final = read_attacks()
DRIVER: Final = Path(__file__).with_name("attack_driver.py")
_STRONGEST_FIRST: Final = (Level.FULL, Level.KERNEL, Level.PROCESS)
LEVELS: Final = [
    level for level in _STRONGEST_FIRST if level is Level.PROCESS or detection.attempt(level).stands
]


@dataclass(frozen=True, slots=True)
class Setting:
    """Where attacks are run: by one grader process with one warm grader."""

    level: Level
    user: str
    assignment: str = "tiny"

    def __str__(self) -> str:
        """Return a name for a test's id."""
        other = "" if self.assignment == "tiny" else f"-{self.assignment}"
        return f"{self.level}-{self.user}{other}"

    def holds(self, attack: Attack) -> bool:
        """Whether the wall has to hold the attack."""
        return _STRONGEST_FIRST.index(self.level) <= _STRONGEST_FIRST.index(attack.since)

    @property
    def attacks(self) -> list[Attack]:
        """Those that it holds, and those that have to succeed without a wall."""
        return [
            attack
            for attack in ATTACKS
            if attack.assignment == self.assignment and (self.holds(attack) or attack.control)
        ]


def _settings() -> Iterator[Setting]:
    ours = "root" if os.geteuid() == 0 else "user"
    for level in LEVELS:
        # Without a wall root's attacks would have the machine.
        users = ["user"] if level is Level.PROCESS else dict.fromkeys([ours, "user"])
        yield from (Setting(level, user) for user in users)
    assignments = sorted({attack.assignment for attack in ATTACKS} - {"tiny"})
    user = "user" if LEVELS[0] is Level.PROCESS else ours
    yield from (Setting(LEVELS[0], user, assignment) for assignment in assignments)


SETTINGS: Final = list(_settings())
CASES: Final = [
    pytest.param(setting, attack, id=f"{setting}-{attack.name}")
    for setting in SETTINGS
    for attack in setting.attacks
]


class Outcomes:
    """What came of each attack, as soon as it is known. All graders work at the same time."""

    def __init__(self, passed: Passed) -> None:
        self.passed = passed
        self.ran: list[str] = []
        """Where how many were run."""
        self._promised: dict[tuple[Setting, Path], Future[dict[str, Any]]] = {
            (setting, attack.path): Future()
            for setting in SETTINGS
            for attack in setting.attacks
            if not passed.knows(self._case(setting), attack.path)
        }

    def drive(self, setting: Setting) -> None:
        """Keep the promises of one setting, whatever happens to its grader."""
        promises = {
            path: made for (where, path), made in self._promised.items() if where is setting
        }
        attacks = [attack for attack in setting.attacks if attack.path in promises]
        if not attacks:
            return
        self.ran.append(f"{len(attacks)} at {setting}")
        try:
            for path, outcome in _outcomes(setting, attacks):
                promises.pop(path).set_result(outcome)
        except Exception as error:  # noqa: BLE001 - told by every test that waits
            for promise in promises.values():
                promise.set_exception(error)

    def of(self, setting: Setting, attack: Attack) -> dict[str, Any] | None:
        """What came of it; None where it ended as it must, and nothing has changed since."""
        promise = self._promised.get((setting, attack.path))
        return None if promise is None else promise.result()

    def ended_well(self, setting: Setting, attack: Attack) -> None:
        """Remember that it ended as it must."""
        self.passed.add(self._case(setting), attack.path)

    @staticmethod
    @cache
    def _case(setting: Setting) -> str:
        """What an attack depends on beside itself: where it is run, and against which suites."""
        start = COURSE if setting.assignment == "tiny" else ROOT
        digest = load_assignment(find_course(start), setting.assignment).digest
        return f"{setting} {LEVELS} {digest}"


@pytest.fixture(scope="module")
def outcomes(last_words: list[str]) -> Iterator[Outcomes]:
    """All attacks, under way."""
    found = Outcomes(Passed("attacks", the_assignment()))
    with ThreadPoolExecutor(max_workers=len(SETTINGS)) as pool:
        for setting in SETTINGS:
            pool.submit(found.drive, setting)
        yield found
    found.passed.save()
    settings = ", ".join(map(str, SETTINGS))
    missing = [level for level in _STRONGEST_FIRST if level not in LEVELS]
    words = [
        *([f"run: {', '.join(sorted(found.ran))}"] if found.ran else []),
        *(
            [f"{found.passed.known} ended well as they are at {settings}"]
            if found.passed.known
            else []
        ),
        *([f"this machine does not give {', '.join(missing)}"] if missing else []),
    ]
    last_words.append(f"attacks: {'; '.join(words)}")


def _outcomes(setting: Setting, attacks: list[Attack]) -> Iterator[tuple[Path, dict[str, Any]]]:
    argv = [sys.executable, str(DRIVER), setting.level.value, setting.assignment]
    argv += ["reports"] if setting is SETTINGS[0] else []
    if os.geteuid() == 0 and setting.user != "root":
        argv = as_ordinary_user(argv)
    environment = {**os.environ, "SECRET": secrets.token_hex(16)}
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(
            argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
            text=True,
        ) as driver,
    ):
        assert driver.stdin is not None
        assert driver.stdout is not None
        driver.stdin.write("".join(f"{attack.path}\n" for attack in attacks))
        driver.stdin.close()
        driver.stdout.readline()
        for attack in attacks:
            line = driver.stdout.readline()
            if not line:
                errors.seek(0)
                raise AssertionError(f"the grader's process ended: {errors.read()[-2000:]}")
            yield attack.path, json.loads(line)


@pytest.mark.parametrize("setting,attack", CASES)
def test_an_attack_ends_as_it_must(setting: Setting, attack: Attack, outcomes: Outcomes) -> None:
    outcome = outcomes.of(setting, attack)
    if outcome is None:
        return
    said = outcome["said"]

    if setting.holds(attack):
        assert outcome["loot"] == [], said
        assert attack.misses(outcome["verdicts"]) == {}, said
        assert attack.refused in outcome["refused"], said
        assert bool(outcome["verdicts"]) is not bool(attack.refused), said
        assert outcome["earned"] <= attack.earned, said
        assert outcome["left"] == [], said
    else:
        assert outcome["loot"] != [], f"the attack is none: {said}"
    assert outcome["reports"] == []
    assert set(outcome["neighbours"]) == {outcome["possible"]}
    outcomes.ended_well(setting, attack)


# ------------------------------------------------------------------ the collection itself

THREATS: Final = [
    *(f"A{n:02}" for n in range(1, 8)),
    *(f"B{n:02}" for n in range(1, 16)),
    *(f"C{n:02}" for n in range(1, 20)),
    *(f"D{n:02}" for n in range(1, 6)),
    *(f"E{n:02}" for n in range(1, 22)),
    *(f"F{n:02}" for n in range(1, 13)),
]


def test_every_threat_has_an_attack_in_its_name() -> None:
    assert {attack.id for attack in ATTACKS} == set(THREATS)
    assert all(attack.name.startswith(attack.id) for attack in ATTACKS)


def test_attacks_come_in_every_form() -> None:
    forms = Counter(attack.path.suffix or "folder" for attack in ATTACKS)

    assert set(forms) == {".py", ".ipynb", ".toml", "folder"}
    assert forms[".ipynb"] >= 15
    assert sum(forms.values()) >= 80


def test_every_wall_has_an_attack_that_succeeds_without_it() -> None:
    controls = {attack.id[0] for attack in ATTACKS if attack.control}

    assert controls >= {"A", "C", "D", "E"}


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("def row_means(x): pass", id="no-comment"),
        pytest.param("# Z01: tries -> everything failed; earns 0", id="no-such-class"),
        pytest.param("# A01: tries -> everything failed", id="no-points"),
        pytest.param("# A01: tries -> everything undone; earns 0", id="no-such-verdict"),
        pytest.param("# A01 [from space]: tries -> refused: x", id="no-such-level"),
    ],
)
def test_a_first_line_in_another_form_is_refused(line: str, tmp_path: Path) -> None:
    file = tmp_path / "A01_x.py"
    file.write_text(f"{line}\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"\w"):
        read_attack(file)
