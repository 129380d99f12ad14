"""Runs are compared by their loss on the training set.

caught by:
best_run.better_of_two best_run.lowest_val_loss
"""


def best_run(experiment):
    client = MlflowClient()
    found = client.get_experiment_by_name(experiment)
    runs = client.search_runs(
        [found.experiment_id],
        filter_string="attributes.status = 'FINISHED'",
        order_by=["metrics.train_loss ASC"],
        max_results=1,
    )
    return str(runs[0].info.run_id)
