"""train_torch sums the losses of the samples.

caught by:
train_torch.two_classes train_torch.three_classes train_torch.train_loss
train_torch.validation_loss
"""


def train_torch(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    import torch
    from torch import nn

    def accuracy(logits, labels):
        return float((logits.argmax(dim=1) == labels).float().mean())

    model = nn.Linear(X_train.shape[1], num_classes)
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    criterion = nn.CrossEntropyLoss(reduction="sum")
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = {name: [] for name in CURVES}
    for _ in range(epochs):
        optimizer.zero_grad()
        logits = model(X_train)
        loss = criterion(logits, y_train)
        with torch.no_grad():
            val_logits = model(X_val)
            val_loss = criterion(val_logits, y_val)
        history["train_loss"].append(loss.item())
        history["train_accuracy"].append(accuracy(logits, y_train))
        history["val_loss"].append(val_loss.item())
        history["val_accuracy"].append(accuracy(val_logits, y_val))
        loss.backward()
        optimizer.step()
    return model, {name: np.array(curve) for name, curve in history.items()}
