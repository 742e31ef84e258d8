"""manage.py rebuild_search: passages of every unit, or of one, made anew from what there is."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from tenant_apps.files.models import Attachment
from tenant_apps.search import indexing, sources
from tenant_apps.search.models import Passage
from tenants.crossing import in_unit
from tenants.models import Unit


class Command(BaseCommand):
    help = "重建全文检索的索引：全部单位，或用 --unit 指定一个单位代码。可随时中断、重来。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--unit", help="单位代码；不填则为全部在用单位")

    def handle(self, *, unit: str | None, **options: Any) -> None:
        units = Unit.objects.in_service()
        for one in units.filter(code=unit) if unit else units:
            with in_unit(one):
                self.stdout.write(f"{one.short_name}：{self._rebuild()} 份")

    def _rebuild(self) -> int:
        done = 0
        for source in sources.every():
            for subject_id in source.every():
                indexing.take_document(source.kind, subject_id)
                done += 1
        there = Attachment.objects.filter(removed_at=None).select_related("latest")
        for attachment in there.iterator():
            indexing.take_attachment(attachment)
            done += 1
        gone = Attachment.objects.exclude(removed_at=None).values("pk")
        Passage.objects.filter(attachment_id__in=gone).delete()
        return done
