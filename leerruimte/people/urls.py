"""Addresses of a partnership's people and organisations, of accounts and invitations."""

from django.urls import URLPattern, URLResolver, include, path

from leerruimte.people.views import account, importing, invitations, inviting, organisations, picking, roles

app_name = "people"

of_a_partnership = [
    path("organisaties/", organisations.show_organisations, name="organisations"),
    path("organisaties/nieuw/", organisations.add, name="add_organisation"),
    path("organisaties/<int:organisation_id>/", organisations.show_organisation, name="organisation"),
    path("organisaties/<int:organisation_id>/wijzig/", organisations.change, name="change_organisation"),
    path("organisaties/<int:organisation_id>/deelt/", organisations.share, name="share"),
    path("organisaties/<int:organisation_id>/eindigt/", organisations.end, name="end_membership"),
    path("mensen/", roles.show_people, name="people"),
    path("mensen/<int:person_id>/", roles.show_person, name="person"),
    path("mensen/<int:person_id>/rol/", roles.give, name="give_role"),
    path("rollen/<int:assignment_id>/eindigt/", roles.end, name="end_role"),
    path("wie-keek/", roles.show_audit, name="audit"),
]

reading_in = [
    path("inlezen/", importing.choose_file, name="import"),
    path("inlezen/sjabloon/<slug:kind>.<slug:form>", importing.download_template, name="template"),
    path("inlezen/<uuid:pending_id>/", importing.preview, name="preview"),
    path("inlezen/<uuid:pending_id>/bevestig/", importing.confirm, name="confirm_import"),
    path("inlezen/<uuid:pending_id>/weg/", importing.drop, name="drop_import"),
    path("inlezen/<uuid:pending_id>/kies/", picking.pick, name="pick"),
    path("inlezen/<uuid:pending_id>/kies/<str:board>/", picking.pick_schools, name="pick_schools"),
    path("inlezen/<uuid:pending_id>/namen/", picking.name_boards, name="board_names"),
    path("uitnemen/<slug:kind>.<slug:form>", importing.take_out, name="take_out_table"),
]

inviting_people = [
    path("uitnodigingen/", inviting.show_invitations, name="invitations"),
    path("uitnodigingen/nieuw/", inviting.invite, name="invite"),
    path("uitnodigingen/lijst/", inviting.invite_list, name="invite_list"),
    path("uitnodigingen/versturen/", inviting.send, name="send_invitations"),
    path("uitnodigingen/<uuid:invitation_id>/opnieuw/", inviting.renew, name="renew_invitation"),
    path("uitnodigingen/<uuid:invitation_id>/intrekken/", inviting.withdraw, name="withdraw_invitation"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("partnerschap/<slug:slug>/", include(of_a_partnership + reading_in + inviting_people)),
    path("mijn-account/", account.show_my_account, name="my_account"),
    path("mijn-account/apparaten/<int:session_id>/afmelden/", account.end_session, name="end_session"),
    path("uitnodiging/<str:token>/", invitations.show_invitation, name="invitation"),
]
