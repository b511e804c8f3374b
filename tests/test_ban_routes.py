"""Banned operators: no route reaches one, what is not banned works, and the student is told why."""

import pytest
from banned import OURS, outcomes

pytestmark = pytest.mark.slow

MAX_ROUTES = {
    "F": "F.max_pool2d(x, 2)",
    "F with indices": "F.max_pool2d(x, 2, return_indices=True)",
    "nn": "nn.MaxPool2d(2)(x)",
    "nn with indices": "nn.MaxPool2d(2, return_indices=True)(x)",
    "torch": "torch.max_pool2d(x, 2)",
    "variable functions": "torch._C._VariableFunctions.max_pool2d(x, 2)",
    "torch._C._nn": "torch._C._nn.max_pool2d_with_indices(x, [2, 2])",
    "with a gradient": "F.max_pool2d(x.clone().requires_grad_(), 2)",
    "without gradients": "within(torch.no_grad(), lambda: F.max_pool2d(x, 2))",
    "in inference mode": "within(torch.inference_mode(), lambda: F.max_pool2d(x, 2))",
    "double": "F.max_pool2d(x.double(), 2)",
    "bfloat16": "F.max_pool2d(x.bfloat16(), 2)",
    "channels last": "F.max_pool2d(x.to(memory_format=torch.channels_last), 2)",
    "1d": "F.max_pool1d(x[0], 2)",
    "1d with indices": "F.max_pool1d(x[0], 2, return_indices=True)",
    "3d": "F.max_pool3d(wide, 2)",
    "3d with indices": "F.max_pool3d(wide, 2, return_indices=True)",
    "adaptive": "F.adaptive_max_pool2d(x, 2)",
    "adaptive 1d": "F.adaptive_max_pool1d(x[0], 2)",
    "adaptive 3d": "nn.AdaptiveMaxPool3d(2)(wide)",
    "fractional": "F.fractional_max_pool2d(x, 2, output_size=2)",
    "aten": "torch.ops.aten.max_pool2d(x, [2, 2])",
    "aten overload": "torch.ops.aten.max_pool2d.default(x, [2, 2])",
    "aten with indices": "torch.ops.aten.max_pool2d_with_indices.default(x, [2, 2])",
    "aten out": (
        "torch.ops.aten.max_pool2d_with_indices.out(x, [2, 2],"
        " out=out(1, 2, 2, 3)[0], indices=out(1, 2, 2, 3)[1])"
    ),
    "aten backward": (
        "torch.ops.aten.max_pool2d_with_indices_backward(x[..., ::2, ::2], x, [2, 2], [2, 2],"
        " [0, 0], [1, 1], False, torch.zeros(1, 2, 2, 3, dtype=torch.long))"
    ),
    "redispatch": (
        "torch.ops.aten.max_pool2d.default.redispatch("
        "torch._C.DispatchKeySet(torch._C.DispatchKey.CPU), x, [2, 2])"
    ),
    "decompose": "torch.ops.aten.max_pool2d.default.decompose(x, [2, 2])",
    "quantised": "F.max_pool2d(quantised, 2)",
    "quantized operator": (
        "torch.ops.quantized.max_pool2d(quantised, [2, 2], [2, 2], [0, 0], [1, 1], False)"
    ),
    "mkldnn": "within(torch.inference_mode(), lambda: F.max_pool2d(x.to_mkldnn(), 2))",
    "mkldnn operator": (
        "within(torch.inference_mode(),"
        " lambda: torch.ops.aten.mkldnn_max_pool2d(x.to_mkldnn(), [2, 2], [2, 2]))"
    ),
    "script": "torch.jit.script(scripted)(x)",
    "trace": "torch.jit.trace(lambda image: F.max_pool2d(image, 2), x)(x)",
    "vmap": "torch.vmap(lambda image: F.max_pool2d(image, 2))(x[None])",
    "func.grad": "torch.func.grad(lambda image: F.max_pool2d(image, 2).sum())(x)",
    "functionalize": "torch.func.functionalize(lambda image: F.max_pool2d(image, 2))(x)",
    "thread": "in_a_thread(lambda: F.max_pool2d(x, 2))",
    "a mode of one's own": "within(Outside(), lambda: F.max_pool2d(x, 2))",
    "modes disabled": "within(_disable_current_modes(), lambda: F.max_pool2d(x, 2))",
    "dispatch disabled": "within(torch._C._DisableTorchDispatch(), lambda: F.max_pool2d(x, 2))",
    "autograd excluded": (
        "within(torch._C._ExcludeDispatchKeyGuard("
        "torch._C.DispatchKeySet(torch._C.DispatchKey.AutogradCPU)), lambda: F.max_pool2d(x, 2))"
    ),
    "subclass": "F.max_pool2d(x.as_subclass(Disguised), 2)",
}

