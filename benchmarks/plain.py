"""A plugin that runs a course's suites in plain pytest: student code in the same process.

What `grader batch` is compared with, and as light as it can be made: a small stand-in for
``grader.suite.api`` on NumPy alone, no isolation, no deadlines, no diagnosis, no report.

    python -m pytest -p benchmarks.plain --student work.ipynb --entry reference/x/x.py suites...

The last line that it prints is the number of points.
"""

from __future__ import annotations

import json
import re
import sys
import types
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

MAGIC = re.compile(r"^\s*[!%].*$", re.MULTILINE)
POINTS = pytest.StashKey[int]()


def load(path: Path) -> types.ModuleType:
    """The file's or the notebook's definitions; a cell that fails is left behind."""
    module = types.ModuleType(path.stem)
    sys.modules[path.stem] = module
    cells: list[str | bytes] = [path.read_bytes()]
    if path.suffix == ".ipynb":
        found = [cell for cell in json.loads(cells[0])["cells"] if cell["cell_type"] == "code"]
        cells = [MAGIC.sub("", "".join(cell["source"])) for cell in found]
    for cell in cells:
        try:
            exec(compile(cell, str(path), "exec"), vars(module))
        except Exception as error:  # noqa: BLE001 - that is what a student's cell may do
            print(f"{type(error).__name__}: {error}")
    return module


def _ask(function: Callable[..., Any], *args: Any, **kwargs: Any) -> types.SimpleNamespace:
    value = function(*args, **kwargs)
    return types.SimpleNamespace(value=value, args=list(args), kwargs=kwargs)


def _each(function: Callable[..., Any], calls: Iterable[tuple[Any, ...]]) -> list[Any]:
    return [function(*one) for one in calls]


def _each_or_none(
    function: Callable[..., Any], calls: Iterable[tuple[Any, ...]]
) -> list[Any] | None:
    try:
        return _each(function, calls)
    except Exception:  # noqa: BLE001 - that is what it asks
        return None


def _expect_close(  # the signature is that of grader.suite.api
    actual: Any,
    expected: Any,
    *,
    what: str,
    rtol: float = 1e-5,
    atol: float = 1e-8,
    conventions: dict[str, Any] | None = None,
    **_said: object,
) -> None:
    wanted = np.asarray(expected)
    got = np.asarray(actual, dtype=float)
    if wanted.shape == () and got.size == 1:
        got = got.reshape(())
    assert got.shape == wanted.shape, what
    for value in (wanted, *(conventions or {}).values()):
        if np.allclose(got, value, rtol=rtol, atol=atol):
            return
    np.testing.assert_allclose(got, wanted, rtol=rtol, atol=atol, err_msg=what)


def _expect_equal(actual: Any, expected: Any, *, what: str, **_said: object) -> None:
    np.testing.assert_array_equal(np.asarray(actual), np.asarray(expected), err_msg=what)


def _expect(condition: object, *, en: str, **_said: object) -> None:
    assert condition, en


@contextmanager
def _expect_raises(type_name: str) -> Iterator[None]:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the class is known by name only
        yield
    assert type_name in [base.__name__ for base in caught.type.__mro__]


def pytest_addoption(parser: pytest.Parser) -> None:
    """The files that the two fixtures stand for."""
    parser.addoption("--student", type=Path, required=True)
    parser.addoption("--entry", type=Path, required=True)


def pytest_configure(config: pytest.Config) -> None:
    """Put the stand-in in the place of the real one, before a suite imports it."""
    config.addinivalue_line("markers", "check(points, topics, disclosure, needs): one check")
    config.stash[POINTS] = 0
    stand_in()


def stand_in() -> None:
    """Put the stand-in in the place of what suites import."""
    api = types.ModuleType("grader.suite.api")
    vars(api).update(
        ask=_ask,
        each=_each,
        each_or_none=_each_or_none,
        accept=lambda convention: None,  # noqa: ARG005
        fetch=lambda value: value,
        probe=lambda student, function, *args: function(student, *args),
        expect=_expect,
        expect_close=_expect_close,
        expect_equal=_expect_equal,
        expect_raises=_expect_raises,
    )
    sys.modules["grader.suite.api"] = api


@pytest.fixture(scope="session")
def _modules(pytestconfig: pytest.Config) -> tuple[types.ModuleType, types.ModuleType]:
    return load(pytestconfig.option.entry), load(pytestconfig.option.student)


@pytest.fixture
def reference(_modules: tuple[types.ModuleType, types.ModuleType]) -> types.ModuleType:
    """The model solution."""
    return _modules[0]


@pytest.fixture
def student(_modules: tuple[types.ModuleType, types.ModuleType]) -> types.ModuleType:
    """The student's module itself, as every other test in this process sees it."""
    return _modules[1]


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """Random numbers from the check's name."""
    return np.random.default_rng(zlib.crc32(request.node.nodeid.encode()))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Count the points of the checks that pass."""
    report = yield
    mark = item.get_closest_marker("check")
    if report.when == "call" and report.passed and mark is not None:
        item.config.stash[POINTS] += mark.kwargs["points"]
    return report


def pytest_unconfigure(config: pytest.Config) -> None:
    """Say what was earned."""
    print(f"\npoints {config.stash[POINTS]}")
