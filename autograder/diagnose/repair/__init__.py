"""Small edits of a student's own source that may repair it: where, what, and in which words."""

from autograder.diagnose.repair.candidates import Candidate, Place, candidates
from autograder.diagnose.repair.code_edits import CodeEdit, code_edit

__all__ = ["Candidate", "CodeEdit", "Place", "candidates", "code_edit"]
