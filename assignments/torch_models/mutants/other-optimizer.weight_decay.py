"""SGD with weight decay.

caught by:
train.sgd_steps
"""


def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, weight_decay=0.01)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
