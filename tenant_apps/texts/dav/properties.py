"""What clients write on a file's margin, in the unit's own schema."""

from typing import Any

from tenant_apps.texts.models import DavProperty

Environ = dict[str, Any]


class DbProperties:
    """The contract of wsgidav's PropertyManager, our rows."""

    def get_properties(self, norm_url: str, environ: Environ | None = None) -> list[str]:
        return list(DavProperty.objects.filter(place=norm_url).values_list("name", flat=True))

    def get_property(self, norm_url: str, name: str, environ: Environ | None = None) -> str | None:
        row = DavProperty.objects.filter(place=norm_url, name=name).first()
        return row.value if row else None

    def write_property(
        self,
        norm_url: str,
        name: str,
        property_value: bytes,
        dry_run: bool = False,
        environ: Environ | None = None,
    ) -> None:
        if not dry_run:
            DavProperty.objects.update_or_create(
                place=norm_url, name=name, defaults={"value": property_value.decode()}
            )

    def remove_property(
        self, norm_url: str, name: str, dry_run: bool = False, environ: Environ | None = None
    ) -> None:
        if not dry_run:
            DavProperty.objects.filter(place=norm_url, name=name).delete()

    def remove_properties(self, norm_url: str, environ: Environ | None = None) -> None:
        DavProperty.objects.filter(place=norm_url).delete()

    def copy_properties(self, src_url: str, dest_url: str, environ: Environ | None = None) -> None:
        self.remove_properties(dest_url)
        DavProperty.objects.bulk_create(
            DavProperty(place=dest_url, name=row.name, value=row.value)
            for row in DavProperty.objects.filter(place=src_url)
        )

    def move_properties(
        self,
        src_url: str,
        dest_url: str,
        with_children: bool,
        environ: Environ | None = None,
    ) -> None:
        """Members are moved one by one here, so there are never children to take along."""
        self.copy_properties(src_url, dest_url)
        self.remove_properties(src_url)
