"""The one error of the document reader."""


class DocumentError(Exception):
    """A file that cannot be read as a document of the portal.

    `code` is a short stable word for programs and tests; `message` is a lazy, translatable sentence
    for the person who chose the file: what is wrong and what to do.
    """

    def __init__(self, code, message):
        super().__init__(code)
        self.code = code
        self.message = message

    def __str__(self):
        return str(self.message)
