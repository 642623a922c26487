from django.contrib.auth import views as auth
from django.urls import path

from confianza.web.accounts.views import home
from confianza.web.lib import doors

app_name = "accounts"
urlpatterns = [
    path("", home.home, name="home"),
    path(
        "entrar/",
        doors.open_to_everyone(
            auth.LoginView.as_view(template_name="accounts/login.html", redirect_authenticated_user=True)
        ),
        name="login",
    ),
    path("salir/", doors.open_to_everyone(auth.LogoutView.as_view()), name="logout"),
]
