"""train goes up the gradient.

caught by:
train.learns_three_groups train.sgd_steps train.converges train.converges_with_bce
"""


def train(model, X, y, criterion, lr=0.1, epochs=100):
    losses = []
    for _ in range(epochs):
        model.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter += lr * parameter.grad
        losses.append(loss.item())
    return losses
