from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "tenant_apps.forms"
    verbose_name = "表单"

    def ready(self) -> None:
        from tenant_apps.files.holders import Kind, register
        from tenant_apps.forms import uploads
        from tenant_apps.forms.references import FOLDER

        register(
            Kind(
                kind=FOLDER,
                label="申请",
                read=uploads.read_folder,
                edit=uploads.edit_folder,
                page=lambda folder: f"/requests/{folder}",
            )
        )
