"""Sphinx: `make docs` builds these pages into build/docs."""

from importlib import metadata

project = "grader"
author = "the project's authors"
release = metadata.version("grader")

extensions = ["myst_parser", "sphinx_click"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["build"]
myst_enable_extensions = ["dollarmath", "fieldlist"]
myst_heading_anchors = 3
# The pages of the mistakes are reached from their list.
suppress_warnings = ["toc.not_included"]

html_theme = "furo"
html_title = "grader"
html_static_path: list[str] = []
