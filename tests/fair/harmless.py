"""What a right module does beside its definitions, and what must not cost it a point.

Collected from what students hand in: plots, files, checks against the library, packages that are not
installed, settings, trainings, and lines that fail. `everywhere` goes into each assignment,
`OWN` speaks of an assignment's own names.
"""

from typing import Literal, NamedTuple

Where = Literal["before", "after"]


class Harmless(NamedTuple):
    """A piece of code, and whether it stands before or after the student's definitions."""

    name: str
    code: str
    where: Where = "before"


def _table(rows: dict[str, str], where: Where) -> tuple[Harmless, ...]:
    return tuple(Harmless(name, code, where) for name, code in rows.items())


WRITES_FILES = {
    "savefig": 'import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.savefig("figure.png")',
    "show_a_plot": "import matplotlib.pyplot as plt\nplt.imshow([[1, 2], [3, 4]])\nplt.show()",
    "torch_save": 'torch.save(torch.nn.Linear(2, 2).state_dict(), "model.pt")',
    "numpy_save": 'import numpy\nnumpy.save("array.npy", numpy.ones(3))',
    "makedirs": 'import os\nos.makedirs("runs/first", exist_ok=True)',
    "path_mkdir": 'from pathlib import Path\nPath("out").mkdir(exist_ok=True)',
    "write_text": 'from pathlib import Path\nPath("note.txt").write_text("done")',
    "open_to_write": 'with open("log.csv", "w") as file:\n    file.write("epoch,loss")',
    "logging_to_a_file": 'import logging\nlogging.basicConfig(filename="training.log")',
    "mkdtemp": "import tempfile\nscratch = tempfile.mkdtemp()",
    "named_temporary_file": "import tempfile\nwith tempfile.NamedTemporaryFile() as file:\n    file.write(b'x')",
    "pickle_dump": 'import pickle\nwith open("all.pkl", "wb") as file:\n    pickle.dump([1], file)',
    "sqlite": 'import sqlite3\nsqlite3.connect("runs.db").close()',
    "pillow_save": 'from PIL import Image\nImage.new("RGB", (4, 4)).save("black.png")',
}
ASKS_THE_MACHINE = {
    "getuser": "import getpass\nuser = getpass.getuser()",
    "gethostname": "import socket\nhost = socket.gethostname()",
    "getlogin": "import os\nlogin = os.getlogin()",
    "platform": "import platform\nplace = platform.platform()",
    "cpu_count": "import os\ntorch.set_num_threads(min(2, os.cpu_count()))",
    "chdir_home": 'import os\nos.chdir(os.path.expanduser("~"))',
    "chdir_drive": 'import os\nos.chdir("/content/drive/MyDrive/course")',
    "environ": 'import os\nos.environ["CUDA_VISIBLE_DEVICES"] = "0"',
    "input": 'epochs = int(input("epochs? "))',
    "argparse": 'import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument("--lr", default=0.1)\nsettings = parser.parse_args()',
    "argparse_required": 'import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument("data")\nsettings = parser.parse_args()',
    "missing_file": 'with open("train.csv") as file:\n    rows = file.read()',
    "nvidia_smi": 'import subprocess\nsubprocess.run(["nvidia-smi"])',
    "shell": 'import os\nos.system("ls")',
    "download": 'import urllib.request\nurllib.request.urlretrieve("http://localhost/cifar.tgz", "c.tgz")',
    "data_set": 'from torchvision.datasets import CIFAR10\ntrain = CIFAR10("data", download=True)',
    "weights": 'from torchvision.models import resnet18\npretrained = resnet18(weights="DEFAULT")',
}
USES_TORCH = {
    "transforms": "from torchvision import transforms\nto_tensor = transforms.ToTensor()",
    "torchvision": "import torchvision\nprint(torchvision.__version__)",
    "deterministic": "torch.use_deterministic_algorithms(True)",
    "cudnn": "torch.backends.cudnn.deterministic = True\ntorch.backends.cudnn.benchmark = False",
    "seeds": "import random\nimport numpy\nrandom.seed(0)\nnumpy.random.seed(0)\ntorch.manual_seed(0)",
    "sgd": "optimizer = torch.optim.SGD(torch.nn.Linear(2, 2).parameters(), lr=0.1)",
    "adam": "optimizer = torch.optim.Adam(torch.nn.Linear(2, 2).parameters())",
    "adamw_and_schedule": "layer = torch.nn.Linear(2, 2)\noptimizer = torch.optim.AdamW(layer.parameters())\nschedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 5)",
    "compiled_helper": "@torch.compile\ndef twice(x):\n    return 2 * x\n\nprint(twice(torch.ones(2)))",
    "scripted_helper": "@torch.jit.script\ndef twice(x: torch.Tensor) -> torch.Tensor:\n    return 2 * x",
    "profiler": "with torch.profiler.profile() as profiler:\n    torch.ones(3).sum()",
    "func": "slope = torch.func.grad(lambda x: (x * x).sum())(torch.ones(3))\nrows = torch.func.vmap(torch.sum)(torch.ones(2, 3))",
}
WORKS_WITH_TORCH = {
    "lazy_layers": "lazy = torch.nn.LazyLinear(3)\nlazy(torch.zeros(1, 4))",
    "detect_anomaly": "torch.autograd.set_detect_anomaly(True)",
    "device": 'device = torch.device("cuda" if torch.cuda.is_available() else "cpu")\nlayer = torch.nn.Linear(2, 2).to(device)',
    "empty_cache": "torch.cuda.empty_cache()\ntorch.cuda.synchronize()",
    "printoptions": "torch.set_printoptions(precision=10)",
    "default_dtype": "torch.set_default_dtype(torch.float32)",
    "loader_of_two_processes": "from torch.utils.data import DataLoader, TensorDataset\nfor (batch,) in DataLoader(TensorDataset(torch.ones(4, 2)), num_workers=2):\n    print(batch.sum())",
    "small_training": "layer = torch.nn.Linear(3, 1)\noptimizer = torch.optim.SGD(layer.parameters(), lr=0.1)\nfor epoch in range(5):\n    optimizer.zero_grad()\n    loss = (layer(torch.ones(4, 3)) - 1).pow(2).mean()\n    loss.backward()\n    optimizer.step()\n    print(epoch, loss.item())",
}
NOT_INSTALLED = {
    "wandb": 'import wandb\nwandb.init(project="course")',
    "tensorboard": "from torch.utils.tensorboard import SummaryWriter\nwriter = SummaryWriter()",
    "tqdm_notebook": "from tqdm.notebook import tqdm",
    "tqdm": "from tqdm import tqdm\nfor _ in tqdm(range(3)):\n    pass",
    "einops": "from einops import rearrange",
    "pandas_and_seaborn": "import pandas as pd\nimport seaborn as sns",
    "torchinfo": "import torchinfo\ntorchinfo.summary(torch.nn.Linear(2, 2))",
    "colab": 'from google.colab import drive\ndrive.mount("/content/drive")',
}
FAILS = {
    "assertion": "assert 1 + 1 == 3",
    "division": "share = 1 / 0",
    "raise": 'raise SystemError("end of the first part")',
    "keyboard_interrupt": "raise KeyboardInterrupt",
    "sys_exit": "import sys\nsys.exit(0)",
    "quit": "quit()",
    "unknown_name": "print(unknown_name)",
    "shapes_that_differ": "torch.ones(2, 3) @ torch.ones(2, 3)",
}
ODDS_AND_ENDS = {
    "print": 'print("hello")',
    "print_much": 'print("x" * 1_000_000)',
    "stderr": 'import sys\nprint("careful", file=sys.stderr)',
    "stdout_closed": "import os\nimport sys\nsys.stdout = open(os.devnull, 'w')",
    "warnings": 'import warnings\nwarnings.filterwarnings("ignore")\nwarnings.warn("old", stacklevel=1)',
    "sleep": "import time\ntime.sleep(0.1)",
    "thread": "import threading\nthread = threading.Thread(target=print, args=('there',))\nthread.start()\nthread.join()",
    "start_method": 'import multiprocessing\nmultiprocessing.set_start_method("spawn")',
    "recursion_limit": "import sys\nsys.setrecursionlimit(5_000)",
    "signal_and_atexit": "import atexit\nimport signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\natexit.register(print)",
    "main_guard": 'if __name__ == "__main__":\n    raise SystemExit("never run here")',
    "doctest": "import doctest\ndoctest.testmod()",
    "large_constant": "table = torch.randn(500, 500)",
    "records": "import dataclasses\nimport enum\n\n@dataclasses.dataclass\nclass Row:\n    loss: float\n\nclass Kind(enum.Enum):\n    TRAIN = 1\n",
    "star_import": "from math import *",
    "try_import": "try:\n    import cupy\nexcept ImportError:\n    cupy = None",
}
AT_THE_END = {
    "print_after": 'print("done")',
    "exit_after": "exit()",
    "failing_after": "assert False, 'not reached in the lesson'",
    "all_names": "__all__ = ['nothing']",
}

