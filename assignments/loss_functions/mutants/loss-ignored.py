"""train_imbalanced uses the cross-entropy, whatever is passed.

caught by:
train_imbalanced.follows_the_loss train_imbalanced.raises_recall
"""


_train = train_imbalanced


def train_imbalanced(X, y, loss):
    return _train(X, y, cross_entropy)
