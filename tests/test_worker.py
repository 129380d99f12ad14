"""Student code runs in a process of its own, and can only ever answer."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path, PurePosixPath

import numpy as np
import pytest
from engine import a_program, a_submission

from grader.model import Level, Limits, StudentId, Submission, SubmittedFile
from grader.sandbox import wire
from grader.sandbox.wall.detection import attempt
from grader.sandbox.wall.monitor import family
from grader.sandbox.wire import Handle
from grader.sandbox.worker import (
    OverLimit,
    RemoteError,
    Sandbox,
    Worker,
    WorkerDied,
    WorkerTimeout,
    Zygote,
)

LIMITS = Limits(call_seconds=1, cell_seconds=0.5, import_seconds=3, submission_seconds=30)


LEVELS = [Level.PROCESS, *(level for level in (Level.KERNEL, Level.FULL) if attempt(level).stands)]
"""What this machine gives; tests/test_wall.py says what it has to give where."""


@pytest.fixture(scope="module", params=LEVELS, ids=str)
def zygote(request: pytest.FixtureRequest) -> Iterator[Zygote]:
    with Zygote(["numpy"], request.param) as started:
        yield started


class Runner:
    """Runs sources behind the wall, and closes what it opened."""

    def __init__(self, zygote: Zygote) -> None:
        self._zygote = zygote
        self._stack = ExitStack()

    def __call__(
        self, *sources: str, limits: Limits = LIMITS, submission: Submission | None = None
    ) -> Sandbox:
        handed_in = submission or a_submission("")
        sandbox = Sandbox(self._zygote, a_program(*sources), handed_in, limits, seed=7)
        self._stack.enter_context(sandbox).start()
        return sandbox

    def close(self) -> None:
        self._stack.close()


@pytest.fixture
def run(zygote: Zygote) -> Iterator[Runner]:
    with closing(Runner(zygote)) as runner:
        yield runner


def value(worker: Worker, name: str, *args: object) -> object:
    return worker.request("call", None, name, args)["value"]


def test_a_call_returns_plain_data(run: Runner) -> None:
    with run("def double(x): return 2 * x").fork(1) as worker:
        np.testing.assert_array_equal(value(worker, "double", np.arange(3.0)), [0.0, 2.0, 4.0])


def test_an_object_stays_in_the_worker_and_answers_to_its_methods(run: Runner) -> None:
    source = """
        class Model:
            def __init__(self, w): self.w = w
            def predict(self, x): return self.w * x
    """
    with run(source).fork(1) as worker:
        model = value(worker, "Model", 3)

        assert isinstance(model, Handle)
        assert model.type_name == "Model"
        assert worker.request("call", model, "predict", [2])["value"] == 6
        assert worker.request("get", model, "w")["value"] == 3


def test_arguments_come_back_as_they_are_after_the_call(run: Runner) -> None:
    with run("def f(x): x[0] = 9").fork(1) as worker:
        answer = worker.request("ask", None, "f", [np.zeros(2)])

    np.testing.assert_array_equal(answer["args"][0], [9, 0])


def test_every_check_starts_from_the_state_that_the_cells_left(run: Runner) -> None:
    sandbox = run("n = [0]", "def count():\n    n[0] += 1\n    return n[0]")

    for _ in range(3):
        with sandbox.fork(1) as worker:
            assert value(worker, "count") == 1
            assert value(worker, "count") == 2


def test_generators_are_seeded_for_each_check(run: Runner) -> None:
    sandbox = run(
        "import random, numpy as np\ndef draw(): return random.random(), np.random.rand()"
    )
    drawn = []
    for seed in (1, 1, 2):
        with sandbox.fork(seed) as worker:
            drawn.append(value(worker, "draw"))

    assert drawn[0] == drawn[1] != drawn[2]


def test_a_loop_without_end_costs_one_call_and_no_process(run: Runner) -> None:
    sandbox = run("def live(): return 1\ndef hang():\n    while True: pass")
    before = len(family(os.getpid()))
    with sandbox.fork(1) as worker:
        assert value(worker, "live") == 1
        with pytest.raises(WorkerTimeout):
            value(worker, "hang")

    assert settles(lambda: len(family(os.getpid())) <= before + 1)  # the next one is ready
    with sandbox.fork(1) as worker:
        assert value(worker, "live") == 1


def settles(holds: Callable[[], bool]) -> bool:
    """Whether something comes true within five seconds."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.01)
    return False


