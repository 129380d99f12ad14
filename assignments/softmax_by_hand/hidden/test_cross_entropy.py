"""cross_entropy: hidden checks, on each student's own numbers."""

import pytest

from grader.suite.answers import expect_precise, expect_step


@pytest.mark.check(points=2, topics=["values"])
def test_loss(answers):
    """vi: `loss`: cross-entropy của mẫu
    en: `loss`: the cross-entropy of the sample
    """
    expect_step(answers, "loss")


@pytest.mark.check(points=1, topics=["precision"], needs=["cross_entropy.loss"])
def test_loss_precise(answers):
    """vi: `loss` đúng đến 4 chữ số thập phân
    en: `loss` is right to 4 decimals
    """
    expect_precise(answers, "loss")


@pytest.mark.check(points=2, topics=["batch"])
def test_batch_losses(answers):
    """vi: `batch_losses`: cross-entropy của từng mẫu trong batch
    en: `batch_losses`: the cross-entropy of each sample of the batch
    """
    expect_step(answers, "batch_losses")


@pytest.mark.check(points=1, topics=["precision"], needs=["cross_entropy.batch_losses"])
def test_batch_losses_precise(answers):
    """vi: `batch_losses` đúng đến 4 chữ số thập phân
    en: `batch_losses` is right to 4 decimals
    """
    expect_precise(answers, "batch_losses")


@pytest.mark.check(points=2, topics=["batch"])
def test_batch_loss(answers):
    """vi: `batch_loss`: cross-entropy trung bình của batch
    en: `batch_loss`: the mean cross-entropy of the batch
    """
    expect_step(answers, "batch_loss")


@pytest.mark.check(points=1, topics=["precision"], needs=["cross_entropy.batch_loss"])
def test_batch_loss_precise(answers):
    """vi: `batch_loss` đúng đến 4 chữ số thập phân
    en: `batch_loss` is right to 4 decimals
    """
    expect_precise(answers, "batch_loss")
