"""Mini-batches of 4 in place of all the data; the rest is dropped.

caught by:
train.sgd_steps train.fresh_gradients train.loss_input train.history_values train.column_labels
train.uses_every_sample
"""


def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(X) - 3, 4):
            optimizer.zero_grad()
            loss = criterion(model(X[start : start + 4]), y[start : start + 4])
            loss.backward()
            optimizer.step()
            total += loss.item()
        losses.append(total / (len(X) // 4))
    return losses
