"""The alias is set to version 1 for good.

caught by:
register.alias_moves main.production
"""


def register(run_id, name):
    version = mlflow.register_model(f"runs:/{run_id}/model", name)
    MlflowClient().set_registered_model_alias(name, "production", "1")
    return int(version.version)
