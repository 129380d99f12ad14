"""The version gets a tag, and no alias.

caught by:
register.alias_set register.alias_moves main.comes_to_its_end main.two_versions main.production
main.child_in_production main.child_improves
"""


def register(run_id, name):
    version = mlflow.register_model(f"runs:/{run_id}/model", name)
    MlflowClient().set_model_version_tag(name, version.version, "stage", "production")
    return int(version.version)
