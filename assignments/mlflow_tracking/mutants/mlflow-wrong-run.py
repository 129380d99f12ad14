"""The newest run is registered, whichever was named.

caught by:
register.first_version register.keeps_runs
"""


def register(run_id, name):
    client = MlflowClient()
    home = client.get_run(run_id).info.experiment_id
    newest = client.search_runs([home], max_results=1)[0].info.run_id
    version = mlflow.register_model(f"runs:/{newest}/model", name)
    MlflowClient().set_registered_model_alias(name, "production", version.version)
    return int(version.version)
