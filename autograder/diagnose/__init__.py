"""Names the misconception behind wrong answers, by replaying the calls on a catalogue of mistakes."""

from autograder.diagnose.afresh import holds_afresh
from autograder.diagnose.agree import agree
from autograder.diagnose.budget import Budget
from autograder.diagnose.catalogue import Catalogue, Misconception, catalogue, instead_of
from autograder.diagnose.compare import Pair, is_about, refs_of
from autograder.diagnose.dependencies import Uses, uses
from autograder.diagnose.edits import edit
from autograder.diagnose.equations import Search, equation
from autograder.diagnose.evidence import Reference, speaking_names, wrong_names
from autograder.diagnose.fresh import is_refuted
from autograder.diagnose.repair import Candidate, CodeEdit, Place, candidates, code_edit
from autograder.diagnose.replay import Accepts, explain
from autograder.diagnose.several import Share, explain_several
from autograder.diagnose.symptoms import symptom
from autograder.diagnose.transcript import Room, Transcript

__all__ = [
    "Accepts",
    "Budget",
    "Candidate",
    "Catalogue",
    "CodeEdit",
    "Misconception",
    "Pair",
    "Place",
    "Reference",
    "Room",
    "Search",
    "Share",
    "Transcript",
    "Uses",
    "agree",
    "candidates",
    "catalogue",
    "code_edit",
    "edit",
    "equation",
    "explain",
    "explain_several",
    "holds_afresh",
    "instead_of",
    "is_about",
    "is_refuted",
    "refs_of",
    "speaking_names",
    "symptom",
    "uses",
    "wrong_names",
]