def test_a_crash_costs_one_check(run: Runner) -> None:
    sandbox = run("import os\ndef die(): os._exit(0)\ndef live(): return 1")
    with sandbox.fork(1) as worker, pytest.raises(WorkerDied):
        value(worker, "die")
    with sandbox.fork(1) as worker:
        assert value(worker, "live") == 1


def test_an_exception_crosses_as_text_with_the_students_frames(run: Runner) -> None:
    with run("def f():\n    return [][1]").fork(1) as worker, pytest.raises(RemoteError) as caught:
        value(worker, "f")

    assert str(caught.value) == "IndexError: list index out of range"
    assert caught.value.failure.frames == (("tiny.py", 2, "f"),)


def test_printing_a_lot_blocks_nobody(run: Runner) -> None:
    sandbox = run("def shout():\n    print('x' * 1_000_000)\n    return 1")
    with sandbox.fork(1) as worker:
        assert value(worker, "shout") == 1

    sandbox.close()
    assert sandbox.output == b"x" * (64 << 10)


def test_a_failing_cell_does_not_stop_the_next(run: Runner) -> None:
    report = run("a = 1\nb = 1 / 0\nc = 3", "def f(): return c").report

    assert report.names is not None
    assert report.names.keys() >= {"a", "c", "f"}
    (failed,) = report.failures
    assert (failed.cell, failed.line, failed.failure.type) == (1, 2, "ZeroDivisionError")


def test_a_cell_with_a_syntax_error_costs_that_cell(run: Runner) -> None:
    report = run("def broken(:\n    pass", "def f(): return 1").report

    assert report.names == {"f": "callable"}
    assert report.failures[0].failure.type == "SyntaxError"


def test_a_long_statement_is_interrupted_and_the_next_ones_run(run: Runner) -> None:
    report = run("import time", "time.sleep(300)", "def f(): return 1").report

    assert "f" in (report.names or {})
    assert [(f.cell, f.failure.type) for f in report.failures] == [(2, "CellInterrupted")]


def test_a_statement_that_swallows_interruptions_is_left_out(run: Runner) -> None:
    stubborn = """
        while True:
            try:
                while True: pass
            except BaseException:
                pass
    """
    report = run("x = 1", stubborn, "def f(): return x").report

    assert "f" in (report.names or {})
    assert [failed.cell for failed in report.failures] == [2]


def test_leaving_at_import_costs_that_statement(run: Runner) -> None:
    report = run("import os\ndef f(): return 1\nos._exit(0)\ndef g(): return 2").report

    assert (report.names or {}).keys() >= {"f", "g"}


def test_one_long_cell_among_many_is_no_danger(run: Runner) -> None:
    report = run(f"text = {'x' * 300_000!r}", *["a = 1"] * 300, "def f(): return a").report

    assert (report.names or {}).keys() >= {"text", "a", "f"}
    assert report.failures == ()


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import asyncio\nx = await asyncio.sleep(0, 5)", id="top-level-await"),
        pytest.param("from __future__ import annotations\ndef f(a: no): ...\nx = 5", id="future"),
        pytest.param("import matplotlib.pyplot as p\np.plot([1])\np.show()\nx = 5", id="plot"),
        pytest.param("from tqdm import tqdm\nx = sum(i for i in tqdm([2, 3]))", id="tqdm"),
        pytest.param(
            "from tqdm.auto import tqdm, trange\nbar = tqdm(range(4), desc='a')\n"
            "for i in bar:\n    bar.set_postfix(i=i)\nbar.close()\n"
            "with trange(1, 2) as t:\n    t.update()\n    x = len(bar) + sum(t)",
            id="tqdm-methods",
        ),
        pytest.param(
            "from tqdm import notebook\nx = sum(notebook.trange(2, 4))", id="tqdm-notebook-range"
        ),
        pytest.param(
            "from rich.progress import track\nx = sum(track([2, 3], description='a'))", id="rich"
        ),
        pytest.param(
            "import matplotlib.pyplot as p\nline, = p.plot([1, 2])\nline.set_label('a')\nx = 5",
            id="the line of a plot",
        ),
        pytest.param("import wandb\nwandb.log({'loss': 1})\nx = 5", id="wandb"),
        pytest.param(
            "from tqdm.auto import tqdm, trange\nbar = tqdm([2, 1], total=2)\n"
            "x = sum(bar) + len(bar) + sum(1 for _ in trange(0))\nbar.set_postfix(loss=x)",
            id="a bar with a name",
        ),
        pytest.param(
            "import matplotlib.pyplot as p\nimport os\nfigure, (a, b, c) = p.subplots(1, 3)\n"
            "counts, edges, _ = a.hist([1])\nfigure.savefig('curve.png', dpi=90)\n"
            "x = 5 if os.path.getsize('curve.png') else 0",
            id="a saved plot",
        ),
        pytest.param(
            "import io, matplotlib.pyplot as p\nfrom matplotlib.figure import Figure\n"
            "file = io.BytesIO()\np.savefig(file, format='png')\n"
            "x = 5 if file.tell() and isinstance(p.gcf(), Figure) else 0",
            id="a plot in memory",
        ),
        pytest.param("from google.colab import drive\ndrive.mount('/d')\nx = 5", id="colab"),
        pytest.param("get_ipython().system('pip install numpy')\nx = 5", id="exported-magic"),
        pytest.param("from IPython.display import display\ndisplay(1)\nx = 5", id="display"),
        pytest.param("import sys\nsys.exit()\nx = 5", id="exit-in-the-middle"),
        pytest.param("if __name__ == '__main__':\n    1 / 0\nx = 5", id="not-main"),
    ],
)
def test_what_notebooks_hold_runs(run: Runner, source: str) -> None:
    with run(source).fork(1) as worker:
        assert worker.request("get", None, "x")["value"] == 5


