"""choose_loss returns the focal loss without alpha.

caught by:
choose_loss.minority_costs_more choose_loss.raises_recall train_imbalanced.raises_recall
"""


def choose_loss(y):
    return focal_loss
