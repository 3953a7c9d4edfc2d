"""Addresses of one's own account: signing in and out, the second factor, sessions, tokens, an invitation,
a way back in.

Of allauth's pages only these are open: there is no sign-up, and an address is changed by whoever manages users.
"""

from allauth.account import views as accounts
from allauth.mfa.urls import urlpatterns as second_factors
from django.conf import settings
from django.urls import include, path

from cakupan_app.look import account, purpose
from cakupan_app.look.own_changes import watched

urlpatterns = [
    path("", account.account, name="account"),
    path("invitation/<str:secret>/", account.invitation, name="invitation"),
    path("back/<str:secret>/", account.way_back, name="way_back"),
    path("purpose/", purpose.purpose, name="purpose"),
    path("tokens/", account.tokens, name="account_tokens"),
    path("login/", accounts.login, name="account_login"),
    path("logout/", accounts.logout, name="account_logout"),
    path("inactive/", accounts.account_inactive, name="account_inactive"),
    path("signup/", account.no_sign_up, name="account_signup"),
    path("reauthenticate/", accounts.reauthenticate, name="account_reauthenticate"),
    path("password/", accounts.password_change, name="account_change_password"),
    path("second-factor/", include(watched(second_factors))),
    path("sessions/", include("allauth.usersessions.urls")),
]
if settings.CONFIG.oidc:
    urlpatterns += [path("others/", include("allauth.socialaccount.providers.openid_connect.urls"))]
