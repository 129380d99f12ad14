"""evaluate records a graph.

caught by:
evaluate.no_graph
"""


def evaluate(model, X, y):
    model.eval()
    predicted = predict_classes(model(X))
    return (predicted == y).float().mean().item()
