"""evaluate leaves the model in training mode, and records a graph.

caught by:
evaluate.dropout_is_off evaluate.batch_norm_is_kept evaluate.no_graph
"""


def evaluate(model, X, y):
    predicted = predict_classes(model(X))
    return (predicted == y).float().mean().item()
