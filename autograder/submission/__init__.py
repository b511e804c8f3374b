"""From what was handed in (files, notebooks, zips, folders) to one `Submission` per student.

It imports nothing, so that a worker that needs `notebook` gets no more than that.
"""
