from django.urls import path

from shared_apps.exchange.api.verifying import VerifyFile
from shared_apps.exchange.api.views import DeadLetters, ExchangeBoard, LedgerView

urlpatterns = [
    path("exchange", ExchangeBoard.as_view()),
    path("ledger", LedgerView.as_view()),
    path("dead-letters", DeadLetters.as_view()),
    path("verify", VerifyFile.as_view()),
]
