"""train always uses its own CrossEntropyLoss.

caught by:
train.loss_input train.column_labels train.converges_with_bce
"""


def train(model, X, y, criterion, lr=0.1, epochs=100):
    own = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = own(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
