"""What the fuzz targets share: seeds, and the run.

A target is a script: ``PYTHONPATH=tests python tests/fuzz/fuzz_wire.py -runs=1000``; options are
libFuzzer's. It needs atheris, which ``make fuzz`` installs. An input that raises anything but what
the reader promises, takes longer than ten seconds or more than 2 GB is written to the working
folder, and ends the run.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final, NoReturn

TESTS: Final = Path(__file__).resolve().parent
_atheris: Any = importlib.import_module("atheris")
_OPTIONS: Final = ("-timeout=10", "-rss_limit_mb=2048", "-max_len=8192", "-print_final_stats=1")


def instrumented() -> AbstractContextManager[Any]:
    """What is imported inside is watched for new paths."""
    watched: AbstractContextManager[Any] = _atheris.instrument_imports(include=["grader"])
    return watched


def fuzz(one: Callable[[bytes], None], seeds: Iterable[bytes]) -> NoReturn:
    """Call *one* with ever new inputs, made of *seeds*; its temporary files are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for number, seed in enumerate(seeds):
            (corpus / str(number)).write_bytes(seed)
        pid = os.fork()  # libFuzzer ends its process without a word to Python
        if pid == 0:
            tempfile.tempdir = folder
            _atheris.Setup([sys.argv[0], *_OPTIONS, *sys.argv[1:], str(corpus)], one)
            _atheris.Fuzz()
        _, status = os.waitpid(pid, 0)
    sys.exit(os.waitstatus_to_exitcode(status))


def files(*patterns: str) -> Iterable[bytes]:
    """The bytes of files below ``tests``, as seeds."""
    return [path.read_bytes() for pattern in patterns for path in sorted(TESTS.glob(pattern))]
