"""A fork serves another check only where nothing was left behind by the last one."""

from __future__ import annotations

import sys
import types
import warnings
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from engine import a_submission, the_assignment, verdicts

from grader.pipeline import Grader, open_grader
from grader.sandbox.state import same, state_of
from grader.sandbox.worker import Sandbox, Worker


def program(source: str) -> dict[str, Any]:
    """A student's module that has been run."""
    module = types.ModuleType("work")
    exec(dedent(source), vars(module))
    return vars(module)


LEAVES_NOTHING = {
    "a function": "def f(): return 1",
    "its own variables": "def f():\n    xs = [1]\n    xs.append(2)\n    return xs",
    "an object of its own": """
        class Model:
            layers = 2
            def __init__(self): self.w = [0.0]
            def fit(self): self.w.append(1.0); return self
        def f(): return Model().fit()
        """,
    "reading what is there": """
        import numpy as np
        W, names, rate = np.zeros((2, 3)), {"a": [1, 2]}, 0.1
        def f(): return W.sum() + rate + len(names["a"])
        """,
    "a warning": "import numpy as np\ndef f(): return np.log(np.zeros(1))",
}

LEAVES_SOMETHING = {
    "a variable": "n = 0\ndef f():\n    global n\n    n += 1",
    "a new variable": "def f():\n    global n\n    n = 1",
    "a list": "seen = []\ndef f(): seen.append(1)",
    "a list in a dict": "seen = {'a': [0]}\ndef f(): seen['a'][0] = 1",
    "a default": "def f(seen=[]): seen.append(1)",
    "an attribute of the function": "def f(): f.calls = 1",
    "a closure": """
        def make():
            n = 0
            def f():
                nonlocal n
                n += 1
            return f
        f = make()
        """,
    "an attribute of a class": "class A: n = 0\ndef f(): A.n = 1",
    "a list of a class": "class A:\n    seen = []\ndef f(): A().seen.append(1)",
    "an object": """
        class Model:
            def __init__(self): self.w = [0.0]
        model = Model()
        def f(): model.w.append(1.0)
        """,
    "an array, in place": "import numpy as np\nW = np.zeros(3)\ndef f(): W[1] = 1.0",
    "numpy's settings": "import numpy as np\ndef f(): np.seterr(all='raise')",
    "a warning filter": "import warnings\ndef f(): warnings.filterwarnings('error')",
    "a thread": """
        import threading
        def f(): threading.Thread(target=threading.Event().wait, daemon=True).start()
        """,
    "another folder": "import os\ndef f(): os.chdir('/')",
    "an imported module": "def f():\n    import this_is_nowhere_else",
}

UNKNOWN = {
    "a generator of random numbers": "import numpy as np\nrng = np.random.default_rng(0)",
    "an iterator": "numbers = iter(range(9))",
    "a cache": "import functools\n@functools.cache\ndef f(x): return x",
    "an open file": "import io\nfile = io.StringIO()",
    "slots": "class A:\n    __slots__ = ('n',)\na = A()",
    "a subclass of dict": "class A(dict): pass\na = A()",
    "a large array": "import numpy as np\nX = np.zeros(1_000_000)",
    "a long list": "words = list(map(str, range(100_000)))",
    "an array of objects": "import numpy as np\nX = np.array([None, []], dtype=object)",
}


@pytest.fixture(autouse=True)
def as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What these programs change is of this process."""
    # Other tests may have loaded these here.
    monkeypatch.setattr("grader.sandbox.state.WITH_STATE_OF_THEIR_OWN", frozenset[str]())
    (tmp_path / "this_is_nowhere_else.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    with warnings.catch_warnings(), np.errstate():
        warnings.simplefilter("always")
        yield
    sys.modules.pop("this_is_nowhere_else", None)


@pytest.mark.parametrize("source", LEAVES_NOTHING.values(), ids=LEAVES_NOTHING)
def test_what_leaves_nothing_behind(source: str) -> None:
    names = program(source)
    before = state_of(names)
    names["f"]()

    assert same(before, state_of(names))


@pytest.mark.parametrize("source", LEAVES_SOMETHING.values(), ids=LEAVES_SOMETHING)
def test_what_leaves_something_behind(source: str) -> None:
    names = program(source)
    before = state_of(names)
    assert before is not None
    names["f"]()

    assert not same(before, state_of(names))


@pytest.mark.parametrize("source", UNKNOWN.values(), ids=UNKNOWN)
def test_what_cannot_be_seen_is_not_known(source: str) -> None:
    assert state_of(program(source)) is None


def test_beside_a_library_that_keeps_what_it_is_told_nothing_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "prometheus_client", types.ModuleType("prometheus_client"))

    assert state_of(program("def f(): return 1")) is None


def test_tensors_modules_and_optimizers_are_seen() -> None:
    import torch

    names = program(
        """
        import torch
        from torch import nn
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.linear = nn.Linear(3, 2)
            def forward(self, x): return self.linear(x)
        device, model, loss = torch.device("cpu"), Net(), nn.CrossEntropyLoss()
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
        def f(x): return model(x)
        def train(x):
            model(x).sum().backward()
        """
    )
    before = state_of(names)
    assert before is not None

    names["f"](torch.ones(1, 3))
    assert same(before, state_of(names))

    names["train"](torch.ones(1, 3))
    assert not same(before, state_of(names))


# ------------------------------------------------------------------ in a submission

COUNTER = """
class Counter:
    def __init__(self): self.total = 0
    def add(self, n): self.total += n
