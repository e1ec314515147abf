"""Files that people send to be imported: read apart, staged in the database, judged as themselves.

read.py reads a file in a process of its own, bounded; upload.py takes it from a request and stages
its rows; run.py checks or imports them with ops.importing.files, the code of `stockroom import`,
in one transaction of the person's own.
"""
