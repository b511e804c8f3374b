#!/usr/bin/env bash
# Grades one commit of a student's repository with the hidden tests of a course, both checked out.
#
#   COURSE      the course's folder, with grading_tests/
#   ASSIGNMENT  which one, such as a1_pooling
#   SUBMITTED   the student's repository
#   COMMIT      what is graded; HEAD if not said
#   REPOSITORY  what the platform calls it, such as course-2026/ada; SUBMITTED if not said
#   STUDENT     the name in the results; the last part of REPOSITORY if not said
#   OUT         where results, report.html and junit.xml go; a folder `graded` if not said
#   FAIL_UNDER  percent below which the job fails (status 3); never if not said
#   ISOLATION   required, best or none; best if not said
#
# Exit status: that of `autograder grade`, or git's own where there is no such commit. On GitHub there are annotations and a job summary too.
set -euo pipefail

for name in COURSE ASSIGNMENT SUBMITTED; do
    [ -n "${!name:-}" ] || { echo "$name is not set; $0 says what it is" >&2; exit 2; }
done
COURSE=$(cd -- "$COURSE" && pwd) || exit 2
SUBMITTED=$(cd -- "$SUBMITTED" && pwd) || exit 2
STUDENT=${STUDENT:-$(basename -- "${REPOSITORY:-$SUBMITTED}")}
OUT=${OUT:-graded}
autograder=${AUTOGRADER:-autograder}

# The files of the commit as they are in it, whatever lies in the checkout. Below a folder of its
# own all of it is one hand-in. Nothing of the repository's is run by git here.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/submitted/student" "$OUT"
repository=(git -c "safe.directory=$SUBMITTED" -C "$SUBMITTED")
commit=$("${repository[@]}" rev-parse --verify --end-of-options "${COMMIT:-HEAD}^{commit}")
"${repository[@]}" archive --format=tar "$commit" | tar -x -C "$scratch/submitted/student"
echo "grading $STUDENT at $commit"

format=text
[ "${GITHUB_ACTIONS:-}" != true ] || format=github
options=(--assignment "$ASSIGNMENT" --student "$STUDENT" --out "$OUT/results" --force
    --isolation "${ISOLATION:-best}" --format "$format")
[ -z "${FAIL_UNDER:-}" ] || options+=(--fail-under "$FAIL_UNDER")
status=0
"$autograder" --course "$COURSE" grade "$scratch/submitted" "${options[@]}" || status=$?

# What people and systems read. A hand-in that was not judged is in each of them, and no zero.
results=$OUT/results/$ASSIGNMENT
if compgen -G "$results/*.json" >/dev/null; then
    "$autograder" export "$results" --to junit --out "$OUT/junit.xml" || true
    "$autograder" --course "$COURSE" report "$results" --out "$OUT/report" || true
    if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
        # its annotations were printed above
        "$autograder" export "$results" --to github --out "$OUT/summary.md" >/dev/null || true
        cat "$OUT/summary.md" >>"$GITHUB_STEP_SUMMARY"
    fi
fi
exit "$status"
