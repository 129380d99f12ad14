"""Asserts and copies before every computation."""
import numpy as np
import torch
import torch.nn as nn


def split(X, y, test_share=0.25, seed=0):
    rng = np.random.default_rng(seed)
    idx = rng.permutation(X.shape[0])
    n_test = int(X.shape[0] * test_share)
    return X[idx[n_test:]], X[idx[:n_test]], y[idx[n_test:]], y[idx[:n_test]]


def standardize(X_train, X_test):
    mean = np.mean(X_train, axis=0)
    std = np.std(X_train, axis=0)
    std[std < 1e-12] = 1.0
    return (X_train - mean) / std, (X_test - mean) / std


def add_intercept(X):
    return np.insert(X.astype(float), 0, 1.0, axis=1)


def one_hot(y, num_classes):
    out = np.zeros((len(y), num_classes))
    out[np.arange(len(y)), y] = 1
    return out


def softmax(z):
    z = np.array(z, dtype=float, copy=True)
    assert z.ndim == 2, 'z phải có hai chiều'
    z -= z.max(axis=1, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(axis=1, keepdims=True)
    return z


def loss_and_gradient(theta, X, y, num_classes):
    n = len(y)
    p = softmax(X.dot(theta))
    loss = -np.log(np.clip(p[range(n), y], 1e-15, 1)).mean()
    delta = np.array(p)
    delta[range(n), y] -= 1
    return [float(loss), X.T.dot(delta) / n]


def predict(X, theta):
    if X.shape[1] != theta.shape[0]:
        raise ValueError('số cột của X khác số dòng của theta')
    return np.argmax(X @ theta, axis=1)


def recall_per_class(y_true, y_pred, num_classes):
    cm = np.zeros((num_classes, num_classes))
    for t, p in zip(y_true, y_pred):
        cm[t][p] += 1
    rows = cm.sum(axis=1)
    return np.divide(cm.diagonal(), rows, out=np.zeros(num_classes), where=rows > 0)


class Trainer:
    def __init__(self, D, K, lr):
        self.theta = np.zeros((D, K))
        self.K, self.lr = K, lr
        self.log = {"train_loss": [], "train_accuracy": [], "val_loss": [], "val_accuracy": []}

    def measure(self, part, X, y):
        self.log[part + "_loss"].append(loss_and_gradient(self.theta, X, y, self.K)[0])
        self.log[part + "_accuracy"].append(float((np.asarray(predict(X, self.theta)) == y).mean()))

    def step(self, X, y):
        self.theta = self.theta - self.lr * loss_and_gradient(self.theta, X, y, self.K)[1]


def train_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    trainer = Trainer(X_train.shape[1], num_classes, lr)
    for epoch in range(1, epochs + 1):
        trainer.step(X_train, y_train)
        trainer.measure("train", X_train, y_train)
        trainer.measure("val", X_val, y_val)
        if epoch % 50 == 0:
            print(f"epoch {epoch}: {trainer.log['train_loss'][-1]:.4f}")
    return trainer.theta, {k: np.array(v) for k, v in trainer.log.items()}


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
    index = {word: j for j, word in enumerate(vocabulary)}
    X = np.zeros((len(texts), len(vocabulary)))
    for i, text in enumerate(texts):
        for word in text.lower().split():
            if word in index:
                X[i, index[word]] += 1
    return X


def classify_texts(train_texts, train_labels, test_texts, num_classes, lr=0.5, epochs=200):
    vocab = []
    for text in train_texts:
        for word in text.lower().split():
            if word not in vocab:
                vocab.append(word)
    Xtr, Xte = bag_of_words(train_texts, vocab), bag_of_words(test_texts, vocab)
    theta, history = train_numpy(
        add_intercept(Xtr), train_labels, add_intercept(Xtr[:5]), train_labels[:5], num_classes, lr=lr, epochs=epochs
    )
    return np.array(predict(add_intercept(Xte), theta))


answers = {"q1": "c", "q2": 15, "q3": "b", "q4": 0.4, "q5": "d", "q6": "a", "q7": "b", "q8": "d", "q9": "c", "q10": "a"}
