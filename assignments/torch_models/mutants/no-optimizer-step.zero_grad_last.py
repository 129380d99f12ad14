"""zero_grad stands between backward and step, so every step is zero.

caught by:
train.learns_three_groups train.sgd_steps train.converges train.converges_with_bce
train.uses_every_sample
"""


def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.zero_grad(set_to_none=False)
        optimizer.step()
        losses.append(loss.item())
    return losses
