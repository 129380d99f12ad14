"""The loop ends once the loss no longer falls.

caught by:
train.history_values
"""


def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses, best, still = [], float("inf"), 0
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        still = 0 if losses[-1] < best - 1e-6 else still + 1
        best = min(best, losses[-1])
        if still == 3:
            break
    return losses
