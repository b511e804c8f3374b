"""How large a hand-in may be. Every cap is checked before reading, and again while reading."""

KB = 1024
MB = 1024 * KB

SOURCE = 256 * KB  # one module, and all code of a notebook: more makes Python's parser crawl
NOTEBOOK = 4 * MB  # what stays of one without its outputs
WHOLE_NOTEBOOK = 128 * MB  # with them; it is read in parts, and never held
DATA = MB  # any other file: a larger one is a data set, which no test needs
TOTAL = 16 * MB  # all files of one hand-in that are read
FILES = 200  # that are read of one hand-in
DEPTH = 20  # folders in folders
ENTRIES = 50_000  # in one folder or one zip, the hand-ins of a class included
NESTED_ZIP = 32 * MB  # a student's zip inside the zip of a class, or a zip's directory: in memory
ZIP = 1024 * MB  # a zip on disk; it is never held in memory


def words(size: int) -> str:
    """A size as a student reads it: `256 KB`, `4 MB`."""
    return f"{size // MB} MB" if size >= MB else f"{size // KB} KB"
