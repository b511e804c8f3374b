"""Annotations and job summary keep within what GitHub takes."""

import pytest
from made_results import HOSTILE, PADDING, hostile, not_judged, question, result

from autograder.cli.progress import BatchProgress
from autograder.cli.show import Format, View, shown
from autograder.export.github import PER_KIND, SUMMARY, annotations, summary, within_limits
from autograder.grading.finished import Finished
from autograder.submission.record import Submission


def kinds(lines):
    return [line[2:].split(" ", 1)[0] for line in lines]


@pytest.mark.parametrize("count", [0, 1, 9, 10])
def test_up_to_ten_of_a_kind_are_shown(count):
    lines = [line for n in range(count) for line in annotations(not_judged(f"s{n}"))]
    assert list(within_limits(lines)) == lines


@pytest.mark.parametrize("count", [11, 12, 1000])
def test_beyond_ten_the_last_counts_the_rest(count):
    lines = [line for n in range(count) for line in annotations(result(student=f"s{n}"))]
    shown = list(within_limits(lines))
    assert kinds(shown).count("warning") == kinds(shown).count("notice") == PER_KIND
    last = [line for line in shown if line.startswith("::warning")][-1]
    assert last.endswith(f"::{count - 9} more; the job summary has all")
    kept = [line for line in shown if "more; the" not in line]
    assert kept == [line for line in lines if line in kept]


def test_grading_prints_no_more_than_a_step_shows(capsys):
    stream = (Finished(Submission(f"s{n}", {}, ""), not_judged(f"s{n}")) for n in range(25))
    assert len(list(shown(stream, BatchProgress(25), View(Format.github)))) == 25
    said = capsys.readouterr().out.splitlines()
    assert kinds(said) == ["error"] * PER_KIND
    assert said[-1].endswith("::16 more; the job summary has all")


def test_what_was_graded_is_said_where_grading_stops(capsys):
    def stream():
        yield Finished(Submission("ada", {}, ""), result(question(score=2.0)))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(shown(stream(), BatchProgress(2), View(Format.github)))
    assert capsys.readouterr().out == "::notice title=ada%3A a1_pooling::17.5 / 20\n"


def test_a_summary_has_everyone_in_a_table():
    text = summary([result(question(advice=[PADDING])), not_judged()])
    assert text.startswith("### 1 graded, 1 not judged\n\n| student | assignment | score |\n")
    assert "| <code>ada</code> | <code>a1&#95;pooling</code> | 17.5 / 20 |" in text
    assert "| <code>bob</code> | <code>a1&#95;pooling</code> | not judged |" in text


def test_a_summary_has_what_lost_points_and_why():
    text = summary([result(question(advice=[PADDING])), not_judged()])
    assert "<code>Max pooling&#58; 1 &#47; 2</code> <code>zero padding&#58; Pad with" in text
    assert "Not judged: <code>max&#58; ties&#58; the suite has no torch</code>" in text


def test_a_whole_score_needs_no_section():
    assert "####" not in summary([result(question(score=2.0))])


@pytest.mark.parametrize("make", [hostile, not_judged])
def test_a_summary_stays_below_a_mebibyte(make):
    many = [make(f"{n}{HOSTILE['long and escaped'][:2000]}") for n in range(2000)]
    text = summary(many)
    assert SUMMARY * 0.9 < len(text.encode()) <= SUMMARY < 2**20
    assert text.endswith("The rest is left out: a summary holds 1 MiB.\n")


def test_the_same_results_give_the_same_text():
    assert summary([result(), not_judged()]) == summary([result(), not_judged()])
