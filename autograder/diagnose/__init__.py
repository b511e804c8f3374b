"""Names the misconception behind wrong answers, by replaying the calls on a catalogue of mistakes."""

from autograder.diagnose.agree import agree
from autograder.diagnose.catalogue import Catalogue, Misconception, catalogue, instead_of
from autograder.diagnose.replay import explain
from autograder.diagnose.transcript import Room, Transcript

__all__ = [
    "Catalogue",
    "Misconception",
    "Room",
    "Transcript",
    "agree",
    "catalogue",
    "explain",
    "instead_of",
]
