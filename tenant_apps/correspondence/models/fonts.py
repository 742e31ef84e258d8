"""本单位字体: licensed faces that this unit uploaded, for its own documents only."""

from django.db import models

from shared_apps.kernel.ids import new_id


class OwnFont(models.Model):
    """字体: one file a class (小标宋、仿宋、楷体、黑体); it goes before the substitute."""

    class Face(models.TextChoices):
        BIAOSONG = "biaosong", "小标宋"
        FANGSONG = "fangsong", "仿宋"
        KAITI = "kaiti", "楷体"
        HEITI = "heiti", "黑体"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    face = models.CharField(max_length=8, choices=Face, unique=True)
    family = models.CharField(max_length=120)  # as the typesetter knows it
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    added_by = models.CharField(max_length=40)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_face_display()} {self.family}"
