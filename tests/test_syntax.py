"""Python is parsed in several threads at once without a fault of its own."""

import ast
import gc
import threading
import time

import pytest

from autograder.syntax import parsed

SOURCE = "def f(x):\n    return [[x, (x, 1)], {'a': x + 1}]\n" * 40


@pytest.fixture
def switching():
    """Threads change in the middle of a parse: at each collection, of which there are many."""

    def switch(*_):
        time.sleep(0)

    thresholds = gc.get_threshold()
    gc.set_threshold(50)
    gc.callbacks.append(switch)
    yield
    gc.callbacks.remove(switch)
    gc.set_threshold(*thresholds)


@pytest.mark.usefixtures("switching")
def test_threads_that_parse_side_by_side_do_not_disturb_each_other():
    expected, wrong = ast.dump(ast.parse(SOURCE)), []

    def parse():
        for _ in range(20):
            try:
                wrong.extend([True] if ast.dump(parsed(SOURCE)) != expected else [])
            except SystemError as error:
                wrong.append(error)

    threads = [threading.Thread(target=parse) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_what_is_no_python_is_told_as_ever():
    with pytest.raises(SyntaxError):
        parsed("def f(:")