AVG_ROUTES = {
    "F": "F.avg_pool2d(x, 2)",
    "nn": "nn.AvgPool2d(2)(x)",
    "torch._C._nn": "torch._C._nn.avg_pool2d(x, [2, 2])",
    "with a gradient": "F.avg_pool2d(x.clone().requires_grad_(), 2)",
    "double": "F.avg_pool2d(x.double(), 2)",
    "1d": "F.avg_pool1d(x[0], 2)",
    "3d": "F.avg_pool3d(wide, 2)",
    "adaptive": "F.adaptive_avg_pool2d(x, 2)",
    "adaptive to one": "F.adaptive_avg_pool2d(x, 1)",
    "adaptive 1d": "nn.AdaptiveAvgPool1d(2)(x[0])",
    "adaptive 3d": "F.adaptive_avg_pool3d(wide, 2)",
    "aten": "torch.ops.aten.avg_pool2d(x, [2, 2])",
    "aten overload": "torch.ops.aten.avg_pool2d.default(x, [2, 2])",
    "aten out": "torch.ops.aten.avg_pool2d.out(x, [2, 2], out=torch.empty(1, 2, 2, 3))",
    "aten underscore": "torch.ops.aten._adaptive_avg_pool2d(x, [2, 2])",
    "lp": "F.lp_pool2d(x, 1, 2)",
    "quantised": "F.avg_pool2d(quantised, 2)",
    "mkldnn": "within(torch.inference_mode(), lambda: F.avg_pool2d(x.to_mkldnn(), 2))",
    "script": "torch.jit.script(scripted_mean)(x)",
    "vmap": "torch.vmap(lambda image: F.avg_pool2d(image, 2))(x[None])",
    "func.grad": "torch.func.grad(lambda image: F.avg_pool2d(image, 2).sum())(x)",
    "thread": "in_a_thread(lambda: F.avg_pool2d(x, 2))",
    "dispatch disabled": "within(torch._C._DisableTorchDispatch(), lambda: F.avg_pool2d(x, 2))",
}

DROPOUT_ROUTES = {
    "F": "F.dropout(x, 0.3)",
    "F in place": "F.dropout(x.clone(), 0.3, inplace=True)",
    "F in evaluation": "F.dropout(x, 0.3, training=False)",
    "nn": "nn.Dropout(0.3)(x)",
    "torch": "torch.dropout(x, 0.3, True)",
    "variable functions": "torch._C._VariableFunctions.dropout(x, 0.3, True)",
    "with a gradient": "F.dropout(x.clone().requires_grad_(), 0.3)",
    "without gradients": "within(torch.no_grad(), lambda: F.dropout(x, 0.3))",
    "in inference mode": "within(torch.inference_mode(), lambda: F.dropout(x, 0.3))",
    "1d": "F.dropout1d(x[0], 0.3)",
    "2d": "F.dropout2d(x, 0.3)",
    "3d": "F.dropout3d(wide, 0.3)",
    "feature": "torch.feature_dropout(x, 0.3, True)",
    "alpha": "F.alpha_dropout(x, 0.3, True)",
    "feature alpha": "F.feature_alpha_dropout(x, 0.3, True)",
    "native": "torch.native_dropout(x, 0.3, True)",
    "native backward": "torch.ops.aten.native_dropout_backward(x, x > 0, 2.0)",
    "aten": "torch.ops.aten.dropout(x, 0.3, True)",
    "decompose": "torch.ops.aten.dropout.default.decompose(x, 0.3, True)",
    "script": "torch.jit.script(nn.Dropout(0.3))(x)",
    "vmap": "torch.vmap(lambda image: F.dropout(image, 0.3), randomness='different')(x)",
    "func.grad": "torch.func.grad(lambda image: F.dropout(image, 0.3).sum())(x)",
    "thread": "in_a_thread(lambda: F.dropout(x, 0.3))",
    "attention": "F.scaled_dot_product_attention(x, x, x, dropout_p=0.5)",
    "recurrent": "nn.LSTM(6, 6, num_layers=2, dropout=0.5)(x[0])",
    "dispatch disabled": "within(torch._C._DisableTorchDispatch(), lambda: F.dropout(x, 0.3))",
}

