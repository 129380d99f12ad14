"""Nothing is said about the order: the newest run comes first.

caught by:
best_run.better_of_two best_run.lowest_val_loss
"""


def best_run(experiment):
    client = MlflowClient()
    found = client.get_experiment_by_name(experiment)
    runs = client.search_runs(
        [found.experiment_id],
        filter_string="attributes.status = 'FINISHED'",
        max_results=1,
    )
    return str(runs[0].info.run_id)
