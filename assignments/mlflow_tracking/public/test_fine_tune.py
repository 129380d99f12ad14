"""fine_tune: a public check on the model that was registered."""

import pytest

from grader.suite.api import expect, probe

from .scenes import DATA, put_into_production, trained, tuning


@pytest.mark.check(points=1, topics=["child runs"], needs=["train_and_log.logs_a_model"])
def test_makes_another_run(student):
    """vi: fine_tune trả về id của một run mới
    en: fine_tune returns the id of a new run
    """
    parent, _ = trained(student)
    probe(student, put_into_production)
    returned, runs = probe(student, tuning, student.fine_tune, {"lr": 0.5, "epochs": 2}, *DATA)
    expect(
        returned in runs and returned != parent,
        vi=f"Kết quả trả về là {returned[:60]}; cần id của một run mới.",
        en=f"What came back is {returned[:60]}; expected the id of a new run.",
    )
