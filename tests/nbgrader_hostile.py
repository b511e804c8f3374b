"""A hand-in that would like to act in the browser of whoever grades it."""

import base64
import copy
import json

SET = "window.owned=1"
TAGS = (
    f"<script>{SET}</script>",
    f"<img src=x onerror={SET}>",
    f"<svg onload={SET}></svg>",
    f"<details open ontoggle={SET}>",
    '<iframe srcdoc="<script>parent.owned=1</script>"></iframe>',
    "<style>body{display:none}</style>",
    f"<!--><img src=x onerror={SET}>-->",
    "<base href=https://example.org/>",
    f"</textarea><script>{SET}</script>",
    f"`</code><img src=x onerror={SET}>`",
    f"```\n</pre><img src=x onerror={SET}>\n```",
    f"```mermaid\ngraph TD; A[<img src=x onerror={SET}>]\n```",
    f"$</span><img src=x onerror={SET}>$",
    "![far](https://example.org/beacon.png)",
    "![by name][far]\n\n[far]: https://example.org/beacon.png",
    "![lost](attachment:nowhere.png)",
    "![entity](attachment&#58;nowhere.png)",
    f"[click](javascript:{SET})",
    f"[x]: javascript:{SET}\n\n[x]",
    "$\\require{html}\\href{javascript:" + SET + "}{x}$",
    f"| a |\n|---|\n| <img src=x onerror={SET}> |",
    f"&lt;img src=x onerror={SET}&gt;",
)
MODULE = f"""\
def output_size(*a, **k):
    raise RuntimeError({"".join(TAGS)!r})


def max_pool2d(*a, **k):
    return {TAGS[1]!r}
"""


def notebook(released):
    """The lesson with tags in every place that a student can write to."""
    book = copy.deepcopy(released)
    for cell in book["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = "\n\n".join(TAGS)
    whole = "\n\n".join(TAGS)
    more = [_cell("markdown", tag) for tag in (*TAGS, whole)]
    more += [_cell("raw", tag) for tag in TAGS[:4]]
    more.append({**_cell("code", TAGS[0]), "execution_count": None, "outputs": _outputs()})
    more[0]["metadata"] = {"tags": ['"><script>window.owned=1</script>'], "name": TAGS[1]}
    book["metadata"]["title"] = f"</title>{TAGS[0]}"
    book["cells"] = [*more, *book["cells"]]
    for number, cell in enumerate(book["cells"]):
        cell["id"] = f"c{number}"
    return json.dumps(book)


def _cell(kind, source):
    return {"cell_type": kind, "metadata": {}, "source": source}


def _outputs():
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 20).decode()
    data = {
        "text/html": TAGS[1],
        "image/svg+xml": TAGS[2],
        "application/javascript": SET,
        "text/markdown": TAGS[1],
        "text/latex": TAGS[1],
        "application/vnd.jupyter.widget-view+json": {"model_id": TAGS[1]},
    }
    breaking = f'{png}" onerror="{SET}'
    kinds = [{"data": {kind: value}, "metadata": {}} for kind, value in data.items()]
    kinds += [{"data": {"image/png": breaking}, "metadata": {"image/png": {"width": TAGS[1]}}}]
    shown = [{"output_type": "display_data", **one} for one in kinds]
    text = "".join(TAGS) + "\x1b[31m<b>red</b>"
    return [
        *shown,
        {"output_type": "stream", "name": "stdout", "text": text},
        {"output_type": "stream", "name": TAGS[0], "text": text},
        {"output_type": "error", "ename": TAGS[0], "evalue": TAGS[1], "traceback": [TAGS[2]]},
    ]
