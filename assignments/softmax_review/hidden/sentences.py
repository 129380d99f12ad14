"""The sentences of the public suite, and what is drawn from them."""

import runpy
from pathlib import Path

SENTENCES = runpy.run_path(str(Path(__file__).parents[1] / "public" / "sentiment.py"))["SENTENCES"]
