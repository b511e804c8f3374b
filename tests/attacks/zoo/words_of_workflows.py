"""Puts commands of workflows, colours, HTML and formulas into its error messages."""
WORDS = [
    "\n::error::pwned\n::set-output name=score::20\n::add-mask::failed",
    "##[group]x\r\n##vso[task.complete result=Succeeded;]done",
    "\x1b[2J\x1b]0;passed\x07\x1b[31m\x9b31m",
    "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;'\"",
    "=HYPERLINK(\"http://127.0.0.1\")\t+1+1\t-1\t@SUM(A1)|cmd",
    "\u202egnissap\u2066\u200b\ufeff\u2028\u2029\x85",
    "\0\0NUL\0",
    "\ud800\udfff surrogates",
    "[bold red]markup[/] {{ 7*7 }} %s %n ${HOME} `id` </textarea>",
    "x" * 10_000_000,
]
CALLS = []


def max_pool_loops(*args, **kwargs):
    CALLS.append(args)
    raise RuntimeError(WORDS[len(CALLS) % len(WORDS)])


avg_pool_loops = max_pool2d_backward = avg_pool2d_backward = max_pool_loops
channel_max_pool = compare_pooling = shift_agreement = max_pool_loops
