"""A name that is missing, in module, helper or notebook, says which line did not run."""

from imported_handin import HandIn

from autograder.protocol.steps import Raised

# --------------------------------------------------------------------------- names that are missing


def test_a_missing_name_says_which_line_did_not_run():
    answer = HandIn("x = 1\n\nimport einops\n\ndef f():\n    return einops.rearrange(x)").call()
    assert (answer.error, answer.message, answer.line) == (
        "NameError",
        "name 'einops' is not defined",
        6,
    )
    assert answer.because == (
        "pooling.py, line 3, `import einops`, did not run: ModuleNotFoundError: No module named 'einops'"
    )


def test_a_missing_function_says_what_its_definition_raised():
    answer = HandIn("import einops\n@einops.jit\ndef f(): pass").call()
    assert isinstance(answer, Raised)
    assert answer.message == (
        "there is no `f`: its definition failed with NameError: name 'einops' is not defined (pooling.py, line 3)"
    )
    assert answer.because == ""


def test_a_name_that_nothing_would_have_bound_is_told_as_it_is():
    assert HandIn("import einops\ndef f(): return nothing").call().because == ""


def test_a_name_of_a_star_import_names_that_import():
    answer = HandIn("from einops import *\ndef f(): return rearrange(1)").call()
    assert answer.because.startswith("pooling.py, line 1, `from einops import *`, did not run: ")


def test_a_chain_is_followed_one_step():
    _, note = HandIn("import einops\ny = einops.f(1)").notes
    assert note == (
        "pooling.py, line 2, `y = einops.f(1)`: NameError: name 'einops' is not defined; "
        "pooling.py, line 1, did not run"
    )


# ---------------------------------------------------------------------------- helpers and notebooks


def test_a_helper_is_treated_alike():
    handin = HandIn(
        "from helpers import g\ndef f(): return g()", {"helpers.py": "1 / 0\ndef g(): return 7"}
    )
    assert handin.call() == 7
    assert handin.notes == ["helpers.py, line 1, `1 / 0`: ZeroDivisionError: division by zero"]


def test_a_helpers_missing_name_says_which_line_did_not_run():
    files = {
        "helpers.py": "import einops\n@einops.jit\ndef g(): return 7\ndef h(): return einops.x"
    }
    handin = HandIn(
        "import helpers\ndef f(): return helpers.g()\ndef k(): return helpers.h()", files
    )
    assert "helpers.py, line 3, `def g(): return 7`, did not run" in handin.call().because
    assert "helpers.py, line 1, `import einops`, did not run" in handin.call("k").because


def test_a_star_import_gives_what_is_there():
    files = {"helpers.py": "__all__ = ['g', 'h']\ng = 1 / 0\ndef h(): return 7"}
    assert HandIn("from helpers import *\ndef f(): return h()", files).call() == 7


def test_a_helper_that_is_no_python_costs_its_import_only():
    handin = HandIn("import helpers\ndef f(): return 7", {"helpers.py": "\ndef g(:"})
    assert handin.call() == 7
    (note,) = handin.notes
    assert note.startswith("pooling.py, line 1, `import helpers`: SyntaxError: ")
    assert note.endswith("(helpers.py, line 2)")


def test_a_notebook_says_cell_and_line():
    cells = ("import math\nimport einops", "\ndef f():\n    return einops.x\ndef g(x=einops): pass")
    handin = HandIn(cells=cells, file="work.ipynb")
    answer = handin.call()
    why = "ModuleNotFoundError: No module named 'einops'"
    assert answer.because == f"work.ipynb, cell 1, line 2, `import einops`, did not run: {why}"
    assert handin.notes == [
        f"work.ipynb, cell 1, line 2, `import einops`: {why}",
        "work.ipynb, cell 2, line 4, `def g(x=einops): pass`: NameError: name 'einops' is not defined; "
        "work.ipynb, cell 1, line 2, did not run",
    ]
