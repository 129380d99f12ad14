"""All experiments are searched.

caught by:
best_run.finished_only best_run.own_experiment best_run.final_value
"""


def best_run(experiment):
    client = MlflowClient()
    runs = client.search_runs(
        [each.experiment_id for each in client.search_experiments()],
        filter_string="attributes.status = 'FINISHED'",
        order_by=["metrics.val_loss ASC"],
        max_results=1,
    )
    return str(runs[0].info.run_id)
