"""The batch loss is divided by the number of classes.

caught by:
?
"""


def batch_loss(batch_losses, batch_p):
    return np.sum(batch_losses) / batch_p.shape[1]
