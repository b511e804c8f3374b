#!/usr/bin/env bash
# Run once by Gradescope, as root, when the image is built: a Python with what grading needs.
set -euo pipefail

source=${AUTOGRADER_SOURCE:-/autograder/source}
environment=${AUTOGRADER_ENVIRONMENT:-/opt/autograder}
# The address of an index with PyTorch's build for CPU; without it an image is several GB larger.
index=${PIP_EXTRA_INDEX_URL:-}

# Prints the first Python that is new enough.
find_python() {
    local candidate
    for candidate in python3.13 python3.12 python3.11 python3; do
        if "$candidate" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

if ! python=$(find_python); then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    # What a release of Ubuntu calls it: 24.04 has 3.12, 22.04 has 3.11 beside its own.
    apt-get install --yes --no-install-recommends python3.12 python3.12-venv ||
        apt-get install --yes --no-install-recommends python3.11 python3.11-venv
    python=$(find_python)
fi

"$python" -m venv "$environment"
"$environment/bin/pip" install --no-input ${index:+--extra-index-url "$index"} \
    --requirement "$source/requirements.txt"
chmod -R go-rwx "$source"
# For the log of the build: how far student code can be locked here.
PYTHONPATH=$source/engine AUTOGRADER_COURSE=$source/course \
    "$environment/bin/python" -m autograder doctor || true
