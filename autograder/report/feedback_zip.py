"""Feedback pages as one zip in the layout that a learning platform takes back.

Moodle, "Upload multiple feedback files in a zip" (github.com/moodle/moodle at 0203d8f,
mod/assign/feedback/file/importziplib.php, `is_valid_filename_for_import`): a folder
`Full name_PARTICIPANT_assignsubmission_file_`, where the participant's number comes behind the
first underscore. Canvas, "Upload Submissions" (github.com/instructure/canvas-lms,
app/models/abstract_assignment.rb, `infer_comment_context_from_filename`): the first two numbers
between underscores are the user and a file that the user handed in, as the download calls it. The
comment's file is shown under that file's own name, a module's perhaps, so it is plain text.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from autograder.escape import NAME, one_line
from autograder.export import Export
from autograder.export.wording import owner_of
from autograder.report.markdown import markdown_page
from autograder.report.site import student_page
from autograder.results import Result

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # so that the same results give the same zip
_NOT_IN_NAMES = str.maketrans('_/\\:*?"<>|', "          ")  # an underscore would move the number


def moodle_zip(results: Sequence[Result], titles: Mapping[str, str]) -> Export:
    """A page for each student of one assignment, in the folder that Moodle's download gave."""
    pages, problems = dict[str, str](), list[str]()
    for result in _judged(results):
        number = result.ids.get("moodle", "")
        if not number.isdecimal():
            problems.append(
                f"no page for {owner_of(result)}: no participant's number is known; grade Moodle's "
                "download as it is, its names hold them"
            )
            continue
        name = one_line(result.ids.get("name") or result.student, NAME).translate(_NOT_IN_NAMES)
        folder = f"{name.strip()}_{number}_assignsubmission_file_"
        pages[f"{folder}/feedback.html"] = student_page([result], titles)
    return _zipped(pages, problems)


def canvas_zip(
    results: Sequence[Result], titles: Mapping[str, str], names: Iterable[str]
) -> Export:
    """A text for each student of one assignment, called as the latest of their files in `names`."""
    latest = _latest(names)
    pages, problems = dict[str, str](), list[str]()
    for result in _judged(results):
        name = latest.get(result.ids.get("canvas", ""))
        if name is None:
            known = result.ids.get("canvas")
            why = f"no file of user {known} is in it" if known else "no user's number is known"
            problems.append(
                f"no page for {owner_of(result)}: {why}; give --template the download that was graded"
            )
            continue
        pages[name] = markdown_page([result], titles)
    return _zipped(pages, problems)


def _judged(results: Sequence[Result]) -> list[Result]:
    return [result for result in results if result.score is not None]


def _latest(names: Iterable[str]) -> dict[str, str]:
    """The file with the highest number of each user in a download from Canvas."""
    latest: dict[str, tuple[int, str]] = {}
    for name in (PurePosixPath(name).name for name in names):
        numbers = [part for part in name.split("_") if part.isdecimal()][:2]
        if len(numbers) == 2 and not name.startswith("."):
            user, file = numbers[0], int(numbers[1])
            latest[user] = max(latest.get(user, (0, "")), (file, name))
    return {user: name for user, (_, name) in latest.items()}


def _zipped(pages: Mapping[str, str], problems: Sequence[str]) -> Export:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(pages.items()):
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, text)
    content = whole.getvalue() if pages else None
    return Export(content, problems=tuple(problems), entered=len(pages), unit="page")
