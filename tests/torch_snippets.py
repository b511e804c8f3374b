"""What hand-ins do with torch, its neighbours and files: each function returns whether it went right.

The tests hand this file to workers as a hand-in, with one of the functions called while it is imported.
"""

import torch
import torch.nn.functional as F
from torch import nn
import numpy as np


def changed(make, *shape):
    """Whether a step of the optimiser changed its parameter."""
    p = nn.Parameter(torch.ones(*shape))
    optimizer = make([p])
    (p.sum() * 2).backward()
    optimizer.step()
    return bool((p != 1).any())


def optim_sgd():
    return changed(lambda p: torch.optim.SGD(p, lr=0.1), 3)


def optim_adam():
    return changed(lambda p: torch.optim.Adam(p, lr=0.1), 3)


def optim_adamw():
    return changed(lambda p: torch.optim.AdamW(p, lr=0.1), 3)


def optim_adamax():
    return changed(lambda p: torch.optim.Adamax(p, lr=0.1), 3)


def optim_nadam():
    return changed(lambda p: torch.optim.NAdam(p, lr=0.1), 3)


def optim_radam():
    return changed(lambda p: torch.optim.RAdam(p, lr=0.1), 3)


def optim_rmsprop():
    return changed(lambda p: torch.optim.RMSprop(p, lr=0.1), 3)


def optim_rprop():
    return changed(lambda p: torch.optim.Rprop(p, lr=0.1), 3)


def optim_adagrad():
    return changed(lambda p: torch.optim.Adagrad(p, lr=0.1), 3)


def optim_adadelta():
    return changed(lambda p: torch.optim.Adadelta(p, lr=0.1), 3)


def optim_asgd():
    return changed(lambda p: torch.optim.ASGD(p, lr=0.1), 3)


def optim_muon():
    p = nn.Parameter(torch.ones(3, 3))
    o = torch.optim.Muon([p], lr=0.1)
    (p.sum() * 2).backward()
    o.step()
    return bool((p != 1).any())


def optim_lbfgs():
    p = nn.Parameter(torch.ones(3))
    o = torch.optim.LBFGS([p])

    def c():
        o.zero_grad()
        l = (p**2).sum()
        l.backward()
        return l

    o.step(c)
    return bool((p != 1).all())


def optim_sparseadam():
    e = nn.Embedding(3, 2, sparse=True)
    b = e.weight.detach().clone()
    o = torch.optim.SparseAdam(e.parameters())
    e(torch.tensor([1])).sum().backward()
    o.step()
    return bool((b != e.weight).any())


def scheduler():
    p = nn.Parameter(torch.ones(3))
    o = torch.optim.SGD([p], lr=0.1)
    s = torch.optim.lr_scheduler.CosineAnnealingLR(o, 10)
    o.step()
    s.step()
    s2 = torch.optim.lr_scheduler.OneCycleLR(o, 0.1, total_steps=10)
    return s.last_epoch == 1


def swa():
    m = torch.optim.swa_utils.AveragedModel(nn.Linear(2, 2))
    m.update_parameters(nn.Linear(2, 2))
    return int(m.n_averaged) == 1


def func_grad():
    return float(torch.func.grad(lambda x: x**2)(torch.tensor(3.0))) == 6.0


def func_vmap():
    return torch.func.vmap(lambda x: x * 2)(torch.ones(3)).tolist() == [2.0, 2.0, 2.0]


def torch_vmap():
    return torch.vmap(torch.dot)(torch.ones(2, 3), torch.ones(2, 3)).tolist() == [3.0, 3.0]


def func_jvp():
    return (
        float(torch.func.jvp(lambda x: x**2, (torch.tensor(3.0),), (torch.tensor(1.0),))[1]) == 6.0
    )


def func_jacrev():
    return torch.func.jacrev(lambda x: x**2)(torch.ones(2)).tolist() == [[2.0, 0.0], [0.0, 2.0]]


def func_hessian():
    return torch.func.hessian(lambda x: (x**2).sum())(torch.ones(2)).tolist() == [
        [2.0, 0.0],
        [0.0, 2.0],
    ]


def func_functional_call():
    l = nn.Linear(2, 2)
    return list(
        torch.func.functional_call(l, dict(l.named_parameters()), torch.ones(1, 2)).shape
    ) == [1, 2]


def deterministic():
    torch.use_deterministic_algorithms(True)
    return torch.are_deterministic_algorithms_enabled()


def deterministic_conv():
    torch.use_deterministic_algorithms(True)
    x = torch.randn(1, 1, 4, 4, requires_grad=True)
    y = nn.Conv2d(1, 1, 3)(x)
    y.sum().backward()
    return list(y.shape) == [1, 1, 2, 2]


