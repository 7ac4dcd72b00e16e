"""An nbclient that waits until every output of a cell has arrived."""

import uuid

from nbclient import NotebookClient
from nbclient.client import CellExecutionComplete

try:
    from nbclient.util import ensure_async
except ImportError:
    from jupyter_core.utils import ensure_async

BARRIER = "application/vnd.after-megaupload.barrier"


class CompleteOutputs(NotebookClient):
    """
    The Deno kernel sends outputs through a queue but says "idle" past it, so that idle often comes
    before a cell's last outputs, where nbclient stops listening. Hence after idle a silent request
    puts a mark into the same queue: what comes before the mark belongs to the cell, though by then
    the kernel may name the silent request as its parent.
    """

    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index):
        token = uuid.uuid4().hex
        barrier_id = None
        while True:
            message = await ensure_async(self.kc.iopub_channel.get_msg(timeout=None))
            parent = message["parent_header"].get("msg_id")
            if parent not in (parent_msg_id, barrier_id):
                continue
            if is_mark(message, token):
                return
            if parent == barrier_id and message["msg_type"] in ("status", "execute_input"):
                continue
            try:
                self.process_message(message, cell, cell_index)
            except CellExecutionComplete:
                barrier_id = self.kc.execute(barrier(token), silent=True, store_history=False)


def barrier(token):
    content = f'{{ data: {{ "{BARRIER}": "{token}" }}, metadata: {{}}, transient: {{}} }}'
    return f'globalThis.Deno.jupyter.broadcast("display_data", {content})'


def is_mark(message, token):
    return message["msg_type"] == "display_data" and message["content"]["data"].get(BARRIER) == token
