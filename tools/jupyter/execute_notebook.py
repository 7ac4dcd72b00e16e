"""Executes one notebook: `python execute_notebook.py IN OUT`.

Tells its progress as lines of JSON on standard output. OUT appears only when every cell succeeded.
Stops, with its kernel, when its standard input closes.
"""

import argparse
import asyncio
import json
import os
import signal
import sys
import uuid
from pathlib import Path

# A check of web addresses that jsonschema can do without, and that takes a second to load.
sys.modules["rfc3987_syntax"] = None

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_core.paths import jupyter_runtime_dir
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from complete_outputs import CompleteOutputs
from normal_form import name_cells, normal_form
from parent import when_parent_is_gone

NO_MESSAGE = "Execution failed"


class NotebookFailure(Exception):
    """A notebook that cannot be executed to its end; its arguments are the reason's name and message."""


def main():
    options = parse_arguments()
    execution = Execution(options)
    try:
        asyncio.run(execution.run())
    except NotebookFailure as failure:
        report_failure(options.input, execution.code_cells, execution.current_cell, *failure.args)
        sys.exit(1)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("input", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--cell-timeout", type=int, default=300, help="seconds (300)")
    parser.add_argument("--kernel", default="after-megaupload")
    return parser.parse_args()


class Execution:
    def __init__(self, options):
        self.options = options
        self.client = None
        self.code_cells = []
        self.current_cell = None

    async def run(self):
        notebook = read_notebook(self.options.input)
        self.code_cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        loop = asyncio.get_running_loop()
        when_parent_is_gone(lambda: loop.call_soon_threadsafe(stop, self.client))
        try:
            await self.execute(notebook)
        except CellExecutionError as error:
            raise NotebookFailure(error.ename, error.evalue) from None
        except CellTimeoutError as error:
            raise NotebookFailure("Timeout", timeout_message(error, self.options.cell_timeout)) from None
        except DeadKernelError:
            message = "the kernel ended (does the cell call Deno.exit, or use up the memory?)"
            raise NotebookFailure("Kernel", message) from None
        except RuntimeError as error:
            raise NotebookFailure("Kernel", f"the kernel does not start: {error}") from None
        write_whole(self.options.output, normal_form(notebook, kernelspec(self.options.kernel)))

    async def execute(self, notebook):
        """Tries again when the kernel does not start: another program may have taken one of its ports."""
        for last in (False, False, True):
            self.client = self.new_client(notebook)
            try:
                # What a cell writes past the kernel must not mix with the progress.
                await self.client.async_execute(stdout=sys.stderr.fileno())
                return
            except RuntimeError:
                if last or self.current_cell is not None:
                    raise

    def new_client(self, notebook):
        client = CompleteOutputs(
            notebook,
            kernel_name=self.options.kernel,
            timeout=self.options.cell_timeout,
            # Where the mark does not arrive, say so instead of going on without the outputs.
            iopub_timeout=self.options.cell_timeout,
            raise_on_iopub_timeout=True,
            record_timing=False,
            shutdown_kernel="immediate",
            resources={"metadata": {"path": str(self.options.input.resolve().parent)}},
            on_cell_execute=self.start_cell,
            on_cell_executed=self.end_cell,
        )
        runtime = Path(jupyter_runtime_dir())
        runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
        client.create_kernel_manager().connection_file = str(runtime / f"kernel-{uuid.uuid4()}.json")
        return client

    def start_cell(self, cell, cell_index):
        self.current_cell = cell
        tell({"event": "cell", "index": self.code_cells.index(cell) + 1, "of": len(self.code_cells)})

    def end_cell(self, cell, cell_index, execute_reply):
        """The kernel says "ok" of a cell whose result could not be shown."""
        if "raises-exception" in cell.metadata.get("tags", []):
            return
        if execute_reply["content"]["status"] == "error":
            return
        for output in cell.outputs:
            if output.output_type == "error":
                raise NotebookFailure(output.ename, output.evalue)


def read_notebook(path):
    try:
        # nbformat.read would give ids made by chance to cells without one.
        notebook = nbformat.v4.reads(path.read_text(encoding="utf-8"))
        if notebook.get("nbformat") != 4:
            raise NotebookFailure("Format", f"is of notebook format {notebook.get('nbformat')}; 4 is needed")
        name_cells(notebook)
        notebook.nbformat_minor = max(notebook.nbformat_minor, 5)
        nbformat.validate(notebook)
        return notebook
    except OSError as error:
        raise NotebookFailure("File", f"cannot be read: {error.strerror}") from None
    except (AttributeError, KeyError, TypeError, ValueError, nbformat.ValidationError) as error:
        raise NotebookFailure("Format", f"is not a notebook: {str(error).splitlines()[0]}") from None


def stop(client):
    """Ends the kernel and this process at once."""
    manager = client and client.km
    process = getattr(getattr(manager, "provisioner", None), "process", None)
    if process and process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    if manager:
        manager.cleanup_connection_file()
    os._exit(1)


def timeout_message(error, seconds):
    if "IOPub" in str(error):
        return f"its outputs did not all arrive within {seconds} s (does the cell replace Deno.jupyter?)"
    return f"did not finish within {seconds} s"


def kernelspec(name):
    spec = KernelSpecManager().get_kernel_spec(name)
    return {"display_name": spec.display_name, "language": spec.language, "name": name}


def write_whole(path, text):
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    partial.write_text(text, encoding="utf-8", newline="\n")
    partial.replace(path)


def report_failure(path, code_cells, cell, name, message):
    failure = {"event": "failed", "notebook": str(path), "name": name, "message": message}
    where = str(path)
    if cell is not None:
        number = code_cells.index(cell) + 1
        lines = [line for line in cell.source.splitlines() if line.strip()]
        if message == NO_MESSAGE:
            failure["message"] = message = "the kernel gives no message: probably a syntax error"
            failure["withoutMessage"] = True
        failure.update(cell=number, id=cell.id, line=lines[0], source=cell.source)
        where = f"{path}, code cell {number} ({cell.id}): {lines[0]}\n "
    tell(failure)
    print(f"{where} {name}: {message}", file=sys.stderr)


def tell(event):
    print(json.dumps(event, ensure_ascii=True), flush=True)


if __name__ == "__main__":
    main()
