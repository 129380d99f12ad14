# expect: *=missing train=passed train.one_loss_per_epoch=failed train.history_plain_numbers=skipped train.keeps_data=skipped points=13
# says: train returns a generator, not a list of numbers
# A generator of losses: its steps are right, but it is no list, and nothing happens before it is read.
import torch


def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        yield loss.item()
