"""A ban cannot be lifted or gone around, and bans what its pattern names."""

import pytest
from banned import OURS, PRELUDE, child, outcomes

pytestmark = pytest.mark.slow

TAMPERING = {
    "every library is destroyed": """
for one in gc.get_objects():
    if isinstance(one, torch.library.Library):
        one._destroy()""",
    "another library comes and goes": """
library = torch.library.Library("aten", "IMPL")
library.impl("max_pool2d", lambda *args, **kwargs: None, "CPU")
library._destroy()""",
    "the module is forgotten": "del sys.modules['autograder.worker.ban'], ban; gc.collect()",
}


@pytest.mark.parametrize("tampering", TAMPERING.values(), ids=TAMPERING.keys())
def test_a_ban_cannot_be_lifted(tampering, tmp_path):
    found = child(
        f"""{PRELUDE}
from autograder.worker.ban import ban, ban_for
ban_for("Pooling")
ban(("*max_pool*",))
{tampering}
try:
    F.max_pool2d(x, 2)
    print(json.dumps("answer"))
except Exception as error:
    print(json.dumps(str(error)))
""",
        tmp_path,
    )
    assert OURS in found


def test_no_decomposition_in_python_stands_in_for_the_operator(tmp_path):
    found = child(
        f"""{PRELUDE}
right = {{"max": F.max_pool2d(x, 2), "avg": F.avg_pool2d(x, 2)}}
from autograder.worker.ban import ban, ban_for
ban_for("Pooling")
ban(("*max_pool*", "*avg_pool*"))
from torch._decomp import decomposition_table, decompositions
calls = [(("max", "max_pool2d_with_indices"), ([2, 2], [2, 2])),
         (("avg", "adaptive_avg_pool2d"), ((2, 3),))]
given = []
for (kind, name), args in calls:
    operators = [getattr(torch.ops.aten, name).default]
    operators += [getattr(torch.ops.aten, f"_{{name}}").default] if kind == "avg" else []
    functions = [getattr(decompositions, name, None)] + [decomposition_table.get(o) for o in operators]
    for function in filter(None, functions):
        try:
            answer = function(x, *args)
            answer = answer[0] if isinstance(answer, tuple) else answer
            if torch.allclose(answer, right[kind]):
                given.append(name)
        except Exception:
            pass
print(json.dumps(given))
""",
        tmp_path,
    )
    assert found == []


def test_a_pattern_fits_the_name_without_overload_and_underscores(tmp_path):
    routes = {
        "exact": "torch.ops.aten.relu(x)",
        "in place": "torch.ops.aten.relu_(x.clone())",
        "longer": "torch.relu6(x) if hasattr(torch, 'relu6') else F.relu6(x)",
        "underscored": "torch.ops.aten._softmax(x, 0, False)",
        "overload": "x.mean((2, 3))",
    }
    found = outcomes(("relu", "softmax", "mean"), routes, tmp_path)
    assert [OURS in found[name] for name in routes] == [True, False, False, True, True]
