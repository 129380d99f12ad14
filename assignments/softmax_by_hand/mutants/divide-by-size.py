"""The batch loss is divided by N C, the size of the one-hot labels.

caught by:
?
"""


def batch_loss(batch_losses, batch_p):
    return np.sum(batch_losses) / batch_p.size
