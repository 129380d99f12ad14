"""PyTorch in eager mode alone: its compiler is not imported where nothing is compiled.

The first step of an optimizer imports ``torch._dynamo``, only to have it keep out: 800 modules,
0.8 s and 70 MB in every process, and a fifth of what a fork costs. What asks for the compiler
otherwise gets it as ever.
"""

from __future__ import annotations

import functools
import gc
import importlib
import re
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import FunctionType
from typing import Any, Final

_COMPILER: Final = "torch._dynamo"
_NEEDS_IT: Final = re.compile(r"torch\s*\.\s*func\b|functorch|import\s+func\b|_dynamo")
"""What in a program comes to the compiler after all: function transforms, or asking for it."""


def stay_eager() -> None:
    """Where torch is imported, have its optimizers do without the compiler.

    A version of torch that is built otherwise is left as it is, and no result changes in any.
    """
    torch = sys.modules.get("torch")
    if torch is None or _COMPILER in sys.modules:
        return
    with suppress(AttributeError, KeyError):
        optim: Any = vars(torch)["optim"]
        _keep_out(optim.Optimizer.add_param_group.__code__)
        guarded = optim.SGD.step.__code__
        for kind in optim.Optimizer.__subclasses__():
            if getattr(kind.step, "__code__", None) is guarded:
                kind.step = _as_differentiable(torch, kind.step.__wrapped__)
    vars(torch)["use_deterministic_algorithms"] = functools.partial(_deterministic, torch)


def import_if_needed(sources: Iterable[str]) -> None:
    """Import the compiler where a program will, so that it is there before anything is forked."""
    if "torch" in sys.modules and any(map(_NEEDS_IT.search, sources)):
        importlib.import_module(_COMPILER)


def _keep_out(wrapper: Any) -> None:
    """Say of every function that is wrapped so, all by one closure, that the compiler was asked."""
    for each in gc.get_objects():
        if type(each) is FunctionType and each.__code__ is wrapper:
            function = vars(each)["__wrapped__"]
            vars(function)["__dynamo_disable"] = function


def _as_differentiable(torch: Any, step: Callable[..., Any]) -> Callable[..., Any]:
    """An optimizer's step, with gradients if it is to be differentiated itself."""

    @functools.wraps(step)
    def eager(optimizer: Any, *args: Any, **named: Any) -> Any:
        with torch.set_grad_enabled(optimizer.defaults["differentiable"]):
            return step(optimizer, *args, **named)

    return eager


def _deterministic(torch: Any, mode: bool, *, warn_only: bool = False) -> None:
    """``torch.use_deterministic_algorithms``, of which the compiler is not told."""
    torch._C._set_deterministic_algorithms(mode, warn_only=warn_only)  # noqa: SLF001
