"""The optimizer never makes a step.

caught by:
train.learns_three_groups train.sgd_steps train.converges train.converges_with_bce
train.uses_every_sample
"""


def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        losses.append(loss.item())
    return losses
