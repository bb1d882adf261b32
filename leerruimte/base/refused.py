"""How an action says no."""


class Refused(Exception):
    """An action that was not done, with a sentence for the person and the field it belongs to.

    `message` is a translated sentence in plain words; `field` is the name of the form field beside which it
    stands, or "" when it is about the whole; `code` is a short stable word for programs ("closed", "hidden", ..).
    """

    def __init__(self, message: str, *, field: str = "", code: str = "refused") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code
