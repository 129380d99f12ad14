"""Each run is registered under a name of its own.

caught by:
register.registers_the_run register.first_version register.second_version register.alias_set
register.alias_moves register.returns_version register.keeps_runs main.comes_to_its_end
main.two_versions main.production main.child_in_production main.child_improves
"""


def register(run_id, name):
    name = f"{name}-{run_id[:6]}"
    version = mlflow.register_model(f"runs:/{run_id}/model", name)
    MlflowClient().set_registered_model_alias(name, "production", version.version)
    return int(version.version)
