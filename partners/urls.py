"""Addresses of the partners room."""

from django.urls import path

from partners.views import (
    capacities,
    deciding,
    deputies,
    invitations,
    links,
    officers,
    partners,
    people,
    registering,
    trails,
)

app_name = "partners"
urlpatterns = [
    path("capacity/", capacities.act_as, name="act_as"),
    path("capacity/deputies/", deputies.deputies, name="deputies"),
    path("capacity/deputies/<int:role_id>/end/", deputies.end, name="end_deputy"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("partners/", partners.index, name="list"),
    path("partners/register/", registering.body, name="register"),
    path("partners/register/listed/", registering.listed, name="register_listed"),
    path("partners/register/people/", registering.people, name="register_people"),
    path("partners/register/check/", registering.check, name="register_check"),
    path("partners/register/sent/", registering.sent, name="register_sent"),
    path("partners/register/invited/<str:token>/", links.invited, name="invited"),
    path("partners/register/confirm/<str:token>/", links.confirm, name="confirm"),
    path("partners/register/answer/<str:token>/", links.reply, name="reply"),
    path("partners/officers/", officers.officers, name="officers"),
    path("partners/officers/invite/", officers.invite, name="invite_officer"),
    path("partners/officers/<uuid:invitation>/withdraw/", officers.withdraw, name="withdraw_officer"),
    path("partners/officers/<int:role_id>/end/", officers.end, name="end_officer"),
    path("partners/<slug:slug>/", partners.detail, name="detail"),
    path("partners/<slug:slug>/decide/", deciding.decide, name="decide"),
    path("partners/<slug:slug>/invite/", deciding.invite, name="invite_body"),
    path("partners/<slug:slug>/admit/", deciding.admit, name="admit"),
    path("partners/<slug:slug>/trail/", trails.trail, name="trail"),
    path("partners/<slug:slug>/people/", people.people, name="people"),
    path("partners/<slug:slug>/people/invite/", people.invite, name="invite_person"),
    path("partners/<slug:slug>/people/named/<str:kind>/", people.invite_named, name="invite_named"),
    path("partners/<slug:slug>/people/<uuid:invitation>/withdraw/", people.withdraw, name="withdraw"),
    path("partners/<slug:slug>/people/<int:role_id>/end/", people.end, name="end_role"),
]
