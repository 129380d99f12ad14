"""The run with the highest loss comes first.

caught by:
best_run.better_of_two best_run.lowest_val_loss best_run.final_value main.best_registered
"""


def best_run(experiment):
    client = MlflowClient()
    found = client.get_experiment_by_name(experiment)
    runs = client.search_runs(
        [found.experiment_id],
        filter_string="attributes.status = 'FINISHED'",
        order_by=["metrics.val_loss DESC"],
        max_results=1,
    )
    return str(runs[0].info.run_id)
