"""main: public checks on what the whole experiment left.

Nothing in a store is believed: every logged loss is worked out again from the logged model, and all
other checks of the experiment need that.
"""

import numpy as np
import pytest

from grader.suite.api import expect, probe

from .scenes import experiment, recomputed

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


def validation_set():
    """``X_val`` and ``y_val`` of ``load_data``, as the template has it."""
    i = np.arange(90, 135)
    y = (7 * i // 5) % 3
    centres = np.array([[1.2, 0.0, 0.5, 0.0], [-0.6, 1.0, 0.0, 0.5], [-0.6, -1.0, 0.0, -0.5]])
    noise = np.sin(12.3 * (i[:, None] + 1) * np.array([1.0, 1.31, 1.73, 2.09]))
    return centres[y] + 1.5 * noise, y


@pytest.mark.check(points=3, topics=["recomputed losses"])
def test_losses_recomputed(student):
    """vi: val_loss cuối cùng của mọi run đã kết thúc bằng loss tính lại từ model của run đó
    en: the last val_loss of every finished run equals the loss worked out again from its model
    """
    X, y = validation_set()
    error = experiment(student)
    found = probe(student, recomputed, X)
    fault = FAULTS.get(found, (found, found)) if isinstance(found, str) else ("", "")
    expect(
        not isinstance(found, str),
        vi=f"mlflow.db không dùng được: {fault[0]}; hãy nộp file do script của em tạo ra, hoặc chỉ "
        "nộp script.",
        en=f"mlflow.db cannot be used: {fault[1]}; hand in the file that your script made, or the "
        "script alone.",
    )
    expect(
        found,
        vi=f"Không có run nào đã kết thúc. {error}",
        en=f"There is no finished run. {error}",
    )
    for logged, table in found:
        expect(
            table != "none",
            vi="Một run không có model, nên không tính lại được loss của nó.",
            en="A run has no model, so its loss cannot be worked out again.",
            misconception="mlflow-no-model",
        )
        expect(
            not isinstance(table, str),
            vi=f"Model của một run không tải lại hoặc không dự đoán được: {table}",
            en=f"A run's model cannot be loaded or asked: {table}",
        )
        expect(
            table is not None and np.shape(table) == (45, 3),
            vi=f"predict của một model trả về shape {np.shape(table)}; cần xác suất, (45, 3).",
            en=f"predict of a model gives shape {np.shape(table)}, not probabilities (45, 3).",
            misconception="mlflow-model-predicts-labels" if table is None else None,
        )
        expect(
            logged is not None,
            vi="Một run không có metric val_loss.",
            en="A run has no metric val_loss.",
        )
        with np.errstate(all="ignore"):
            loss = float(-np.log(np.array(table)[np.arange(45), y]).mean())
        expect(
            abs(logged - loss) < 1e-5,
            vi=f"Một run ghi val_loss = {logged:.6g}, nhưng model của nó có loss {loss:.6g}.",
            en=f"A run logged val_loss = {logged:.6g}, but its model has the loss {loss:.6g}.",
        )


@pytest.mark.check(points=1, topics=["runs"], needs=["main.losses_recomputed"])
def test_comes_to_its_end(student):
    """vi: cả thí nghiệm chạy đến hết, không dừng vì lỗi
    en: the whole experiment runs to its end, no error stops it
    """
    error = experiment(student)
    expect(not error, vi=f"Thí nghiệm dừng lại: {error}", en=f"The experiment stopped: {error}")
