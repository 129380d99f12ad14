"""The checks of our suites as plain calls, for graders that run test cells beside student code.

    run("softmax.values", globals())

raises where the check does not pass. Needs NumPy and pytest, and nothing of this package.
"""

from __future__ import annotations

import importlib.util
import inspect
import os
import sys
import types
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import plain

COURSE = Path(os.environ["CHECKS_COURSE"])
ASSIGNMENT = os.environ["CHECKS_ASSIGNMENT"]


def run(check: str, namespace: Mapping[str, Any]) -> None:
    """Run *check* on the names in *namespace*."""
    function, reference = _suites()[check], _reference()
    given = {
        "student": types.SimpleNamespace(
            **{k: v for k, v in namespace.items() if k.isidentifier()}
        ),
        "reference": reference,
        "rng": np.random.default_rng(zlib.crc32(check.encode())),
    }
    function(**{name: given[name] for name in inspect.signature(function).parameters})


@cache
def _reference() -> types.ModuleType:
    return plain.load(COURSE / "reference" / ASSIGNMENT / f"{ASSIGNMENT}.py")


@cache
def _suites() -> dict[str, Callable[..., None]]:
    plain.stand_in()
    found: dict[str, Callable[..., None]] = {}
    for kind in ("public", "hidden"):
        folder = COURSE / "assignments" / ASSIGNMENT / kind
        package = types.ModuleType(kind)
        package.__path__ = [str(folder)]
        sys.modules[kind] = package
        for path in sorted(folder.glob("test_*.py")):
            spec = importlib.util.spec_from_file_location(f"{kind}.{path.stem}", path)
            assert spec is not None
            assert spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            sys.modules[spec.name] = module
            spec.loader.exec_module(module)
            exercise = path.stem.removeprefix("test_")
            found |= {
                f"{exercise}.{name.removeprefix('test_')}": value
                for name, value in vars(module).items()
                if name.startswith("test_")
            }
    return found
