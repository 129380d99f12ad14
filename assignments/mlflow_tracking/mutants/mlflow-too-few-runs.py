"""A single run, of which the best is taken.

caught by:
main.three_runs
"""


def main():
    data = load_data()
    for lr in (0.5,):
        train_and_log("softmax", {"lr": lr, "epochs": 6}, *data)
    first = register(best_run("softmax"), "softmax-classifier")
    child = fine_tune("softmax-classifier", {"lr": 0.5, "epochs": 6}, *data)
    second = register(child, "softmax-classifier")
    print(f"versions: {first} of the best of three runs, {second} of its fine-tuned child")
