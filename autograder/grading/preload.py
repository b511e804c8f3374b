"""Which modules the warm process imports before any worker is forked.

What takes seconds would take them of the time of a call, on a busy machine all of it. So the warm
process imports it, where what will be imported speaks of it: a lesson handed in beside the module
is not.
"""

from collections.abc import Iterator, Sequence

from autograder.course.assignment import Limits
from autograder.submission.kinds import is_notebook
from autograder.submission.record import Submission

SLOW = {  # to import -> words of a hand-in that will
    "matplotlib.pyplot": (b"matplotlib",),
    "autograder.networks.vision": (b"torchvision",),
    "torch.fx.experimental.symbolic_shapes": (
        b"gradcheck", b"grad_outputs", b"jit.trace", b"torch.func", b"torch.testing", b"checkpoint",
    ),
}  # fmt: skip
USUAL = ("matplotlib.pyplot",)  # lessons draw, and a locked worker cannot import what draws


def preload(limits: Limits, submissions: Sequence[Submission]) -> tuple[str, ...]:
    """The modules to import for these hand-ins."""
    sources = [content for submission in submissions for content in _imported(submission)]
    slow = [
        module
        for module, words in SLOW.items()
        if any(word in content for word in words for content in sources)
    ]
    return _with(limits, slow)


def usual_preload(limits: Limits) -> tuple[str, ...]:
    """The modules to import where nobody knows yet what will be handed in."""
    return _with(limits, USUAL)


def _with(limits: Limits, modules: Sequence[str]) -> tuple[str, ...]:
    return (*limits.preload, *(module for module in modules if module not in limits.preload))


def _imported(submission: Submission) -> Iterator[bytes]:
    for name, content in submission.files.items():
        if name == submission.main or not is_notebook(name):
            yield content
