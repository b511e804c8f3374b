"""What a graded run refuses, said behind the error that Python makes of it: what there is instead."""

import re

import msgspec

from autograder.protocol.steps import Answer, Raised

_ADVICE = {  # of an error as Python tells it
    r"\[Errno (?:1|13|30)\] [\w -]+: '|strerror: |Parent directory": (
        "a graded run writes to its working folder only, where it may write at all: "
        "name a file without a folder in front, `figure.png`"
    ),
    r"\[Errno 28\]|No space left on device|\[Errno 27\]": (
        "the working folder of a graded run holds 64 MB and 1,000 files"
    ),
    r"urlopen error|no internet connection|Name or service not known|Temporary failure in name resolution|getaddrinfo": (
        "a graded run has no network: build the model without downloaded weights, `weights=None`, "
        "and take the data that the function is given"
    ),
    r"\[Errno 1\] Operation not permitted|can't start new process": (
        "a graded run has no network and starts no processes: use `num_workers=0`, "
        "`weights=None`, and the data that the function is given"
    ),
    r"\[Errno 2\] No such file or directory: '": (
        "a graded run has the modules that were handed in and no other file: "
        "take the data that the function is given"
    ),
}
_ERRORS = {"OSError", "RuntimeError", "URLError"}  # or of their kind


def with_advice(answer: Answer) -> Answer:
    """The answer; where it is a refusal of the worker's own, with what to use instead."""
    if not isinstance(answer, Raised) or _ERRORS.isdisjoint({answer.error, *answer.bases}):
        return answer
    for words, advice in _ADVICE.items():
        if re.search(words, answer.message):
            return msgspec.structs.replace(answer, message=f"{answer.message[:200]} ({advice})")
    return answer
