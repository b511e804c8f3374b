"""How far a batch is: the rate of late, the time left, and lines where there is no terminal."""

import json
import sys
import weakref

import pytest
from made_results import not_judged, result

from autograder.cli.progress import WINDOW, BatchProgress, Rate, duration, pace
from autograder.cli.show import Format, View, shown
from autograder.grading.finished import Finished
from autograder.submission.record import Submission

ADA = Submission("ada", {}, "pooling.py")


def stream(count, **changes):
    """So many results, the last one not judged."""
    for _ in range(count - 1):
        yield Finished(ADA, result(**changes))
    yield Finished(ADA, not_judged(**changes))


def said(capsys, results, total, format=Format.json):
    with BatchProgress(total) as progress:
        list(shown(results, progress, View(format)))
    return capsys.readouterr()


def test_a_rate_is_that_of_late():
    rate = Rate(0.0)
    assert rate.per_second == 0.0
    for second in range(1, 101):
        rate.add(second, second)
    assert rate.per_second == pytest.approx(1.0)
    for second in range(1, 41):
        rate.add(100 + second, 100 + 5 * second)
    assert second > WINDOW
    assert rate.per_second == pytest.approx(5.0)


def test_a_rate_falls_while_nothing_comes():
    rate = Rate(0.0)
    rate.add(1.0, 10)
    rate.add(1000.0, 11)
    assert rate.per_second < 0.02


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0:00"), (59.6, "1:00"), (61, "1:01"), (3723, "1:02:03")]
)
def test_a_duration_reads_as_a_clock(seconds, words):
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("rate", "words"), [(6.28, "6.3 a second"), (1.0, "1.0 a second"), (0.04, "25 s each")]
)
def test_a_pace_is_never_nothing_a_second(rate, words):
    assert pace(rate) == words


def test_without_a_terminal_a_large_batch_gets_a_line_now_and_then(capsys):
    lines = said(capsys, stream(100), 100).err.splitlines()
    assert len(lines) == 20
    assert lines[0].startswith("5 of 100 done, ")
    assert " a second, " in lines[0]
    assert lines[0].endswith(" left, 0 not judged")
    assert lines[-1] == "100 of 100 done, 1 not judged"


def test_a_small_batch_gets_none(capsys):
    assert said(capsys, stream(20), 20).err == ""


def test_what_is_kept_from_an_earlier_run_is_no_part_of_the_rate(capsys):
    progress = BatchProgress(200)
    list(shown([Finished(ADA, result(), kept=True)] * 100, progress, View()))
    assert (progress.done, progress.rate.per_second) == (100, 0.0)
    assert capsys.readouterr().err == ""


def test_the_last_line_tells_of_all_also_where_some_were_kept(capsys):
    kept = [Finished(ADA, result(), kept=True)] * 99
    lines = said(capsys, [*kept, Finished(ADA, result())], 100).err.splitlines()
    assert lines == ["100 of 100 done, 0 not judged"]


def test_what_is_kept_is_worth_no_line(capsys):
    shown = said(capsys, [Finished(ADA, result(), kept=True)] * 100, 100, Format.text)
    assert (shown.out, shown.err) == ("", "")


def test_json_is_one_object_a_line_as_each_comes(capsys):
    seen = []

    def results():
        for count in range(3):
            sys.stdout.flush()
            seen.append(capsys.readouterr().out.count("\n"))
            yield Finished(ADA, result(score=float(count)))

    list(shown(results(), BatchProgress(3), View(Format.json)))
    seen.append(capsys.readouterr().out.count("\n"))
    assert seen == [0, 1, 1, 1]


def test_each_line_of_json_is_a_result(capsys):
    lines = said(capsys, stream(3), 3).out.splitlines()
    assert [json.loads(line)["status"] for line in lines] == ["graded", "graded", "not_judged"]


def test_results_that_were_shown_are_forgotten(capsys):
    """A batch of thousands must not fill memory."""

    class Kept(dict):
        """What can be referred to weakly."""

    alive = []

    def results():
        for _ in range(5):
            measures = Kept(accuracy=1.0)
            alive.append(weakref.ref(measures))
            one = result()
            asked = type(one.questions[0])("max", "Max", 1.0, 2.0, (), (), measures)
            yield Finished(ADA, result(asked))

    graded = list(shown(results(), BatchProgress(5), View()))
    capsys.readouterr()
    assert len(graded) == 5
    assert sum(one() is not None for one in alive) <= 1
