"""restore: hidden checks on two registered versions, of which the first is in production."""

import numpy as np
import pytest

from grader.suite.api import expect, expect_close, probe

from .scenes import WEIGHTS, X_VAL, restoring, two_runs


def right(number):
    """What version *number* predicts."""
    exp = np.exp(X_VAL @ WEIGHTS[number - 1])
    return exp / exp.sum(axis=1, keepdims=True)


def expect_version(student, call, key, number, mistake):
    """What the restored model predicts is what that version does, not the other one."""
    ids = probe(student, two_runs, WEIGHTS)
    table = probe(student, restoring, student.restore, ids, X_VAL)[key]
    other = right(3 - number)
    expect(
        table is None or np.shape(table) != other.shape or np.abs(table - other).max() > 1e-6,
        vi=f"{call} cho model của phiên bản {3 - number}; cần phiên bản {number}.",
        en=f"{call} gives the model of version {3 - number}; expected version {number}.",
        misconception=mistake,
    )
    expect_close(table, right(number), what=f"{call}.predict(X)")


@pytest.mark.check(points=2, topics=["aliases", "predictions"])
def test_production(student):
    """vi: không nêu phiên bản: tải phiên bản mà alias production trỏ đến, không phải bản mới nhất
    en: without a version: what the alias production points to is loaded, not the latest version
    """
    expect_version(student, "restore(name)", "production", 1, "mlflow-latest-version")


@pytest.mark.check(points=2, topics=["aliases", "predictions"])
def test_production_moved(student):
    """vi: khi production chuyển sang phiên bản 2, restore(name) tải phiên bản 2
    en: when production moves to version 2, restore(name) loads version 2
    """
    expect_version(student, "restore(name)", "moved", 2, "mlflow-version-fixed")


@pytest.mark.check(points=1, topics=["versions", "predictions"])
def test_version_one(student):
    """vi: restore(name, 1) tải phiên bản 1
    en: restore(name, 1) loads version 1
    """
    expect_version(student, "restore(name, 1)", "version 1", 1, "mlflow-latest-version")


@pytest.mark.check(points=2, topics=["versions", "predictions"])
def test_version_two(student):
    """vi: restore(name, 2) tải phiên bản 2, dù production là phiên bản 1
    en: restore(name, 2) loads version 2, although version 1 is in production
    """
    expect_version(student, "restore(name, 2)", "version 2", 2, "mlflow-version-fixed")
