"""train_torch has a StepLR that divides the learning rate by ten.

caught by:
train_torch.train_loss train_torch.validation_loss
"""


def train_torch(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    import torch
    from torch import nn

    def accuracy(logits, labels):
        return float((logits.argmax(dim=1) == labels).float().mean())

    model = nn.Linear(X_train.shape[1], num_classes)
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = {name: [] for name in CURVES}
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 30, 0.1)
    for _ in range(epochs):
        with torch.no_grad():
            logits, val_logits = model(X_train), model(X_val)
        history["train_loss"].append(criterion(logits, y_train).item())
        history["train_accuracy"].append(accuracy(logits, y_train))
        history["val_loss"].append(criterion(val_logits, y_val).item())
        history["val_accuracy"].append(accuracy(val_logits, y_val))
        optimizer.zero_grad()
        criterion(model(X_train), y_train).backward()
        optimizer.step()
        scheduler.step()
    return model, {name: np.array(curve) for name, curve in history.items()}
