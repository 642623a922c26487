"""The staff's addresses of the tip line (/avisos/); the public's stand in intake/urls.py."""

from django.urls import path

from confianza.web.tips.desk.views import calls, figures, files, keeping, leaving, queue, rewards, tip, units

app_name = "tips"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("llamada/", calls.call, name="call"),
    path("cifras/", figures.figures, name="figures"),
    path("buscar/", queue.search, name="search"),
    path("aviso/<uuid:tip_id>/", tip.tip, name="tip"),
    path("aviso/<uuid:tip_id>/responder/", tip.answer, name="answer"),
    path("aviso/<uuid:tip_id>/calificar/", tip.grade, name="grade"),
    path("aviso/<uuid:tip_id>/asunto/", tip.subject, name="subject"),
    path("aviso/<uuid:tip_id>/etiquetas/", tip.label, name="label"),
    path("aviso/<uuid:tip_id>/asignar/", tip.assign, name="assign"),
    path("aviso/<uuid:tip_id>/nota/", tip.note, name="note"),
    path("aviso/<uuid:tip_id>/cerrar/", tip.close, name="close"),
    path("aviso/<uuid:tip_id>/reabrir/", tip.reopen, name="reopen"),
    path("aviso/<uuid:tip_id>/entregar/", leaving.hand_over, name="hand_over"),
    path("aviso/<uuid:tip_id>/remitir/", leaving.refer, name="refer"),
    path("aviso/<uuid:tip_id>/asuntos-internos/", leaving.discover, name="discover"),
    path("aviso/<uuid:tip_id>/archivo/<uuid:file_id>/", files.clean_copy, name="clean_copy"),
    path("aviso/<uuid:tip_id>/archivo/<uuid:file_id>/original/", files.ask_original, name="ask_original"),
    path("aviso/<uuid:tip_id>/archivo/<uuid:file_id>/abrir/", files.take_original, name="take_original"),
    path("originales/", files.originals, name="originals"),
    path("originales/<uuid:request_id>/", files.answer_original, name="answer_original"),
    path("aviso/<uuid:tip_id>/retener/", keeping.hold, name="hold"),
    path("aviso/<uuid:tip_id>/premio/", rewards.propose, name="propose_reward"),
    path("premios/", rewards.board, name="board"),
    path("premios/<uuid:case_id>/", rewards.vote, name="vote_reward"),
    path("pagos/", rewards.pay, name="pay"),
    path("unidades/", units.units, name="units"),
    path("unidades/nueva/", units.register, name="register_unit"),
    path("unidades/<uuid:unit_id>/", units.unit, name="unit"),
    path("unidades/<uuid:unit_id>/miembro/", units.add_member, name="add_member"),
    path(
        "unidades/<uuid:unit_id>/miembro/<uuid:membership_id>/quitar/",
        units.remove_member,
        name="remove_member",
    ),
    path("unidades/<uuid:unit_id>/miembro/<uuid:membership_id>/dar/", units.give_key, name="give_key"),
    path("unidades/<uuid:unit_id>/llave/", units.open_epoch, name="open_epoch"),
    path("unidades/<uuid:unit_id>/llave/solicitud/", units.key_request, name="key_request"),
    path("unidades/<uuid:unit_id>/llave/firmada/", units.vouch, name="vouch"),
    path("unidades/<uuid:unit_id>/sellar/", units.wrap_anew, name="wrap_anew"),
    path("unidades/<uuid:unit_id>/custodia/", units.escrow_again, name="escrow_again"),
    path("pagos/cuentas/", rewards.paid, name="paid_rewards"),
]
