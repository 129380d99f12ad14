"""What a submission has said, not asked again: for checks that look at the same work several times.

A fork is made for the first question of a check that no earlier check has asked. Forks start from
one state, so the same questions in the same order have the same answers; an answer is still only
the worker's word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import Any, Final, Self

from grader.sandbox.wire import Encoder, Handle
from grader.suite.api import Asks, weight

Answers = dict[bytes, dict[str, Any]]
"""Of one submission: by a digest of the question and of all that the check asked before it."""

_LARGEST: Final = 1 << 20
"""Bytes of an answer that is remembered; of larger ones many would fill the memory."""


class Remembered:
    """Answers for a worker what is known, and opens it for what is not."""

    stale = False

    def __init__(
        self, answers: Answers, open_worker: Callable[[], AbstractContextManager[Asks]]
    ) -> None:
        self._answers = answers
        self._open = open_worker
        self._opened = ExitStack()
        self._worker: Asks | None = None
        self._asked: list[tuple[Any, ...]] = []
        self._past = b""

    def request(
        self,
        operation: str,
        target: Handle | None,
        name: str,
        args: Sequence[Any] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """See ``grader.sandbox.worker.Worker.request``."""
        question = (operation, target, name, list(args), kwargs or {})
        self._past = _digest(self._past, question)
        known = None if self._worker is not None else self._answers.get(self._past)
        answer = self._ask(question) if known is None else known
        if weight(answer) <= _LARGEST:
            self._answers[self._past] = answer
        self._asked.append(question)
        return answer

    def renew(self, _seed: int) -> bool:
        """Never: what was said is kept instead."""
        return False

    def _ask(self, question: tuple[Any, ...]) -> dict[str, Any]:
        if self._worker is None:
            self._worker = self._opened.enter_context(self._open())
            for earlier in self._asked:  # it has to be where the answers left it
                self._worker.request(*earlier)
        return self._worker.request(*question)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._opened.close()


def _digest(past: bytes, question: tuple[Any, ...]) -> bytes:
    frame = Encoder().frame(question)
    code = hashlib.sha256(past + frame.structure)
    for buffer in frame.buffers:
        code.update(buffer)
    return code.digest()
