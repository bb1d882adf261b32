"""What was left out when a conversation was read in, in sentences."""

from collections.abc import Iterable

from django.utils.translation import ngettext

from leerruimte.conversations.polis import Skipped


def skipped_sentences(skipped: Iterable[Skipped]) -> list[str]:
    """A sentence for each reason, with how many."""
    return [sentence for one in skipped if (sentence := _sentence(one))]


def _sentence(skipped: Skipped) -> str:
    many = skipped.count
    sentences = {
        "rejected": ngettext(
            "%(many)d contribution was left out: the moderators had rejected it.",
            "%(many)d contributions were left out: the moderators had rejected them.",
            many,
        ),
        "empty": ngettext(
            "%(many)d contribution was left out: there was nothing in it.",
            "%(many)d contributions were left out: there was nothing in them.",
            many,
        ),
        "shortened": ngettext(
            "%(many)d contribution was longer than 280 characters and was shortened.",
            "%(many)d contributions were longer than 280 characters and were shortened.",
            many,
        ),
        "vote_unknown": ngettext(
            "%(many)d vote was left out: it is about a contribution that is not in the files.",
            "%(many)d votes were left out: they are about contributions that are not in the files.",
            many,
        ),
        "vote_rejected": ngettext(
            "%(many)d vote was left out: it is about a contribution that was left out.",
            "%(many)d votes were left out: they are about contributions that were left out.",
            many,
        ),
        "vote_repeated": ngettext(
            "%(many)d vote was replaced by a later one of the same person on the same contribution.",
            "%(many)d votes were replaced by later ones of the same person on the same contribution.",
            many,
        ),
    }
    return sentences[skipped.reason] % {"many": many} if skipped.reason in sentences else ""
