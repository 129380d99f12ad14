"""SoftmaxRegression: hidden checks.

Behaviour is graded, not names: parameters are found by name or by shape, a bias may be a row of the
weights, and labels may be taken as indices or one-hot.
"""

import numpy as np
import pytest

from grader.suite.api import ask, expect, expect_close, expect_equal, probe

from .differences import FLAT, LARGEST, all_numbers, numbers

N, D, C = 7, 5, 3

# ------------------------------------------------------------------ what runs beside the student


def parameters(_module, model, n_features, n_classes, new):
    """The model's (W, b) after putting *new* there, if that is not None; None if it has no W.

    A model without a bias has None for b.
    """
    folded = (n_features + 1, n_classes)
    upright = [(n_features, n_classes), folded]
    shapes = {
        "W": upright + [size[::-1] for size in upright],  # some models keep them transposed
        "b": [(n_classes,), (1, n_classes), (n_classes, 1)],
    }
    names = {
        "W": ["W", "w", "weights", "weight", "theta", "Theta", "coef_"],
        "b": ["b", "bias", "biases", "intercept_"],
    }

    def get(place):
        holder, name = place
        return getattr(model, name, None) if holder is None else getattr(model, holder).get(name)

    def find(part):
        own = getattr(model, "__dict__", {})
        holders = [None, *(name for name in own if isinstance(own[name], dict))]
        known = [(holder, name) for holder in holders for name in names[part]]
        inside = [(h, name) for h in holders for name in (own if h is None else own[h])]
        arrays = [place for place in inside if isinstance(get(place), np.ndarray)]
        for place in (*known, *arrays, *inside):  # a list may be the history of as many epochs
            value = get(place)
            if isinstance(value, (np.ndarray, list)) and shape(value) in shapes[part]:
                return place
        return None

    def shape(value):
        try:
            return np.shape(value)
        except ValueError:  # lists of different lengths
            return None

    def turned(value):
        return value if np.shape(get(weights)) in upright else np.transpose(value)

    def put(place, value):
        holder, name = place
        try:
            if holder is None:
                setattr(model, name, value)
            else:
                getattr(model, holder)[name] = value
        except AttributeError:  # a property that only shows the array
            get(place)[...] = value

    def start():
        """Have a model that has no parameters before fit make them."""
        y = np.arange(2 * n_classes) % n_classes
        X = np.arange(y.size * n_features).reshape(-1, n_features) % 7 / 7.0
        for targets in (y, np.eye(n_classes)[y]):
            try:
                model.fit(X, targets, epochs=1)
                break
            except Exception:  # noqa: BLE001, S112 - whatever it is, it is not judged here
                continue
        kept = list(getattr(model, "__dict__", {}).values())
        for value in kept + [v for each in kept if isinstance(each, dict) for v in each.values()]:
            if isinstance(value, list) and len(value) == 1 and np.ndim(value[0]) == 0:
                value.clear()  # the loss of that epoch

    def bias_row():
        zeros, theta = np.zeros((2, n_features)), np.asarray(turned(get(weights)))
        p = np.asarray(model.forward(zeros))[0]
        wanted = np.exp(theta[0] - theta[0].max())
        return 0 if np.abs(p - wanted / wanted.sum()).max() < 1e-3 else n_features

    if find("W") is None:
        start()
    weights = find("W")
    if weights is None:
        return None
    if np.shape(turned(get(weights))) == folded:  # a list of as many losses is no bias
        if new is not None:
            put(weights, turned(np.vstack([new[1], new[0]])))
            if bias_row() != 0:
                put(weights, turned(np.vstack([new[0], new[1]])))
        theta, row = np.array(turned(get(weights))), bias_row()
        return np.delete(theta, row, axis=0), theta[row]
    bias = find("b")
    if new is not None:
        put(weights, np.array(turned(new[0])))
        if bias is not None:
            put(bias, np.reshape(new[1], np.shape(get(bias))))
    return np.array(turned(get(weights))), None if bias is None else np.ravel(get(bias))


