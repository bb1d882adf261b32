"""Every sentence that the phone's scripts say, in the language of the page."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Texts = dict[str, str | list[str]]


def texts() -> Texts:
    """By name; a pair is for one and for more (two forms in both languages). `words.js` fills in %(name)s."""
    return _states() | _writing() | _answering() | _following() | _intending()


def _states() -> Texts:
    return {
        "kept_at": _("Kept %(time)s"),
        "not_kept": _("Not kept"),
        "waiting": _("Waits for a connection"),
        "keeping": _("Keeping …"),
        "unreadable": _("This could not be read. Please write it again."),
        "offline_short": _("No connection for a moment."),
        "offline_more": _("Just go on writing; we send it as soon as we can."),
        "busy": _("It is very busy."),
        "back_online": _("There is a connection again."),
        "needs_network": _("This needs a connection. It comes as soon as there is one."),
        "join_again": _(
            "You do not take part on this device any more. What you wrote is still on this phone. Join again:"
        ),
        "join": _("join"),
        "conversation_gone": _(
            "This conversation was deleted. What you wrote is still on this phone; you can copy it."
        ),
        "phone_full": _("This phone has no room to keep it. Free some space and try again."),
    }


def _writing() -> Texts:
    return {
        "characters_left": [ngettext("%(n)d character left", "%(n)d characters left", n) for n in (1, 2)],
        "characters_too_many": [ngettext("%(n)d character too many", "%(n)d characters too many", n) for n in (1, 2)],
        "write_something": _("Write something first. One sentence is enough."),
        "too_long": _("This is too long. Shorten it a little."),
        "choose_heap": _("Choose on which heap it belongs."),
        "you": _("you"),
        "you_as": _("you, %(role)s"),
        "take_back": _("Take back"),
        "taken_back": _("Taken back."),
        "taken_back_in_field": _("Taken back. Your words are in the field: change them and place them again."),
        "back_in_field": _("Back in the field"),
        "field_is_taken": _("There are other words in the field. Place those first."),
        "throw_away": _("Throw away"),
        "taken_off": _("The facilitator took this off the screens. You still have it here."),
    }


def _answering() -> Texts:
    return {
        "agree": _("Agree"),
        "disagree": _("Disagree"),
        "pass": _("Pass"),
        "your_view": _("Your view"),
        "contribution_of_other": _("Contribution of somebody else"),
        "left": _("%(n)d to go"),
        "you_chose": _("You chose: %(choice)s"),
        "undo": _("Undo"),
        "undone": _("Undone."),
        "all_answered": _("You have seen them all. New ones come here by themselves."),
        "nobody_yet": _("Nothing to answer yet. What others write comes here by itself."),
        "was_taken_away": _("This contribution is not there any more. Here is the next one."),
        "show_new": [ngettext("%(n)d new", "%(n)d new ones", n) for n in (1, 2)],
    }


def _following() -> Texts:
    return {
        "question_place": _("Question %(number)d of %(total)d"),
        "new_question": _("New question: %(question)s"),
        "question_of_now": _("The question of now: %(question)s"),
        "go_there": _("Go there"),
        "closed": _("closed"),
        "time_up": _("time is up"),
        "minutes_left": [ngettext("less than a minute left", "%(n)d minutes left", n) for n in (1, 2)],
        "look_up": _("Look up for a moment. The facilitator asks everybody's attention."),
        "go_on": _("You can go on."),
        "your_table": _("Your table: %(n)d"),
        "table_number": _("Table %(n)d"),
        "no_mark": _("No mark yet. Press on the drawing, or slide."),
        "between": _("Between ‘%(first)s’ and ‘%(second)s’"),
        "copied": _("Copied"),
        "copy_yourself": _("The link is selected: copy it yourself."),
    }


def _intending() -> Texts:
    return {
        "new_intention": _("What are you going to do?"),
        "change_intention": _("Change your intention"),
        "change": _("Change"),
        "wrong_date": _("This day does not exist. Choose a day from the calendar, or leave it empty."),
        "with_whom": _("With whom?"),
        "needed": _("What is needed for it?"),
        "asks_of_me": _("What does it ask of me?"),
        "asks_of_organisation": _("What does it ask of the organisation?"),
    }