"""
MEANS = "import numpy as np\ndef row_means(x):\n    return x.mean(axis=1)\n"

STATEFUL = {
    "right the first time": """
        import numpy as np
        calls = 0
        def row_means(x):
            global calls
            calls += 1
            return x.mean(axis=1) if calls == 1 else x.mean()
        """,
    "right from the second time": """
        import numpy as np
        calls = []
        def row_means(x):
            calls.append(1)
            return x.mean(axis=1) if len(calls) > 1 else x.mean()
        """,
    "remembers a shape": """
        import numpy as np
        def row_means(x):
            row_means.n = getattr(row_means, "n", x.shape[1])
            return x.sum(axis=1) / row_means.n
        """,
    "counts out of sight": """
        import itertools
        import numpy as np
        turn = itertools.count()
        def row_means(x): return x.mean(axis=1) + next(turn)
        """,
    "counts in a library": """
        import numpy as np
        np.calls = 0
        def row_means(x):
            np.calls += 1
            if np.calls == 2:
                x[:] = 0
            return x.mean(axis=1)
        """,
    "a total of all": """
        import numpy as np
        def row_means(x): return x.mean(axis=1)
        class Counter:
            total = 0
            def add(self, n): Counter.total += n
        """,
}


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with open_grader(the_assignment()) as opened:
        yield opened


def graded(grader: Grader, source: str) -> tuple[dict[str, str], int]:
    """Verdicts, and how many forks were made for them."""
    asked = 0
    fork = Sandbox.fork

    def counted(sandbox: Sandbox, *args: Any) -> Worker:
        nonlocal asked
        asked += 1
        return fork(sandbox, *args)

    with patch.object(Sandbox, "fork", counted):
        return verdicts(grader.grade(a_submission(source))), asked


def test_right_work_needs_one_fork_for_each_exercise(grader: Grader) -> None:
    found, forks = graded(grader, MEANS + COUNTER)

    assert set(found.values()) == {"passed"}
    assert forks == len(grader.assignment.exercises) < len(found)


def test_after_a_check_that_does_not_pass_the_next_one_has_a_new_fork(grader: Grader) -> None:
    wrong = MEANS.replace("axis=1", "axis=0")
    found, forks = graded(grader, wrong + COUNTER)

    failed = [name for name, verdict in found.items() if verdict.startswith("failed")]
    assert forks >= len(failed) + 1


@pytest.mark.parametrize("source", STATEFUL.values(), ids=STATEFUL)
def test_work_with_a_memory_is_judged_as_in_a_fork_for_each_check(
    grader: Grader, source: str
) -> None:
    source = dedent(source) + ("" if "class Counter" in source else COUNTER)
    found, _ = graded(grader, source)
    with patch.object(Worker, "renew", lambda _worker, _seed: False):
        expected, _ = graded(grader, source)

    assert found == expected


def test_a_fork_that_lies_about_its_past_earns_nothing_by_it(grader: Grader) -> None:
    """It says that nothing was left behind; its answers are held against the same values."""
    lies = """
        import gc
        import grader.sandbox.child as child
        child.Session.renew = lambda self, seed: True
        calls = []
        def row_means(x):
            calls.append(1)
            return x.mean(axis=1) if len(calls) == 1 else x.mean()
        """
    found, _ = graded(grader, dedent(lies) + COUNTER)
    with patch.object(Worker, "renew", lambda _worker, _seed: False):
        expected, _ = graded(grader, dedent(lies) + COUNTER)

    assert found == expected