def with_labels(_module, model, method, before, y, _targets):
    """``model.method(*before, y)``, with one-hot labels where it takes no index vector."""
    function = getattr(model, method)
    try:
        return function(*before, y)
    except (AttributeError, IndexError, TypeError, ValueError) as error:
        try:
            return function(*before, _targets)
        except (AttributeError, IndexError, TypeError, ValueError):
            raise error from None


def part_of_backward(_module, model, X, y_hat, y, _targets, part):
    """Whether ``model.backward`` gives two values, and the one that is asked for."""
    try:
        answer = model.backward(X, y_hat, y)
    except (AttributeError, IndexError, TypeError, ValueError) as error:
        try:
            answer = model.backward(X, y_hat, _targets)
        except (AttributeError, IndexError, TypeError, ValueError):
            raise error from None
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        return False, None
    return True, answer[part]


def losses(_module, model):
    """The model's loss history as a list; it may have another name."""
    names = ["history", "losses", "loss_history", "train_losses", "costs"]
    names += [
        name
        for name, value in getattr(model, "__dict__", {}).items()
        if isinstance(value, list) and value and all(np.size(each) == 1 for each in value)
    ]
    names += [
        name
        for name, value in getattr(model, "__dict__", {}).items()
        if isinstance(value, dict) and value and isinstance(next(iter(value.values())), list)
    ]
    history = getattr(model, next((name for name in names if hasattr(model, name)), "history"))
    entries = next(iter(history.values())) if isinstance(history, dict) else history
    return [e.item() if isinstance(e, np.ndarray) and e.size == 1 else e for e in entries]


def backward_if_any(_module, model, X, y_hat, y):
    """What ``model.backward`` says; nothing where it does not answer."""
    try:
        return model.backward(X, y_hat, y)
    except Exception:  # noqa: BLE001 - whatever it is, it is not judged here
        return None


def loss_if_any(_module, model, y_hat, y, _targets):
    """What ``model.compute_loss`` says; nothing where it does not answer."""
    for labels in (y, _targets):
        try:
            return model.compute_loss(y_hat, labels)
        except Exception:  # noqa: BLE001, S112 - whatever it is, it is not judged here
            continue
    return None


def losses_at(_module, model, points, X, y, _targets):
    """What forward says with each (W, b) of *points*, and the loss; None without parameters.

    It ends at what cannot be read as probabilities, which is told on the other side.
    """
    found = []
    size = len(X), _targets.shape[1]
    for new in points:
        if parameters(_module, model, X.shape[1], size[1], new) is None:
            return None
        said = model.forward(X)
        try:
            y_hat = np.array(said, dtype=float).reshape(size)
        except (TypeError, ValueError):
            return [*found, (said, None)]
        if np.abs(y_hat.sum(axis=1) - 1).max() >= 1e-3:  # softmax left out is asked elsewhere
            y_hat = np.exp(y_hat - y_hat.max(axis=1, keepdims=True))
            y_hat /= y_hat.sum(axis=1, keepdims=True)
        found.append((said, with_labels(_module, model, "compute_loss", (y_hat,), y, _targets)))
    return found


# ------------------------------------------------------------------ on our side


def array(value, shape, what):
    """Finite numbers of that shape, whatever they are; anything else is the student's mistake."""
    expect_close(value, np.zeros(shape), what=what, atol=LARGEST)
    return np.array(value, dtype=float).reshape(shape)


def expect_found(answer):
    """What a probe says of a model's parameters, where it found them."""
    expect(
        answer is not None,
        vi="Không tìm thấy tham số của mô hình: cần .W có shape (D, C) và .b có shape (C,).",
        en="The model's parameters were not found: .W of shape (D, C) and .b of shape (C,).",
    )
    return answer


def read(student, model, new=None, n_features=D, bias=True):
    """The model's (W, b), after putting *new* there; without *bias* it need have none: zeros."""
    W, b = expect_found(probe(student, parameters, model, n_features, C, new))
    expect(
        b is not None or not bias,
        vi="Mô hình có trọng số mà không có bias: cần .b có shape (C,).",
        en="The model has weights and no bias: .b of shape (C,) is needed.",
        misconception="bias-missing",
    )
    b = np.zeros(C) if b is None else array(b, (C,), "model.b")
    return array(W, (n_features, C), "model.W"), b


