"""nbgrader's steps of autograding, with ours in the places of `Execute` and `SaveAutoGrades`.

A bad hand-in never raises here: it gets a score and a message, or is left to a person.
"""

from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.nbgrader.gradebook import StudentNotebook, save
from autograder.nbgrader.output_cells import fill

KEY = "autograder"  # in nbconvert's resources: what the converter knows of this hand-in
IN_ORDER = [
    f"{__name__}.GradeInSandbox",
    "nbgrader.preprocessors.LimitOutput",
    f"{__name__}.SaveScores",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
Resources = dict[str, Any]


class GradeInSandbox(NbGraderPreprocessor):
    """Gives each check cell the advice and the points of its question; starts no kernel."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """The notebook with outputs; the scores go on to `SaveScores`."""
        facts = resources[KEY]
        filled = fill(nb, facts["result"], facts["notes"], facts["in_doubt"])
        facts["scores"] = filled.scores
        return filled.book, resources


class SaveScores(NbGraderPreprocessor):
    """Writes the scores into the gradebook; unlike `SaveAutoGrades` also a bonus, and no score."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """The notebook as it is."""
        facts = resources["nbgrader"]
        key = StudentNotebook(facts["notebook"], facts["assignment"], facts["student"])
        with Gradebook(facts["db_url"]) as gradebook:
            save(gradebook, nb, key, resources[KEY]["scores"])
        return nb, resources
