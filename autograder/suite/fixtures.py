"""Finds hidden tests that ask for a fixture that nobody defines: pytest would fail every hand-in."""

from types import ModuleType

import pytest

from autograder.suggest import no_such

OWN = "autograder.suite.plugin"


def unknown_fixture(item: pytest.Item) -> str:
    """Which fixture this test asks for in vain, and which there are; "" where all are known."""
    if not isinstance(item, pytest.Function):
        return ""
    defined = item._fixtureinfo.name2fixturedefs  # parameters of `parametrize` among them
    unknown = [name for name in item.fixturenames if name not in defined and name != "request"]
    if not unknown:
        return ""
    return f"asks for what is not there: {no_such('fixture', unknown[0], _known(item))}"


def _known(item: pytest.Function) -> list[str]:
    """The fixtures of the course and of the engine, without those of pytest and its plugins."""
    plugins = item.config.pluginmanager.get_plugins()
    modules = {plugin for plugin in plugins if isinstance(plugin, ModuleType)}
    own = {module for module in modules if module.__name__ in (OWN, "conftest")}
    return sorted(
        name
        for module in (item.module, *own)
        for name, value in vars(module).items()
        if _is_fixture(value)
    )


def _is_fixture(value: object) -> bool:
    # pytest has no public way to ask: a class of its own since 8.4, a mark on the function before
    return type(value).__name__ == "FixtureFunctionDefinition" or hasattr(
        value, "_pytestfixturefunction"
    )