def labels(rng, n_samples=N, n_classes=C):
    """Labels in no order, all classes among them."""
    return rng.permutation(np.arange(n_samples) % n_classes)


def first_or_last(rng, n_samples):
    """Labels of the first class and the last, in no order: few mini-batches lack the last."""
    return rng.permutation(np.where(np.arange(n_samples) % 2, 0, C - 1))


def some_parameters(rng):
    """W and b; no probability is so small that it is clipped."""
    return 0.3 * rng.normal(size=(D, C)), rng.permutation(np.linspace(-1, 1, C))


def groups(rng, n_samples):
    """Samples of three groups that lie apart, and which group each is in."""
    y = labels(rng, n_samples)
    centres = 2 * np.eye(C, D) - 1  # away from the origin: the bias has something to do
    return centres[y] + 0.3 * rng.normal(size=(n_samples, D)), y


def placed(student, W, b, bias=True, **options):
    """A new model with these parameters; without *bias* it need have none."""
    model = student.SoftmaxRegression(D, C, **options)
    read(student, model, (W, b), bias=bias)
    return model


def probabilities(reference, model, X, n_classes=C):
    """What the model says of *X*. Whether forward leaves softmax out is asked elsewhere."""
    y_hat = array(model.forward(X), (len(X), n_classes), "model.forward(X)")
    return y_hat if np.abs(y_hat.sum(axis=1) - 1).max() < 1e-3 else reference.softmax(y_hat)


def gradient(student, model, X, y_hat, y, reference, part):
    """What ``model.backward`` gives for *part*, "W" or "b": each is judged for itself."""
    given = X, y_hat, y, reference.one_hot(y, C), "Wb".index(part)
    pair, value = probe(student, part_of_backward, model, *given)
    expect(
        pair,
        vi="backward phải trả về hai giá trị: dW, rồi db.",
        en="backward must return two values: dW, then db.",
    )
    row_or_column = isinstance(value, np.ndarray) and value.shape in ((1, C), (C, 1))
    return value.ravel() if part == "b" and row_or_column else value


def loss_of(student, model, y_hat, y, reference):
    """``model.compute_loss`` as a number."""
    targets = reference.one_hot(y, C)
    loss = probe(student, with_labels, model, "compute_loss", (y_hat,), y, targets)
    return float(array(loss, (), "model.compute_loss(y_hat, y)"))


def mean_loss(reference, model, X, y, n_classes=C):
    """Cross-entropy of what the model says about its training data."""
    return reference.cross_entropy(probabilities(reference, model, X, n_classes), y)


def agreeing(promised, own, right, *, loss, right_loss):
    """What *promised* has to be: the slopes *own* of the student's loss, if that is accepted.

    A loss that is wrong in itself has cost its points where it was judged: then the right gradient
    is as good. It is all there is where the loss depends on nothing.
    """
    if any(abs(loss - value) < 1e-3 * value for value in (right_loss, right_loss / C)):
        return own
    accepted = (own, right, right / C) if np.abs(own).max() > FLAT else (right, right / C)
    return min(accepted, key=lambda value: np.abs(promised - value).max())


# ------------------------------------------------------------------ forward


@pytest.mark.check(points=2, topics=["values"])
def test_forward_values(student, reference, rng):
    """vi: forward cho softmax(XW + b)
    en: forward gives softmax(XW + b)
    """
    W, b = some_parameters(rng)
    X = rng.normal(size=(N, D))
    expect_close(
        placed(student, W, b).forward(X),
        reference.softmax(X @ W + b),
        what="model.forward(X)",
        rtol=1e-4,  # float32 logits
    )


@pytest.mark.check(points=1, topics=["stability"], needs=["SoftmaxRegression.forward_values"])
def test_stable_forward(student, reference, rng):
    """vi: forward đúng khi trong một batch có mẫu với logits cỡ +1000, 0 và -1000
    en: forward is right when one batch has logits near +1000, near 0 and near -1000
    """
    W, b = (np.round(8 * part) / 8 for part in some_parameters(rng))
    X = np.round(8 * rng.normal(size=(N, D))) / 8
    X[:, 0], W[0] = rng.permutation([1000, 1000, 0, 0, 0, -1000, -1000]), 1
    expect_close(
        placed(student, W, b).forward(X),
        reference.softmax(X @ W + b),
        what="model.forward(X)",
        rtol=1e-3,
    )


