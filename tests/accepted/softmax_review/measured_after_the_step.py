"""Curves are measured after each step; answers in many writings."""
import numpy as np
import torch
import torch.nn as nn


def split(X, y, test_share=0.25, seed=0):
    np.random.seed(seed)
    indices = np.arange(len(X))
    np.random.shuffle(indices)
    cut = len(X) - int(np.ceil(len(X) * test_share))
    train_idx, test_idx = indices[:cut], indices[cut:]
    X_train, X_test = X[train_idx], X[test_idx]
    y_train, y_test = y[train_idx], y[test_idx]
    return X_train, X_test, y_train, y_test


class Scaler:
    def fit(self, X):
        self.mean_ = X.mean(axis=0)
        self.scale_ = np.sqrt(((X - self.mean_) ** 2).mean(axis=0))
        self.scale_[self.scale_ == 0] = 1
        return self

    def transform(self, X):
        return (X - self.mean_) / self.scale_

    def fit_transform(self, X):
        return self.fit(X).transform(X)


def standardize(X_train, X_test):
    scaler = Scaler()
    return scaler.fit_transform(X_train), scaler.transform(X_test)


def add_intercept(X):
    return np.insert(X.astype(float), 0, 1.0, axis=1)


def one_hot(y, num_classes):
    return (y[:, None] == np.arange(num_classes)).astype(int)


def softmax(z):
    rows = []
    for row in z:
        e = np.exp(row - row.max())
        rows.append(e / e.sum())
    return np.array(rows)


def loss_and_gradient(theta, X, y, num_classes):
    y_hat = softmax(X @ theta)
    y_one_hot = np.asarray(one_hot(y, num_classes))
    N = X.shape[0]
    loss = -np.sum(y_one_hot * np.log(y_hat + 1e-12)) / N
    gradient = np.dot(X.T, y_hat - y_one_hot) / N
    return loss, gradient


def predict(X, theta):
    y_hat = softmax(np.dot(X, theta))
    return np.argmax(y_hat, axis=1)


def recall_per_class(y_true, y_pred, num_classes):
    y_true, y_pred = np.array(y_true), np.array(y_pred)
    r = np.array([np.mean(y_pred[y_true == k] == k) if (y_true == k).any() else np.nan for k in range(num_classes)])
    return np.nan_to_num(r)


def train_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    theta = np.zeros((X_train.shape[1], num_classes), dtype=np.float64)
    keys = ["train_loss", "train_accuracy", "val_loss", "val_accuracy"]
    history = {key: np.empty(epochs) for key in keys}
    for e in range(epochs):
        _, gradient = loss_and_gradient(theta, X_train, y_train, num_classes)
        theta -= lr * gradient
        for name, X, y in (("train", X_train, y_train), ("val", X_val, y_val)):
            history[f"{name}_loss"][e] = loss_and_gradient(theta, X, y, num_classes)[0]
            history[f"{name}_accuracy"][e] = (np.array(predict(X, theta)) == y).mean()
    return theta, history


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


answers = {"q1": "C", "q2": "15", "q3": " b ", "q4": "0,4", "q5": "d)", "q6": "(A)", "q7": "B.", "q8": "đáp án D", "q9": "Câu C", "q10": "a"}
