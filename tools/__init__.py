"""The project's own tool box. All but run, demo, locks and supervisor need only a bare Python."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is the line that says so
    sys.exit("需要 Python 3.11 或更新版本，例如：make run PYTHON=python3.12")
