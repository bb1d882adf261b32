"""Files that come in: how large they may be, held to while they arrive, not after."""

from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
LARGEST_UPLOAD = 20 * MEGABYTE


def check_size(file: "UploadedFile[Any]", most: int = LARGEST_UPLOAD) -> None:
    """Say so, in a form's words, when a file is too large to read."""
    if (file.size or 0) > most:
        raise ValidationError(_("This file is too large: at most %(most)d MB.") % {"most": most // MEGABYTE})


class LimitedUploads(FileUploadHandler):
    """Stands before the handlers that keep a file: of a file that grows too large no byte more is kept.

    The form then gets an empty file that tells its true size, so that it can say so beside the field.
    """

    too_large = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with the next file."""
        super().new_file(*args, **kwargs)
        self.too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hand on a piece, as long as it all fits."""
        self.too_large = self.too_large or start + len(raw_data) > LARGEST_UPLOAD
        return None if self.too_large else raw_data

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """The empty file, if it was too large; else the next handlers have it."""
        if not self.too_large:
            return None
        # What the others kept of it so far goes at once.
        for handler in getattr(self.request, "upload_handlers", ()):
            handler.upload_interrupted()
        return UploadedFile(file=BytesIO(), name=self.file_name, content_type=self.content_type, size=file_size)
