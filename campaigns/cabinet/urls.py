"""Addresses of the cabinet. What one may not see answers 404; a role without the cabinet, 403."""

from django.urls import path

from campaigns.cabinet.views import (
    announcing,
    candidates,
    changes,
    documents,
    exports,
    home,
    imports,
    merging,
    pools,
    registration,
    review,
    steps,
)

app_name = "cabinet"

urlpatterns = [
    path("", home.home, name="home"),
    path("candidates/", candidates.candidates, name="candidates"),
    path("candidates/new/", registration.choose, name="choose"),
    path("candidates/new/<int:pool>/", registration.begin, name="begin"),
    path("candidates/<int:pk>/", candidates.candidate, name="candidate"),
    path("candidates/<int:pk>/step/<slug:name>/", registration.step, name="step"),
    path("candidates/<int:pk>/submit/", candidates.submit, name="submit"),
    path("candidates/<int:pk>/withdraw/", candidates.withdraw, name="withdraw"),
    path("candidates/<int:pk>/link/", candidates.send_link, name="send-link"),
    path("candidates/<int:pk>/photo/", candidates.photo, name="photo"),
    path("candidates/<int:pk>/consent-form/", candidates.consent_form, name="consent-form"),
    path("import/", imports.imports, name="imports"),
    path("import/<int:pk>/", imports.import_run, name="import-run"),
    path("import/<int:pk>/errors.csv", imports.import_errors, name="import-errors"),
    path("import/template/<int:pool>.<str:kind>", imports.import_template, name="import-template"),
    path("candidates/export.<str:kind>", exports.export, name="export-all"),
    path("pools/<int:pk>/export.<str:kind>", exports.export, name="export"),
    path("review/", review.queue, name="review"),
    path("review/<int:pk>/", review.one, name="review-one"),
    path("review/announce/<int:pk>/", announcing.announce, name="announce"),
    path("review/merge/<int:one>/<int:other>/", merging.merge, name="merge"),
    path("candidates/<int:pk>/change/", changes.change, name="change"),
    path("candidates/<int:pk>/change/take-back/", changes.take_back, name="change-take-back"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("pools/", pools.pools, name="pools"),
    path("pools/<int:pk>/", pools.pool, name="pool"),
    path("pools/<int:pk>/lock/", pools.lock, name="lock"),
    path("pools/<int:pk>/steps/", steps.steps, name="steps"),
    path("pools/<int:pk>/steps/announce/", steps.announce, name="announce-steps"),
    path("pools/path/<int:pk>/", steps.path_of, name="path"),
    path("lists/<int:pk>.pdf", pools.list_pdf, name="list-pdf"),
    path("lists/<int:pk>/unlock/", pools.unlock, name="unlock"),
]
