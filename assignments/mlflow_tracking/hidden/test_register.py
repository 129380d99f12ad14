"""register: hidden checks on two prepared runs with a model each."""

import pytest

from grader.suite.api import expect, probe

from .scenes import WEIGHTS, registering, two_runs


def registered(student):
    """The ids of the two runs, and for each call the number returned and the registry."""
    ids = probe(student, two_runs, WEIGHTS)
    return ids, probe(student, registering, student.register, ids)


def model_of(registry):
    """What is registered under the name that was passed."""
    expect(
        "grader-model" in registry,
        vi=f"Không có model nào được đăng ký với tên grader-model; có: {sorted(registry)}.",
        en=f"No model is registered as grader-model; there are: {sorted(registry)}.",
        misconception="mlflow-name-per-version" if registry else None,
    )
    return registry["grader-model"]


@pytest.mark.check(points=2, topics=["registry"])
def test_first_version(student):
    """vi: lần đăng ký đầu tiên tạo phiên bản 1 từ đúng run được nêu
    en: the first registration makes version 1 of the run that was named
    """
    ids, states = registered(student)
    model = model_of(states[0][1])
    expect(
        list(model["versions"]) == ["1"],
        vi=f"Sau lần đăng ký đầu tiên có các phiên bản {list(model['versions'])}.",
        en=f"After the first registration there are the versions {list(model['versions'])}.",
    )
    expect(
        model["versions"]["1"] == ids[0],
        vi="Phiên bản 1 không phải từ run được nêu.",
        en="Version 1 is not of the run that was named.",
        misconception="mlflow-wrong-run" if model["versions"]["1"] == ids[1] else None,
    )


@pytest.mark.check(points=2, topics=["versions"])
def test_second_version(student):
    """vi: lần đăng ký thứ hai với cùng tên tạo phiên bản 2
    en: the second registration under the same name makes version 2
    """
    ids, states = registered(student)
    model, names = model_of(states[1][1]), sorted(states[1][1])
    expect(
        sorted(model["versions"]) == ["1", "2"],
        vi=f"Sau hai lần đăng ký, grader-model có phiên bản {sorted(model['versions'])}; "
        f"các tên đã đăng ký: {names}.",
        en=f"After two registrations grader-model has the versions {sorted(model['versions'])}; "
        f"registered names: {names}.",
        misconception="mlflow-name-per-version" if len(names) > 1 else None,
    )
    expect(
        model["versions"]["2"] == ids[1],
        vi="Phiên bản 2 không phải từ run được nêu.",
        en="Version 2 is not of the run that was named.",
    )


@pytest.mark.check(points=2, topics=["aliases"])
def test_alias_set(student):
    """vi: sau lần đăng ký đầu tiên, alias production trỏ đến phiên bản 1
    en: after the first registration the alias production points to version 1
    """
    _, states = registered(student)
    aliases = model_of(states[0][1])["aliases"]
    expect(
        "production" in aliases,
        vi=f"Không có alias production; các alias hiện có: {sorted(aliases)}.",
        en=f"There is no alias production; there are: {sorted(aliases)}.",
        misconception="mlflow-no-alias",
    )
    expect(
        aliases["production"] == 1,
        vi=f"Alias production trỏ đến phiên bản {aliases['production']}.",
        en=f"The alias production points to version {aliases['production']}.",
    )


@pytest.mark.check(points=3, topics=["aliases"], needs=["register.alias_set"])
def test_alias_moves(student):
    """vi: sau lần đăng ký thứ hai, alias production chuyển sang phiên bản mới
    en: after the second registration the alias production moves to the new version
    """
    _, states = registered(student)
    found = model_of(states[1][1])["aliases"].get("production", 0)
    expect(
        found == 2,
        vi=f"Sau khi đăng ký phiên bản 2, production vẫn trỏ đến phiên bản {found}.",
        en=f"After version 2 was registered, production still points to version {found}.",
        misconception="mlflow-alias-stuck" if found == 1 else None,
    )


@pytest.mark.check(points=1, topics=["versions"])
def test_returns_version(student):
    """vi: hàm trả về số của phiên bản mới
    en: the function returns the number of the new version
    """
    _, states = registered(student)
    found = [number for number, _ in states]
    expect(
        found == ["1", "2"],
        vi=f"Hai lần gọi trả về {', '.join(found)[:80]}; cần 1 rồi 2.",
        en=f"The two calls returned {', '.join(found)[:80]}; expected 1, then 2.",
    )


@pytest.mark.check(points=1, topics=["registry"], needs=["register.first_version"])
def test_keeps_runs(student):
    """vi: đăng ký không tạo thêm run nào
    en: registering makes no further run
    """
    ids, _ = registered(student)
    after = probe(student, runs_left)
    expect(
        after == ids,
        vi=f"Trước khi đăng ký có 2 run, sau đó có {len(after)}.",
        en=f"There were 2 runs before the registration, and {len(after)} after it.",
    )


def runs_left(_module):
    """The runs in the store, after the registrations."""
    from grader.sandbox import tracking

    tracking.begin("registering")
    return [run["id"] for run in tracking.record()["runs"]]
