"""Why a write of a participant was not accepted, in plain words."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "gone": _(
        "You are no longer in this conversation. Join again with the code; what you wrote is still on this phone."
    ),
    "ended": _("This conversation has ended. What you wrote is still on this phone; you can copy it."),
    "closed": _("This question has been closed. What you wrote is still on this phone; you can copy it."),
    "not_open": _("This question is not open yet. What you wrote is still on this phone."),
    "unknown_question": _("This question is not part of the conversation. What you wrote is still on this phone."),
    "empty": _("Write something first. One sentence is enough."),
    "too_long": _("This is too long: at most 280 characters. Shorten it a little."),
    "hidden": _("The facilitator took this contribution off the screen. Your other answers are kept."),
    "unknown": _("This contribution is not there any more. Your other answers are kept."),
    "own": _("This is your own contribution. You don't have to answer it."),
    "foreign": _("This could not be kept, because it carries the mark of something else. Please write it again."),
    "wrong_value": _("Choose agree, disagree or pass."),
    "wrong_place": _("Choose a place on the drawing."),
    "wrong_element": _("Choose a mark on one of the parts of the drawing."),
    "wrong_week": _("Choose a week and a kind from the list."),
    "about_too_long": _("Who it is about is too long: at most 80 characters."),
    "wrong_date": _("This day does not exist. Choose a day from the calendar, or leave it empty."),
    "no_table": _("You are not at a table now. What you wrote is still on this phone."),
    "no_field": _("This field is not part of the conversation. What you wrote is still on this phone."),
    "entry_too_long": _("This is too long: at most 600 characters. Shorten it a little."),
    "not_together": _("You are not writing one version together yet. What you wrote is still on this phone."),
    "choose_role": _("Choose as whom you fill this in."),
    "unknown_entry": _("These words are not there any more."),
    "wrong": _("This could not be read. Please write it again."),
}
