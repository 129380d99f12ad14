"""The binary cross-entropy of every class is added up.

caught by:
?
"""


def loss(p, y):
    return -np.log(p[y]) - sum(np.log(1 - p[k]) for k in range(len(p)) if k != y)


def batch_losses(batch_p, batch_y):
    return np.array([loss(row, label) for row, label in zip(batch_p, batch_y)])


def new_loss(new_p, y):
    return loss(new_p, y)
