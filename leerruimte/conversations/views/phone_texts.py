"""Every sentence that the phone's scripts say, in the language of the page."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Texts = dict[str, str | list[str]]


def texts() -> Texts:
    """By name; a pair is for one and for more (two forms in both languages). `words.js` fills in %(name)s."""
    return _states() | _writing() | _answering() | _following() | _intending() | _laying() | _filling_in()


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


def _laying() -> Texts:
    return {
        "week_number": _("week %(n)d"),
        "any_week": _("no week yet"),
        "any_kind": _("choose"),
        "for_example": _("For example: %(example)s"),
        "about_element": _("Something about ‘%(element)s’"),
        "missing_at": _("What do you miss at ‘%(element)s’?"),
        "missing": _("What do you miss? What should be there?"),
        "missing_elsewhere": _("%(mark)s: something that is not in the drawing"),
        "write_about": _("Write something about it"),
        "put_mark": _("Mark put: %(mark)s"),
        "took_mark": _("Mark taken away: %(mark)s"),
        "no_marks": _("no mark yet"),
        "who_too_long": _("Who it is about: at most 80 characters. Shorten it a little."),
    }


def _filling_in() -> Texts:
    return {
        "step_alone": _("Each apart"),
        "step_side": _("Side by side"),
        "step_together": _("Together"),
        "fill_in_as": _("I fill this in as"),
        "keep": _("Keep"),
        "add_here": _("Add something"),
        "write_here": _("Write"),
        "cancel": _("Never mind"),
        "use_starter": _("Begin with: %(words)s"),
        "choose_one": _("Choose one, if you like"),
        "undo_mine": _("Undo"),
        "write_on": _("Change"),
        "use_this": _("This one"),
        "put_together": _("Put together"),
        "at_once": _("Written at the same moment. Read them both: choose one, or put them together."),
        "yours_twice": _("You wrote this on two devices. Choose one."),
        "earlier": [ngettext("%(n)d earlier version", "%(n)d earlier versions", n) for n in (1, 2)],
        "bring_back": _("Use this again"),
        "rest_of_sheet": [ngettext("%(n)d other field", "%(n)d other fields", n) for n in (1, 2)],
        "dotted": _("Dotted: a word that more than one of you uses."),
        "entry_too_long": _("This is too long: at most 600 characters. Shorten it a little."),
        "choose_role": _("Choose as whom you fill this in."),
        "read_alone_table": _("Only you read this, until your table lays everything side by side."),
        "read_alone_room": _("Only you read this, until the facilitator lays everything side by side."),
        "read_after_table": _(
            "Then your table and the facilitator read it, with this role. It may come on the big screen, and stands in "
            "the report without your name."
        ),
        "read_after_room": _(
            "Then everybody here reads it, with this role. It may come on the big screen, and stands in the "
            "report without your name."
        ),
        "read_side": _("This lies side by side already: others read it at once, with this role."),
        "read_private": _("Only you read this. It is not on the wall, in the report or in the data."),
        "read_table": _(
            "Your table and the facilitator read this at once, with your role. It may come on the big screen, "
            "and stands in the report without your name."
        ),
        "read_room": _(
            "Everybody here reads this at once, with your role. It may come on the big screen, and stands in the "
            "report without your name."
        ),
        "wait_for_leader": _("The facilitator lays it side by side when everybody is ready."),
        "lay_side": _("Lay it side by side"),
        "lay_side_sure": _("Everybody at your table then reads what each of you wrote. You cannot go back."),
        "everybody_wrote": _("Everybody at your table has written."),
        "not_everybody": _("Not everybody at your table has written yet."),
        "begin_together": _("Write one version together"),
        "begin_together_sure": _("What lies side by side stays to be read."),
        "sure": _("Yes, go on"),
        "side_by_side_now": _("Everything lies side by side. Read what the others wrote."),
        "together_now": _("You write one version together. What was written apart stays below."),
        "written_apart": _("What each wrote apart"),
        "see_sheet": _("The whole sheet, to read or print"),
        "went_wrong": _("That did not work. Try again in a moment."),
    }