@pytest.mark.check(points=1, topics=["values"])
def test_predict_proba_values(student, reference, rng):
    """vi: predict_proba cho xác suất của từng lớp
    en: predict_proba gives the probability of each class
    """
    W, b = some_parameters(rng)
    X = rng.normal(size=(N, D))
    expect_close(
        placed(student, W, b).predict_proba(X),
        reference.softmax(X @ W + b),
        what="model.predict_proba(X)",
        rtol=1e-4,
    )


@pytest.mark.check(points=1, topics=["values"])
def test_predict_values(student, rng):
    """vi: predict cho lớp có xác suất lớn nhất của từng mẫu
    en: predict gives the most probable class of each sample
    """
    W, b = some_parameters(rng)
    X = rng.normal(size=(17, D))
    expect_equal(
        placed(student, W, b).predict(X), np.argmax(X @ W + b, axis=1), what="model.predict(X)"
    )


# ------------------------------------------------------------------ loss and gradient


@pytest.mark.check(points=1, topics=["values"])
def test_loss_values(student, reference, rng):
    """vi: compute_loss cho cross-entropy trung bình khi reg = 0
    en: compute_loss gives the mean cross-entropy for reg = 0
    """
    model = placed(student, *some_parameters(rng), bias=False, reg=0.0)
    y_hat, y = reference.softmax(rng.uniform(-1, 1, size=(N, C))), labels(rng)
    loss = reference.cross_entropy(y_hat, y)
    expect_close(
        loss_of(student, model, y_hat, y, reference),
        loss,
        what="model.compute_loss(y_hat, y)",
        rtol=1e-4,  # log(p + 1e-5)
        conventions={"divide-by-size": loss / C},
    )


@pytest.mark.check(points=1, topics=["values"])
def test_weight_gradient(student, reference, rng):
    """vi: dW của backward đúng khi reg = 0
    en: dW of backward is right for reg = 0
    """
    W, b = some_parameters(rng)
    X, y = rng.normal(size=(N, D)), labels(rng)
    model = placed(student, W, b, reg=0.0)
    model.forward(X)  # some models keep what they saw
    y_hat = reference.softmax(X @ W + b)
    dW = gradient(student, model, X, y_hat, y, reference, "W")
    expected = reference.compute_gradient(X, reference.one_hot(y, C), y_hat)
    expect_close(dW, expected, what="dW", atol=1e-6, conventions={"divide-by-size": expected / C})


@pytest.mark.check(points=1, topics=["values", "bias"])
def test_bias_gradient(student, reference, rng):
    """vi: db của backward có một giá trị đúng cho mỗi lớp
    en: db of backward has one right value for each class
    """
    W, b = some_parameters(rng)
    X, y = rng.normal(size=(N, D)), labels(rng)
    model = placed(student, W, b, reg=0.0)
    model.forward(X)
    y_hat = reference.softmax(X @ W + b)
    db = gradient(student, model, X, y_hat, y, reference, "b")
    expected = reference.compute_gradient(np.ones((N, 1)), reference.one_hot(y, C), y_hat)[0]
    expect_close(db, expected, what="db", atol=1e-6, conventions={"divide-by-size": expected / C})


@pytest.mark.check(points=1, topics=["L2"])
def test_l2_term(student, reference, rng):
    """vi: reg cộng thêm reg·ΣW² vào compute_loss
    en: reg adds reg·ΣW² to compute_loss
    """
    W, _ = some_parameters(rng)
    y_hat, y = reference.softmax(rng.uniform(-1, 1, size=(N, C))), labels(rng)
    with_term, without = (
        # A bias of 0: whether it is in the sum as well is not asked.
        loss_of(student, placed(student, W, np.zeros(C), bias=False, reg=reg), y_hat, y, reference)
        for reg in (0.7, 0.0)
    )
    term = 0.7 * (W**2).sum()
    expect_close(
        with_term - without,
        term,
        what="compute_loss with reg=0.7 - compute_loss with reg=0",
        conventions={"l2-half": term / 2},
    )


