"""Under a ban nothing makes or runs a graph: what still answers is written down, so that a new door is seen."""

import pytest
from banned import OURS, PRELUDE, child

pytestmark = pytest.mark.slow

# Names that sound like graphs and still answer, and why that is harmless. A new torch that adds one fails the test.
SOUNDS = (
    *("*jit*", "*graph*", "*script*", "*fus*", "*compil*", "*trac*", "*interp*", "*static*"),
    *(
        "*lazy*",
        "*mobile*",
        "*bytecode*",
        "*_ir*",
        "*upgrader*",
        "*execut*",
        "*lite*",
        "*tensorexpr*",
    ),
)
ANSWERING = {
    "look-ups that find no graph's operator": {"_jit_get_operation"},
    "questions about schemas and types": {
        *("_jit_assert_is_instance", "_jit_flatten", "_jit_get_all_schemas", "_jit_get_custom_class_schemas"),
        *("_jit_get_schemas_for_operator", "_jit_init", "_jit_is_script_object", "_jit_object_is_non_holding"),
        *("_jit_resolve_packet", "_jit_try_infer_type", "_jit_unflatten", "_check_schema_allow_fake_script_object"),
    },
    "questions about settings and versions": {
        *("_calculate_package_version_based_on_upgraders", "_dump_upgraders_map", "_get_graph_exec_group"),
        *("_get_graph_executor_optimize", "_get_upgrader_ranges", "_get_upgraders_entry_map"),
        *("_get_upgraders_map_size", "_has_tensorexpr_cpp_tests", "_jit_get_tracer_state_warn"),
        *("_get_caught_jit_exception_class_name", "_get_caught_jit_exception_original_msg", "_get_cpp_backtrace"),
        *("_get_tracing_state", "_get_value_trace", "_is_tracing", "_is_default_mobile_cpu_allocator_set"),
        *("_set_default_mobile_cpu_allocator", "_unset_default_mobile_cpu_allocator", "_tracer_warn_use_python"),
        "_set_print_stack_traces_on_fatal_signal",
    },
    "entries of a table that only a graph's loading reads": {
        *("_test_only_populate_upgraders", "_test_only_remove_upgraders"),
    },
    "questions about a file": {
        *("_get_mobile_model_contained_types", "_get_mobile_model_contained_types_from_buffer"),
        *("_get_model_bytecode_version", "_get_model_bytecode_version_from_buffer"),
    },
    "the engine's, which has nothing to run": {"_current_graph_task_execution_order", "_current_graph_task_id",
                                               "_will_engine_execute_node"},
    "other devices'": {"_activate_gpu_trace", "_mps_profilerStartTrace", "_mps_profilerStopTrace",
                       "_mtia_graphPoolHandle", "_graph_pool_handle", "_xpu_graph_pool_handle"},
}  # fmt: skip
LOOK = """
import torch, weakref
from fnmatch import fnmatchcase
from autograder.worker import ban, graphs, told

core = torch._C
def plain_functions():
    return {n: f for n, f in vars(core).items() if callable(f) and not isinstance(f, type)}

doors = {name: weakref.ref(function) for name, function in plain_functions().items() if graphs.is_door(name)}
ban.ban_for("Pooling")
ban.ban(("*max_pool*",))

def refusal(call):
    try:
        call()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "answer"
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What is found in torch's core after a ban."""
    return child(
        f"""{PRELUDE}{LOOK}
gc.collect()
classes = {{f"{{c.__module__}}.{{c.__name__}}": c for c in graphs._classes(core)}}
methods = {{}}
for title, owner in classes.items():
    for name, value in vars(owner).items():
        if callable(value) and not name.startswith("__") or name in ("__init__", "__call__"):
            methods[f"{{title}}.{{name}}"] = refusal(value)
sounding = [n for n in plain_functions() if any(fnmatchcase(n.lower(), s) for s in {SOUNDS!r})]
own = sorted({{s.name for s in core._jit_get_all_schemas()}}
             - {{n.partition(".")[0] for n in core._dispatch_get_all_op_names()}})
print(json.dumps({{
    "doors": {{name: refusal(getattr(core, name)) for name in doors}},
    "alive": [name for name, held in doors.items() if held() is not None],
    "methods": methods,
    "answers": [n for n in sounding if {OURS!r} not in refusal(plain_functions()[n])],
    "found": [n for n in own if refusal(lambda: torch._C._jit_get_operation(n)) == "answer"],
}}))""",
        tmp_path_factory.mktemp("seen"),
    )


def test_every_door_refuses_and_its_original_is_gone(seen):
    assert len(seen["doors"]) > 200
    assert all(OURS in said for said in seen["doors"].values())
    assert seen["alive"] == []


def test_no_method_of_a_graph_can_be_called(seen):
    assert len(seen["methods"]) > 200
    assert {name for name, said in seen["methods"].items() if OURS not in said} == set()


def test_what_sounds_like_a_graph_and_answers_is_written_down(seen):
    assert set(seen["answers"]) <= set().union(*ANSWERING.values())


