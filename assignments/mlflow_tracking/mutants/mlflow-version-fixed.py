"""A number in the code decides which version is loaded.

caught by:
restore.production_moved restore.version_two
"""


def restore(name, version=None):
    return mlflow.pyfunc.load_model(f"models:/{name}/1")