@pytest.mark.check(points=1, topics=["consistency", "L2"])
def test_gradient_matches_loss(student, reference, rng):
    """vi: dW và db là đạo hàm của chính compute_loss của em, với hai giá trị reg
    en: dW and db are the derivatives of your own compute_loss, at two strengths of reg
    """
    X, y = rng.normal(size=(N, D)), labels(rng)
    W, b = some_parameters(rng)
    directions = [some_parameters(rng) for _ in range(4)]
    step = 1e-2

    def along(dW, db):
        return np.array([(dW * U).sum() + (db * u).sum() for U, u in directions])

    def own(reg):
        """The loss, its slopes in the directions, and those that dW and db promise."""
        model = student.SoftmaxRegression(D, C, reg=reg)
        read(student, model, (W, b))
        points = [(W + s * U, b + s * u) for s in (step, -step) for U, u in directions]
        given = [*points, (W, b)], X, y, reference.one_hot(y, C)
        answers = probe(student, losses_at, model, *given, helpers=(parameters, with_labels))
        losses = []
        for said, each in expect_found(answers):
            array(said, (N, C), "model.forward(X)")
            losses.append(float(array(each, (), "model.compute_loss(y_hat, y)")))
        *around, loss = losses
        ahead, behind = np.split(np.array(around), 2)
        y_hat = probabilities(reference, model, X)
        dW, db = (gradient(student, model, X, y_hat, y, reference, part) for part in "Wb")
        promised = along(array(dW, (D, C), "dW"), array(db, (C,), "db"))
        return loss, (ahead - behind) / (2 * step), promised

    y_hat, targets = reference.softmax(X @ W + b), reference.one_hot(y, C)
    right_loss = reference.cross_entropy(y_hat, targets)
    right = along(reference.compute_gradient(X, targets, y_hat), (y_hat - targets).mean(axis=0))
    loss, plain, without = own(0.0)
    _, full, with_l2 = own(0.5)
    for reg, slopes, promised in ((0.0, plain, without), (0.5, full, with_l2)):
        # The L2 part has to match in any case; the rest need not repeat a loss that is wrong.
        l2 = slopes - plain
        data_part = agreeing(promised - l2, plain, right, loss=loss, right_loss=right_loss)
        expect_close(
            promised,
            data_part + l2,
            what=f"the change of the loss that dW and db promise (reg={reg})",
            rtol=1e-2,  # of the differences; mistakes are a factor of 2 or more
            atol=5e-3,
        )


@pytest.mark.check(points=1, topics=["state"])
def test_independent_calls(student, reference, rng):
    """vi: backward dùng X được truyền vào, không dùng X của lần forward trước đó
    en: backward uses the X that it is given, not the X of an earlier forward
    """
    W, b = some_parameters(rng)
    X, other, y = rng.normal(size=(N, D)), rng.normal(size=(N, D)), labels(rng)
    model = placed(student, W, b, reg=0.0)
    model.forward(X)
    model.forward(other)
    y_hat = reference.softmax(X @ W + b)
    dW = gradient(student, model, X, y_hat, y, reference, "W")
    expected = reference.compute_gradient(X, reference.one_hot(y, C), y_hat)
    expect_close(dW, expected, what="dW", atol=1e-6, conventions={"divide-by-size": expected / C})


# ------------------------------------------------------------------ training


def start_of_fit(student, reference, W, b, X, y):
    """What fit starts from: the parameters put there, or a new model's where fit starts over."""
    model = placed(student, W, b, bias=False, lr=1e-9)
    model.fit(X, y, epochs=1)
    kept, _ = read(student, model, bias=False)
    moved = kept - W
    downhill = -reference.compute_gradient(X, reference.one_hot(y, C), reference.softmax(X @ W + b))
    along = (moved * downhill).sum() / max(np.linalg.norm(moved) * np.linalg.norm(downhill), 1e-300)
    # A step with another learning rate than the one that was asked for is no new start.
    if np.abs(moved).max() < 1e-5 or along > 0.99:
        return W, b
    return read(student, student.SoftmaxRegression(D, C, lr=1e-9), bias=False)


