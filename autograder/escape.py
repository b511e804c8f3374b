"""Texts of students, made inert: short, printable, and never a formula, a command or markup.

Names and messages come from hand-ins, and whoever writes one may want the spreadsheet, the log or
the browser that shows it to act. Every export passes each text through one of these functions.
"""

import html
import re

NAME, MESSAGE, LOGGED = 200, 1000, 4000  # how much of a name, a message, a line is repeated

# Spreadsheets calculate a cell that begins so, also after spaces, also in East Asian width. Some
# split at semicolons whatever the quotes say. OWASP, "CSV Injection"; CWE-1236.
_FORMULA = re.compile(r"(^|;)(\s*)(?=[=+\-@＝＋－＠])")
# A runner takes a line that begins with "::", and "##[" or "##vso[" anywhere in one, for a command.
# github.com/actions/runner, src/Runner.Common/ActionCommand.cs, `TryParseV2` and `TryParse`.
_COMMAND = re.compile(r":(?=:)|#(?=#\w*\[)")


def one_line(text: str, longest: int = MESSAGE) -> str:
    r"""At most `longest` characters on one line; what cannot be seen is spelled, such as `\x1b`."""
    return _cut(_spelled(text[: longest + 1]), longest)


def lines(text: str, longest: int = MESSAGE) -> str:
    """As `one_line`, but line feeds stay."""
    return _cut("\n".join(map(_spelled, text[: longest + 1].split("\n"))), longest)


def cell(text: str, longest: int = MESSAGE) -> str:
    """One line for a cell of a table; an apostrophe stands before what would be a formula."""
    return _FORMULA.sub(r"\1'\2", one_line(text, longest))


def logged(text: str) -> str:
    """A line for a log that a CI runner reads; what would be a command is pulled apart.

    Not only at its beginning: a terminal's width decides where a line breaks.
    """
    return _COMMAND.sub(r"\g<0> ", one_line(text, LOGGED))


def logged_json(text: bytes) -> bytes:
    """JSON for such a log: the same values, and no command."""
    return re.sub(rb"#(?=#\w*\[)", rb"\\u0023", text)


def hypertext(text: str, longest: int = MESSAGE) -> str:
    """One line of HTML that shows the text as it is, also where a spreadsheet opens it."""
    shown = html.escape(one_line(text, longest))
    return re.sub(r"[=+\-@]", lambda sign: f"&#{ord(sign[0])};", shown)


def markdown(text: str, longest: int = MESSAGE) -> str:
    """One line of Markdown, also within a table, that shows the text as it is.

    A reference such as `&#42;` never stands for markup (CommonMark, "Entity and numeric character
    references"); within `<code>` no name, number or smiley becomes a link or a picture; and the
    comment keeps addresses apart, which would become links.
    """
    shown = one_line(text, longest)
    return f"<code>{''.join(map(_reference, shown))}</code>" if shown else ""


def _reference(c: str) -> str:
    if c == "@":
        return "&#64;<!-- -->"
    return c if c.isalnum() or c == " " else f"&#{ord(c)};"


def _spelled(text: str) -> str:
    if text.isprintable():  # almost always, and a hundred times faster
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 3]}..."
