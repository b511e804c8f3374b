"""What came of importing one hand-in, by what was forbidden: one import never decides another's.

Only two conclusions are drawn from one to another: a file that Python cannot read is none under any
ban, and an import that was late under a ban is late where less is refused.
"""

import msgspec

from autograder.protocol.steps import Lost, Raised

MOST = 10  # notes of a hand-in
Ban = tuple[str, ...]


class Imports:
    """The imports of one hand-in: why some failed, and what the others left out."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.failed: dict[Ban, Raised | Lost] = {}
        self.left_out: dict[str, tuple[str, set[Ban]]] = {}  # statement -> why, and where
        self.done: set[Ban] = set()

    def fail(self, ban: Ban, answer: Raised | Lost) -> Raised | Lost:
        """Note that an import failed; the answer to every step that needs it."""
        words = (
            f"was not called: importing {self.file}, the code {answer.message}"
            if isinstance(answer, Lost)
            else _unreadable(self.file, answer)
        )
        self.failed[ban] = msgspec.structs.replace(answer, message=words)
        return self.failed[ban]

    def succeed(self, ban: Ban, left_out: dict[str, str]) -> None:
        """Note that an import ended, and what it has left out."""
        self.done.add(ban)
        for statement, reason in left_out.items():
            if statement in self.left_out or len(self.left_out) < MOST:
                self.left_out.setdefault(statement, (reason, set()))[1].add(ban)

    def failure(self, ban: Ban) -> Raised | Lost | None:
        """Why no import is tried under this ban; None where it is."""
        if ban in self.failed:
            return self.failed[ban]
        for stricter, answer in self.failed.items():
            if isinstance(answer, Raised):  # all that a module does was left out: it cannot be read
                return answer
            if answer.kind == "timeout" and set(ban) <= set(stricter):
                words = f"{answer.message} for an earlier question, and was not tried again"
                return msgspec.structs.replace(answer, message=words)
        return None

    def notes(self) -> tuple[str, ...]:
        """What was left out, each statement once."""
        return tuple(self._note(statement) for statement in self.left_out)

    def _note(self, statement: str) -> str:
        reason, bans = self.left_out[statement]
        if not reason:
            return statement
        if bans < self.done:
            return f"{statement}, was left out for a question that lacks what it uses: {reason}"
        return f"{statement}, was left out: {reason}"


def _unreadable(file: str, fault: Raised) -> str:
    if fault.kind == "import" and fault.file:
        place = f"{fault.file}, line {fault.line}" if fault.line else fault.file
        return f"{file} cannot be imported: {fault.error}: {fault.message} ({place})"
    return f"{file} cannot be imported: {fault.error}: {fault.message}"
