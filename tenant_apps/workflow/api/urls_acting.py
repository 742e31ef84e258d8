from django.urls import path

from tenant_apps.workflow.api import acting

ITEM, RUN = "items/<uuid:item_id>", "runs/<uuid:run_id>"

urlpatterns = [
    path(ITEM, acting.ItemView.as_view()),
    path(f"{ITEM}/targets", acting.TargetsView.as_view()),
    path(f"{ITEM}/approve", acting.ApproveView.as_view()),
    path(f"{ITEM}/reject", acting.RejectView.as_view()),
    path(f"{ITEM}/send_back", acting.SendBackView.as_view()),
    path(f"{ITEM}/transfer", acting.TransferView.as_view()),
    path(f"{ITEM}/delegate", acting.DelegateView.as_view()),
    path(f"{ITEM}/add", acting.AddView.as_view()),
    path(f"{ITEM}/remove", acting.RemoveView.as_view()),
    path(f"{ITEM}/take_back", acting.TakeBackView.as_view()),
    path(f"{RUN}/matter", acting.MatterView.as_view()),
    path(f"{RUN}/take_back", acting.RunTakeBackView.as_view()),
    path(f"{RUN}/withdraw", acting.WithdrawView.as_view()),
]
