"""Signing in and out, and the pages of one's own account."""

from django.urls import path

from congress.people.views import account, login

urlpatterns = [
    path("login/", login.LoginView.as_view(), name="login"),
    path("login/code/", login.CodeView.as_view(), name="login-code"),
    path("logout/", login.LogoutView.as_view(), name="logout"),
    path("account/", account.AccountView.as_view(), name="account"),
    path("account/session/", account.SessionView.as_view(), name="account-session"),
    path("account/sessions/<int:pk>/end/", account.EndSignInView.as_view(), name="account-session-end"),
    path("account/password/", account.PasswordView.as_view(), name="account-password"),
    path("account/second-factor/", account.SecondFactorView.as_view(), name="account-second-factor"),
    path("account/second-factor/codes/", account.RecoveryCodesView.as_view(), name="account-recovery-codes"),
    path(
        "account/second-factor/drop/",
        account.DropSecondFactorView.as_view(),
        name="account-second-factor-drop",
    ),
]
