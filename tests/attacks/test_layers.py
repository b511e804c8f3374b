"""The attacks again with layers of isolation left out: no layer is decoration, no level a lie."""

from pathlib import Path

import pytest

from attacks import planted, zoo
from attacks.settings import OPEN, Setting, left_out, run_setting
from attacks.zoo import LAYERS
from autograder.protocol.isolation import level_of

pytestmark = pytest.mark.slow
SECONDS = 3000  # for the long version on a machine that does ten other things; alone, 300
EXAMPLES = 4
SHORT = (OPEN, *(f"only {layer}" for layer in LAYERS), "no namespaces")
OFTEN = {one.name: one for one in zoo.attacks() if not one.entry.locked_only}
BY_A_LAYER = {name: one for name, one in OFTEN.items() if one.entry.stopped_by in LAYERS}


class Settings:
    """What came of the attacks in each setting, and what follows from it."""

    def __init__(self, course: Path, *, long: bool) -> None:
        self.attacks = OFTEN if long else BY_A_LAYER
        chosen = {name: out for name, out in left_out().items() if long or name in SHORT}
        attacks = list(self.attacks.values())
        self.settings: dict[str, Setting] = {
            name: run_setting(course, without, attacks) for name, without in chosen.items()
        }

    def stopped(self, layer: str) -> set[str]:
        """The attacks that get something where there is no layer, and nothing where this one is."""
        return self.settings[OPEN].successes - self.settings[f"only {layer}"].successes

    def stopped_by_no_other(self, layer: str) -> set[str]:
        """Those of them that no other layer stops when it is alone."""
        others = (self.stopped(other) for other in LAYERS if other != layer)
        return self.stopped(layer).difference(*others)

    def attribution(self) -> list[tuple[str, ...]]:
        """A row for each layer."""
        rows = [("layer", "stops alone", "no other stops", "missing alone lets through", "such as")]
        for layer in LAYERS:
            setting = self.settings.get(f"no {layer}")
            through = str(len(setting.successes)) if setting else "(--long)"
            own = sorted(self.stopped_by_no_other(layer))
            rows.append(
                (
                    layer,
                    str(len(self.stopped(layer))),
                    str(len(own)),
                    through,
                    ", ".join(own[:EXAMPLES]),
                )
            )
        return rows

    def overview(self) -> list[tuple[str, ...]]:
        """A row for each attack: in which settings it got something."""
        rows = [("attack", *self.settings)]
        for name in self.attacks:
            marks = ("got it" if name in one.successes else "" for one in self.settings.values())
            rows.append((name, *marks))
        return rows


@pytest.fixture(scope="module")
def layers(tmp_path_factory, report, long) -> Settings:
    course = planted.plant_course(
        tmp_path_factory.mktemp("layers"), planted.new_secrets(), planted.PATIENT
    )
    layers = Settings(course, long=long)
    report.add(f"{len(layers.attacks)} attacks by layer", layers.attribution())
    rows = [("present", "level", "attacks that got something")]
    rows += [(name, one.level, str(len(one.successes))) for name, one in layers.settings.items()]
    report.add("what gets through at each level", rows)
    if long:
        report.add("attacks by setting", layers.overview())
    return layers


@pytest.mark.timeout(SECONDS)
@pytest.mark.parametrize("layer", LAYERS)
def test_each_layer_stops_what_no_other_does(layers, layer, probe):
    if present(probe.mechanisms, layer):
        assert layers.stopped_by_no_other(layer)


@pytest.mark.timeout(SECONDS)
def test_an_attack_is_stopped_by_the_layer_that_its_entry_names(layers, probe):
    wrong = [
        (name, attack.entry.stopped_by)
        for name, attack in BY_A_LAYER.items()
        if attack.entry.attributed
        and attack.entry.has_something_to_get()
        and present(probe.mechanisms, attack.entry.stopped_by)
        and name not in layers.stopped(attack.entry.stopped_by)
    ]
    assert not wrong, wrong


@pytest.mark.timeout(SECONDS)
def test_the_probe_tells_the_level(layers, probe):
    """A level is what the layers make that are not left out and that this host has."""
    for name, setting in layers.settings.items():
        without = {*left_out()[name]}
        effective = {layer for layer in LAYERS if present(probe.mechanisms, layer)} - without
        assert setting.level == level_of(effective | {"no_new_privs"}), name


@pytest.mark.timeout(SECONDS)
def test_what_gets_through_is_what_the_level_allows(layers):
    for name, setting in layers.settings.items():
        through = setting.successes
        beyond = {one for one in through if not zoo.may_succeed(OFTEN[one], setting.level)}
        assert beyond == set(), (name, setting.level)


def present(mechanisms, layer):
    """Whether a worker of this host has a layer; Landlock is told with its version."""
    return any(name.split()[0] == layer for name in mechanisms)
