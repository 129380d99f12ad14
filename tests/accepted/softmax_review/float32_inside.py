"""NumPy work in float32."""
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
        test.extend(of_class[: int(round(len(of_class) * test_share))])
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
    return [[1 if label == k else 0 for k in range(num_classes)] for label in y]


def softmax(z):
    z = z.astype(np.float32)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def loss_and_gradient(theta, X, y, num_classes):
    y_hat = softmax(X @ theta)
    y_one_hot = np.asarray(one_hot(y, num_classes))
    N = np.float32(X.shape[0])
    loss = -np.sum(y_one_hot * np.log(y_hat + 1e-30)) / N
    gradient = np.dot(X.T, y_hat - y_one_hot) / N
    return loss, gradient


def predict(X, theta):
    return [int(np.argmax(row)) for row in X @ theta]


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
    from torch.utils.data import DataLoader, TensorDataset

    loader = DataLoader(TensorDataset(X_train, y_train), batch_size=len(X_train))
    model = nn.Linear(X_train.size(1), num_classes)
    model.load_state_dict({k: torch.zeros_like(v) for k, v in model.state_dict().items()})
    criterion, optimizer = nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=lr)
    h = {name: [] for name in ("train_loss", "train_accuracy", "val_loss", "val_accuracy")}
    for _ in range(epochs):
        for xb, yb in loader:
            out = model(xb)
            loss = criterion(out, yb)
            with torch.no_grad():
                v_out = model(X_val)
            h["train_loss"].append(loss.detach().numpy().item())
            h["train_accuracy"].append(np.mean(out.detach().numpy().argmax(1) == yb.numpy()))
            h["val_loss"].append(criterion(v_out, y_val).item())
            h["val_accuracy"].append(np.mean(v_out.numpy().argmax(1) == y_val.numpy()))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model, {k: np.asarray(v) for k, v in h.items()}


def fraud_report(X_train, y_train, X_test, y_test, num_classes, lr=0.5, epochs=200):
    report = {}
    train, test = standardize(X_train, X_test)
    train, test = map(add_intercept, (train, test))
    report["theta"], report["history"] = train_numpy(
        train, y_train, test, y_test, num_classes=num_classes, lr=lr, epochs=epochs
    )
    pred = predict(test, report["theta"])
    report["recall"] = recall_per_class(y_test, pred, num_classes)
    report["accuracy"] = sum(int(a == b) for a, b in zip(pred, y_test)) / len(y_test)
    report["n_test"] = len(y_test)
    return report


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


answers = {"q1": "c", "q2": 15, "q3": "b", "q4": 0.4, "q5": "d", "q6": "a", "q7": "b", "q8": "d", "q9": "c", "q10": "a"}
