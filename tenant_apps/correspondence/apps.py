from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "tenant_apps.correspondence"
    verbose_name = "公文"

    def ready(self) -> None:
        from tenant_apps.correspondence import (
            handlers,  # noqa: F401  registers what we answer to
            searching,
        )
        from tenant_apps.correspondence.holding import register_all
        from tenant_apps.workflow.subjects import SubjectKind, register

        for kind, label in (("outgoing", "发文"), ("incoming", "收文")):
            register(
                SubjectKind(
                    kind,
                    label,
                    own_verbs=True,
                    url=lambda run: f"/{run.subject_kind}/{run.subject_id}",
                )
            )
        register_all()
        searching.register_all()
