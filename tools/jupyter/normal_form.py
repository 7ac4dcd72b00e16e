"""The form in which an executed notebook is written: the same bytes for the same results."""

import nbformat

PASSING_NOTEBOOK_METADATA = ("orig_nbformat", "papermill", "signature", "vscode", "widgets")
PASSING_CELL_METADATA = ("collapsed", "execution", "ExecuteTime", "papermill", "scrolled", "trusted", "vscode")
LASTING_LANGUAGE_INFO = ("file_extension", "mimetype", "name", "nbconvert_exporter", "pygments_lexer")


def normal_form(notebook, kernelspec):
    """The notebook's JSON text, without what changes from run to run or from version to version."""
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    drop(notebook.metadata, PASSING_NOTEBOOK_METADATA)
    notebook.metadata.kernelspec = kernelspec
    language_info = notebook.metadata.get("language_info", {})
    notebook.metadata.language_info = {
        key: language_info[key] for key in LASTING_LANGUAGE_INFO if key in language_info
    }
    for cell in notebook.cells:
        drop(cell.metadata, PASSING_CELL_METADATA)
        if cell.cell_type == "code":
            cell.outputs = merge_streams(cell.outputs)
    count_executions(notebook)
    nbformat.validate(notebook)
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT).rstrip("\n") + "\n"


def name_cells(notebook):
    """Gives an id to cells of older formats; one made by chance would differ at every run."""
    for number, cell in enumerate(notebook.cells, 1):
        cell.setdefault("id", f"cell-{number}")


def drop(metadata, keys):
    for key in keys:
        metadata.pop(key, None)


def merge_streams(outputs):
    """How much text one stream message carries is chance."""
    merged = []
    for output in outputs:
        last = merged[-1] if merged else None
        if output.output_type == "stream" and last and last.get("name") == output.name:
            last.text += output.text
        else:
            merged.append(output)
    return merged


def count_executions(notebook):
    """Counts 1 to n, whatever the kernel counted."""
    count = 0
    for cell in notebook.cells:
        if cell.cell_type != "code" or cell.execution_count is None:
            continue
        count += 1
        cell.execution_count = count
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
