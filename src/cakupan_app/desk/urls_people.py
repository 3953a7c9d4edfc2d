"""Addresses of the rooms about people: the uncovered, repairs, the review, workers, users, the trail."""

from django.urls import path

from cakupan_app.desk import repairs, review, trail, uncovered, users, worker

urlpatterns = [
    path("uncovered/", uncovered.uncovered, name="desk_uncovered"),
    path("uncovered/<str:code>/", uncovered.uncovered, name="desk_uncovered_area"),
    path("uncovered/<str:code>/export/", uncovered.export, name="desk_uncovered_export"),
    path("repairs/", repairs.repairs, name="desk_repairs"),
    path("repairs/<str:sha256>/", repairs.repairs_file, name="desk_repairs_file"),
    path("repairs/<str:sha256>/workbook/", repairs.repairs_workbook, name="desk_repairs_workbook"),
    path("review/", review.review, name="desk_review"),
    path("review/sample/", review.sample, name="desk_review_sample"),
    path("review/<str:pair>/answer/", review.answer, name="desk_review_answer"),
    path("review/<str:pair>/withdraw/", review.withdraw, name="desk_review_withdraw"),
    path("workers/", worker.workers, name="desk_workers"),
    path("workers/<str:person_id>/", worker.worker, name="desk_worker"),
    path("users/", users.users, name="desk_users"),
    path("users/give/", users.give, name="desk_users_give"),
    path("users/take/<int:assignment>/", users.take, name="desk_users_take"),
    path("users/invitations/<int:invitation>/withdraw/", users.withdraw, name="desk_users_withdraw"),
    path("users/<int:user>/recover/", users.recover, name="desk_users_recover"),
    path("users/<int:user>/close/", users.close, name="desk_users_close"),
    path("trail/", trail.trail, name="desk_trail"),
    path("trail/export/", trail.export, name="desk_trail_export"),
]
