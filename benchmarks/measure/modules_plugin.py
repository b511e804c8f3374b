"""A pytest plugin that writes down, at the end, the top-level modules that were imported.

Standard library only: it must not itself import what it looks for.
"""

import json
import os
import sys
from pathlib import Path


def pytest_sessionfinish() -> None:
    """Write the names to the file that MODULES_TO names."""
    names = {name.partition(".")[0] for name in sys.modules}
    Path(os.environ["MODULES_TO"]).write_text(json.dumps(sorted(names)), "utf-8")
