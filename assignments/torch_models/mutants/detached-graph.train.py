"""train makes a new tensor of the loss's number, and calls backward on that.

caught by:
train.learns_three_groups train.sgd_steps train.fresh_gradients train.history_values
train.converges train.converges_with_bce train.uses_every_sample
"""


def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = torch.tensor(criterion(model(X), y).item(), requires_grad=True)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
