"""answers: hidden checks, one for each question; the feedback says why an option is wrong."""

import pytest

from .questions import expect_answer


@pytest.mark.check(points=1, topics=["softmax"])
def test_q1(student, reference):
    """vi: câu 1: softmax khi mọi logit tăng thêm cùng một số
    en: question 1: softmax when all logits rise by the same number
    """
    expect_answer(student, reference, "q1")


@pytest.mark.check(points=1, topics=["softmax"])
def test_q2(student, reference):
    """vi: câu 2: số tham số của softmax regression
    en: question 2: the number of parameters of softmax regression
    """
    expect_answer(student, reference, "q2")


@pytest.mark.check(points=1, topics=["data"])
def test_q3(student, reference):
    """vi: câu 3: chuẩn hoá và chia dữ liệu
    en: question 3: standardising and splitting
    """
    expect_answer(student, reference, "q3")


@pytest.mark.check(points=1, topics=["metrics"])
def test_q4(student, reference):
    """vi: câu 4: recall của lớp hiếm
    en: question 4: the recall of a rare class
    """
    expect_answer(student, reference, "q4")


@pytest.mark.check(points=1, topics=["softmax"])
def test_q5(student, reference):
    """vi: câu 5: loss ở bước đầu tiên
    en: question 5: the loss at the first step
    """
    expect_answer(student, reference, "q5")


@pytest.mark.check(points=1, topics=["softmax"])
def test_q6(student, reference):
    """vi: câu 6: lỗi mà hai lớp không cho thấy
    en: question 6: the mistake that two classes hide
    """
    expect_answer(student, reference, "q6")


@pytest.mark.check(points=1, topics=["PyTorch"])
def test_q7(student, reference):
    """vi: câu 7: softmax trước CrossEntropyLoss
    en: question 7: softmax before CrossEntropyLoss
    """
    expect_answer(student, reference, "q7")


@pytest.mark.check(points=1, topics=["PyTorch"])
def test_q8(student, reference):
    """vi: câu 8: quên zero_grad
    en: question 8: zero_grad forgotten
    """
    expect_answer(student, reference, "q8")


@pytest.mark.check(points=1, topics=["learning curves"])
def test_q9(student, reference):
    """vi: câu 9: hai đường loss tách nhau
    en: question 9: two loss curves that part
    """
    expect_answer(student, reference, "q9")


@pytest.mark.check(points=1, topics=["data"])
def test_q10(student, reference):
    """vi: câu 10: điều mà bag of words không biết
    en: question 10: what a bag of words does not know
    """
    expect_answer(student, reference, "q10")