def test_of_the_operators_that_only_graphs_have_none_computes(seen):
    assert {name for name in seen["found"] if name.startswith("prim::")} <= {
        *(
            "prim::device",
            "prim::dtype",
            "prim::layout",
            "prim::itemsize",
            "prim::nbytes",
            "prim::id",
        ),
        *(
            f"prim::is_{name}"
            for name in ("cpu", "cuda", "ipu", "maia", "meta", "mkldnn", "mps", "mtia", "nested")
        ),
        *(
            f"prim::is_{name}"
            for name in ("quantized", "sparse", "sparse_csr", "vulkan", "xla", "xpu")
        ),
    }
    assert not {"aten::grad", "aten::backward", "aten::dist_backward"} & set(seen["found"])


ROUTES = {
    "CompilationUnit": "torch.jit.CompilationUnit('def f(x):\\n    return x')",
    "an old unit": "torch.jit._state._python_cu.define('def f(x):\\n    return x', None, 0)",
    "parse_ir": "core.parse_ir('graph(%x : Tensor):\\n  return (%x)')",
    "load": "torch.jit.load(io.BytesIO(archive))",
    "torch.load": "torch.load(io.BytesIO(archive), weights_only=False)",
    "freeze": "torch.jit.freeze(scripted_layer)",
    "a scripted layer": "scripted_layer(torch.ones(1, 2))",
    "a scripted function": "scripted(torch.ones(1))",
    "fusion": "torch.jit.enable_onednn_fusion(True)",
    "ScriptModule": "core.ScriptModule(core.CompilationUnit(), core.Graph())",
}
AS_WRITTEN = {
    "script": "torch.jit.script(twice)(3) == 6",
    "trace": "torch.jit.trace(twice, (torch.ones(1),))(3) == 6",
    "a layer": "type(torch.jit.script(nn.Linear(2, 2))) is nn.Linear",
    "a word to the author": "told.UNSCRIPTED in told.told([])",
    "jvp": "torch.func.jvp(lambda a: a * a, (torch.ones(1),), (torch.ones(1),))[1] == 2",
    "ignore": "torch.jit.ignore(twice)(3) == 6",
    "is_scripting": "torch.jit.is_scripting() is False",
    "library": "torch.ops.aten.add.Tensor(torch.ones(1), 1) == 2",
    "an operator that is not there": "hasattr(torch.ops.aten, 'no_such_operator') is False",
    "deepcopy": "copy.deepcopy(nn.Linear(2, 2)).weight.shape == (2, 2)",
    "fx": "torch.fx.symbolic_trace(nn.ReLU())(torch.ones(1)) == 1",
    "DTensor": "importlib.import_module('torch.distributed.tensor').DTensor is not None",
}


@pytest.fixture(scope="module")
def outcomes_under_a_ban(tmp_path_factory):
    """How each route ends; graphs were made before the ban, as no hand-in can."""
    calls = "\n".join(
        f"    {name!r}: lambda: {code}," for name, code in (ROUTES | AS_WRITTEN).items()
    )
    return child(
        f"""{PRELUDE}
import copy, importlib, io
def plus_one(image: torch.Tensor):
    return image + 1
scripted = torch.jit.script(plus_one)
scripted_layer = torch.jit.script(nn.Linear(2, 2)).eval()
buffer = io.BytesIO()
torch.jit.save(scripted_layer, buffer)
archive = buffer.getvalue()
{LOOK}
def twice(value):
    return 2 * value
found = {{}}
for name, call in {{
{calls}
}}.items():
    try:
        found[name] = repr(bool(call()))
    except Exception as error:
        found[name] = f"{{type(error).__name__}}: {{error}}"
print(json.dumps(found))""",
        tmp_path_factory.mktemp("routes"),
    )


@pytest.mark.parametrize("route", ROUTES)
def test_no_graph_is_made_loaded_or_run(outcomes_under_a_ban, route):
    assert outcomes_under_a_ban[route].endswith(f"{OURS}a compiled graph must not be used for it")


@pytest.mark.parametrize("use", AS_WRITTEN)
def test_ordinary_use_goes_on_as_it_is_written(outcomes_under_a_ban, use):
    assert outcomes_under_a_ban[use] == "True"


RELATIVES = {
    "quantized": "torch.ops.quantized.layer_norm(quantised, [6], None, None, 1e-5, 0.1, 0)",
    "static runtime": "torch.ops.static_runtime.layer_norm(x, [6], None, None, 1e-5, False)",
}


def test_other_namespaces_operators_of_that_name_are_refused(tmp_path):
    calls = "\n".join(f"    {name!r}: refusal(lambda: {code})," for name, code in RELATIVES.items())
    ban = LOOK.replace("*max_pool*", "*layer_norm*")
    found = child(f"{PRELUDE}{ban}\nprint(json.dumps({{\n{calls}\n}}))", tmp_path)
    assert all(OURS in said and "`layer_norm`" in said for said in found.values())
