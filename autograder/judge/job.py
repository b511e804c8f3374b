"""One job in its own process: who answers the tests, and what the report says."""

import time
from collections.abc import Callable

import msgspec

from autograder.course.assignment import Assignment, Question
from autograder.diagnose import Catalogue
from autograder.judge.advice import Adviser
from autograder.judge.nonsense import OddTarget
from autograder.judge.repairing import SECONDS_IN_ALL, Asked, repair
from autograder.judge.student_target import Handin, TrainingWatch
from autograder.judge.trial import Trial
from autograder.judge.worker_host import WorkerHost
from autograder.protocol.jobs import Job, Report
from autograder.protocol.order import Order
from autograder.protocol.steps import Target
from autograder.results import Advice, IsolationResult, QuestionResult, TestResult, question_score
from autograder.submission.kinds import code_pieces, is_notebook, notebook_code
from autograder.suite.run import SuiteRun
from autograder.worker.answering import Local


class Verdict:
    """Turns a job into a run of the suite, and the run into a report."""

    def __init__(
        self,
        job: Job,
        assignment: Assignment,
        catalogue: Catalogue,
        props: str,
        test_counts: dict[str, int],
    ) -> None:
        self.job, self.assignment, self.catalogue = job, assignment, catalogue
        self.props, self.test_counts = props, test_counts  # question -> number of tests
        self.handin: Handin | None = None
        self.started = time.monotonic()

    def start(self, host: WorkerHost, watch: TrainingWatch) -> SuiteRun:
        """The run that the suite's tests report to."""
        target_for, correct = self._target_for(host, watch), self.catalogue.correct
        self.run = SuiteRun(self.assignment, target_for, self.job.device, correct)
        return self.run

    def _target_for(self, host: WorkerHost, watch: TrainingWatch) -> Callable[[Question], Target]:
        if self.job.subject.files:
            self.handin = Handin(host, self.assignment, self._order(), self.job, watch)
            return self.handin.turn_to
        target = self._trusted_target()
        return lambda question: target

    def report(self, problem: str) -> Report:
        """What the run found; not judged where there was a problem, or a test did not run."""
        reached = self.handin.isolation if self.handin else None
        isolation = IsolationResult("none")
        if reached:
            isolation = IsolationResult(reached.level, reached.mechanisms)
        failure, killed = (self.handin.problem, self.handin.killed) if self.handin else ("", False)
        try:
            questions = self._judged()
        finally:  # to explain an answer, the hand-in may have been asked once more
            if self.handin:
                self.handin.close()
        seconds = round(time.monotonic() - self.started, 3)
        problem = problem or failure or self._unrun(questions)
        if problem:
            return Report((), isolation, seconds, problem, killed)
        doubts, faults = tuple(self.run.doubts), tuple(self.run.faults)
        problem = self._error(questions)
        return Report(
            questions,
            isolation,
            seconds,
            problem,
            killed,
            notes=self.handin.imports.notes() if self.handin else (),
            doubts=doubts,
            faults=faults,
        )

    def _unrun(self, questions: tuple[QuestionResult, ...]) -> str:
        run = {question.id: len(question.tests) for question in questions}
        if run == self.test_counts:
            return ""
        total = sum(self.test_counts.values())
        return f"the judge stopped after {sum(run.values())} of {total} tests"

    def _order(self) -> Order:
        files, main = self.job.subject.files, self.job.subject.main
        module = self.assignment.module.removesuffix(".py")
        return Order(
            module=module,
            file=main,
            files={name: data for name, data in files.items() if not is_notebook(name)},
            cells=tuple(notebook_code(main, files[main])),
            names=tuple(name for q in self.assignment.questions for name in q.names),
            props=self.props,
            threads=self.assignment.limits.threads,
            answer_mb=self.assignment.limits.answer_mb,
        )

    def _trusted_target(self) -> Target:
        subject = self.job.subject
        if subject.odd:
            return OddTarget(subject.odd, Local(self.catalogue.correct))
        for misconceptions in self.catalogue.by_question.values():
            for misconception in misconceptions:
                if misconception.name == subject.misconception:
                    return Local(self.catalogue.namespace(misconception))
        return Local(self.catalogue.correct)

    def _judged(self) -> tuple[QuestionResult, ...]:
        """All questions that were asked: which are wrong, and then why."""
        asked = [
            question for question in self.assignment.questions if question.id in self.test_counts
        ]
        mend = self._repair if self.job.hints else None
        adviser = Adviser(
            self.run, self.assignment, self.catalogue, self._pieces, mend, self.job.hints
        )
        for question in asked:
            if _is_wrong(tuple(self.run.tests[question.id])):
                adviser.note_wrong(question)
        return tuple(self._question(question, adviser) for question in asked)

    def _question(self, question: Question, adviser: Adviser) -> QuestionResult:
        tests = tuple(self.run.tests[question.id])
        score = question_score(question.points, tests)
        advice = adviser.advice(question, _is_wrong(tests)) if _is_answered(tests) else ()
        if _is_wrong(tests) and not advice:
            tests = _with_symptoms(tests, adviser.symptoms(question))
        measures = self.run.measures[question.id]
        return QuestionResult(
            question.id, question.title, score, question.points, advice, tests, measures
        )

    def _repair(self, asked: Asked) -> Advice | None:
        """What an edit of the hand-in brings, tried in workers of its own."""
        if self.handin is None or self.job.device != "cpu":
            return None
        trial = Trial(self.handin, SECONDS_IN_ALL)
        try:
            return repair(asked, self.handin.order, trial)
        finally:
            trial.close()

    def _pieces(self) -> list[str]:
        """The hand-in's source, all files of it."""
        files = self.job.subject.files
        return [piece for name in files for piece in code_pieces(name, files[name])]

    def _error(self, questions: tuple[QuestionResult, ...]) -> str:
        """What nobody doubts to be the course's fault, or this host's."""
        doubted_tests = {(doubt.question, doubt.index) for doubt in self.run.doubts}
        for question in questions:
            for i, test in enumerate(question.tests):
                if test.outcome == "error" and (question.id, i) not in doubted_tests:
                    return f"{question.id}: {test.name}: {test.message}"
        return ""


def _with_symptoms(
    tests: tuple[TestResult, ...], symptoms: dict[str, str]
) -> tuple[TestResult, ...]:
    """The tests, the message of some beginning with what the wrong answers have in common."""
    return tuple(
        msgspec.structs.replace(test, message=f"{symptoms[test.name]} {test.message}")
        if test.name in symptoms and test.outcome == "failed"
        else test
        for test in tests
    )


def _is_answered(tests: tuple[TestResult, ...]) -> bool:
    """Whether there is something to explain: wrong answers, or nothing but right ones."""
    return _is_wrong(tests) or all(test.outcome == "passed" for test in tests)


def _is_wrong(tests: tuple[TestResult, ...]) -> bool:
    """Whether there is a wrong answer to explain: code that runs, and fails a test."""
    return any(
        test.outcome in ("failed", "crashed", "timeout", "memory", "error") for test in tests
    )
