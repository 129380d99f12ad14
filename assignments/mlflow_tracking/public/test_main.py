"""main: a public check on what the whole experiment left."""

import pytest

from grader.suite.api import expect, probe

from .scenes import begun, finished, started

FAULTS = {
    "large": ("quá lớn", "it is too large"),
    "foreign": ("không phải file SQLite", "it is no SQLite file"),
    "damaged": ("bị hỏng hoặc không đọc được", "it is damaged or cannot be read"),
    "incomplete": ("thiếu bảng của MLflow", "tables of MLflow are missing"),
    "disguised": (
        "có view hoặc cột tính toán thay cho bảng",
        "views or computed columns stand for tables",
    ),
    "costly": ("đọc mất quá nhiều thời gian", "reading it takes too long"),
    "version": ("do phiên bản MLflow khác tạo ra", "another version of MLflow made it"),
}


@pytest.mark.check(points=1, topics=["runs"])
def test_leaves_runs(student):
    """vi: sau khi chạy, mlflow.db có ít nhất ba run đã kết thúc
    en: afterwards mlflow.db has at least three finished runs
    """
    if not probe(student, started):
        probe(student, begun, student.main)
    count = probe(student, finished)
    fault = FAULTS.get(count, ("", "")) if isinstance(count, str) else ("", "")
    expect(
        not isinstance(count, str),
        vi=f"mlflow.db không dùng được: {fault[0]}; hãy nộp file do script của em tạo ra, hoặc chỉ "
        "nộp script.",
        en=f"mlflow.db cannot be used: {fault[1]}; hand in the file that your script made, or the "
        "script alone.",
    )
    expect(
        count >= 3,
        vi=f"mlflow.db có {count} run đã kết thúc.",
        en=f"mlflow.db has {count} finished runs.",
    )
