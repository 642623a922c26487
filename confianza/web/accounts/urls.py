from django.urls import path
from django.views import View

from confianza.web.accounts.views import emergencies, entering, home, keyrings, mine, people, second_factor
from confianza.web.lib import doors


def _everyone(view: type[View]) -> doors.View:
    """Leave a class open to everybody: it lets people in."""
    return doors.open_to_everyone(view.as_view())


def _signed_in(view: type[View]) -> doors.View:
    """Hang the door of everybody with an account before a class of allauth's."""
    return doors.open_to_signed_in(view.as_view())


app_name = "accounts"
urlpatterns = [
    path("", home.home, name="home"),
    path("entrar/", _everyone(entering.LogIn), name="login"),
    path("salir/", _everyone(entering.LogOut), name="logout"),
    path("invitacion/", people.accept, name="accept"),
    path("mia/", mine.mine, name="mine"),
    path("mia/clave/", mine.change_password, name="change_password"),
    path("mia/sesiones/", mine.end_others, name="end_others"),
    path("mia/sesiones/<int:pk>/", mine.end_one, name="end_one"),
    path("llave/", keyrings.keyring, name="keyring"),
    path("llave/crear/", keyrings.enrol, name="enrol_keyring"),
    path("llave/abrir/", keyrings.unlock, name="unlock_keyring"),
    path("llave/cerrar/", keyrings.lock, name="lock_keyring"),
    path("llave/recuperar/", keyrings.recover, name="recover_keyring"),
    path("llave/codigo/", keyrings.renew_code, name="renew_keyring_code"),
    path("personas/", people.people, name="people"),
    path("personas/nueva/", people.invite, name="invite"),
    path("personas/<int:pk>/", people.person, name="person"),
    path("personas/<int:pk>/dar/", people.give, name="give"),
    path("personas/<int:pk>/invitar/", people.invite_anew, name="invite_anew"),
    path("personas/<int:pk>/suspender/", people.suspend, name="suspend"),
    path("personas/<int:pk>/reincorporar/", people.reinstate, name="reinstate"),
    path("personas/<int:pk>/cerrar/", people.leave, name="leave"),
    path("personas/funcion/<int:pk>/", people.end_grant, name="end_grant"),
    path("emergencia/", emergencies.ask, name="ask_emergency"),
    path("emergencias/", emergencies.emergencies, name="emergencies"),
    path("emergencias/<int:pk>/", emergencies.emergency, name="emergency"),
    path("emergencias/<int:pk>/aprobar/", emergencies.approve, name="approve_emergency"),
    path("emergencias/<int:pk>/rechazar/", emergencies.refuse, name="refuse_emergency"),
    path("emergencias/<int:pk>/terminar/", emergencies.end, name="end_emergency"),
    path("emergencias/<int:pk>/revisar/", emergencies.review, name="review_emergency"),
]

# Pages of allauth, under the names by which it looks for them; whatever is not listed here does not exist.
named_by_allauth = [
    path("entrar/", _everyone(entering.LogIn), name="account_login"),
    path("entrar/segundo-paso/", _everyone(entering.SecondStep), name="mfa_authenticate"),
    path("confirmar/", _signed_in(entering.PasswordAgain), name="account_reauthenticate"),
    path("confirmar/codigo/", _signed_in(entering.CodeAgain), name="mfa_reauthenticate"),
    path("confirmar/llave/", _signed_in(entering.KeyAgain), name="mfa_reauthenticate_webauthn"),
    path("segundo-paso/", _signed_in(second_factor.SecondFactor), name="mfa_index"),
    path("segundo-paso/aplicacion/", _signed_in(second_factor.AddApp), name="mfa_activate_totp"),
    path("segundo-paso/aplicacion/quitar/", _signed_in(second_factor.RemoveApp), name="mfa_deactivate_totp"),
    path("segundo-paso/llave/", _signed_in(second_factor.AddKey), name="mfa_add_webauthn"),
    path(
        "segundo-paso/llave/<int:pk>/quitar/",
        _signed_in(second_factor.RemoveKey),
        name="mfa_remove_webauthn",
    ),
    path("segundo-paso/codigos/", _signed_in(second_factor.Codes), name="mfa_view_recovery_codes"),
    path(
        "segundo-paso/codigos/nuevos/",
        _signed_in(second_factor.NewCodes),
        name="mfa_generate_recovery_codes",
    ),
]
