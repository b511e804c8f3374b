"""Draws docs/pictures/processes.svg: the five processes of a grading, what each holds, what they say.

Run from anywhere with any Python; it needs nothing but the standard library.
"""

from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

OUT = Path(__file__).resolve().parent / "pictures/processes.svg"
WIDTH, HEIGHT = 980, 560
STYLE = """
text { font-family: system-ui, sans-serif; font-size: 14px; fill: #1f2328 }
.name { font-weight: 600; font-size: 16px }
.file, .says { font-size: 12px; fill: #57606a }
.says { font-style: italic }
rect { fill: #f6f8fa; stroke: #57606a; stroke-width: 1.5 }
.trusted rect { fill: #ddf4ff }
.locked rect { fill: #ffebe9; stroke-dasharray: 6 3 }
path { fill: none; stroke: #57606a; stroke-width: 1.5; marker-end: url(#tip) }
.forks { stroke-dasharray: 2 4 }
"""
HEAD = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"
 aria-label="The command asks a judge for verdicts; the judge asks locked workers for answers. Both are forks.">
<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">
<path d="M0 0 8 4 0 8z" style="fill:#57606a;stroke:none;marker-end:none"/></marker></defs>
<style>{STYLE}</style>
<rect x="0" y="0" width="{WIDTH}" height="{HEIGHT}" style="fill:#ffffff;stroke:none"/>
"""


class Box(NamedTuple):
    """A process: its name, the file it runs, what it holds."""

    x: int
    y: int
    kind: str
    name: str
    file: str
    holds: tuple[str, ...]


class Arrow(NamedTuple):
    """From where to where; `forks` for a child, else what is said."""

    path: str
    x: int
    y: int
    text: str
    forks: bool = False


BOXES = (
    Box(30, 40, "trusted", "Command", "cli/, grading/", ("hand-ins as bytes", "results on disk", "never imports torch")),
    Box(370, 40, "trusted", "Warm process", "warm.py", ("torch, imported once", "no secret, computes nothing", "one thread, so that it can fork")),
    Box(30, 370, "trusted", "Judge, one a hand-in", "judge/, suite/, diagnose/", ("hidden tests, reference", "misconceptions, points", "pytest that waits and forks")),
    Box(710, 40, "trusted", "Workers' zygote", "worker/zygote.py", ("torch; no secret", "namespaces entered", "a branch for each set of bans")),
    Box(710, 370, "locked", "Worker, one a question", "worker/loop.py, worker/sandbox/", ("the student's module", "nothing of the course", "killed after its question")),
)  # fmt: skip
ARROWS = (
    Arrow("M270 85 H368", 282, 76, "starts", forks=True),
    Arrow("M610 85 H708", 640, 76, "forks", forks=True),
    Arrow("M400 162 L215 368", 382, 206, "forks, once an assignment", forks=True),
    Arrow("M830 162 V368", 840, 275, "forks and locks", forks=True),
    Arrow("M110 162 V368", 118, 262, "1 jobs, reports"),
    Arrow("M270 390 L708 140", 560, 252, "2 spawn, reap"),
    Arrow("M270 440 H708", 420, 432, "3 steps, answers: frames of plain data"),
)


def main() -> None:
    """Write the picture."""
    parts = [HEAD, *map(_box, BOXES), *map(_arrow, ARROWS), "</svg>\n"]
    OUT.write_text("\n".join(parts), "utf-8")


def _box(box: Box) -> str:
    lines = [
        f'<g class="{box.kind}"><rect x="{box.x}" y="{box.y}" width="240" height="122" rx="8"/>',
        _text(box.x + 14, box.y + 26, "name", box.name),
        _text(box.x + 14, box.y + 45, "file", box.file),
    ]
    for number, held in enumerate(box.holds):
        lines.append(_text(box.x + 14, box.y + 68 + 19 * number, "", held))
    return "\n".join([*lines, "</g>"])


def _arrow(arrow: Arrow) -> str:
    kind = ' class="forks"' if arrow.forks else ""
    return f'<path{kind} d="{arrow.path}"/>\n' + _text(arrow.x, arrow.y, "says", arrow.text)


def _text(x: int, y: int, kind: str, text: str) -> str:
    return f'<text x="{x}" y="{y}" class="{kind}">{escape(text)}</text>'


if __name__ == "__main__":
    main()
