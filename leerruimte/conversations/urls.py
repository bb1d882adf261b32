"""Addresses of conversations: joining and taking part, leading, the beamer, map and report, data."""

from django.urls import path

from leerruimte.conversations.views import beamer, data, desk, joining, map, opening, phone, report, sheets

app_name = "conversations"

joining_in = [
    path("doe-mee/", joining.find, name="find"),
    path("doe-mee/<str:code>/", joining.join, name="join"),
    path("terug/<str:token>/", joining.come_back, name="come_back"),
]

taking_part = [
    path("gesprek/<uuid:conversation_id>/", phone.take_part, name="phone"),
    path("gesprek/<uuid:conversation_id>/plaat/", phone.show_plate, name="phone_plate"),
    path("gesprek/<uuid:conversation_id>/bezoek/", phone.visit, name="visit"),
    path("gesprek/<uuid:conversation_id>/stapel/", phone.show_stack, name="stack"),
    path("gesprek/<uuid:conversation_id>/van-mij/", phone.show_mine, name="mine"),
    path("gesprek/<uuid:conversation_id>/vraag/<slug:key>/", phone.show_question, name="question"),
    path("gesprek/<uuid:conversation_id>/vel/<slug:kind>/", sheets.show_sheet, name="sheet"),
    path("gesprek/<uuid:conversation_id>/beurt/", sheets.take_turn, name="take_turn"),
    path("gesprek/<uuid:conversation_id>/meenemen/", phone.take_out, name="take_out"),
    path("gesprek/<uuid:conversation_id>/wis-mij/", phone.forget_me, name="forget_me"),
    path("gesprek/<uuid:conversation_id>/kaart/", map.show_map, name="map"),
    path("gesprek/<uuid:conversation_id>/verslag/", report.show_report, name="report"),
    path("gesprek/<uuid:conversation_id>/verslag.pdf", report.download_pdf, name="report_pdf"),
    path("gesprek/<uuid:conversation_id>/gegevens.<str:form>", data.download_data, name="data"),
]

files = [
    path("tekening/<str:token>.svg", phone.show_drawing, name="drawing"),
    path("sw.js", phone.show_service_worker, name="service_worker"),
]

opening_one = [
    path("begin/<str:token>/", opening.become_host, name="become_host"),
    path("leid/<str:token>/", opening.take_lead, name="take_lead"),
    path("leiden/", opening.show_led, name="led"),
    path("gesprek/<uuid:conversation_id>/naar/", opening.go, name="found"),
    path("leiden/nieuw/", opening.open_new, name="open"),
    path("leiden/inlezen/", data.upload_conversation, name="upload"),
]

leading = [
    path("leiden/<uuid:conversation_id>/", desk.show_desk, name="desk"),
    path("leiden/<uuid:conversation_id>/deel/<slug:part>/", desk.show_part, name="desk_part"),
    path("leiden/<uuid:conversation_id>/fase/", desk.change_phase, name="change_phase"),
    path("leiden/<uuid:conversation_id>/klok/", desk.change_clock, name="change_clock"),
    path("leiden/<uuid:conversation_id>/vraag/", desk.change_question, name="change_question"),
    path("leiden/<uuid:conversation_id>/pauze/", desk.pause, name="pause"),
    path("leiden/<uuid:conversation_id>/scherm/", desk.change_screen, name="change_screen"),
    path("leiden/<uuid:conversation_id>/tafels/", desk.change_tables, name="change_tables"),
    path("leiden/<uuid:conversation_id>/beurt/", desk.change_turn, name="change_turn"),
    path("leiden/<uuid:conversation_id>/vel/", sheets.hide_entry, name="hide_entry"),
    path("leiden/<uuid:conversation_id>/notitie/", desk.keep_note, name="keep_note"),
    path("leiden/<uuid:conversation_id>/verberg/", desk.hide, name="hide"),
    path("leiden/<uuid:conversation_id>/voeg-samen/", desk.merge, name="merge"),
    path("leiden/<uuid:conversation_id>/thema/", desk.change_theme, name="change_theme"),
    path("leiden/<uuid:conversation_id>/in-thema/", desk.put_in_theme, name="put_in_theme"),
    path("leiden/<uuid:conversation_id>/sluiten/", opening.close, name="close"),
    path("leiden/<uuid:conversation_id>/wissen/", opening.delete, name="delete"),
    path("leiden/<uuid:conversation_id>/link/", opening.links, name="links"),
    path("leiden/<uuid:conversation_id>/qr.svg", opening.show_qr, name="qr"),
]

on_the_beamer = [
    path("scherm/<str:token>/", beamer.show_screen, name="beamer"),
    path("scherm/<str:token>/deel/<slug:part>/", beamer.show_part, name="beamer_part"),
]

urlpatterns = joining_in + taking_part + files + opening_one + leading + on_the_beamer
