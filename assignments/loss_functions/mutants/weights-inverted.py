"""choose_loss gives the frequent class the large weight.

caught by:
choose_loss.minority_costs_more choose_loss.raises_recall train_imbalanced.raises_recall
"""


def choose_loss(y):
    weights = torch.bincount(y) / len(y)
    return lambda logits, labels: weighted_cross_entropy(logits, labels, weights)
