"""Who may import whom, where import-linter cannot look: scripts outside a package, and what a process loads."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOOR = "autograder.suite"  # of suites into the engine
BESIDE_STUDENTS = (
    "autograder.worker.answering.tools"  # what runs in a worker takes nothing that judges
)


def _imported(path):
    """The modules that a file imports anywhere, `from a import b` as both `a` and `a.b`."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _packages(path):
    return {name.split(".")[0] for name in _imported(path)}


def _files(pattern):
    found = sorted(ROOT.glob(pattern))
    assert found, f"nothing matches {pattern}"
    return found


def test_imports_are_seen_in_every_form_and_place(tmp_path):
    file = tmp_path / "a.py"
    file.write_text("import os.path as p\ndef f():\n    from json import loads\nfrom . import b\n")
    assert _imported(file) == {"os.path", "json", "json.loads"}


@pytest.mark.parametrize("folder", ["reference", "solutions", "assignments"])
def test_what_the_engine_grades_with_does_not_know_the_engine(folder):
    knowing = [path for path in _files(f"{folder}/**/*.py") if "autograder" in _packages(path)]
    assert knowing == []


def test_a_suite_enters_the_engine_by_one_door():
    for path in _files("grading_tests/**/*.py"):
        door = BESIDE_STUDENTS if path.name == "props.py" else DOOR
        used = {name for name in _imported(path) if name.startswith("autograder")}
        assert {name for name in used if not f"{name}.".startswith(f"{door}.")} == set(), path


def test_public_tests_need_nothing_that_a_student_has_not():
    for path in _files("solutions/*/test_public.py"):
        own = {module.stem for module in path.parent.glob("*.py")}
        assert _packages(path) - own - set(sys.stdlib_module_names) <= {"numpy", "pytest", "torch"}


@pytest.mark.parametrize("module", ["cli", "grading.batch", "results", "submission"])
def test_the_process_of_the_command_line_loads_no_torch(module):
    code = f"import sys, autograder.{module}; print({{'torch', 'numpy'}} & set(sys.modules))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("set()\n", "")
