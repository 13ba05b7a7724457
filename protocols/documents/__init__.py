"""Documents and trust: a snapshot becomes a PDF, the PDF is certified, signed and sealed, and can be checked again.

Plain functions over bytes and dictionaries: nothing here knows a model or a request.
`rendering` makes the file, `signing` puts signatures in it, `verifying` says what a file is, `exporting` reads it back.
"""