def compile():
    @torch.compile
    def g(x):
        return x * 2

    return g(torch.ones(2)).tolist() == [2.0, 2.0]


def compile_args():
    @torch.compile(mode="max-autotune", fullgraph=True)
    def g(x):
        return x * 2

    return g(torch.ones(2)).tolist() == [2.0, 2.0]


def compile_model():
    m = torch.compile(nn.Linear(2, 1))
    return list(m(torch.ones(1, 2)).shape) == [1, 1]


def model_compile():
    m = nn.Linear(2, 1)
    m.compile()
    return list(m(torch.ones(1, 2)).shape) == [1, 1]


def compiler_disable():
    @torch.compiler.disable
    def g(x):
        return x * 2

    return g(torch.ones(2)).tolist() == [2.0, 2.0]


def jit_script():
    m = torch.jit.script(nn.Sequential(nn.Linear(2, 1), nn.ReLU()))
    return list(m(torch.ones(1, 2)).shape) == [1, 1]


def jit_trace():
    m = torch.jit.trace(nn.Linear(2, 1), torch.ones(1, 2))
    return list(m(torch.ones(1, 2)).shape) == [1, 1]


def profiler():
    from torch.profiler import profile, ProfilerActivity

    with profile(activities=[ProfilerActivity.CPU]) as p:
        torch.ones(2) + 1
    return len(p.key_averages()) > 0 and "aten" in p.key_averages().table()


def profiler_record():
    from torch.profiler import profile, record_function

    with profile(record_shapes=True, profile_memory=True) as p:
        with record_function("x"):
            nn.Linear(2, 2)(torch.ones(2))
    p.export_chrome_trace("t.json")
    import os

    return os.path.getsize("t.json") > 0


def autograd_profiler():
    with torch.autograd.profiler.profile() as p:
        torch.ones(2) + 1
    return len(p.function_events) > 0


def checkpoint():
    from torch.utils.checkpoint import checkpoint

    x = torch.ones(2, requires_grad=True)
    checkpoint(lambda x: x * 3, x, use_reentrant=False).sum().backward()
    return x.grad.tolist() == [3.0, 3.0]


def checkpoint_reentrant():
    from torch.utils.checkpoint import checkpoint

    x = torch.ones(2, requires_grad=True)
    checkpoint(lambda x: x * 3, x, use_reentrant=True).sum().backward()
    return x.grad.tolist() == [3.0, 3.0]


def gradcheck():
    return torch.autograd.gradcheck(
        lambda x: x**2, (torch.randn(3, dtype=torch.double, requires_grad=True),)
    )


def gradcheck_fast():
    return torch.autograd.gradcheck(
        lambda x: x**2, (torch.randn(3, dtype=torch.double, requires_grad=True),), fast_mode=True
    )


def gradgradcheck():
    return torch.autograd.gradgradcheck(
        lambda x: x**3, (torch.randn(3, dtype=torch.double, requires_grad=True),)
    )


def autograd_functional():
    return torch.autograd.functional.jacobian(lambda x: x**2, torch.ones(2)).tolist() == [
        [2.0, 0.0],
        [0.0, 2.0],
    ]


def anomaly():
    with torch.autograd.detect_anomaly():
        x = torch.ones(2, requires_grad=True)
        (x * 2).sum().backward()
    return x.grad.tolist() == [2.0, 2.0]


def torchvision():
    import torchvision

    return torchvision.__name__ == "torchvision"


def transforms():
    from torchvision import transforms
    from PIL import Image

    t = transforms.Compose(
        [
            transforms.RandomCrop(32, padding=4),
            transforms.RandomHorizontalFlip(),
            transforms.ToTensor(),
            transforms.Normalize((0.5,) * 3, (0.5,) * 3),
        ]
    )
    return list(t(Image.new("RGB", (32, 32))).shape) == [3, 32, 32]


def transforms_v2():
    from torchvision.transforms import v2

    t = v2.Compose([v2.ToImage(), v2.ToDtype(torch.float32, scale=True)])
    from PIL import Image

    return list(t(Image.new("RGB", (8, 8))).shape) == [3, 8, 8]


def tv_models():
    import torchvision

    return sum(p.numel() for p in torchvision.models.resnet18().parameters()) == 11689512


def tv_make_grid():
    from torchvision.utils import make_grid, save_image

    save_image(torch.rand(4, 3, 8, 8), "g.png")
    return list(make_grid(torch.rand(4, 3, 8, 8)).shape) == [3, 12, 42]


