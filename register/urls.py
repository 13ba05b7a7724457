"""Addresses of the register room: all of them public."""

from django.urls import path

from register.views import reading, verifying

app_name = "register"
urlpatterns = [
    path("", reading.front, name="front"),
    path("register/", reading.register_list, name="list"),
    path("register/elsewhere/<int:pk>/", reading.elsewhere, name="elsewhere"),
    path("register/<str:reference>/", reading.agreement, name="agreement"),
    path("verify/", verifying.verify, name="verify"),
    path("verify/<str:code>/<str:fingerprint>/", verifying.on_record, name="on_record"),
]
