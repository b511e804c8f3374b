"""Ranks students by accuracy, for each question whose results carry measures."""

from collections.abc import Sequence

import msgspec

from autograder.report.sentence import measure_in_words, title
from autograder.results import QuestionResult, Result

RANKED_BY = "accuracy"
SHOWN = 10  # places; equal accuracy shares one


class Standing(msgspec.Struct, frozen=True):
    """A student's rank and what was measured, in words, for each column."""

    rank: int
    student: str
    values: tuple[str, ...]


class Board(msgspec.Struct, frozen=True):
    """The places of one question."""

    title: str
    columns: tuple[str, ...]
    places: tuple[Standing, ...]
    ranked: int  # students with an accuracy, shown or not


def boards(results: Sequence[Result]) -> list[Board]:
    """A board for each question that measured an accuracy."""
    measured: dict[tuple[str, str], list[tuple[str, QuestionResult]]] = {}
    for result in results:
        for question in result.questions:
            if result.score is not None and RANKED_BY in question.measures:
                key = (result.assignment, question.id)
                measured.setdefault(key, []).append((result.student, question))
    return [_board(entries) for entries in measured.values()]


def _board(entries: list[tuple[str, QuestionResult]]) -> Board:
    entries = sorted(entries, key=lambda entry: (-entry[1].measures[RANKED_BY], entry[0]))
    names = dict.fromkeys(name for _, question in entries for name in question.measures)
    columns = [RANKED_BY, *(name for name in names if name != RANKED_BY)]
    best = [question.measures[RANKED_BY] for _, question in entries]
    places = tuple(
        Standing(
            best.index(question.measures[RANKED_BY]) + 1,
            student,
            tuple(measure_in_words(name, question.measures.get(name)) for name in columns),
        )
        for student, question in entries[:SHOWN]
    )
    return Board(entries[0][1].title, tuple(map(title, columns)), places, len(entries))
