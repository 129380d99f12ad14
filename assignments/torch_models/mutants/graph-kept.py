"""batch_loss and the history of train hold losses with their graphs.

caught by:
batch_loss.plain_number train.history_plain_numbers
"""


def batch_loss(logits, y):
    return F.cross_entropy(logits, y)


def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return losses