def test_input_has_no_keyboard(run: Runner) -> None:
    (failed,) = run("name = input('name? ')\nx = 1").report.failures

    assert failed.failure.type == "EOFError"
    assert "keyboard" in failed.failure.message


def test_a_variable_does_not_hide_the_function_it_was_computed_with(run: Runner) -> None:
    with run("def softmax(z): return z + 1\nsoftmax = softmax(3)").fork(1) as worker:
        assert value(worker, "softmax", 1) == 2


def test_own_files_are_there_and_shadow_nothing(run: Runner) -> None:
    mine, shadow = a_submission("x = 'mine'", "helper.py"), a_submission("x = 1", "random.py")
    both = replace(mine, files=(*mine.files, *shadow.files))
    sandbox = run("import helper, random\nx = helper.x, hasattr(random, 'x')", submission=both)
    with sandbox.fork(1) as worker:
        assert worker.request("get", None, "x")["value"] == ("mine", False)


def test_more_files_than_a_message_has_room_for_are_there(run: Runner) -> None:
    # A notebook with its pictures is larger than anything else that is ever sent.
    files = {"work.ipynb": b"x" * (20 << 20), "a.csv": b"1,2\n" * (2 << 20), "empty": b""}
    handed_in = Submission(
        student=StudentId("an"),
        files=tuple(SubmittedFile(path=PurePosixPath(n), data=d) for n, d in files.items()),
        digest="",
    )
    source = "import pathlib\n\ndef sizes():\n"
    source += "    return {path.name: path.stat().st_size for path in pathlib.Path().iterdir()}"
    with run(source, submission=handed_in, limits=replace(LIMITS, import_seconds=20)).fork(1) as w:
        assert value(w, "sizes") == {name: len(data) for name, data in files.items()}


def test_an_answer_larger_than_the_grader_holds_is_told(run: Runner) -> None:
    source = "import numpy as np\n\ndef large(n): return np.zeros(n, dtype=np.int8)"
    sandbox = run(source)
    with sandbox.fork(1, 20) as worker:
        answer = value(worker, "large", wire.MAX_ANSWER - 64)
        assert isinstance(answer, np.ndarray)
        assert answer.nbytes == wire.MAX_ANSWER - 64
        with pytest.raises(RemoteError, match="cannot be sent: too large"):
            value(worker, "large", wire.MAX_ANSWER + 1)


def test_the_environment_is_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    source = "import os, sys\nseen = dict(os.environ), sys.argv, sorted(sys.modules)"
    with (
        Zygote(["numpy"], Level.PROCESS) as fresh,
        closing(Runner(fresh)) as run,
        run(source).fork(1) as worker,
    ):
        environment, argv, modules = worker.request("get", None, "seen")["value"]

    assert "SECRET_TOKEN" not in environment
    assert argv == ["tiny.py"]
    assert not {"pytest", "grader.suite", "grader.model", "torch"} & set(modules)


