"""The Pygments lexer of Tandem, by which nbconvert and Jupyter's console colour its cells."""

from pygments.lexer import RegexLexer, bygroups, words
from pygments.token import (
    Comment, Keyword, Name, Number, Operator, Punctuation, String, Text, Whitespace,
)

__all__ = ["TandemLexer"]


class TandemLexer(RegexLexer):
    """Tandem, a language for multi-task learning."""

    name = "Tandem"
    aliases = ["tandem"]
    filenames = ["*.tandem"]
    mimetypes = ["text/x-tandem"]

    # A letter of any script, or `_`; then digits too.
    _name = r"[^\W\d]\w*"

    tokens = {
        "root": [
            # Words that declare are keywords only where a statement begins and a name follows.
            (
                rf"(^|(?<=;))([ \t]*)(data|task|architecture|weighting|let)([ \t]+)({_name})",
                bygroups(Whitespace, Whitespace, Keyword.Declaration, Whitespace, Name.Variable),
            ),
            (r"\s+", Whitespace),
            (r"#.*", Comment.Single),
            (r'"', String.Double, "string"),
            (r"\d[\d_]*\.\d[\d_]*([eE][+-]?\d+)?|\d[\d_]*[eE][+-]?\d+", Number.Float),
            (r"\d[\d_]*", Number.Integer),
            (rf"(?<=\.){_name}(?=\s*\()", Name.Function),
            (rf"(?<=\.){_name}", Name.Attribute),
            (rf"{_name}(?=[ \t]*:)", Name.Label),
            (words(("and", "or", "not", "in"), suffix=r"\b"), Operator.Word),
            (words(("let", "for", "if", "else"), suffix=r"\b"), Keyword),
            (words(("true", "false", "none"), suffix=r"\b"), Keyword.Constant),
            (rf"{_name}(?=[ \t]*\()", Name.Function),
            (_name, Name),
            (r"->|\.\.\.|==|!=|<=|>=|[-+*/%^=<>?]", Operator),
            (r"[()\[\]{},;:.]", Punctuation),
            (r".", Text),
        ],
        "string": [
            (r'\\(u\{[0-9A-Fa-f]+\}|.)', String.Escape),
            (r'[^"\\\n]+', String.Double),
            (r'"|\n', String.Double, "#pop"),
        ],
    }
