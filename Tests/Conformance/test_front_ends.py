"""What notebooks and consoles make of the kernel."""

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook
from pygments.lexers import get_lexer_by_name
from pygments.token import Error, Keyword, Name, String

from kernels import TIMEOUT, collect


def execute(*cells, **options):
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    client = NotebookClient(notebook, kernel_name="tandem", timeout=TIMEOUT, **options)
    return client.execute()


def test_a_notebook_runs_and_becomes_a_coloured_page():
    notebook = execute("data digits = digits()\ndigits", "let x = 2 # two\nx + 1", "plot([1, 3, 2])")
    nbformat.validate(notebook)
    assert [cell.execution_count for cell in notebook.cells] == [1, 2, 3]
    assert notebook.cells[1].outputs[0]["data"]["text/plain"] == "3"
    assert notebook.metadata.language_info.name == "tandem"
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert '<span class="kd">let</span>' in page
    assert '<span class="c1"># two</span>' in page
    assert "data:image/svg+xml" in page or "<svg" in page


def test_a_notebook_stops_at_its_first_error():
    with pytest.raises(CellExecutionError) as error:
        execute("1", "unceratinty()", "2")
    assert "uncertainty" in str(error.value)


def test_the_lexer_knows_every_word_of_the_language():
    source = (
        "data d = csv(\"a\\n\\u{e9}\")  # read\n"
        "task t = classify(d.label % 2, weight: 1.5e-3); let größe = true\n"
        "weighting w(alpha = 1_000) = (loss / initial_loss) ^ alpha\n"
        "[x for x in 1...5 if not x == 2 and x >= 3] -> relu\n"
        "data.take(3)\n"
    )
    tokens = list(get_lexer_by_name("tandem").get_tokens(source))
    assert "".join(text for _, text in tokens) == source
    assert not [text for kind, text in tokens if kind is Error]
    assert (Keyword.Declaration, "weighting") in tokens
    assert (Name.Variable, "größe") in tokens
    assert (Name.Label, "weight") in tokens
    assert (String.Escape, "\\u{e9}") in tokens
    # In its last line `data` is a name.
    assert tokens[[text for _, text in tokens].index("take") - 2][0] is Name


def test_completion_offers_what_fits(kernel):
    assert kernel.run("data digits = digits()").status == "ok"

    def matches(code):
        content = collect(kernel.client, kernel.client.complete(code)).reply
        assert content["status"] == "ok"
        typed = content["metadata"]["_jupyter_types_experimental"]
        assert [entry["text"] for entry in typed] == content["matches"]
        assert content["cursor_end"] == len(code)
        return content["matches"]

    assert "digits" in matches("dig")
    assert {"uncertainty", "dwa", "pcgrad"} <= set(matches("train(t, [a], weighting: "))
    assert "adam" not in matches("train(t, [a], weighting: ")
    assert {"label", "pixels"} <= set(matches("digits."))
    assert any(match.startswith("epochs") for match in matches("train(t, [a], epo"))
    assert matches("zzzz") == []


def test_inspection_shows_the_page(kernel):
    def page(code, cursor=None):
        return collect(kernel.client, kernel.client.inspect(code, cursor)).reply

    assert "epochs" in page("train(trunk", 3)["data"]["text/plain"]
    assert page("zzzz")["found"] is False
    assert page("")["found"] is False


def test_consoles_are_told_when_code_is_whole(kernel):
    def status(code):
        return collect(kernel.client, kernel.client.is_complete(code)).reply

    assert status("1 + 2") == {"status": "complete"}
    assert status("architecture t = hard {") == {"status": "incomplete", "indent": "  "}
    assert status("let = )")["status"] == "invalid"
