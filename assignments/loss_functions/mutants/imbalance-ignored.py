"""choose_loss returns the cross-entropy.

caught by:
choose_loss.minority_costs_more choose_loss.raises_recall train_imbalanced.raises_recall
"""


def choose_loss(y):
    return cross_entropy
