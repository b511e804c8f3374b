"""What a student is told about each question: the one place where explanations are put together.

The reference and misconceptions run here, and a hand-in's source is read; it never runs.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial

from autograder.course.assignment import Assignment, Question
from autograder.diagnose import (
    Accepts,
    Budget,
    Catalogue,
    Misconception,
    Reference,
    Search,
    Share,
    Uses,
    equation,
    explain,
    explain_several,
    is_refuted,
    speaking_names,
    symptom,
    uses,
    wrong_names,
)
from autograder.errors import CourseError
from autograder.judge.mend_first import mend_first, wrong_roots
from autograder.judge.repairing import Asked
from autograder.judge.wrong_pairs import wrong_pairs
from autograder.protocol.steps import Answer, Lost, Step
from autograder.results import Advice
from autograder.suite.again import passes
from autograder.suite.run import SuiteRun, name_of

Mend = Callable[[Asked], Advice | None]
SECONDS = 1.2  # of processor time for a wrong question, beyond its catalogue and its repair


class Adviser:
    """Explains the questions of one run that lost points; `pieces` is the hand-in's source.

    Unless it `searches`, only the catalogue is asked, which costs little.
    """

    def __init__(
        self,
        run: SuiteRun,
        assignment: Assignment,
        catalogue: Catalogue,
        pieces: Callable[[], Sequence[str]],
        mend: Mend | None = None,
        searches: bool = True,
    ) -> None:
        self.run, self.assignment, self.catalogue = run, assignment, catalogue
        self.reference = Reference(catalogue)
        self.wrong: dict[str, str] = {}  # a name that gave wrong answers -> its question
        self.speaking: set[str] = set()  # those of them whose own code gave one
        self._pieces, self._mend = pieces, mend
        self.searches = searches

    @cached_property
    def _reach(self) -> Uses:
        """What each name of the hand-in rests on; read once, where something is wrong."""
        return uses(self._pieces())

    def note_wrong(self, question: Question) -> None:
        """Remember which names of a question gave wrong answers: others may rest on them."""
        failed = [one for one in self.run.transcripts[question.id] if not one.passed]
        try:
            names = wrong_names(failed, question.names, self.reference)
            self.speaking.update(speaking_names(failed, names, self.reference))
        except Exception as error:  # noqa: BLE001 - whatever a hand-in answered is compared here
            self._broken(question, "the reference", error)
            return
        self.wrong.update(dict.fromkeys(names, question.id))

    def advice(self, question: Question, wrong: bool) -> tuple[Advice, ...]:
        """What explains a question's answers; remarks alone where nothing is wrong."""
        first = self._told(question, "dependent names", lambda: self._rests_on_others(question))
        if first:
            return first
        named = self._told(question, "an edit", lambda: self._named(question, wrong))
        if not wrong or self._names_a_mistake(question, named):
            return named
        return named + self._told(question, "a repair", lambda: self._repairs(question))

    def _names_a_mistake(self, question: Question, named: Sequence[Advice]) -> bool:
        """Whether more than remarks was said."""
        known = self.catalogue.by_question.get(question.id, ())
        remarks = {mistake.name for mistake in known if mistake.remark}
        return any(advice.misconception not in remarks for advice in named)

    def _repairs(self, question: Question) -> Iterator[Advice]:
        """An edit of the hand-in's own code with which failed tests pass; `_mend` tries them."""
        if self._mend:
            advice = self._mend(Asked(question, question.names, self.run, self.reference))
            if advice:
                yield advice

    def _told(
        self, question: Question, what: str, find: Callable[[], Iterable[Advice]]
    ) -> tuple[Advice, ...]:
        """What one way of explaining finds; an error in there costs what it has not told yet.

        Whatever a hand-in answered is compared in there: no answer may void a verdict.
        """
        told: list[Advice] = []
        try:
            for advice in find():
                told.append(advice)  # noqa: PERF402 - what was told before an error stays
        except Exception as error:  # noqa: BLE001 - as above
            self._broken(question, what, error)
        return tuple(told)

    def _rests_on_others(self, question: Question) -> Iterator[Advice]:
        """That the question uses names of others that are wrong: then nothing else is to blame."""
        ids = set(self.wrong.values())
        if question.id in ids and len(ids) > 1:
            asked = self.run.transcripts[question.id]
            roots = wrong_roots(self.wrong, question, asked, self._reach)
            yield from (mend_first(self.assignment.question(id), roots[id]) for id in roots)

    def _named(self, question: Question, wrong: bool) -> Iterator[Advice]:
        transcripts = self.run.transcripts[question.id]
        accepts = partial(passes, run=self.run, assignment=self.assignment)
        found = explain(
            transcripts,
            self.catalogue,
            question.id,
            wrong,
            lambda mistake, error: self._broken(question, f"misconception {mistake.name}", error),
            accepts,
        )
        refuted: set[str] = set()
        budget = Budget(SECONDS)
        if wrong:
            asked = transcripts, self.catalogue, partial(self._ask, question), budget
            refuted = {each.name for each in found if is_refuted(each, *asked)}
            found = [each for each in found if each.name not in refuted]
        yield from (Advice(mistake.name, mistake.advice) for mistake in found)
        if wrong and self.searches:
            explained = {name for mistake in found if not mistake.remark for name in mistake.names}
            yield from self._several(question, explained, refuted, accepts, budget)
            yield from self._equations(question, explained, accepts, budget)

    def _several(
        self,
        question: Question,
        explained: set[str],
        refuted: set[str],
        accepts: Accepts,
        budget: Budget,
    ) -> Iterator[Advice]:
        """Misconceptions of names that no single one explains; what they explain is added."""
        by_names: dict[tuple[str, ...], list[Misconception]] = {}
        for mistake in self.catalogue.by_question.get(question.id, ()):
            if not mistake.remark and mistake.name not in refuted:
                by_names.setdefault(mistake.names, []).append(mistake)
        transcripts = self.run.transcripts[question.id]
        for names, mistakes in by_names.items():
            if explained & {*names} or not self.speaking & {*names}:
                continue
            shares: list[Share] = []
            try:
                shares = explain_several(transcripts, mistakes, self.reference, budget, accepts)
            except Exception as error:  # noqa: BLE001 - a course's misconceptions run here
                self._broken(question, f"a misconception of {names[0]}", error)
            if shares:
                explained.update(names)
            yield from map(_of_share, shares)

    def _equations(
        self, question: Question, explained: set[str], accepts: Accepts, budget: Budget
    ) -> Iterator[Advice]:
        """What right code would have to be asked or to answer, to give a name's answers."""
        for name, id in self.wrong.items():
            if id == question.id and name in self.speaking - explained:
                transcripts, ask = self.run.transcripts[id], partial(self._ask, question)
                search = Search(name, transcripts, self.reference, budget, accepts, ask)
                said = equation(search)
                if said:
                    yield Advice(*said)

    def _ask(self, question: Question, step: Step) -> Answer | None:
        """What the hand-in answers to one more call, in its worker; None where none can be had."""
        try:
            answer = self.run.target_for(question).answer(step)
        except CourseError:
            return None
        return None if isinstance(answer, Lost) else answer

    def symptoms(self, question: Question) -> dict[str, str]:
        """What wrong answers of each name have in common, by the first test that shows it."""
        found: dict[str, str] = {}
        names = [name for name, id in self.wrong.items() if id == question.id]
        for name in names:
            try:
                test, pairs = wrong_pairs(self.run.transcripts[question.id], name, self.reference)
                sentence = symptom(pairs, self.catalogue.correct.get(name))
            except Exception as error:  # noqa: BLE001 - whatever a hand-in answered is compared here
                self._broken(question, f"the reference's {name}", error)
                continue
            if sentence and test in self.run.items:
                found.setdefault(name_of(self.run.items[test]), sentence)
        return found

    def _broken(self, question: Question, what: str, error: Exception) -> None:
        fault = f"{what} cannot be compared with some answers ({type(error).__name__})"
        self.run.faults.append(f"{question.id}: {fault}")


def _of_share(share: Share) -> Advice:
    text = share.mistake.advice
    if share.explained < share.failed:
        text += f" (This gives your answers in {share.explained} of {share.failed} failed tests.)"
    return Advice(share.mistake.name, text)
