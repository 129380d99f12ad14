"""Runs that failed or are still running count.

caught by:
best_run.finished_only
"""


def best_run(experiment):
    client = MlflowClient()
    found = client.get_experiment_by_name(experiment)
    runs = client.search_runs(
        [found.experiment_id],
        order_by=["metrics.val_loss ASC"],
        max_results=1,
    )
    return str(runs[0].info.run_id)
