"""Only the last loss is returned.

caught by:
train.one_loss_per_epoch train.history_values train.history_plain_numbers train.keeps_data
"""


def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
    return [loss.item()]
