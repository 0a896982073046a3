"""Whatever a person mistypes, the cell says what is wrong and where, and the kernel goes on."""

import re

import pytest

from kernels import Kernel

PROGRAMME = '''
data digits = digits()
task digit = classify(digits.label)
task ink = regress(digits.pixels.mean, loss: huber(0.1), metrics: [rmse, r2])
architecture trunk = hard {
    encoder: dense(8) -> relu
    heads: [ink: dense(4) -> tanh, else: dense(4)]
}
weighting lagging(alpha = 1.5) = (loss / initial_loss) ^ alpha
let run = train(trunk, [digit, ink], epochs: 1)
'''

# Each form of statement, and what calls and expressions are made of.
STATEMENTS = [
    "data small = digits.take(50)",
    'data made = csv("missing.csv", separator: ";", header: false)',
    "task parity = classify(digits.label % 2, metrics: [accuracy, f1], weight: 0.5)",
    "architecture experts = mmoe(experts: 2) { expert: dense(8) -> relu; heads: dense(4) }",
    "architecture plain = single { encoder: (dense(8) -> relu) * 2 -> dropout(0.2) }",
    "weighting balance = uncertainty() + pcgrad()",
    "weighting lag(alpha = 2, normalize = false) = loss ^ alpha if epoch > 1 else mean(loss)",
    "weighting plan = fixed(digit: 1, ink: min(1, epoch / 10))",
    "let rates = [10 ^ -n for n in 1...3 if n != 2]",
    "let area(width = 2, height = 3) = width * height",
    "let few = train(trunk, [digit], epochs: 1, optimizer: sgd(0.1, momentum: 0.9), seed: 1)",
    "resume(run, epochs: 1)",
    "evaluate(run, on: digits.take(20))",
    "predict(run, digit, digits[0...3])",
    'plot([1, 3, 2], kind: points, log: y, title: "a plot")',
    'print("a" + 1, digits.label.mean > 4 and not false); run.metrics.digit.accuracy',
]

TOKEN = re.compile(r'"[^"]*"|\w+|->|\.\.\.|[=!<>]=|[^\w\s]')


@pytest.fixture(scope="module")
def session():
    with Kernel() as kernel:
        assert kernel.run(PROGRAMME).status == "ok"
        yield kernel


def mistyped(statement):
    """The statement without each of its tokens, and with each of them misspelt."""
    for token in TOKEN.finditer(statement):
        before, after = statement[: token.start()], statement[token.end() :]
        yield before + after
        text = token.group()
        yield before + (text[:-1] + "q" + text[-1] if text[0].isalpha() else text * 2) + after


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_typo_anywhere_is_told_or_still_means_something(session, statement):
    for cell in mistyped(statement):
        outcome = session.run(cell)
        if outcome.status == "error":
            (error,) = outcome.of("error")
            text = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(error["traceback"]))
            assert text.startswith("error: "), cell
            assert re.search(r"┌─ cell \d+, line 1$", text, re.MULTILINE), f"{cell}\n{text}"
            assert error["ename"] and error["evalue"], cell
        else:
            assert outcome.status == "ok", cell
    assert session.run("run.metrics.digit.accuracy").status == "ok"


@pytest.mark.parametrize("cut", range(1, 10))
def test_a_cell_that_breaks_off_is_told(session, cut):
    programme = PROGRAMME.strip()
    assert session.run(programme[: len(programme) * cut // 10 + 1], silent=True).status in ("ok", "error")
    assert session.run("1 + 1").value == "2"


def test_nothing_of_a_cell_with_an_error_runs(session):
    outcome = session.run('print("first")\nlet y = unceratinty()')
    assert outcome.status == "error"
    assert outcome.of("stream") == []
    assert "did you mean 'uncertainty'?" in "\n".join(outcome.reply["traceback"])


def test_all_errors_of_a_cell_are_told(session):
    outcome = session.run("let a = unknown_one\nlet b = unknown_two\nlet c = dense(-1)")
    text = "\n".join(outcome.reply["traceback"])
    assert all(f"line {line}" in text for line in (1, 2, 3)), text


def test_a_broken_line_of_a_file_is_named(session, tmp_path):
    file = tmp_path / "houses.csv"
    file.write_text('area,price\n50,"100"\n60,120\n70,130,9\n')
    outcome = session.run(f'data houses = csv("{file}")')
    assert outcome.status == "error"
    text = "\n".join(outcome.reply["traceback"])
    assert "houses.csv" in text and "line 4" in text, text
    # An open quote, bytes that are no text, and no file at all.
    for broken in (b'a,b\n1,"2\n', b"a,b\n1,\xff\xfe\n", b""):
        file.write_bytes(broken)
        assert session.run(f'data houses = csv("{file}")').status == "error", broken
    file.unlink()
    assert "houses.csv" in "\n".join(session.run(f'csv("{file}")').reply["traceback"])
    assert session.run("houses").status == "error"


@pytest.mark.parametrize(
    "cell",
    [
        "", " ", "\n\n", "#", ";;;", "\x00", "\x1b[31m", "\u202e", "\ufeff1", "1\r\n2\r\n", "é" * 10_000,
        "(" * 50_000, "[" * 50_000 + "]" * 50_000, "-" * 50_000 + "1", "not " * 20_000 + "true",
        "1" + " + 1" * 20_000, '"' + "a" * 1_000_000 + '"', "1e400", "9" * 400, "1...1e18",
        "let f(x = 1) = f(x)\nf(1)", "[[[x for x in 1...1000] for y in 1...1000] for z in 1...1000]",
        '"\\u{110000}"', '"\\ud800"', "👩‍👩‍👧‍👦", "let let = let",
    ],
    ids=lambda cell: repr(cell[:12]),
)
def test_odd_cells_end(session, cell):
    assert session.run(cell).status in ("ok", "error")
    assert session.run("1 + 1").value == "2"
