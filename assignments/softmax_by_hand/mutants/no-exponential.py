"""z is divided by its sum, without exp.

caught by:
stable_softmax.softmax_z stable_softmax.softmax_z_precise temperature.softmax_T
temperature.softmax_T_precise forward.p forward.p_precise descent_step.new_p
"""


def softmax_z(z):
    return z / np.sum(z)


def softmax_T(scaled):
    return scaled / np.sum(scaled)


def p(logits):
    return logits / np.sum(logits)


def new_p(new_logits):
    return new_logits / np.sum(new_logits)
