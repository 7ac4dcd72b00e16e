"""Interrupts an endless cell and prints what a later cell finds, as JSON."""

import json
import sys
import time

from jupyter_client import KernelManager

manager = KernelManager(kernel_name=sys.argv[1])
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)
try:
    client.execute_interactive("let kept = 41;", timeout=30)
    process = manager.provisioner.process.pid
    endless = client.execute("await 1; kept += 1; while (true) {}")
    time.sleep(1)
    manager.interrupt_kernel()
    while True:
        reply = client.get_shell_msg(timeout=30)
        if reply["parent_header"].get("msg_id") == endless:
            break
    found = []
    client.execute_interactive(
        "console.log(kept)",
        timeout=30,
        output_hook=lambda message: found.append(message["content"].get("text")),
    )
    # Console output may come after "idle".
    deadline = time.time() + 10
    while not any(found) and time.time() < deadline:
        try:
            found.append(client.get_iopub_msg(timeout=1)["content"].get("text"))
        except Exception:
            pass
    print(
        json.dumps(
            {
                "status": reply["content"]["status"],
                "kept": "".join(text for text in found if text).strip(),
                "sameKernel": manager.is_alive() and manager.provisioner.process.pid == process,
            }
        )
    )
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