@pytest.mark.check(points=2, topics=["training", "values"])
def test_full_batch_steps(student, reference, rng):
    """vi: bốn epoch với batch_size=None là đúng bốn bước gradient descent trên toàn bộ dữ liệu
    en: four epochs with batch_size=None are four steps of gradient descent on all the data
    """
    W, b = some_parameters(rng)
    X, y = rng.normal(size=(11, D)), labels(rng, 11)
    W_start, b_start = start_of_fit(student, reference, W, b, X, y)
    model = placed(student, W, b, lr=0.3)
    # Not judged here: it tells a bias that fit leaves out from a wrong gradient.
    probe(student, backward_if_any, model, X, reference.softmax(X @ W + b), y)
    model.fit(X, y, epochs=4)
    W_end, b_end = read(student, model)

    def trained(lr):
        model = reference.SoftmaxRegression(D, C, lr=lr)
        model.W, model.b = W_start, b_start
        return model.fit(X, y, epochs=4)

    expected, by_size = trained(0.3), trained(0.3 / C)
    for end, name in ((W_end, "W"), (b_end, "b")):
        expect_close(
            end,
            getattr(expected, name),
            what=f"model.{name} after fit",
            rtol=1e-4,
            atol=1e-5,
            conventions={"divide-by-size": getattr(by_size, name)},
        )


@pytest.mark.check(points=1, topics=["training", "convergence"])
def test_converges(student, reference, rng):
    """vi: fit hội tụ trên ba nhóm tách rời, với nhiều seed
    en: fit converges on three separate groups, for several seeds
    """
    for seed in (0, 1, 2):
        X, y = groups(rng, 45)
        model = student.SoftmaxRegression(D, C, lr=0.5, seed=seed)
        model.fit(X, y, epochs=100)
        loss = mean_loss(reference, model, X, y)
        expect(
            loss < 0.25,
            vi=f"Sau 100 epoch, loss trên toàn bộ dữ liệu là {loss:.3g}; nó phải xuống dưới 0,25.",
            en=f"After 100 epochs the loss on all the data is {loss:.3g}; it must fall below 0.25.",
        )


@pytest.mark.check(points=1, topics=["training", "mini-batches"])
def test_converges_in_batches(student, reference, rng):
    """vi: fit hội tụ với mini-batch, khi N không chia hết cho batch size, với nhiều seed
    en: fit converges in mini-batches when N is not a multiple of the batch size, for several seeds
    """
    for seed in (0, 1, 2):
        X, y = groups(rng, 75)
        model = student.SoftmaxRegression(D, C, lr=0.5, seed=seed)
        model.fit(X, y, epochs=50, batch_size=40)
        loss = mean_loss(reference, model, X, y)
        expect(
            loss < 0.25,
            vi=f"Sau 50 epoch, loss trên toàn bộ dữ liệu là {loss:.3g}; nó phải xuống dưới 0,25.",
            en=f"After 50 epochs the loss on all the data is {loss:.3g}; it must fall below 0.25.",
        )


@pytest.mark.check(points=1, topics=["mini-batches"])
def test_uses_every_sample(student, rng):
    """vi: một epoch dùng mọi mẫu, kể cả batch cuối nhỏ hơn
    en: an epoch uses every sample, also those of the last, smaller batch
    """
    n_samples = 11
    X, y = (
        np.eye(n_samples),
        first_or_last(rng, n_samples),
    )  # row i of W moves only if sample i was used
    model = student.SoftmaxRegression(n_samples, C, lr=0.1)
    before, _ = read(student, model, n_features=n_samples, bias=False)
    model.fit(X, y, epochs=1, batch_size=4)
    after, _ = read(student, model, n_features=n_samples, bias=False)
    unused = int((np.abs(after - before).max(axis=1) == 0).sum())
    expect(
        unused == 0,
        vi=f"Với 11 mẫu và batch_size=4, một epoch bỏ sót {unused} mẫu.",
        en=f"With 11 samples and batch_size=4, one epoch leaves out {unused} of them.",
    )