def tv_fake_data():
    from torchvision import datasets

    return len(datasets.FakeData(10)) == 10


def lazy_linear():
    return list(nn.LazyLinear(3)(torch.ones(2, 5)).shape) == [2, 3]


def lazy_conv():
    return list(nn.LazyConv2d(3, 3)(torch.ones(2, 5, 4, 4)).shape) == [2, 3, 2, 2]


def loader_workers():
    from torch.utils.data import DataLoader, TensorDataset

    return (
        sum(1 for _ in DataLoader(TensorDataset(torch.ones(8, 1)), batch_size=4, num_workers=2))
        == 2
    )


def loader_persistent():
    from torch.utils.data import DataLoader, TensorDataset

    return (
        sum(
            1
            for _ in DataLoader(
                TensorDataset(torch.ones(8, 1)),
                batch_size=4,
                num_workers=2,
                persistent_workers=True,
                prefetch_factor=2,
                pin_memory=True,
                shuffle=True,
            )
        )
        == 2
    )


def loader_plain():
    from torch.utils.data import DataLoader, TensorDataset, random_split

    return (
        sum(1 for _ in DataLoader(TensorDataset(torch.ones(8, 1)), batch_size=4, shuffle=True)) == 2
    )


def threads():
    torch.set_num_threads(2)
    return torch.get_num_threads() == 2


def backends():
    torch.backends.cudnn.benchmark = True
    torch.backends.cudnn.deterministic = True
    torch.backends.cudnn.allow_tf32 = True
    torch.backends.cuda.matmul.allow_tf32 = True
    torch.backends.mkldnn.is_available()
    return not torch.backends.mps.is_available()


def matmul_precision():
    torch.set_float32_matmul_precision("high")
    return torch.get_float32_matmul_precision() == "high"


def manual_seed():
    torch.manual_seed(0)
    a = torch.rand(1)
    torch.manual_seed(0)
    return bool((a == torch.rand(1)).all())


def cuda():
    return not torch.cuda.is_available()


def cuda_count():
    torch.cuda.manual_seed_all(0)
    torch.cuda.empty_cache()
    return torch.cuda.device_count() == 0


def accelerator():
    return not torch.accelerator.is_available()


def default_dtype():
    torch.set_default_dtype(torch.float64)
    r = str(torch.ones(1).dtype)
    return r == "torch.float64"


def default_device():
    torch.set_default_device("cpu")
    return torch.ones(1).device.type == "cpu"


def with_device():
    with torch.device("cpu"):
        return torch.ones(1).device.type == "cpu"


def meta():
    with torch.device("meta"):
        return nn.Linear(2, 2).weight.device.type == "meta"


def printoptions():
    torch.set_printoptions(precision=2, sci_mode=False)
    return str(torch.tensor([1.234])) == "tensor([1.23])"


def inference_mode():
    with torch.inference_mode():
        return (torch.ones(1) * 2).is_inference()


def autocast():
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return str(nn.Linear(2, 2)(torch.ones(1, 2)).dtype) == "torch.bfloat16"


def amp():
    from torch.amp import autocast, GradScaler

    s = GradScaler("cpu")
    return s.is_enabled()


def cuda_amp():
    from torch.cuda.amp import GradScaler
    import warnings

    warnings.simplefilter("ignore")
    s = GradScaler()
    return not s.is_enabled()


def clip():
    l = nn.Linear(2, 2)
    l(torch.ones(1, 2)).sum().backward()
    n = torch.nn.utils.clip_grad_norm_(l.parameters(), 1e-3)
    return float(n) > 0


def weight_norm():
    l = torch.nn.utils.parametrizations.weight_norm(nn.Linear(2, 2))
    return list(l(torch.ones(1, 2)).shape) == [1, 2]


def spectral_norm():
    l = torch.nn.utils.parametrizations.spectral_norm(nn.Linear(2, 2))
    return list(l(torch.ones(1, 2)).shape) == [1, 2]


def old_spectral_norm():
    l = torch.nn.utils.spectral_norm(nn.Linear(2, 2))
    return list(l(torch.ones(1, 2)).shape) == [1, 2]


def prune():
    import torch.nn.utils.prune as prune

    l = nn.Linear(2, 2)
    prune.l1_unstructured(l, "weight", 1)
    return int((l.weight == 0).sum()) == 1


def vector():
    return list(torch.nn.utils.parameters_to_vector(nn.Linear(2, 2).parameters()).shape) == [6]


def rnn_pad():
    return list(torch.nn.utils.rnn.pad_sequence([torch.ones(2), torch.ones(3)]).shape) == [3, 2]