GROUPS = {
    "files_and_machine": _table(WRITES_FILES | ASKS_THE_MACHINE, "before"),
    "torch": _table(USES_TORCH, "before"),
    "work_with_torch": _table(WORKS_WITH_TORCH, "before"),
    "the_rest": (
        *_table(NOT_INSTALLED | FAILS | ODDS_AND_ENDS, "before"),
        *_table(AT_THE_END, "after"),
    ),
}
EVERYWHERE = tuple(piece for group in GROUPS.values() for piece in group)

_GRADCHECK = "x = torch.randn(2, 2, 4, 4, dtype=torch.float64, requires_grad=True)\n"
OWN = {
    "a1_pooling": _table(
        {
            "compared": "x = torch.randn(1, 2, 6, 6)\nassert torch.allclose(max_pool2d(x, 2), F.max_pool2d(x, 2))\nassert torch.allclose(avg_pool2d(x, 2), F.avg_pool2d(x, 2))",
            "compared_with_layers": "x = torch.randn(1, 2, 6, 6)\nprint((max_pool2d(x, 3) - torch.nn.MaxPool2d(3)(x)).abs().max())\nprint(torch.nn.AdaptiveAvgPool2d(1)(x))",
            "torch_names": "pool = torch.nn.MaxPool2d(2)\nexpected = pool(torch.randn(1, 1, 4, 4))",
            "gradcheck": f"{_GRADCHECK}torch.autograd.gradcheck(lambda x: avg_pool2d(x, 2), (x,))",
            "backward_compared": "x = torch.randn(1, 1, 4, 4, requires_grad=True)\nF.max_pool2d(x, 2).sum().backward()\nassert torch.allclose(max_pool2d_backward(torch.ones(1, 1, 2, 2), x.detach(), 2), x.grad)",
            "compiled": "max_pool2d = torch.compile(max_pool2d)\navg_pool2d = torch.compile(avg_pool2d, fullgraph=True)",
            "profiled": "with torch.profiler.profile() as profiler:\n    max_pool2d(torch.randn(1, 1, 4, 4), 2)",
            "values": "x = torch.randn(1, 1, 4, 4)\nwanted = {'max': F.max_pool2d(x, 2), 'avg': F.avg_pool2d(x, 2)}\nfor name, value in wanted.items():\n    print(name, value.shape)",
        },
        "after",
    ),
    "a2_batch_norm": _table(
        {
            "compared": "x = torch.randn(4, 3, 5, 5)\nassert torch.allclose(batch_norm2d(x, torch.ones(3), torch.zeros(3)), F.batch_norm(x, None, None, training=True), atol=1e-5)",
            "compared_with_layers": "x = torch.randn(4, 3, 5, 5)\nours, theirs = BatchNorm2d(3), torch.nn.BatchNorm2d(3)\nprint((ours(x) - theirs(x)).abs().max())",
            "gradcheck": f"{_GRADCHECK}scale = torch.ones(2, dtype=torch.float64)\ntorch.autograd.gradcheck(lambda x: batch_norm2d(x, scale, scale), (x,))",
            "trained": "network = SmallCNN(True)\nprint(loss_curve(network, [(torch.randn(4, 3, 8, 8), torch.tensor([0, 1, 2, 3]))], 0.1))",
            "compiled": "batch_norm2d = torch.compile(batch_norm2d)",
        },
        "after",
    ),
    "a3_dropout": _table(
        {
            "compared": "x = torch.ones(1000)\nprint(dropout(x, 0.3).mean(), F.dropout(x, 0.3).mean())",
            "compared_with_layers": "print(torch.nn.Dropout(0.5)(torch.ones(4)), Dropout(0.5)(torch.ones(4)))",
            "gradcheck": f"{_GRADCHECK}torch.autograd.gradcheck(lambda x: dropout(x, 0.0), (x,))",
            "compiled": "dropout = torch.compile(dropout)",
        },
        "after",
    ),
    "a4_residual": _table(
        {
            "compared": "block = ResidualBlock(8, 8).eval()\nx = torch.randn(1, 8, 5, 5)\nassert block(x).shape == x.shape",
            "resnet18": "from torchvision.models import resnet18\nprint(sum(p.numel() for p in resnet18().parameters()))",
            "flow": "print(compare_gradient_flow(2))",
            "compiled": "network = torch.compile(ResidualBlock(4, 4))\nnetwork(torch.randn(2, 4, 5, 5))",
        },
        "after",
    ),
    "a5_architectures": _table(
        {
            "counted": "print(count_parameters(torch.nn.Linear(2, 3)))",
            "compared": "x = np.random.randn(1, 2, 5, 5)\nw = np.random.randn(3, 2, 3, 3)\nexpected = torch.nn.functional.conv2d(torch.tensor(x), torch.tensor(w))\nassert np.allclose(conv2d(x, w, np.zeros(3)), expected.numpy())",
        },
        "after",
    ),
    "a6_cifar10": _table(
        {
            "built": "network = build_model()\nprint(sum(p.numel() for p in network.parameters()))",
            "fitted": "from torch.utils.data import TensorDataset\ndata = TensorDataset(torch.randn(8, 3, 32, 32), torch.arange(8) % 10)\nfit(torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(3072, 10)), DataLoader(data, 4), DataLoader(data, 4), 1)",
            "compiled": "network = torch.compile(build_model())",
        },
        "after",
    ),
    "a7_modern": _table(
        {
            "compared": "print(MBConv(4, 4)(torch.randn(1, 4, 8, 8)).shape)",
            "attention": "x = torch.randn(1, 5, 8)\nprint(torch.nn.MultiheadAttention(8, 2, batch_first=True)(x, x, x)[0].shape)",
            "compiled": "network = torch.compile(ViT())",
        },
        "after",
    ),
}
