"""train_imbalanced goes along the gradient.

caught by:
train_imbalanced.learns train_imbalanced.follows_the_loss train_imbalanced.raises_recall
"""


LEARNING_RATE = -0.5