def distributions():
    import torch.distributions as D

    d = D.Normal(0.0, 1.0)
    D.Bernoulli(0.5).sample()
    D.Categorical(torch.ones(3)).sample()
    return float(d.log_prob(torch.tensor(0.0))) < 0


def numpy_random():
    r = np.random.default_rng(0)
    r.normal()
    np.random.seed(0)
    return np.random.rand() > 0


def pyplot():
    import matplotlib.pyplot as plt

    plt.plot([1, 2])
    plt.title("x")
    plt.savefig("f.png")
    plt.show()
    plt.close("all")
    import os

    return os.path.getsize("f.png") > 1000


def pyplot_use():
    import matplotlib

    matplotlib.use("TkAgg") if False else matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    plt.style.use("ggplot")
    fig, ax = plt.subplots(2, 2)
    ax[0, 0].imshow(np.ones((3, 3)))
    fig.tight_layout()
    return len(fig.axes) == 4


def pil():
    from PIL import Image

    Image.new("RGB", (3, 3)).save("x.png")
    return Image.open("x.png").size[0] == 3


def pil_jpg():
    from PIL import Image

    Image.new("RGB", (3, 3)).save("x.jpg")
    return Image.open("x.jpg").size[0] == 3


def tqdm():
    from tqdm import tqdm

    return sum(tqdm(range(4))) == 6


def tqdm_auto():
    from tqdm.auto import tqdm

    return sum(tqdm(range(4))) == 6


def tqdm_notebook():
    from tqdm.notebook import tqdm

    return sum(tqdm(range(4))) == 6


def torch_save():
    torch.save({"a": torch.ones(2)}, "m.pt")
    return torch.load("m.pt")["a"].tolist() == [1.0, 1.0]


def state_dict():
    m = nn.Linear(2, 2)
    torch.save(m.state_dict(), "/tmp/m.pt")
    m.load_state_dict(torch.load("/tmp/m.pt", weights_only=True))
    return True


def np_save():
    np.save("a.npy", np.ones(2))
    np.savez("b.npz", a=np.ones(2))
    np.savetxt("c.txt", np.ones(2))
    return float(np.load("a.npy").sum() + np.loadtxt("c.txt").sum()) == 4.0


def memmap():
    m = np.memmap("mm", dtype="float32", mode="w+", shape=(10,))
    m[:] = 1
    m.flush()
    return float(m.sum()) == 10.0


def makedirs():
    import os

    os.makedirs("runs/a/b", exist_ok=True)
    return os.path.isdir("runs/a/b")


def logging():
    import logging

    logging.basicConfig(filename="x.log", level=10, force=True)
    logging.info("hi")
    return "hi" in open("x.log").read()


def mkdtemp():
    import tempfile, os

    d = tempfile.mkdtemp()
    f = tempfile.NamedTemporaryFile()
    f.write(b"x")
    with tempfile.TemporaryDirectory() as t:
        open(t + "/x", "w").close()
    with tempfile.TemporaryFile() as g:
        g.write(b"x")
    with tempfile.SpooledTemporaryFile(max_size=1) as g:
        g.write(b"xxx")
    return os.path.isdir(d)


def open_w():
    open("x", "w").write("a")
    open("x", "a").write("b")
    with open("x", "r+") as f:
        f.truncate(1)
    return open("x").read() == "a"


def home():
    from pathlib import Path
    import os

    (Path.home() / ".cache/x").mkdir(parents=True, exist_ok=True)
    Path("~/a").expanduser().write_text("x")
    return Path.home() == Path.cwd() == Path(os.path.expanduser("~"))


def pathlib():
    from pathlib import Path

    p = Path("d")
    p.mkdir(exist_ok=True)
    (p / "f").write_text("x")
    (p / "f").rename(p / "g")
    (p / "f").touch()
    (p / "f").touch()
    n = len(list(p.iterdir()))
    import shutil

    shutil.copy(p / "g", p / "h")
    shutil.copytree(p, "e")
    shutil.rmtree("e")
    shutil.move("d", "k")
    shutil.rmtree("k")
    return n == 2


def chdir():
    import os

    os.makedirs("q", exist_ok=True)
    os.chdir("q")
    os.chdir("..")
    return os.getcwd() == os.path.expanduser("~")


def csv_json_pickle():
    import csv, json, pickle

    with open("a.csv", "w", newline="") as f:
        csv.writer(f).writerow([1, 2])
    json.dump([1], open("a.json", "w"))
    with open("a.pkl", "wb") as f:
        pickle.dump([1], f)
    return pickle.load(open("a.pkl", "rb")) == [1]


