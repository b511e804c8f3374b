"""Makes what students get out of what the course team keeps: `assignments/ = release(solutions/)`.

Import `autograder.release.release` only where a release is asked for: it loads jupytext, nbformat
and jinja2, which no other command should wait for.
"""
