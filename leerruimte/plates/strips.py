"""How wide a paper strip must be for its words: the drawings use it when they are made, pages when they translate."""

import unicodedata

# Widths of Shantell Sans 700 in thousandths of the size, measured in a browser; letters with an accent are as wide as
# those without.
WIDTHS = {
    "a": 683,
    "b": 624,
    "c": 530,
    "d": 690,
    "e": 600,
    "f": 403,
    "g": 649,
    "h": 669,
    "i": 306,
    "j": 292,
    "k": 652,
    "l": 347,
    "m": 911,
    "n": 665,
    "o": 650,
    "p": 598,
    "q": 627,
    "r": 537,
    "s": 527,
    "t": 486,
    "u": 636,
    "v": 608,
    "w": 905,
    "x": 572,
    "y": 611,
    "z": 621,
    "A": 767,
    "B": 622,
    "C": 614,
    "D": 706,
    "E": 664,
    "F": 587,
    "G": 802,
    "H": 719,
    "I": 561,
    "J": 635,
    "K": 682,
    "L": 540,
    "M": 1027,
    "N": 792,
    "O": 740,
    "P": 627,
    "Q": 768,
    "R": 739,
    "S": 572,
    "T": 623,
    "U": 684,
    "V": 704,
    "W": 994,
    "X": 665,
    "Y": 620,
    "Z": 639,
    "0": 700,
    "1": 455,
    "2": 700,
    "3": 700,
    "4": 700,
    "5": 625,
    "6": 700,
    "7": 700,
    "8": 700,
    "9": 700,
    " ": 344,
    "!": 300,
    "'": 277,
    "(": 483,
    ")": 473,
    ",": 304,
    "-": 519,
    ".": 311,
    ":": 310,
    "?": 521,
    "&": 690,
    "’": 272,
    "‘": 259,
    "–": 700,
    "…": 885,
}
USUAL = 650
# Paper left and right of the words together, in sizes.
MARGIN = 1.3


def words_width(text: str, size: float) -> float:
    """How wide words in hand lettering are, in drawing units."""
    plain = unicodedata.normalize("NFD", text)
    return sum(WIDTHS.get(letter, USUAL) for letter in plain if not unicodedata.combining(letter)) * size / 1000


def strip_width(text: str, size: float) -> float:
    """How wide the strip under them is."""
    return words_width(text, size) + MARGIN * size
