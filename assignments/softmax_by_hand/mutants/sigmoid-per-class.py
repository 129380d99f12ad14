"""A sigmoid of each logit in place of softmax.

caught by:
stable_softmax.probabilities_sum_to_one stable_softmax.softmax_z stable_softmax.softmax_z_precise
forward.probabilities_sum_to_one forward.p forward.p_precise
"""


def softmax_z(z):
    return 1 / (1 + np.exp(-z))


def p(logits):
    return 1 / (1 + np.exp(-logits))
