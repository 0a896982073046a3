"""Compares every import line under Sources/ with the table of who may import whom.

The table is the house's: a target may import what stands in its row and, where the row says so, all
that those may. Prints each line that breaks it, and ends with 1 if there is one.
"""

import pathlib
import re
import sys

ENGINE = ["TandemCatalog", "TandemTensors", "TandemNetworks", "TandemData", "TandemLearning"]
FRONT = ["TandemDiagnostics", "TandemLanguage", "TandemPlots"]
OURS = {
    "TandemCatalog": [],
    "TandemDiagnostics": [],
    "TandemPlots": [],
    "JupyterProtocol": [],
    "TandemTensors": ["TandemCatalog", "COpenBLAS", "CVectorKernels"],
    "TandemNetworks": ["TandemCatalog", "TandemTensors"],
    "TandemData": ["TandemCatalog", "TandemTensors"],
    "TandemLearning": ENGINE[:-1],
    "TandemLanguage": ["TandemCatalog", "TandemDiagnostics"],
    "TandemRuntime": ENGINE + FRONT,
    "TandemBenchmarks": [*ENGINE, "CAllocationCounter"],
    "JupyterKernel": ["JupyterProtocol", "CZeroMQ"],
    "TandemCommand": ["TandemRuntime", "TandemBenchmarks", "JupyterKernel"],
}
# The one folder in which a C library may be imported.
FOLDERS = {"CZeroMQ": "Channels", "COpenBLAS": "LinearAlgebra"}
# What lies outside the package and is used on purpose, each by the targets that need it.
OUTSIDE = {
    "FoundationEssentials": OURS.keys(),
    "Foundation": [],
    "Synchronization": OURS.keys(),
    "Glibc": OURS.keys(),
    "Musl": OURS.keys(),
    "Darwin": OURS.keys(),
    "Crypto": ["JupyterProtocol"],
    "ArgumentParser": ["TandemCommand"],
}
IMPORT = re.compile(
    r"^\s*(?:@[\w()]+\s+)*(?:(?:public|package|internal|private|fileprivate)\s+)?"
    r"import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)"
)


def faults(sources: pathlib.Path):
    for target in sorted(p for p in sources.iterdir() if any(p.rglob("*.swift"))):
        if target.name not in OURS:
            yield f"{target}: no row for this target in {pathlib.Path(__file__).name}"
            continue
        for file in sorted(target.rglob("*.swift")):
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                match = IMPORT.match(line)
                if match is None:
                    continue
                name, place = match.group(1), f"{file}:{number}"
                if name in FOLDERS and FOLDERS[name] not in file.relative_to(target).parts:
                    yield f"{place}: '{name}' is imported only in {FOLDERS[name]}/"
                if name in OUTSIDE:
                    if target.name not in OUTSIDE[name]:
                        yield f"{place}: {target.name} may not import '{name}'"
                elif name not in OURS[target.name]:
                    yield f"{place}: {target.name} may not import '{name}'"


def main() -> int:
    sources = pathlib.Path(__file__).resolve().parent.parent / "Sources"
    found = list(faults(sources))
    print("\n".join(found) or "imports: every line is in the table")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
