"""train_and_log: a public check on a table of nine samples."""

import pytest

from grader.suite.api import expect

from .scenes import trained


@pytest.mark.check(points=1, topics=["runs", "metrics"])
def test_logs_a_run(student):
    """vi: train_and_log trả về id của một run có train_loss và val_loss
    en: train_and_log returns the id of a run that has train_loss and val_loss
    """
    returned, run = trained(student)
    expect(
        run is not None,
        vi=f"Kết quả trả về là {returned[:60]}; trong mlflow.db không có run nào có id đó.",
        en=f"What came back is {returned[:60]}; mlflow.db has no run of that id.",
    )
    missing = sorted({"train_loss", "val_loss"} - run["metrics"].keys())
    expect(
        not missing,
        vi=f"Run không có metric: {', '.join(missing)}.",
        en=f"The run lacks the metrics: {', '.join(missing)}.",
    )


@pytest.mark.check(points=1, topics=["models"], needs=["train_and_log.logs_a_run"])
def test_logs_a_model(student):
    """vi: run có một model
    en: the run has a model
    """
    _, run = trained(student)
    expect(run["models"], vi="Run không có model nào.", en="The run has no model.")
