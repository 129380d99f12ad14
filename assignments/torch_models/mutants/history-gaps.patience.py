"""Training ends after 40 epochs without a smaller loss.

caught by:
train.history_values
"""


def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    best, waited = float("inf"), 0
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        waited = 0 if losses[-1] < best else waited + 1
        best = min(best, losses[-1])
        if waited >= 40:
            break
    return losses
