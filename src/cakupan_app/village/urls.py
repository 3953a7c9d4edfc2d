"""Addresses of these rooms."""

from django.urls import path

from cakupan_app.village import worker

urlpatterns = [
    path("worker/", worker.worker, name="village_worker"),
    path("worker/nik/", worker.nik, name="village_worker_nik"),
    path("worker/sent/", worker.sent, name="village_workers_sent"),
    path("worker/alone/", worker.alone, name="village_worker_alone"),
    path("worker/offline.js", worker.offline, name="village_worker_offline"),
]
