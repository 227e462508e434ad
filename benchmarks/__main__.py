"""``python -m benchmarks [NAME…]``: measure, and print the table of this folder's README."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.impact import impact
from benchmarks.importing import importing
from benchmarks.measure import table
from benchmarks.ruling import ruling
from benchmarks.start import start
from benchmarks.validating import validating

SUITES = (start, validating, ruling, impact, importing)


def main() -> int:
    """Run the suites named on the command line, or all of them."""
    chosen = [suite for suite in SUITES if suite.__name__ in sys.argv[1:] or not sys.argv[1:]]
    rows = []
    for suite in chosen:
        sys.stderr.write(f"{suite.__name__} …\n")
        with TemporaryDirectory(prefix="itsmctl-bench-") as folder:
            rows += suite(Path(folder))
    sys.stdout.write(table(rows))
    return 0


raise SystemExit(main())
