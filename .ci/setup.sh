#!/bin/sh
# Finds a Python that can build .venv and hands over to setup.py, with the stage to build: grade or dev.
# PYTHON=/path/to/python chooses one; otherwise an existing .venv keeps the one it has.
set -eu

stage=${1:-dev}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

# Prints why this Python cannot be used. Must also be valid in the Pythons that it turns away.
probe='
import sys
if sys.version_info < (3, 11):
    print("is Python %d.%d, and 3.11 or newer is needed" % tuple(sys.version_info[:2]))
    sys.exit(1)
try:
    import ensurepip, venv
except ImportError:
    print("cannot make a virtual environment: venv or ensurepip is missing (package python3-venv on Debian and Ubuntu)")
    sys.exit(1)
'

if [ -n "${PYTHON:-}" ]; then
    set -- "$PYTHON"
else
    set -- "$here/../.venv/bin/python" python3.13 python3.12 python3.11 python3
fi

reason=
for candidate in "$@"; do
    command -v "$candidate" >/dev/null 2>&1 || continue
    # Whatever a broken launcher writes to the error stream is not a reason of ours.
    if refusal=$("$candidate" -c "$probe" 2>/dev/null); then
        exec "$candidate" -B "$here/setup.py" "$stage"
    fi
    [ -z "$reason" ] && [ -n "$refusal" ] && reason="$candidate $refusal"
done

[ -n "$reason" ] || reason="no working Python was found, and 3.11 or newer is needed; looked for ${PYTHON:-python3.13, python3.12, python3.11, python3}"
echo "setup: $reason. Name another with: make setup PYTHON=/path/to/python" >&2
exit 1
