"""Hiding, merging and gathering contributions in themes; everything can be undone and is logged."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.conversations.models import Conversation, ModerationEntry, Theme, ThemeMember
from leerruimte.conversations.queries.room import contribution_seen
from leerruimte.conversations.telling import tell, tell_desk, tell_version
from leerruimte.encounters.actions import touch
from leerruimte.encounters.models import Contribution
from leerruimte.encounters.queries import roles_shown
from leerruimte.encounters.rules import clean_text
from leerruimte.people.who import Who

LONGEST_REASON = 200
LONGEST_NAME = 60


def _log(conversation: Conversation, contribution: Contribution, verb: str, reason: str = "") -> None:
    ModerationEntry.objects.create(
        conversation=conversation, contribution=contribution, verb=verb, reason=clean_text(reason)[:LONGEST_REASON]
    )


def _changed(conversation: Conversation) -> None:
    """Every screen with contributions on it asks anew."""
    versions = touch([conversation.pk])
    tell_version(conversation.encounter, versions[conversation.pk])
    tell_desk(conversation.encounter)


def _appears(conversation: Conversation, contribution: Contribution) -> None:
    """It is on the screens again, unless there is another reason why it is not."""
    if contribution.hidden_at or contribution.withdrawn_at or contribution.merged_into_id:
        return
    seen = contribution_seen(contribution, roles_shown(conversation.pk))
    tell(conversation.encounter, "added", seen)


def _locked(contribution: Contribution) -> Contribution:
    """The contribution as it is now: another desk may have changed it since this one looked."""
    return Contribution.objects.select_for_update().get(pk=contribution.pk)


@transaction.atomic
def hide_contribution(*, by: Who, conversation: Conversation, contribution: Contribution, reason: str) -> None:
    """Take a contribution off all screens. Its stances stay, for when it is shown again."""
    if not reason.strip():
        raise Refused(_("Write in a few words why; it stays in the log."), field="reason", code="no_reason")
    contribution = _locked(contribution)
    if contribution.hidden_at is not None:
        return
    contribution.hidden_at = timezone.now()
    contribution.save(update_fields=["hidden_at"])
    _log(conversation, contribution, ModerationEntry.Verb.HIDE, reason)
    tell(conversation.encounter, "gone", contribution.id.hex)
    _changed(conversation)


@transaction.atomic
def show_contribution(*, by: Who, conversation: Conversation, contribution: Contribution) -> None:
    """Undo `hide_contribution`."""
    contribution = _locked(contribution)
    if contribution.hidden_at is None:
        return
    contribution.hidden_at = None
    contribution.save(update_fields=["hidden_at"])
    _log(conversation, contribution, ModerationEntry.Verb.SHOW)
    _appears(conversation, contribution)
    _changed(conversation)


@transaction.atomic
def merge_contribution(*, by: Who, conversation: Conversation, contribution: Contribution, into: Contribution) -> None:
    """Put a double together with the one that says the same: screens show only `into`, the stances on both are kept."""
    both = Contribution.objects.select_for_update().filter(pk__in=[contribution.pk, into.pk]).order_by("pk")
    now = {row.pk: row for row in both}
    contribution, into = now[contribution.pk], now[into.pk]
    if contribution.merged_into_id == into.pk:
        return
    if into.merged_into_id:
        raise Refused(_("That one is itself put together with another. Choose that other one."), code="merged")
    if into.hidden_at or into.withdrawn_at:
        raise Refused(_("That one is not on the screens. Choose one that everybody can read."), code="hidden")
    if contribution.pk == into.pk or contribution.question != into.question:
        raise Refused(_("Choose another contribution to the same question."), code="same")
    Contribution.objects.filter(merged_into=contribution).update(merged_into=into)
    contribution.merged_into = into
    contribution.save(update_fields=["merged_into"])
    # The words of the other are not copied into the log: its writer may take them back.
    _log(conversation, contribution, ModerationEntry.Verb.MERGE)
    tell(conversation.encounter, "gone", contribution.id.hex)
    _changed(conversation)


@transaction.atomic
def unmerge_contribution(*, by: Who, conversation: Conversation, contribution: Contribution) -> None:
    """Undo `merge_contribution`."""
    contribution = _locked(contribution)
    if contribution.merged_into_id is None:
        return
    contribution.merged_into = None
    contribution.save(update_fields=["merged_into"])
    _log(conversation, contribution, ModerationEntry.Verb.UNMERGE)
    _appears(conversation, contribution)
    _changed(conversation)


@transaction.atomic
def name_theme(*, by: Who, conversation: Conversation, name: str, theme: Theme | None = None) -> Theme:
    """Make a theme, or give one another name. A name that is there already makes no second theme."""
    Conversation.objects.select_for_update().get(pk=conversation.pk)
    name = " ".join(clean_text(name).split())
    if not name:
        raise Refused(_("Give the theme a name."), field="name", code="empty")
    if len(name) > LONGEST_NAME:
        raise Refused(
            _("This is too long: at most %(most)d characters. Shorten it a little.") % {"most": LONGEST_NAME},
            field="name",
            code="too_long",
        )
    same = next((known for known in conversation.themes.all() if known.name.casefold() == name.casefold()), None)
    if same and theme is None:
        return same
    if same and theme and same.pk != theme.pk:
        raise Refused(_("There is a theme of this name already."), field="name", code="taken")
    if theme is None:
        last = conversation.themes.aggregate(last=Max("order"))["last"] or 0
        theme = Theme(conversation=conversation, order=last + 1)
    theme.name = name
    theme.save()
    _changed(conversation)
    return theme


@transaction.atomic
def drop_theme(*, by: Who, conversation: Conversation, theme: Theme) -> None:
    """Take a theme away; its contributions stay, without a theme."""
    theme.delete()
    _changed(conversation)


@transaction.atomic
def put_in_theme(*, by: Who, conversation: Conversation, contribution: Contribution, theme: Theme | None) -> None:
    """Lay a contribution in a theme, or (None) take it out of its theme."""
    if theme is None:
        ThemeMember.objects.filter(contribution=contribution).delete()
    else:
        ThemeMember.objects.update_or_create(contribution=contribution, defaults={"theme": theme})
    _changed(conversation)