def devnull():
    import os, contextlib, io

    with open(os.devnull, "w") as f:
        with contextlib.redirect_stdout(f):
            print("x")
    return True


def getuser():
    import getpass

    return len(getpass.getuser()) > 0


def gethostname():
    import socket

    return socket.gethostname() == "worker"


def platform():
    import platform

    return all(
        isinstance(v, str)
        for v in (
            platform.platform(),
            platform.node(),
            platform.machine(),
            platform.processor(),
            platform.python_version(),
            platform.system(),
        )
    )


def cpu_count():
    import os, multiprocessing

    len(os.sched_getaffinity(0))
    return os.cpu_count() == multiprocessing.cpu_count() and os.cpu_count() > 0


def getlogin():
    import os

    try:
        os.getlogin()
    except OSError:
        pass
    return True


def warnings_time():
    import warnings, time, datetime, random, itertools, functools, collections, copy

    warnings.filterwarnings("ignore")
    time.perf_counter()
    return len(str(datetime.datetime.now())) > 5


def threading():
    import threading, concurrent.futures as c

    with c.ThreadPoolExecutor(2) as e:
        r = sum(e.map(lambda x: x, range(4)))
    return r == 6


def shutil():
    import shutil

    return True


def fx():
    import torch.fx

    return len(torch.fx.symbolic_trace(nn.Linear(2, 2)).graph.nodes) > 0


def summary():
    return str(nn.Sequential(nn.Linear(2, 2)))[:10] == "Sequential"


def quantization():
    import torch.ao.quantization

    return True


def testing():
    torch.testing.assert_close(torch.ones(2), torch.ones(2))
    return True


def benchmark():
    import torch.utils.benchmark as b

    return b.Timer("1+1").timeit(3).number_per_run == 3


def einsum():
    return torch.einsum("ij,jk->ik", torch.ones(2, 3), torch.ones(3, 2)).tolist() == [
        [3.0, 3.0],
        [3.0, 3.0],
    ]


def sparse():
    return torch.eye(3).to_sparse().to_dense().sum().item() == 3.0


def linalg_fft():
    torch.fft.fft2(torch.ones(4, 4))
    return torch.linalg.svd(torch.eye(3))[1].sum().item() == 3.0


def transformer():
    return list(nn.TransformerEncoderLayer(8, 2, batch_first=True)(torch.ones(1, 3, 8)).shape) == [
        1,
        3,
        8,
    ]


def sdpa_flex():
    return list(
        F.scaled_dot_product_attention(
            torch.ones(1, 1, 2, 4), torch.ones(1, 1, 2, 4), torch.ones(1, 1, 2, 4)
        ).shape
    ) == [1, 1, 2, 4]


def lstm():
    return list(nn.LSTM(2, 3)(torch.ones(1, 1, 2))[0].shape) == [1, 1, 3]


def nested():
    return torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]).size(0) == 2


def masked():
    from torch.masked import masked_tensor

    return True


def library_custom_op():
    @torch.library.custom_op("my::op", mutates_args=())
    def g(x: torch.Tensor) -> torch.Tensor:
        return x * 2

    return g(torch.ones(1)).item() == 2.0


def flop_counter():
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as m:
        nn.Conv2d(1, 1, 3)(torch.ones(1, 1, 4, 4))
    return m.get_total_flops() == 72


def export():
    import torch.export

    return True


def hooks():
    l = nn.Linear(1, 1)
    l.register_forward_hook(lambda *a: None)
    l(torch.ones(1))
    return True


def tensorboard():
    try:
        from torch.utils.tensorboard import SummaryWriter

        SummaryWriter()
    except ImportError:
        pass
    return True


def multiprocessing():
    import torch.multiprocessing as mp

    mp.set_sharing_strategy("file_system")
    return True


def start_method():
    import multiprocessing as mp

    mp.set_start_method("spawn", force=True)
    return True


def share_memory():
    try:
        torch.ones(1).share_memory_()
    except RuntimeError:
        pass
    return True


def keyboard():
    try:
        input("x")
    except EOFError:
        pass
    return True


def dynamo_for_real():
    import torch._dynamo.eval_frame
    import torch._inductor.utils

    return torch._dynamo.eval_frame.__spec__.name == "torch._dynamo.eval_frame"


def dynamo_config():
    import torch._dynamo.config

    torch._dynamo.config.suppress_errors = True
    torch._dynamo.reset()
    return torch._dynamo.config.suppress_errors


def linearize():
    _, push = torch.func.linearize(lambda x: x**2, torch.ones(1))
    return push(torch.ones(1)).item() == 2.0
