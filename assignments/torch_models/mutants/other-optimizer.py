"""Adam in place of SGD.

caught by:
train.sgd_steps
"""


def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
