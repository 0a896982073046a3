"""Executes a notebook through its kernel and writes NAME.ipynb and NAME.html to a folder.

usage: execute.py NOTEBOOK FOLDER
Cells run in the notebook's own folder, so that the files beside it are found. A cell that fails ends
the run, unless it is tagged `raises-exception`. Prints both paths last.
"""

import pathlib
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbconvert import HTMLExporter


def execute(source: pathlib.Path, folder: pathlib.Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / source.name
    if target.resolve() == source.resolve():
        print(f"error: '{folder}' is the notebook's own folder: choose another", file=sys.stderr)
        return 2
    notebook = nbformat.read(source, as_version=4)
    client = NotebookClient(
        notebook, timeout=1800, kernel_name="tandem", resources={"metadata": {"path": source.parent}}
    )
    failure = None
    try:
        client.execute()
    except (CellExecutionError, DeadKernelError) as error:
        failure = error
    # Times of day would make every run differ from the last.
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    nbformat.write(notebook, target)
    page = target.with_suffix(".html")
    body, _ = HTMLExporter().from_notebook_node(notebook, resources={"metadata": {"name": source.stem}})
    page.write_text(body, encoding="utf-8")
    if failure is not None:
        print(failure, file=sys.stderr)
    print(target)
    print(page)
    return 0 if failure is None else 1


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(execute(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()))
