"""Replaces what only IPython understands in a notebook's cell, and keeps its lines."""

import re
import textwrap

from autograder.syntax import parsed

BODY_IS_CODE = {"time", "timeit", "capture", "prun", "memit", "mprun", "lprun", "snakeviz"}
LINE_MAGIC = re.compile(
    r"""\s*(
        [!?] .*                                # !pip install x, ?help
        | %{1,2} [A-Za-z_] .*                  # %matplotlib inline
        | [\w.,\[\]\s]+ = \s* (! | %\s*\w) .*  # files = !ls, t = %timeit -o f()
        | %{0,2} [\w.*\[\]]+ \?{1,2} \s*       # nn.Conv2d?
    )""",
    re.VERBOSE,
)
# strings and comments whole, so that a bracket in one of them counts for nothing
TOKEN = re.compile(
    r"""('{3}|"{3}) | "(?:\\.|[^"\\])*"? | '(?:\\.|[^'\\])*'? | \#.* | ([(\[{]) | ([)\]}])""",
    re.VERBOSE,
)


def python_text(cell: str) -> str:
    """The cell with magics replaced by `pass`, line for line; "" if it is another language."""
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    first, _, body = text.lstrip().partition("\n")
    if first.startswith("%%"):
        if not _body_is_code(first):
            return ""
        before = text[: len(text) - len(text.lstrip())]
        text = f"{before}\n{body}"
    if is_python(text):
        return text
    text = "\n".join(_without_line_magics(text.split("\n")))
    return text if is_python(text) else textwrap.dedent(text)


def is_python(text: str) -> bool:
    """True if the text parses; whether it runs is another question."""
    try:
        parsed(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _body_is_code(first: str) -> bool:
    name, _, arguments = first[2:].strip().partition(" ")
    if name in ("writefile", "file"):
        file = arguments.split()[-1] if arguments.split() else ""
        return file.endswith(".py") and not file.startswith("test_")
    return name in BODY_IS_CODE


def _without_line_magics(lines: list[str]) -> list[str]:
    python_lines, depth, quote, goes_on, in_magic = [], 0, "", False, False
    for line in lines:
        starts = not (depth or quote or goes_on)
        in_magic = (in_magic and goes_on) or (starts and bool(LINE_MAGIC.fullmatch(line)))
        if in_magic:
            indent = line[: len(line) - len(line.lstrip())]
            python_lines.append(f"{indent}pass" if starts else "")
        else:
            python_lines.append(line)
            depth, quote = _scanned(line, depth, quote)
        goes_on = line.endswith("\\")
    return python_lines


def _scanned(line: str, depth: int, quote: str) -> tuple[int, str]:
    """Open brackets and the open triple quote at the line's end."""
    at = 0
    while at < len(line):
        if quote:
            end = line.find(quote, at)
            if end < 0:
                return depth, quote
            at, quote = end + 3, ""
        token = TOKEN.search(line, at)
        if token is None:
            break
        at, quote = token.end(), token[1] or ""
        depth = max(0, depth + bool(token[2]) - bool(token[3]))
    return depth, quote