@pytest.mark.check(points=1, topics=["mini-batches"])
def test_steps_in_batches(student, reference, rng):
    """vi: với mini-batch, tham số được cập nhật sau mỗi batch: 12 mẫu, batch_size=4 là ba bước
    en: in mini-batches every batch moves the parameters: 12 samples, batch_size=4 are three steps
    """
    W, b = some_parameters(rng)
    X, y = rng.normal(size=(12, D)), labels(rng, 12)
    W_start, b_start = start_of_fit(student, reference, W, b, X, y)
    moved = []
    for batch_size in (None, 4):
        # So small a step hardly changes the next one.
        model = placed(student, W, b, bias=False, lr=0.01)
        model.fit(X, y, epochs=1, batch_size=batch_size)
        moved.append(read(student, model, bias=False)[0] - W_start)
    right = reference.SoftmaxRegression(D, C, lr=0.01)
    right.W, right.b = W_start, b_start
    one_step = np.linalg.norm(right.fit(X, y, epochs=1).W - W_start)
    steps = float((moved[0] * moved[1]).sum() / max((moved[0] ** 2).sum(), 1e-300))
    # Whose gradient is no mean goes as far with any batches, which is judged above.
    expect(
        abs(steps - 3) < 0.3 or np.linalg.norm(moved[0]) > 1.5 * one_step,
        vi=f"Sau một epoch, W đi xa gấp {steps:.3g} lần một bước trên toàn bộ dữ liệu; cần gấp 3.",
        en=f"In one epoch W moves {steps:.3g} times as far as in one step on all the data, not 3.",
    )


@pytest.mark.check(
    points=1,
    topics=["training", "absent classes"],
    needs=["SoftmaxRegression.forward_values"],
)
def test_absent_class(student, reference, rng):
    """vi: fit học được khi dữ liệu huấn luyện thiếu một lớp
    en: fit learns when a class is absent from the training data
    """
    X, y = rng.normal(size=(11, D)), labels(rng, 11, 5)
    untrained = student.SoftmaxRegression(D, 6, lr=1e-9)
    untrained.fit(X, y, epochs=1)  # some models have no parameters before
    before = mean_loss(reference, untrained, X, y, n_classes=6)
    model = student.SoftmaxRegression(D, 6, lr=0.1)
    model.fit(X, y, epochs=30)
    after = mean_loss(reference, model, X, y, n_classes=6)
    expect(
        after < before,
        vi=f"Lớp 5 trong 6 lớp không có trong y; loss từ {before:.3g} thành {after:.3g} sau fit.",
        en=f"Class 5 of 6 is not in y; the loss went from {before:.3g} to {after:.3g} in fit.",
    )


@pytest.mark.check(points=1, topics=["L2"])
def test_reg_shrinks_weights(student, rng):
    """vi: reg lớn làm trọng số sau fit nhỏ đi
    en: a strong reg makes the weights after fit smaller
    """
    X, y = groups(rng, 45)
    sizes = []
    for reg in (0.0, 0.5):
        model = student.SoftmaxRegression(D, C, lr=0.1, reg=reg)
        model.fit(X, y, epochs=100)
        sizes.append(float((read(student, model, bias=False)[0] ** 2).sum()))
    expect(
        sizes[1] < 0.7 * sizes[0],
        vi=f"Sau fit, ΣW² là {sizes[0]:.3g} khi reg=0 và {sizes[1]:.3g} khi reg=0,5.",
        en=f"After fit ΣW² is {sizes[0]:.3g} for reg=0 and {sizes[1]:.3g} for reg=0.5.",
    )


@pytest.mark.check(points=1, topics=["side effects"])
def test_fit_keeps_input(student, rng):
    """vi: fit không xáo trộn hay sửa X và y của người gọi
    en: fit does not shuffle or change the caller's X and y
    """
    X, y = rng.normal(size=(11, D)), labels(rng, 11)
    model = student.SoftmaxRegression(D, C)
    after = ask(model.fit, X, y, epochs=2).args
    array(model.predict_proba(X), (len(X), C), "model.predict_proba(X) after fit(X, y)")
    expect_equal(after[0], X, what="X after fit(X, y)", misconception="mutates-input")
    expect_equal(after[1], y, what="y after fit(X, y)", misconception="mutates-input")


