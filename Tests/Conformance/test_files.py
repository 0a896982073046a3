"""Files that a person gives the kernel, or has from it, seen through a real client."""


def test_a_missing_file_and_a_folder_are_told_apart(kernel, tmp_path):
    missing = kernel.run(f'csv("{tmp_path / "nowhere.csv"}")')
    folder = kernel.run(f'csv("{tmp_path}")')
    assert missing.status == folder.status == "error"
    assert missing.reply["evalue"] != folder.reply["evalue"]


def test_bytes_that_are_no_text_are_told(kernel, tmp_path):
    path = tmp_path / "bytes.csv"
    path.write_bytes(b"name,rooms\nElm,\xff\xfe\n")
    outcome = kernel.run(f'csv("{path}")')
    assert outcome.status == "error"
    assert "line 2" in "\n".join(outcome.reply["traceback"])


def test_a_run_survives_its_file(kernel, tmp_path):
    path = tmp_path / "run.safetensors"
    assert kernel.run(
        "data digits = digits()\n"
        "task digit = classify(digits.label)\n"
        "architecture trunk = hard { encoder: dense(8) -> relu -> dropout(0.2) }\n"
        "let run = train(trunk, [digit], weighting: uncertainty(), epochs: 2)\n"
        f'save(run, "{path}")\n'
        "let whole = resume(run, epochs: 2)"
    ).status == "ok"
    assert kernel.run(f'let again = resume(load("{path}"), epochs: 2)').status == "ok"
    # The last epoch's mean loss to its last digit: an accuracy could be equal by chance.
    losses = [kernel.run(f"print([x for x in {run}.loss.digit])").text() for run in ("again", "whole")]
    assert losses[0] == losses[1] and losses[0].count(",") == 3
    # A file that lost its end is told, and so is one that is no run.
    path.write_bytes(path.read_bytes()[:-100])
    assert kernel.run(f'load("{path}")').status == "error"
    path.write_bytes(b"not a run at all")
    assert kernel.run(f'load("{path}")').status == "error"
