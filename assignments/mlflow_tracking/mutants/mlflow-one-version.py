"""The tuned model is never registered.

caught by:
main.two_versions main.production main.child_in_production main.child_improves
"""


def main():
    data = load_data()
    for lr in (0.02, 0.1, 0.5):
        train_and_log("softmax", {"lr": lr, "epochs": 6}, *data)
    first = register(best_run("softmax"), "softmax-classifier")
    child = fine_tune("softmax-classifier", {"lr": 0.5, "epochs": 6}, *data)
    print(f"versions: {first} of the best of three runs, {child} is its child")