DRAWS = {
    "rand": "torch.rand(4) < 0.3",
    "rand_like": "torch.rand_like(x)",
    "bernoulli": "torch.bernoulli(torch.full((4,), 0.3))",
    "bernoulli_": "torch.empty(4).bernoulli_(0.3, generator=torch.Generator())",
    "uniform_": "torch.empty(4).uniform_()",
    "where": "torch.where(x > 0, x, 0)",
    "multiply": "x * (x > 0)",
    "vmap": "torch.vmap(lambda image: image * 2)(x)",
}

ALLOWED = {
    "conv2d": "F.conv2d(x, torch.ones(1, 2, 2, 2))",
    "conv2d with a gradient": "F.conv2d(x.clone().requires_grad_(), torch.ones(1, 2, 2, 2)).sum().backward()",
    "unfold": "F.unfold(x, 2)",
    "Tensor.unfold": "x.unfold(2, 2, 2).unfold(3, 2, 2).amax((-2, -1))",
    "amax": "x.amax((2, 3))",
    "max": "x.max(2).values.max()",
    "mean": "x.mean((2, 3))",
    "sum": "x.sum((2, 3))",
    "pad": "F.pad(x, (1, 1, 1, 1), value=-float('inf'))",
    "batch norm": "F.batch_norm(x, None, None, training=True)",
    "relu": "F.relu(x)",
    "matmul": "x @ x.transpose(2, 3)",
    "Adam": "torch.optim.Adam([nn.Parameter(x)]).step()",
    "script": "torch.jit.script(nn.Linear(6, 2))(x)",
}

BACKWARD_ROUTES = {
    "backward": "(y * y).sum().backward()",
    "grad": "torch.autograd.grad((y * y).sum(), y)",
    "autograd.backward": "torch.autograd.backward((y * y).sum())",
    "func.grad": "torch.func.grad(lambda a: (a * a).sum())(x)",
    "func.vjp": "torch.func.vjp(lambda a: a * a, x)[1](x)",
    "jacrev": "torch.func.jacrev(lambda a: (a * a).sum())(x)",
    "functional.vjp": "torch.autograd.functional.vjp(lambda a: (a * a).sum(), x)",
    "functional.jacobian": "torch.autograd.functional.jacobian(lambda a: (a * a).sum(), x)",
    "thread": "in_a_thread(lambda: (y * y).sum().backward())",
    "func.jvp": "torch.func.jvp(lambda a: (a * a).sum(), (x,), (x,))",
    "jacfwd": "torch.func.jacfwd(lambda a: (a * a).sum())(x)",
    "engine": (
        "torch.autograd.Variable._execution_engine.run_backward("
        "((y * y).sum(),), (torch.ones(()),), False, False, (y,), True, False)"
    ),
}

DOORS = {  # to the engine, past Python; there is nothing behind them for it to run
    "imported engine": (
        "sys.modules['torch.autograd.variable'].ImperativeEngine().run_backward("
        "((y * y).sum(),), (torch.ones(()),), False, False, (y,), True, True)"
    ),
    "aten": "torch.ops.aten._backward((y * y).sum(), [y])",
    "scripted grad": "torch.jit.script(scripted_grad)((y * y).sum(), y)",
    "scripted backward": "torch.jit.script(scripted_backward)((y * y).sum())",
    "node": "(y * y).sum().grad_fn(torch.ones(()))",
    "dual": "forward_mode().sum()",
    # the last of all: in torch 2.11 the guard stays after an error, and nothing runs any more
    "another backend's kernel": (
        "within(torch._C._IncludeDispatchKeyGuard(torch._C.DispatchKey.AutogradXLA),"
        " lambda: y * y).grad_fn(torch.ones(1, 2, 4, 6))"
    ),
}


