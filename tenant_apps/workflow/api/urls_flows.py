from django.urls import path

from tenant_apps.workflow.api import flows

ONE = "flows/<str:key>"

urlpatterns = [
    path("flows", flows.FlowsView.as_view()),
    path("flows/import", flows.ImportView.as_view()),
    path(ONE, flows.FlowView.as_view()),
    path(f"{ONE}/draft", flows.DraftView.as_view()),
    path(f"{ONE}/publish", flows.PublishView.as_view()),
    path(f"{ONE}/check", flows.CheckView.as_view()),
    path(f"{ONE}/versions", flows.VersionsView.as_view()),
    path(f"{ONE}/versions/<int:number>", flows.VersionView.as_view()),
    path(f"{ONE}/versions/<int:number>/diff", flows.DiffView.as_view()),
    path(f"{ONE}/simulate", flows.SimulateView.as_view()),
    path(f"{ONE}/replay", flows.ReplayView.as_view()),
    path(f"{ONE}/bpmn", flows.BpmnView.as_view()),
]
