"""train gives the criterion the labels first.

caught by:
train.one_loss_per_epoch train.learns_three_groups train.sgd_steps train.fresh_gradients
train.loss_input train.history_values train.history_plain_numbers train.converges
train.converges_with_bce train.uses_every_sample train.keeps_data
"""


def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    model.train()
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(y, model(X))
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
