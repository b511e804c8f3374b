"""Names the misconception behind wrong answers, by replaying the calls on a catalogue of mistakes."""

from autograder.diagnose.agree import agree
from autograder.diagnose.budget import Budget
from autograder.diagnose.catalogue import Catalogue, Misconception, catalogue, instead_of
from autograder.diagnose.compare import Pair
from autograder.diagnose.dependencies import uses
from autograder.diagnose.evidence import Reference, wrong_names
from autograder.diagnose.replay import explain
from autograder.diagnose.several import Share, explain_several
from autograder.diagnose.symptoms import symptom
from autograder.diagnose.transcript import Room, Transcript

__all__ = [
    "Budget",
    "Catalogue",
    "Misconception",
    "Pair",
    "Reference",
    "Room",
    "Share",
    "Transcript",
    "agree",
    "catalogue",
    "explain",
    "explain_several",
    "instead_of",
    "symptom",
    "uses",
    "wrong_names",
]