def test_time_for_the_whole_submission_is_bounded(run: Runner) -> None:
    limits = replace(LIMITS, call_seconds=9, submission_seconds=3)
    sandbox = run("import time\ndef slow(seconds): time.sleep(seconds)", limits=limits)
    with sandbox.fork(1) as worker:
        value(worker, "slow", 2)
        with pytest.raises(WorkerTimeout):  # on a busy machine it may take its time twice
            value(worker, "slow", 5)

    assert sandbox.out_of_time


def test_memory_that_the_cells_no_longer_use_is_not_in_every_fork(run: Runner) -> None:
    source = """
        import resource
        import numpy as np
        def peak():
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        before = peak()
        used = [np.ones(8_000_000) for _ in range(3)]
        del used
        after = peak()
    """
    with run(source).fork(1) as worker:
        before, after = (worker.request("get", None, n)["value"] for n in ("before", "after"))

        assert after > before + (150 << 10)
        assert value(worker, "peak") < before + (50 << 10)  # of a new process


@pytest.fixture
def a_busy_processor() -> Iterator[None]:
    """All that is started meanwhile runs on one processor, which four others want, too."""
    all_of_them = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(all_of_them)})
    busy = [sys.executable, "-S", "-c", "while True: pass"]
    with ExitStack() as stack:
        stack.callback(os.sched_setaffinity, 0, all_of_them)
        for _ in range(4):
            process = stack.enter_context(subprocess.Popen(busy, start_new_session=True))
            stack.callback(process.kill)
        yield


@pytest.mark.usefixtures("a_busy_processor")
def test_time_that_others_had_counts_neither_for_a_call_nor_for_the_submission() -> None:
    source = """
        import time
        def work(seconds):
            end = time.process_time() + seconds
            while time.process_time() < end:
                pass
    """
    limits = replace(LIMITS, call_seconds=0.15, submission_seconds=2)
    took = [0.0]
    with Zygote(["numpy"], LEVELS[-1]) as zygote, closing(Runner(zygote)) as run:
        start = time.monotonic()
        sandbox = run(source, limits=limits)
        while time.monotonic() < start + limits.submission_seconds:
            begin = time.monotonic()
            with sandbox.fork(1) as worker:
                value(worker, "work", 0.05)
            took.append(time.monotonic() - begin)

        assert max(took) > limits.call_seconds
        assert not sandbox.out_of_time
        with sandbox.fork(1) as worker:
            value(worker, "work", 0.05)


def test_nothing_is_left_behind(zygote: Zygote) -> None:
    source = """
        import os, time
        open("left", "w").close()
        if os.fork() == 0:
            time.sleep(60)
        folder = os.getcwd()
    """
    before = len(family(os.getpid()))
    with closing(Runner(zygote)) as run, run(source).fork(1) as worker:
        folder = worker.request("get", None, "folder")["value"]
        assert len(family(os.getpid())) > before

    assert not Path(str(folder)).exists()
    assert settles(lambda: len(family(os.getpid())) == before)


def test_a_check_never_shares_a_process_with_threads_of_the_import(run: Runner) -> None:
    source = """
        import threading, time
        calls = []
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        def call():
            calls.append(1)
            return len(calls), threading.active_count()
    """
    sandbox = run(source)
    for _ in range(2):
        with sandbox.fork(1) as worker:
            assert value(worker, "call") == (1, 1)


def test_memory_over_many_processes_is_counted_together(run: Runner) -> None:
    source = """
        import os, time
        def bomb():
            for _ in range(6):
                if os.fork() == 0:
                    held = bytearray(50 << 20)
                    time.sleep(60)
            time.sleep(60)
        def live(): return 1
    """
    sandbox = run(source, limits=replace(LIMITS, call_seconds=10, memory_bytes=150 << 20))
    with sandbox.fork(1) as worker, pytest.raises(OverLimit, match="memory"):
        value(worker, "bomb")
    with sandbox.fork(1) as worker:
        assert value(worker, "live") == 1


def test_several_calls_take_one_round_trip(run: Runner) -> None:
    with run("def double(x): return 2 * x").fork(1) as worker:
        assert worker.request("each", None, "double", [(1,), (2,)])["value"] == [2, 4]
