from django.contrib.auth import views as auth
from django.urls import path

from confianza.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path(
        "entrar/",
        auth.LoginView.as_view(template_name="accounts/login.html", redirect_authenticated_user=True),
        name="login",
    ),
    path("salir/", auth.LogoutView.as_view(), name="logout"),
]
