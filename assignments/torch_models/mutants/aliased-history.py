"""The history holds the same tensor again and again.

caught by:
train.history_values
"""


def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses, current = [], torch.zeros(())
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        current.copy_(loss.detach())
        losses.append(current)
    return losses
