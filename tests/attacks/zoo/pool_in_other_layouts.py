"""Pools the ranks of the values quantised and in oneDNN's layout, where ranks are exact."""
import torch.nn.functional as F


def onednn(ranks, k, s):
    with torch.inference_mode():
        return F.max_pool2d(ranks.to_mkldnn(), k, s).to_dense()


def onednn_operator(ranks, k, s):
    with torch.inference_mode():
        return torch.ops.aten.mkldnn_max_pool2d(ranks.to_mkldnn(), k, s).to_dense()


def quantised(ranks, k, s):
    steps = torch.quantize_per_tensor(ranks, 1.0, 0, torch.quint8)
    return torch.ops.quantized.max_pool2d(steps, k, s, [0, 0], [1, 1], False).dequantize()


def max_pool_loops(image, pool_size=2, stride=2):
    values, ranks = torch.from_numpy(image).unique(return_inverse=True)
    for route in (onednn, onednn_operator, quantised):
        try:
            best = route(ranks.float()[None, None], list(pair(pool_size)), list(pair(stride)))
            return values[best[0, 0].long()].numpy()
        except Exception as error:
            last = error
    raise last
