from django.urls import path

from tenant_apps.workflow.api import lending, notices

RUN, ITEM = "runs/<uuid:run_id>", "items/<uuid:item_id>"
ROUND = "circulations/<uuid:circulation_id>"

urlpatterns = [
    path("mandates", lending.MandatesView.as_view()),
    path("mandates/mine", lending.MandatesMineView.as_view()),
    path("mandates/scope", lending.MandateScopeView.as_view()),
    path("mandates/preview", lending.MandatePreviewView.as_view()),
    path("mandates/<uuid:mandate_id>/end", lending.MandateEndView.as_view()),
    path("mandates/<uuid:mandate_id>/items", lending.MandateItemsView.as_view()),
    path(f"{ITEM}/recall", lending.ItemRecallView.as_view()),
    path(f"{ITEM}/draft", notices.ItemDraftView.as_view()),
    path(f"{ITEM}/seen", notices.ItemSeenView.as_view()),
    path(f"{RUN}/cc", notices.CopyView.as_view()),
    path(f"{RUN}/urge", notices.UrgeView.as_view()),
    path(f"{RUN}/circulate", notices.CirculateView.as_view()),
    path(f"{RUN}/circulations", notices.CirculationsView.as_view()),
    path(f"{ROUND}/add", notices.CirculationAddView.as_view()),
    path(f"{ROUND}/recall", notices.CirculationRecallView.as_view()),
    path("notices/read", notices.NoticesReadView.as_view()),
    path("notices/<uuid:notice_id>/read", notices.NoticeReadView.as_view()),
    path("phrases", notices.PhrasesView.as_view()),
    path("phrases/<uuid:phrase_id>", notices.PhraseView.as_view()),
]
