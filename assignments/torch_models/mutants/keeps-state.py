"""evaluate switches gradients off for everything that comes after it.

caught by:
evaluate.leaves_model_trainable
"""


def evaluate(model, X, y):
    torch.set_grad_enabled(False)
    model.eval()
    predicted = predict_classes(model(X))
    return (predicted == y).float().mean().item()
