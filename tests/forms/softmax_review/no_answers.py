# expect: *=passed answers=missing points=89
# says: answers is not defined
# Everything but the ten answers.
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
    return np.hstack([np.ones((X.shape[0], 1)), X])


def one_hot(y, num_classes):
    return np.eye(num_classes)[y]


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def loss_and_gradient(theta, X, y, num_classes):
    y_hat = softmax(X @ theta)
    y_one_hot = np.asarray(one_hot(y, num_classes))
    N = X.shape[0]
    loss = -np.sum(y_one_hot * np.log(y_hat + 1e-12)) / N
    gradient = np.dot(X.T, y_hat - y_one_hot) / N
    return loss, gradient


def predict(X, theta):
    return np.argmax(X @ theta, axis=1)


def recall_per_class(y_true, y_pred, num_classes):
    recalls = []
    for k in range(num_classes):
        total = np.sum(y_true == k)
        tp = np.sum((y_true == k) & (np.asarray(y_pred) == k))
        recalls.append(tp / total if total > 0 else 0.0)
    return np.array(recalls)


def train_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    theta = np.zeros((X_train.shape[1], num_classes))
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    for epoch in range(epochs):
        loss, grad = loss_and_gradient(theta, X_train, y_train, num_classes)
        train_losses.append(loss)
        train_accs.append(np.mean(predict(X_train, theta) == y_train))
        val_losses.append(loss_and_gradient(theta, X_val, y_val, num_classes)[0])
        val_accs.append(np.mean(predict(X_val, theta) == y_val))
        theta = theta - lr * grad
    history = {
        "train_loss": np.array(train_losses), "train_accuracy": np.array(train_accs),
        "val_loss": np.array(val_losses), "val_accuracy": np.array(val_accs),
    }
    return theta, history


def train_torch(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    model = nn.Linear(X_train.shape[1], num_classes)
    nn.init.zeros_(model.weight)
    nn.init.zeros_(model.bias)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = {"train_loss": [], "train_accuracy": [], "val_loss": [], "val_accuracy": []}
    for epoch in range(epochs):
        model.train()
        optimizer.zero_grad()
        outputs = model(X_train)
        loss = criterion(outputs, y_train)
        loss.backward()
        optimizer.step()
        history["train_loss"].append(loss.item())
        history["train_accuracy"].append((outputs.argmax(1) == y_train).float().mean().item())
        model.eval()
        with torch.no_grad():
            val_out = model(X_val)
            history["val_loss"].append(criterion(val_out, y_val).item())
            history["val_accuracy"].append((val_out.argmax(1) == y_val).float().mean().item())
    return model, history


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
    vocabulary = sorted(set(" ".join(train_texts).lower().split()))
    X_train = add_intercept(bag_of_words(train_texts, vocabulary))
    X_test = add_intercept(bag_of_words(test_texts, vocabulary))
    theta, _ = train_numpy(X_train, train_labels, X_train, train_labels, num_classes, lr, epochs)
    return predict(X_test, theta)


