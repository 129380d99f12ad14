"""split: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import ask, expect, expect_equal

from .tables import fraud_table, numbers, several

CALL = "split(X, y)"


def table(rng, n_samples=40):
    """Transactions whose first feature is their own number, and labels that tell no place."""
    X, y = fraud_table(rng, n_samples, 3)
    X[:, 0] = rng.permutation(len(y)) + 1.0
    return X, y


def parts(value):
    """Four arrays whose lengths go together."""
    found = [numbers(part) for part in several(value, 4, CALL)]
    X_train, X_test, y_train, y_test = found
    fits = (
        X_train.shape[1:] == X_test.shape[1:] == (5,)
        and y_train.shape == X_train.shape[:1]
        and y_test.shape == X_test.shape[:1]
    )
    shapes = ", ".join(str(part.shape) for part in found)
    expect(
        fits,
        vi=f"Bốn kết quả có shape {shapes}; cần X_train, X_test, y_train, y_test.",
        en=f"The four results have shapes {shapes}; X_train, X_test, y_train, y_test are asked.",
    )
    return found


@pytest.mark.check(points=1, topics=["sizes"])
def test_test_share(student, rng):
    """vi: tập test có đúng phần test_share của dữ liệu
    en: the test part is the share test_share of the data
    """
    sizes, cases = [], ((40, 0.25), (40, 0.4), (800, 0.25), (800, 0.4), (800, 0.25), (800, 0.4))
    for seed, (n_samples, share) in enumerate(cases, start=1):
        X, y = table(rng, n_samples)
        _, X_test, _, _ = parts(student.split(X, y, share, seed))
        sizes.append(len(X_test))
    wanted = [round(n_samples * share) for n_samples, share in cases]
    # Of few samples, a share drawn by chance may look right. Of equal tables it is not the same.
    by_chance = sizes[2:4] != sizes[4:]
    for (n_samples, share), size, right in zip(cases, sizes, wanted, strict=True):
        expect(
            abs(size - right) <= 2,  # each class may be split on its own
            vi=f"Với {n_samples} mẫu và test_share={share}, tập test có {size} mẫu; cần {right}.",
            en=f"Of {n_samples} samples with test_share={share}, {size} are in the test part; "
            f"{right} are asked.",
            misconception="share-by-chance" if by_chance else None,
        )


@pytest.mark.check(points=1, topics=["sizes"])
def test_every_sample_once(student, rng):
    """vi: mỗi mẫu nằm ở đúng một trong hai tập
    en: every sample is in exactly one of the two parts
    """
    X, y = table(rng)
    for seed in (2, 11, 12, 13):  # drawn with replacement, some parts are right by accident
        X_train, X_test, _, _ = parts(student.split(X, y, 0.25, seed))
        both = len(np.intersect1d(X_train[:, 0], X_test[:, 0]))
        expect(
            both == 0,
            vi=f"{both} mẫu nằm ở cả tập train lẫn tập test.",
            en=f"{both} samples are in the training part and in the test part.",
        )
        found = np.sort(np.concatenate([X_train[:, 0], X_test[:, 0]]))
        expect_equal(found, np.sort(X[:, 0]), what="the samples of both parts")


@pytest.mark.check(points=1, topics=["pairs"])
def test_pairs_stay_together(student, rng):
    """vi: mỗi dòng của X giữ nguyên các đặc trưng và đi cùng nhãn của nó
    en: each row of X keeps its features and its own label
    """
    X, y = table(rng)
    rows = {row[0]: (row, label) for row, label in zip(X, y, strict=True)}
    X_train, X_test, y_train, y_test = parts(student.split(X, y, 0.25, 3))
    for part, got in ((X_train, y_train), (X_test, y_test)):
        wanted = [rows.get(row[0], (np.zeros(X.shape[1]), -1)) for row in part]
        expect_equal(got, np.array([label for _, label in wanted]), what="the labels of a part")
        expect_equal(part, np.array([row for row, _ in wanted]), what="the rows of a part")


@pytest.mark.check(points=1, topics=["random"])
def test_random(student, rng):
    """vi: các mẫu được chọn ngẫu nhiên: dữ liệu xếp theo nhãn vẫn cho tập test có nhiều lớp
    en: samples are taken at random: from data sorted by label the test part still has several
        classes
    """
    X, _ = table(rng)
    y = np.repeat([0, 1, 2], [20, 10, 10])
    for seed in (1, 2, 3):
        _, _, _, y_test = parts(student.split(X, y, 0.25, seed))
        expect(
            len(np.unique(y_test)) > 1,
            vi="Dữ liệu được xếp theo nhãn, và tập test chỉ có một lớp.",
            en="The data is sorted by label, and the test part has one class only.",
        )


@pytest.mark.check(points=1, topics=["seed"])
def test_seed(student, rng):
    """vi: cùng seed cho cùng cách chia, seed khác cho cách chia khác
    en: the same seed gives the same split, another seed another one
    """
    X, y = table(rng)
    # Seed 0 counts as a seed: `if seed:` would leave it out.
    seeds = (4, 5, 4, 0, 0)
    chosen = [np.sort(parts(student.split(X, y, 0.25, seed))[1][:, 0]) for seed in seeds]
    expect_equal(chosen[2], chosen[0], what="the test part, seed 4 again")
    expect_equal(
        chosen[4], chosen[3], what="the test part, seed 0 again", misconception="seed-zero-ignored"
    )
    expect(
        chosen[0].shape != chosen[1].shape or bool((chosen[0] != chosen[1]).any()),
        vi="Hai seed khác nhau cho cùng một tập test.",
        en="Two different seeds give the same test part.",
    )


@pytest.mark.check(points=1, topics=["side effects"])
def test_keeps_input(student, rng):
    """vi: X và y của người gọi không bị thay đổi
    en: the caller's X and y stay as they are
    """
    X, y = table(rng)
    returned = ask(student.split, X, y, 0.25, 6)
    parts(returned.value)
    expect_equal(returned.args[0], X, what="X after split(X, y)")
    expect_equal(returned.args[1], y, what="y after split(X, y)")
