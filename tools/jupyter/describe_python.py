"""Prints what this interpreter is, as one line of JSON.

The modules named as arguments are imported and their versions given. Old Pythons must be able
to read this file, for their version to be told.
"""

import json
import platform
import sys


def version_of(name):
    try:
        return str(getattr(__import__(name), "__version__", "0"))
    except Exception:
        return None


print(
    json.dumps(
        {
            "executable": sys.executable,
            # In a virtual environment this is the Python that it was made from.
            "baseExecutable": getattr(sys, "_base_executable", None) or sys.executable,
            "version": platform.python_version(),
            "canMakeVirtualEnvironments": bool(version_of("venv") and version_of("ensurepip")),
            "modules": dict((name, version_of(name)) for name in sys.argv[1:]),
        }
    )
)
