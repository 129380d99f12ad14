"""Each class is split on its own, whole samples rounded up; answers by number."""
import numpy as np
import torch
import torch.nn as nn


def split(X, y, test_share=0.25, seed=0):
    # chia đều theo từng lớp (stratified)
    rng = np.random.RandomState(seed)
    test = []
    for k in np.unique(y):
        of_class = np.where(y == k)[0]
        rng.shuffle(of_class)
        test.extend(of_class[: int(np.ceil(len(of_class) * test_share))])
    mask = np.zeros(len(y), dtype=bool)
    mask[test] = True
    return X[~mask], X[mask], y[~mask], y[mask]


def standardize(X_train, X_test):
    mean = np.mean(X_train, axis=0)
    std = np.std(X_train, axis=0)
    std[std < 1e-12] = 1.0
    return (X_train - mean) / std, (X_test - mean) / std


def add_intercept(X):
    intercept = np.ones((X.shape[0], 1))
    return np.concatenate((intercept, X), axis=1)


def one_hot(y, num_classes):
    return (y[:, None] == np.arange(num_classes)).astype(int)


def softmax(z):
    return torch.softmax(torch.as_tensor(np.asarray(z)), dim=1).numpy()


def loss_and_gradient(theta, X, y, num_classes):
    n = len(y)
    p = softmax(X.dot(theta))
    loss = -np.log(np.clip(p[range(n), y], 1e-15, 1)).mean()
    delta = np.array(p)
    delta[range(n), y] -= 1
    return [float(loss), X.T.dot(delta) / n]


def predict(X, theta):
    return [int(np.argmax(row)) for row in X @ theta]


def recall_per_class(y_true, y_pred, num_classes):
    recalls = []
    for k in range(num_classes):
        total = np.sum(y_true == k)
        tp = np.sum((y_true == k) & (np.asarray(y_pred) == k))
        recalls.append(tp / total if total > 0 else 0.0)
    return np.array(recalls)


def accuracy(X, y, theta):
    dung = 0
    for du_doan, that in zip(predict(X, theta), y):
        dung += int(du_doan == that)
    return dung / len(y)


def train_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    theta = np.zeros([X_train.shape[1], num_classes])
    history = dict(train_loss=[], train_accuracy=[], val_loss=[], val_accuracy=[])
    for _ in range(epochs):
        loss, grad = loss_and_gradient(theta, X_train, y_train, num_classes)
        val_loss, _ = loss_and_gradient(theta, X_val, y_val, num_classes)
        history["train_loss"].append(loss)
        history["val_loss"].append(val_loss)
        history["train_accuracy"].append(accuracy(X_train, y_train, theta))
        history["val_accuracy"].append(accuracy(X_val, y_val, theta))
        theta = theta - lr * np.array(grad)
    return [theta, history]


def train_torch(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = nn.Sequential(nn.Linear(X_train.shape[1], num_classes)).to(device)
    model.apply(lambda layer: [p.data.zero_() for p in layer.parameters(recurse=False)])
    X_train, y_train, X_val, y_val = (t.to(device) for t in (X_train, y_train, X_val, y_val))
    loss_fn = torch.nn.CrossEntropyLoss(reduction="mean")
    sgd = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.0)
    train_loss, train_acc, val_loss, val_acc = [], [], [], []
    for _ in range(epochs):
        logits = model(X_train)
        loss = loss_fn(logits, y_train)
        model.zero_grad()
        loss.backward()
        sgd.step()
        with torch.inference_mode():
            now, later = model(X_train), model(X_val)
            train_loss.append(loss_fn(now, y_train))
            val_loss.append(loss_fn(later, y_val))
            train_acc.append(torch.mean((now.argmax(dim=-1) == y_train).float()))
            val_acc.append(torch.mean((later.argmax(dim=-1) == y_val).float()))
    return model, {
        "train_loss": torch.stack(train_loss).cpu().numpy(),
        "train_accuracy": torch.stack(train_acc).cpu().numpy(),
        "val_loss": torch.stack(val_loss).cpu().numpy(),
        "val_accuracy": torch.stack(val_acc).cpu().numpy(),
    }


def fraud_report(X_train, y_train, X_test, y_test, num_classes, lr=0.5, epochs=200):
    X_train, X_test = standardize(X_train, X_test)
    X_train, X_test = add_intercept(X_train), add_intercept(X_test)
    theta, history = train_numpy(X_train, y_train, X_test, y_test, num_classes, lr, epochs)
    y_pred = np.asarray(predict(X_test, theta))
    return {
        "theta": theta,
        "history": history,
        "accuracy": np.mean(y_pred == y_test),
        "recall": recall_per_class(y_test, y_pred, num_classes),
    }


def bag_of_words(texts, vocabulary):
    from collections import Counter

    table = []
    for c in (Counter(t.casefold().split(" ")) for t in texts):
        table.append([c.get(w, 0) for w in vocabulary])
    return np.array(table)


def classify_texts(train_texts, train_labels, test_texts, num_classes, lr=0.5, epochs=200):
    vocabulary = sorted(set(" ".join(train_texts).lower().split()))
    X_train = add_intercept(bag_of_words(train_texts, vocabulary))
    X_test = add_intercept(bag_of_words(test_texts, vocabulary))
    theta, _ = train_numpy(X_train, train_labels, X_train, train_labels, num_classes, lr, epochs)
    return predict(X_test, theta)


answers = {1: "c", 2: 5 * 3, 3: "b", 4: 12 / 30, 5: "d", 6: "a", 7: "b", 8: "d", 9: "c", 10: "a"}
