"""What only Jupyter understands does no harm to a notebook's module."""

import pytest
from notebook_modules import imported, run

from autograder.submission.notebook import module_source


@pytest.mark.parametrize(
    "cell",
    [
        "!pip install torch",
        "!pip install \\\n  torch",
        "!echo \"it's",
        "!echo '''",
        "!echo (",
        "%matplotlib inline",
        "%%time",
        "%load_ext autoreload\n%autoreload 2",
        "?print",
        "print?",
        "torch.nn.Conv2d??",
        "files = !ls",
        "a, b = !ls",
        "t = %timeit -o print()",
        "if True:\n    !ls\n    %cd x",
        "await print()",
        "x = await print()",
        "async for x in y:\n    pass",
        "return 3",
    ],
)
def test_what_only_jupyter_understands_does_no_harm(cell):
    assert imported(f"{cell}\n")[1] == {}
    assert run("def f():\n    return 7", cell)["f"]() == 7
    if not cell.startswith(("%%", "return")):
        assert run(f"{cell}\ndef f():\n    return 7")["f"]() == 7
        assert run(f"def f():\n    return 7\n\n{cell}")["f"]() == 7


@pytest.mark.parametrize(
    "magic", ["%%time", "%%timeit -n 1", "%%capture out", "%%writefile pooling.py", "\n%%time"]
)
def test_cell_magics_around_python_keep_the_body(magic):
    source, notes = module_source([f"{magic}\ndef f():\n    return 7"])
    assert "return 7" in source
    assert notes == []


@pytest.mark.parametrize(
    "magic",
    [
        "%%bash",
        "%%html",
        "%%javascript",
        "%%writefile notes.txt",
        "%%writefile test_f.py",
        "%%sh x",
    ],
)
def test_cell_magics_of_other_languages_drop_the_cell(magic):
    assert "f" not in run(f"{magic}\ndef f():\n    return 7")


def test_a_percent_sign_in_python_is_no_magic():
    cell = "!ls\ndef f(a, b):\n    return (a\n%b\n), '''\n!ls\n%cd\n'''"
    assert run(cell)["f"](9, 5) == (4, "\n!ls\n%cd\n")


def test_an_indented_cell_is_read_as_jupyter_reads_it():
    assert run("    def f():\n        return 7")["f"]() == 7


def test_windows_line_ends_are_read():
    assert run("def f():\r\n    return 7\r\n")["f"]() == 7
