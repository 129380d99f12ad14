"""train puts a softmax between model and criterion.

caught by:
train.sgd_steps train.fresh_gradients train.loss_input train.history_values train.column_labels
train.converges_with_bce
"""


def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(torch.softmax(model(X), dim=1), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
