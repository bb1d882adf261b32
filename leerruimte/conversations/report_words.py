"""What the report says in sentences, for the page and the PDF alike."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leerruimte.conversations.figures import CountsShown
from leerruimte.conversations.queries.placed import PathMarks
from leerruimte.conversations.queries.report import Report, Said
from leerruimte.look.templatetags.look import in_language


def counts_sentence(counts: CountsShown) -> str:
    """How many agree and disagree; "" when nobody said anything or nothing may be told."""
    if counts.kind == "counts":
        if counts.agree == 0 and counts.disagree == 0:
            return ""
        return f"{_agree(counts.agree)}, {_disagree(counts.disagree)}"
    sentences = {
        "nearly_agree": _("almost everybody agrees"),
        "nearly_disagree": _("almost everybody disagrees"),
        "nearly_all": _("almost everybody agrees or disagrees"),
        "nearly_split": _("%(low)d to %(high)d agree, almost all others disagree")
        % {"low": counts.low, "high": counts.high},
    }
    return sentences.get(counts.kind, "")


def _agree(many: int | None) -> str:
    if many is None:
        return _("a few agree")
    return ngettext("%(many)d agrees", "%(many)d agree", many) % {"many": many} if many else _("nobody agrees")


def _disagree(many: int | None) -> str:
    if many is None:
        return _("a few disagree")
    if many == 0:
        return _("nobody disagrees")
    return ngettext("%(many)d disagrees", "%(many)d disagree", many) % {"many": many}


def doubles_sentence(many: int) -> str:
    """How many other contributions say the same."""
    if not many:
        return ""
    return ngettext("said %(many)d more time in other words", "said %(many)d more times in other words", many) % {
        "many": many
    }


def when_sentence(report: Report) -> str:
    """The day of the conversation, or its first and last."""
    first = date_format(localtime(report.began), "l j F Y")
    if report.ended is None:
        return _("%(day)s, not closed yet") % {"day": first}
    if report.took_days:
        return _("%(first)s to %(last)s") % {"first": first, "last": date_format(localtime(report.ended), "l j F Y")}
    return first


def path_sentence(path: PathMarks) -> str:
    """Where people place "us", in one sentence."""
    if not path.enough:
        return _("Fewer than five people placed a mark. They are not shown.")
    first, last, middle = (in_language(words) for words in (path.first, path.last, path.middle))
    if path.people < 10:
        return _("In the middle of the group: “%(station)s”.") % {"station": middle}
    if first == last:
        return _("Most place us near “%(station)s”.") % {"station": middle}
    return _("The middle half places us between “%(first)s” and “%(last)s”.") % {"first": first, "last": last}


def gaps_sentence(empty: Sequence[tuple[int, int]]) -> str:
    """In which weeks nothing lies: runs of weeks, (2, 2), (5, 7)."""
    told = [str(first) if first == last else f"{first}–{last}" for first, last in empty]
    many = sum(last - first + 1 for first, last in empty)
    return ngettext("nothing yet in week %(weeks)s", "nothing yet in weeks %(weeks)s", many) % {
        "weeks": ", ".join(told)
    }


def heaps_title(report: Report) -> str:
    """What stands above the heaps."""
    three = sum(1 for heap in report.heaps if heap.key) == 3
    return _("Three heaps") if three and not report.has_weeks else _("What was laid where")


def laid_sentence(said: Said, *, with_place: bool) -> str:
    """Where it lies, who it is about, in which week and as what kind; "" when nothing of that was asked."""
    place = in_language(said.place) if with_place else ""
    week = _("week %(week)d") % {"week": said.week} if said.week else ""
    return " · ".join(filter(None, (place, said.about, week, in_language(said.kind))))


def method_sentences() -> list[str]:
    """How the figures and the map came about, in plain words."""
    return [
        _(
            "Everybody could agree, disagree or pass on what others wrote. The report counts each person's last answer "
            "once, also when two contributions say the same and were put together."
        ),
        _(
            "The map looks who answers alike. First it shuffles the answers to each contribution many times over. Only "
            "when the real answers show clearly more order than the shuffled ones, it says that there is a pattern."
        ),
        _(
            "People lie near each other who answer alike. The sides describe the picture; they are called separate "
            "groups only when that was shown."
        ),
        _(
            "“All share this”: in every role and on every side a majority agrees (or disagrees), and that holds with a "
            "certainty of ninety per cent. “Where roles differ” only tells what shuffled roles would not show as well."
        ),
        _(
            "Nothing is told about fewer than five people. One to four reads “a few”, and where a number would give "
            "away such a small group by subtraction, words stand in its place."
        ),
        _("No names, unless somebody gave a first name with their own words."),
    ]