@pytest.mark.check(points=1, topics=["reproducibility"])
def test_same_seed(student, rng):
    """vi: hai mô hình cùng seed và cùng dữ liệu học ra cùng kết quả
    en: two models with the same seed and data learn the same
    """
    X, y = rng.normal(size=(11, D)), first_or_last(rng, 11)
    answers = []
    for _ in range(2):
        model = student.SoftmaxRegression(D, C, lr=0.5, seed=3)
        model.fit(X, y, epochs=3, batch_size=4)
        answers.append(array(model.forward(X), (11, C), "model.forward(X)"))
    expect_close(answers[1], answers[0], what="forward(X) of the second model", rtol=1e-6)


@pytest.mark.check(points=1, topics=["training"])
def test_fit_returns_model(student, rng):
    """vi: fit trả về chính mô hình, nên viết được model.fit(X, y).predict(X)
    en: fit returns the model, so that model.fit(X, y).predict(X) works
    """
    X, y = rng.normal(size=(N, D)), labels(rng)
    model = student.SoftmaxRegression(D, C)
    fitted = model.fit(X, y, epochs=1)
    expect(
        hasattr(fitted, "predict"),
        vi="fit không trả về mô hình.",
        en="fit does not return the model.",
    )
    own = model.predict(X)
    numbers(own, "model.predict(X)")  # whether they are the right ones is asked above
    expect_equal(fitted.predict(X), own, what="model.fit(X, y).predict(X)")


# ------------------------------------------------------------------ history


@pytest.mark.check(points=1, topics=["history", "mini-batches"])
def test_history_length(student, rng):
    """vi: history có một giá trị cho mỗi epoch, cả khi dùng mini-batch
    en: the history has one value for each epoch, in mini-batches too
    """
    X, y = rng.normal(size=(11, D)), first_or_last(rng, 11)
    model = student.SoftmaxRegression(D, C)
    model.fit(X, y, epochs=6, batch_size=4)
    expect_equal(len(probe(student, losses, model)), 6, what="len(model.history)")


@pytest.mark.check(points=1, topics=["history"])
def test_history_falls(student, rng):
    """vi: với learning rate nhỏ và toàn bộ dữ liệu, loss trong history giảm sau mỗi epoch
    en: with a small learning rate and all the data, the loss in the history falls every epoch
    """
    X, y = groups(rng, 45)
    model = student.SoftmaxRegression(D, C, lr=0.01)
    model.fit(X, y, epochs=8)
    history = array(probe(student, losses, model), (8,), "model.history")
    expect(
        np.diff(history).max() < 0,
        vi=f"Loss của tám epoch: {', '.join(f'{loss:.4f}' for loss in history)}.",
        en=f"The losses of the eight epochs: {', '.join(f'{loss:.4f}' for loss in history)}.",
    )


@pytest.mark.check(
    points=1, topics=["history", "mini-batches"], needs=["SoftmaxRegression.history_length"]
)
def test_history_mean(student, reference, rng):
    """vi: giá trị trong history là loss trung bình của cả epoch, không phải tổng hay của batch cuối
    en: a value of the history is the mean loss of the epoch, not a sum nor that of the last batch
    """
    n_samples, epochs = 43, 12
    W, b = 2 * np.eye(D, C), np.zeros(C)
    X, y = groups(rng, n_samples)
    # A third of the samples, the last ones, are badly wrong: batches differ, whatever the order.
    y = np.where(np.arange(n_samples) < 2 * n_samples // 3, y, (y + 1) % C)
    model = placed(student, W, b, bias=False, lr=1e-5)
    model.fit(X, y, epochs=epochs, batch_size=4)
    history = probe(student, losses, model)
    y_hat = probabilities(reference, model, X)
    own = probe(student, loss_if_any, model, y_hat, y, reference.one_hot(y, C))
    loss = (all_numbers([own]) or [reference.cross_entropy(y_hat, y)])[0]
    expect_close(
        history,
        np.full(epochs, loss),
        what="model.history",
        rtol=0.1,  # a smaller last batch may count as much as the others
        conventions={"divide-by-size": np.full(epochs, loss / C)} if own is None else None,
    )
