"""All attacks in one batch with honest hand-ins: nobody gets, hurts or leaves anything."""

from statistics import median

import pytest

from attacks import traces, zoo
from attacks.batch import ATTACKERS, ATTACKS, CALM, GOT_THROUGH, HONEST, SECONDS, Batch
from attacks.planted import SLUG

pytestmark = pytest.mark.slow
FULL_MARKS = 20.0


@pytest.fixture(scope="module")
def batch(tmp_path_factory, report) -> Batch:
    batch = Batch(tmp_path_factory.mktemp("batch"))
    table = batch.table()
    got = sum(GOT_THROUGH in row for row in table)
    report.add(f"{len(ATTACKS)} attacks in one batch, {got} succeeded", table)
    report.add("processes that live as long as the batch", batch.growth())
    return batch


@pytest.mark.timeout(SECONDS)
def test_the_batch_is_graded_whole(batch):
    """First here: the batch counts as this test's time."""
    assert set(batch.results) == {*ATTACKERS, *HONEST, *CALM, "base"}
    assert {result.status for result in batch.results.values()} == {"graded"}
    assert batch.results["base"].isolation.level == batch.results[HONEST[0]].isolation.level


@pytest.mark.parametrize("student", ATTACKERS)
def test_an_attack_gets_what_its_entry_says(batch, probe, student):
    attack = ATTACKERS[student]
    assert batch.score(student) <= batch.score("base")
    if not zoo.may_succeed(attack, probe.level):
        assert zoo.loot(batch.messages(student)) == []
        assert batch.score(student) == attack.entry.score


def test_honest_hand_ins_between_them_get_full_marks(batch):
    assert {result.score for result in batch.honest()} == {FULL_MARKS}


def test_honest_hand_ins_are_not_slowed_down(batch):
    undisturbed = median(batch.results[name].seconds for name in CALM)
    assert median(result.seconds for result in batch.honest()) < 3 * undisturbed


def test_no_secret_is_in_any_result(batch):
    found = [path.name for path in batch.paths() if batch.leaks(path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize("format", ["text", "github"])
def test_what_the_command_prints_holds_no_secret_and_no_control_character(batch, format):
    stamps = traces.files(batch.out)
    printed = batch.show(format)
    assert traces.files(batch.out) == stamps  # it shows the batch's own results
    assert not batch.leaks(printed)
    assert all(character.isprintable() or character == "\n" for character in printed)


def test_grading_itself_prints_nothing(batch):
    assert batch.printed == ""


def test_the_same_processes_are_there_after_the_batch(batch):
    before, after = batch.findings.before, batch.findings.after
    assert [process.pid for process in after] == [process.pid for process in before]


def test_no_process_or_thread_outlives_the_warm_one(batch):
    assert batch.findings.orphans == []
    assert batch.findings.threads == 1


def test_the_processes_that_stay_have_opened_nothing_and_started_no_thread(batch):
    before, after = batch.findings.before, batch.findings.after
    assert [process.descriptors for process in after] == [one.descriptors for one in before]
    assert {process.threads for process in after} == {1}


def test_the_processes_that_stay_have_not_grown(batch):
    pairs = zip(batch.findings.before, batch.findings.after, strict=True)
    for before, after in pairs:
        assert after.private_kb < before.private_kb * 1.1 + 4096, (before, after)


def test_no_file_is_changed_or_left(batch):
    (places, _, public), (places_after, _, public_after) = batch.before, batch.after
    assert places_after == places
    assert public_after <= public
    kept = {path.name for path in batch.paths()}
    assert {path.name for path in batch.out.rglob("*")} == {SLUG, *kept}
    assert {path.name for path in batch.folder.iterdir()} == {
        "calm", "class", "course", "findings.json", "out",
    }  # fmt: skip


def test_no_shared_memory_is_left(batch):
    _, shared, _ = batch.before
    assert traces.settled(lambda: traces.shared_objects() <= shared)
