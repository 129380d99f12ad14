"""evaluate freezes the model's parameters for good.

caught by:
evaluate.leaves_model_trainable
"""


def evaluate(model, X, y):
    model.eval()
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    predicted = predict_classes(model(X))
    return (predicted == y).float().mean().item()
