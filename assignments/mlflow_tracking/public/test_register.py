"""register: a public check on the run of train_and_log."""

import pytest

from grader.suite.api import expect, probe

from .scenes import registering, trained


@pytest.mark.check(points=1, topics=["registry"], needs=["train_and_log.logs_a_run"])
def test_registers_the_run(student):
    """vi: sau register(run_id, name), model có tên đó có một phiên bản
    en: after register(run_id, name), the model of that name has one version
    """
    run_id, _ = trained(student)
    model = probe(student, registering, student.register, run_id)
    expect(
        model is not None and list(model["versions"]) == ["1"],
        vi="Không có phiên bản 1 của public-model trong registry.",
        en="The registry has no version 1 of public-model.",
    )
