"""Invented names, as they come in a staff room; no two people have the same, unless somebody wants twins."""

import random
import unicodedata
from collections.abc import Iterator

FIRST = """
Aaliyah Abdel Achmed Aisha Albert Amber Amira André Angela Anja Anke Anneke Annelies Anouk Arjan Aron Astrid Ayşe Bart
Bas Bea Ben Bente Bianca Björn Bo Bram Brigitte Carlijn Carmen Cas Celeste Chantal Charlotte Chloë Claudia Daan
Daniëlle Danny Daphne Dewi Dieuwertje Dilara Dirk Dominique Dunya Edwin Eline Ellen Emine Emma Erik Esmée Esther Eva
Fadoua Famke Fatima Femke Fenna Floor Floris Frank Fred Froukje Geert Gerda Gijs Gonca Guus Hajar Hanna Hannah Hans
Harm Hassan Heleen Henk Hicham Hilde Ibrahim Ilse Imane Inge Ingrid Irene Isa Ivo Jasmijn Jasper Jelle Jeroen Jesse
Jip Joep Johan Jolanda Joost Joris Judith Julia Jurre Kaj Karim Karin Kees Kevin Khadija Kim Kirsten Klaas Koen Laila
Lars Laura Leila Lena Lieke Lisa Loes Lotte Lucas Luuk Maaike Maarten Mandy Manon Marieke Marit Mark Marloes Martijn
Mees Mehmet Merel Michiel Mila Milan Miriam Mirthe Mohamed Myrthe Nadia Naomi Nathalie Niek Niels Nina Noa Noah Noor
Nora Olga Omar Paul Petra Pieter Pim Quinten Rachid Rachel Ravi Remco Renée Rianne Rik Rob Robin Roos Rosa Ruben Ruth
Sabine Said Salma Samira Sander Sara Saskia Selma Sem Senna Silvia Simone Sjoerd Sofie Stan Stefan Sterre Suzan Sylvana
Tamara Teun Thijs Thomas Tijn Tim Tineke Tobias Tom Tygo Uğur Valerie Vera Victor Vincent Wendy Wessel Willem Wouter
Yara Yasin Yasmine Youssef Yvonne Zainab Zeynep Zoë Zora
""".split()
LAST = """
Aalbers|Aarts|Achterberg|el Amrani|Bakker|Balk|van den Berg|van Beek|Bijl|Blom|de Boer|Boersma|Bos|Bosman|ten Brinke
Bouwman|Brands|de Bruin|van Dam|Demir|Dekker|van Dijk|Dijkstra|van Dongen|Driessen|van den Eijnde|Evers|Faber
van der Gaag|Geerts|Gerritsen|Goossens|de Graaf|de Groot|van Haaften|de Haan|Haddou|Hendriks|Hermans|Heuvelmans
van den Heuvel|Hoekstra|Hofman|van der Horst|Huisman|Jacobs|Jansen|Janssen|de Jong|Jonker|Kaya|Keijzer|Klein|Knaap
Koç|Kok|Koning|Kooistra|Kramer|Kuiper|Kuipers|Kurt|van Leeuwen|van der Linden|van Loon|Maas|Martens|Meijer|Mertens
Meulenbelt|Mol|Mulder|Nguyen|van Nieuwenhuizen|Nowak|van Oosten|O’Brien|Oosterhuis|van Os|van der Pas|Peeters|Peters
Pietersen|Postma|Prins|Ramdin|de Regt|Riemersma|Rijnders|de Ruiter|Sahin|Schaap|van Schaik|Scholten|Schouten|Siemons
Singh|van der Sluis|Smeets|Smit|Smits|Soekhai|Spaans|Stam|van der Steen|Sterk|Stolk|Tahiri|Terpstra|Timmermans|’t Hart
’t Mannetje|van ’t Veer|Tromp|van der Veen|Veenstra|Verbeek|Verhoeven|Vermeer|Vermeulen|de Vries|Visser|van Vliet
Vos|Vrolijk|van der Wal|Wang|Waterman|van der Werf|Westra|Willems|de Wilde|Wolters|van Zanten|Zijlstra|Zwart|Öztürk
Schröder|Möller|Daniëls|Coëlho|De Meïer
""".replace("\n", "|")
LASTS = [name for name in LAST.split("|") if name]


def names(chance: random.Random) -> Iterator[tuple[str, str]]:
    """First and last names, each pair once, in an order by chance."""
    pairs = len(FIRST) * len(LASTS)
    for pair in chance.sample(range(pairs), pairs):
        first, last = divmod(pair, len(LASTS))
        yield FIRST[first], LASTS[last]


class Addresses:
    """An address of nobody for each name; a second one of the same name gets a figure."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.given: dict[str, int] = {}

    def of(self, first: str, last: str) -> str:
        """The next address for a name: "zoe.vantveer@..", "zoe.vantveer2@.."."""
        plain = ".".join(_letters(part) for part in (first, last) if part)
        self.given[plain] = self.given.get(plain, 0) + 1
        count = self.given[plain]
        return f"{plain}{count if count > 1 else ''}@{self.site}"


def _letters(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold().replace("ı", "i"))
    return "".join(letter for letter in apart if letter.isascii() and letter.isalpha())
