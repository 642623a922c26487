"""Addresses of the room, below /comunidad/."""

from django.urls import path

from confianza.web.community.views import bodies, juntas, meetings, requests

app_name = "community"

urlpatterns = [
    path("", bodies.listing, name="bodies"),
    path("nuevo/", bodies.found, name="found"),
    path("organizaciones/<int:body_id>/", bodies.body, name="body"),
    path("organizaciones/<int:body_id>/estado/", bodies.change_state, name="change_state"),
    path("organizaciones/<int:body_id>/asientos/", bodies.give_seat, name="give_seat"),
    path("asientos/<int:seat_id>/terminar/", bodies.end_seat, name="end_seat"),
    path("organizaciones/<int:body_id>/integrantes/", bodies.members, name="members"),
    path("integrantes/<int:member_id>/<str:deed>/", bodies.member, name="member"),
    path("reuniones/", meetings.listing, name="meetings"),
    path("organizaciones/<int:body_id>/reuniones/nueva/", meetings.call, name="call"),
    path("reuniones/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("reuniones/<int:meeting_id>/realizada/", meetings.hold, name="hold"),
    path("reuniones/<int:meeting_id>/no-realizada/<str:state>/", meetings.not_held, name="not_held"),
    path("reuniones/<int:meeting_id>/asistencia/", meetings.attendance, name="attendance"),
    path("solicitudes/", requests.listing, name="requests"),
    path("organizaciones/<int:body_id>/solicitudes/nueva/", requests.ask, name="ask"),
    path("solicitudes/<int:request_id>/", requests.request_page, name="request"),
    path("solicitudes/<int:request_id>/encargar/", requests.assign, name="assign"),
    path("solicitudes/<int:request_id>/responder/", requests.answer, name="answer"),
    path("solicitudes/<int:request_id>/retirar/", requests.withdraw, name="withdraw"),
    path("solicitudes/<int:request_id>/avisado/", requests.tell, name="tell"),
    path("solicitudes/<int:request_id>/publicar/", requests.publish, name="publish"),
    path("juntas/", juntas.listing, name="juntas"),
    path("juntas/<int:body_id>/", juntas.junta, name="junta"),
    path("juntas/<int:body_id>/inscribir/", juntas.register, name="register_junta"),
    path("juntas/<int:body_id>/policia/", juntas.give_officer, name="give_officer"),
    path("juntas/<int:body_id>/visitas/", juntas.visit, name="visit_junta"),
    path("juntas/<int:body_id>/prestamos/", juntas.lend, name="lend"),
    path("prestamos/<int:equipment_id>/devuelto/", juntas.take_back, name="take_back"),
    path("prestamos/<int:equipment_id>/perdido/", juntas.miss, name="miss"),
]