@pytest.fixture(scope="module")
def free(tmp_path_factory):
    """What each route gives where nothing is banned."""
    routes = {f"max {name}": call for name, call in MAX_ROUTES.items()}
    routes |= {f"avg {name}": call for name, call in AVG_ROUTES.items()}
    routes |= {f"dropout {name}": call for name, call in DROPOUT_ROUTES.items()}
    routes |= {f"backward {name}": call for name, call in (BACKWARD_ROUTES | DOORS).items()}
    return outcomes((), routes, tmp_path_factory.mktemp("free"))


@pytest.fixture(scope="module")
def without_max(tmp_path_factory):
    """What each route gives where max pooling is banned."""
    routes = {**MAX_ROUTES, **{f"allowed {name}": call for name, call in ALLOWED.items()}}
    routes["average"] = "F.avg_pool2d(x, 2)"
    return outcomes(("*max_pool*",), routes, tmp_path_factory.mktemp("max"))


@pytest.fixture(scope="module")
def without_avg(tmp_path_factory):
    """What each route gives where average pooling is banned."""
    routes = {**AVG_ROUTES, **{f"allowed {name}": call for name, call in ALLOWED.items()}}
    routes["maximum"] = "F.max_pool2d(x, 2)"
    return outcomes(("*avg_pool*",), routes, tmp_path_factory.mktemp("avg"))


@pytest.fixture(scope="module")
def without_dropout(tmp_path_factory):
    """What each route gives where dropout is banned."""
    routes = {**DROPOUT_ROUTES, **{f"draws {name}": call for name, call in DRAWS.items()}}
    return outcomes(("*dropout*",), routes, tmp_path_factory.mktemp("dropout"))


@pytest.fixture(scope="module")
def without_autograd(tmp_path_factory):
    """What each route gives where autograd is banned."""
    routes = {"forward": "F.max_pool2d(y, 2)", **BACKWARD_ROUTES, **DOORS}
    return outcomes(("autograd",), routes, tmp_path_factory.mktemp("autograd"))


@pytest.mark.parametrize("route", MAX_ROUTES)
def test_max_pooling_is_refused_by_every_route(free, without_max, route):
    assert free[f"max {route}"] == "answer"  # or the route would prove nothing
    assert OURS in without_max[route]


@pytest.mark.parametrize("route", AVG_ROUTES)
def test_average_pooling_is_refused_by_every_route(free, without_avg, route):
    assert free[f"avg {route}"] == "answer"
    assert OURS in without_avg[route]


@pytest.mark.parametrize("route", DROPOUT_ROUTES)
def test_dropout_is_refused_by_every_route(free, without_dropout, route):
    assert free[f"dropout {route}"] == "answer"
    assert OURS in without_dropout[route]


@pytest.mark.parametrize("name", DRAWS)
def test_what_makes_a_mask_still_works(without_dropout, name):
    assert without_dropout[f"draws {name}"] == "answer"


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_not_banned_still_works(without_max, without_avg, name):
    assert without_max[f"allowed {name}"] == "answer"
    assert without_avg[f"allowed {name}"] == "answer"


def test_one_pooling_is_banned_without_the_other(without_max, without_avg):
    assert (without_max["average"], without_avg["maximum"]) == ("answer", "answer")


def test_the_student_is_told_what_must_not_be_used_for_which_question(without_max):
    says = 'Forbidden: "Pooling" is yours to write: `max_pool2d` must not be used for it'
    assert without_max["F"] == says


@pytest.mark.parametrize("route", BACKWARD_ROUTES)
def test_autograd_is_refused_by_every_route(free, without_autograd, route):
    assert free[f"backward {route}"] == "answer"
    assert OURS in without_autograd[route]


@pytest.mark.parametrize("door", DOORS)
def test_the_engine_finds_no_graph_behind_any_door(free, without_autograd, door):
    if door != "another backend's kernel":  # without a ban it finds no kernel of that backend
        assert free[f"backward {door}"] == "answer"
    assert without_autograd[door] != "answer"


def test_a_forward_pass_needs_no_autograd(without_autograd):
    assert without_autograd["forward"] == "answer"
