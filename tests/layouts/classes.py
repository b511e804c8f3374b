"""Classes that no platform laid out, wrapped in folders and zips, and the roll that is right."""

from layouts.made import GOOD, LESSON, OLD, STUB, Made, zipped

CLASSES = [
    Made(
        "one folder wraps the students",
        {"download/s1/pooling.py": GOOD, "download/s2/pooling.py": OLD},
        {"s1": GOOD, "s2": OLD},
    ),
    Made(
        "several folders wrap the students",
        {f"a/b/c/{s}/pooling.py": GOOD for s in ("s1", "s2")},
        {"s1": GOOD, "s2": GOOD},
    ),
    Made(
        "a wrapper beside which a text lies",
        {"README.md": b"#", "all/s1/pooling.py": GOOD, "all/s2/pooling.py": GOOD},
        {"s1": GOOD, "s2": GOOD},
        ("README.md",),
    ),
    Made(
        "files of a class",
        {"s1.py": GOOD, "s2.py": OLD, "s3.ipynb": LESSON, "grades.csv": b"1"},
        {"s1": GOOD, "s2": OLD, "s3": LESSON},
        ("grades.csv",),
    ),
    Made(
        "files of a class beside the stub",
        {"pooling.py": STUB, "s1.py": GOOD, "s2.py": OLD, "s3.py": GOOD},
        {"s1": GOOD, "s2": OLD, "s3": GOOD},
        ("pooling.py",),
    ),
    Made(
        "copies of a file as a class",
        {"pooling.py": GOOD, "pooling (1).py": OLD, "pooling (2).py": GOOD},
        {"pooling": GOOD, "pooling (1)": OLD, "pooling (2)": GOOD},
        layout="class",
    ),
    Made(
        "a stray notebook beside a class",
        {"s1/pooling.py": GOOD, "s2/pooling.py": OLD, "lesson.ipynb": LESSON, "README": b"#"},
        {"s1": GOOD, "s2": OLD},
        ("README", "lesson.ipynb"),
    ),
    Made(
        "nbgrader's tree with a name in capitals",
        {
            "s1/a1_pooling/pooling.py": GOOD,
            "s2/A1_Pooling/pooling.py": OLD,
            "s3/pooling/pooling.py": GOOD,
            "s4/a2_conv/conv.py": GOOD,
        },
        {"s1": GOOD, "s2": OLD},
        ("s3/", "s4/"),
    ),
    Made(
        "sections",
        {"section 1/s1/pooling.py": GOOD, "section 2/s2/pooling.py": OLD, "notes.txt": b""},
        {"s1": GOOD, "s2": OLD},
        ("notes.txt",),
    ),
    Made("one student in a class", {"s1/pooling.py": GOOD}, {"s1": GOOD}, zipped=False),
    Made(
        "one student with a zip in a class",
        {"s1/work.zip": zipped({"pooling.py": GOOD})},
        {"s1": GOOD},
        zipped=False,
    ),
    Made(
        "a zip for each student",
        {
            "ada.zip": zipped({"pooling.py": GOOD}),
            "bob.zip": zipped({"w/pooling.py": OLD}),
            "cem/work.zip": zipped({"pooling.py": GOOD}),
        },
        {"ada": GOOD, "bob": OLD, "cem": GOOD},
    ),
    Made(
        "the download's zip in a folder",
        {"all.zip": zipped({"s1/pooling.py": GOOD, "s2/pooling.py": OLD})},
        {"s1": GOOD, "s2": OLD},
    ),
]
