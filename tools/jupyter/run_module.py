"""`python run_module.py MODULE ...` is `python -m MODULE ...`, stopped when its parent is gone.

A set-up that is killed half way thus leaves no pip behind that writes into the next one's .venv.
"""

import runpy
import sys

from parent import end_process_group, lead_process_group, when_parent_is_gone

lead_process_group()
when_parent_is_gone(end_process_group)
sys.argv = sys.argv[1:]
sys.path[0] = ""
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
