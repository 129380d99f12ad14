"""Mini-batches of 4, and a loss in the history for each of them.

caught by:
train.one_loss_per_epoch train.sgd_steps train.fresh_gradients train.loss_input
train.history_values train.history_plain_numbers train.column_labels train.keeps_data
"""


def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        for inputs, labels in zip(X.split(4), y.split(4)):
            optimizer.zero_grad()
            loss = criterion(model(inputs), labels)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
