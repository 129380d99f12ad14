"""The latest version is loaded, whatever is asked for.

caught by:
restore.production restore.version_one
"""


def restore(name, version=None):
    return mlflow.pyfunc.load_model(f"models:/{name}/latest")
