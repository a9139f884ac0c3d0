"""Names for invented people: as mixed, accented and hyphenated as a hospital's staff list is."""

from __future__ import annotations

import unicodedata
from itertools import cycle, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_FAMILIES: tuple[tuple[int, str, str], ...] = (
    (
        17,
        "Alison Callum Deborah Elaine Fraser Gareth Hannah Imogen Joanne Keith Lorraine Malcolm Nicola",
        "Ashworth Barraclough Dewhurst Entwistle Fairclough Greenhalgh Hargreaves Ollerenshaw Yardley-Moss",
    ),
    (
        17,
        "Colin Freya Hazel Jamie Oliver Pauline Robin Sheila Trevor Wendy Natalie Stuart",
        "Cartwright Kershaw Lightbown Marsden Pemberton Rawcliffe Shuttleworth Thwaite Whittaker",
    ),
    (
        9,
        "Aoife Ciarán Róisín Eoin Niamh Declan Gráinne Tomás Bronwen Rhys Eluned Gethin",
        "O'Shea O'Dowd Mulqueen McGarrigle Kinsella MacNamee Llewellyn Prosser Gwyther Bevan-Pugh",
    ),
    (
        13,
        "Adaeze Chinedu Folake Ifeoma Kwabena Abena Kofi Yewande Tendai Rutendo Olumide Esi",
        "Okonjo-Bright Adeyinka Owusu-Mensah Boateng Nwachukwu Chikwanha Oyelaran Asante Ekwueme Moyo",
    ),
    (
        15,
        "Anjali Bhavesh Deepika Farhana Imran Jaspreet Kavitha Mandeep Nasreen Rohit Sunita Tahmina",
        "Chaudhury Dhaliwal Kulkarni Raghunathan Mistry Siddiqui Thirunavukarasu Bhogal Varghese Rahmani",
    ),
    (
        8,
        "Analyn Benedicto Cristina Divina Jomar Liezel Marisol Rodel Rowena Teodoro",
        "Dela-Cruz Magsino Villanueva-Ong Pangilinan Tolentino Macaraeg Sarmiento-Reyes Dimaculangan",
    ),
    (
        8,
        "Agnieszka Bartosz Małgorzata Paweł Ioana Răzvan Mihaela Ondřej Zsófia Łukasz",
        "Wiśniewicz Gołąb Ionescu-Vlad Petrušić Kovářů Szentesi Brzozowicz Munteanu",
    ),
    (
        6,
        "Inês João Núria Ángel Begoña Graça Iñaki Chiara",
        "Figueirêdo Núñez-Arroyo Etxeberría Conceição Muñoz-Vidal Brambilla Peñalver Simões",
    ),
    (
        7,
        "Hodan Abdirahman Leyla Tariq Zeynep Mahmoud Parisa Yonas Selam Bülent",
        "Warsame Al-Khatib Gündoğdu Haji-Nur Farahani Tesfamariam Ghebremedhin Karadağ El-Sayegh",
    ),
)
"""Given names and surnames by family of names, with how many of a hundred people bear them."""

_BY_HAND = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "ß": "ss"})
"""Letters that have no accent to take off."""


def names(draw: Random, count: int) -> list[str]:
    """``count`` full names, all different for as long as the lists last."""
    decks = [_deck(draw, givens, surnames) for _, givens, surnames in _FAMILIES]
    shares = [share for share, _, _ in _FAMILIES]
    chosen = draw.choices([cycle(deck) for deck in decks], shares, k=count)
    return [next(deck) for deck in chosen]


def _deck(draw: Random, givens: str, surnames: str) -> list[str]:
    """Every given name with every surname, shuffled."""
    deck = [f"{given} {surname}" for given, surname in product(givens.split(), surnames.split())]
    draw.shuffle(deck)
    return deck


def addresses(people: list[str]) -> list[str]:
    """A mailbox for each name, all different, at a domain that can belong to nobody (RFC 2606)."""
    taken: dict[str, int] = {}
    mailboxes = []
    for person in people:
        mailbox = _mailbox(person)
        taken[mailbox] = taken.get(mailbox, 0) + 1
        mailboxes.append(f"{mailbox}{taken[mailbox] if taken[mailbox] > 1 else ''}@example.org")
    return mailboxes


def _mailbox(person: str) -> str:
    given, _, surname = unicodedata.normalize("NFKD", person.translate(_BY_HAND)).casefold().partition(" ")
    return ".".join(
        "".join(letter for letter in part if letter.isascii() and (letter.isalpha() or letter == "-"))
        for part in (given, surname)
    )
