"""盖章: the seal's picture and signature go onto a finished PDF, behind what is there already.

PAdES B-T: an incremental update that signs everything before it. 骑缝章 are annotations of the
same update: the first seal's signature covers them; behind a signature they would alter it.
"""

import io
from datetime import datetime

from asn1crypto import x509 as asn1_x509
from asn1crypto.algos import SignedDigestAlgorithm
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from pyhanko.pdf_utils import generic, layout
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from shared_apps.trust import authority, stamping_time
from shared_apps.trust.signers import Signer
from tenant_apps.seals.places import OffThePage, Place, Stamp, bundles

MM = 72 / 25.4
RESERVED = 16_384  # hex digits kept free for the signature with our own time stamp
PRINTED_AND_LOCKED = 4 | 64 | 128


def impressed(  # noqa: PLR0913  all that one impression is made of
    content: bytes, *, stamp: Stamp, place: Place, signer: Signer, at: datetime, paging: bool
) -> bytes:
    """The same bytes with one more seal behind them."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    seals = len(writer.prev.embedded_signatures)
    box = _box(writer, stamp, place)
    if paging:
        _page_edges(writer, stamp)
    name = f"Seal{seals + 1}"
    field = fields.SigFieldSpec(name, on_page=place.page - 1, box=box)
    style = StaticStampStyle(
        background=PdfImage(stamp.picture),
        background_opacity=1,
        border_width=0,
        background_layout=layout.SimpleBoxLayoutRule(
            x_align=layout.AxisAlignment.ALIGN_MID, y_align=layout.AxisAlignment.ALIGN_MID
        ),
    )
    how = signers.PdfSignatureMetadata(
        field_name=name,
        name=stamp.name,
        reason="用印",
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    pen = signers.PdfSigner(
        how,
        _Held(signer),
        timestamper=stamping_time.timestamper(at=at),
        stamp_style=style,
        new_field_spec=field,
    )
    target, reserved = io.BytesIO(), None if settings.HESHU_TSA_URL else RESERVED
    try:
        pen.sign_pdf(writer, output=target, bytes_reserved=reserved)
    except TimestampRequestError as silent:
        said = "时间戳服务没有应答，此件没有用印；请稍后再试，仍不行请联系信息中心。"
        raise stamping_time.NoTimestamp(said) from silent
    return target.getvalue()


class _Held(signers.Signer):
    """pyHanko's view of whatever holds the key."""

    def __init__(self, signer: Signer) -> None:
        certificate = _asn1(signer.certificate)
        known = SimpleCertificateStore()
        known.register(_asn1(authority.root()))
        rsa_key = isinstance(signer.certificate.public_key(), rsa.RSAPublicKey)
        mechanism = "sha256_rsa" if rsa_key else "sha256_ecdsa"
        super().__init__(
            signing_cert=certificate,
            cert_registry=known,
            signature_mechanism=SignedDigestAlgorithm({"algorithm": mechanism}),
        )
        self._signer = signer

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        return bytes(256) if dry_run else self._signer.sign(data)


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    der = certificate.public_bytes(serialization.Encoding.DER)
    return asn1_x509.Certificate.load(der)


def _box(
    writer: IncrementalPdfFileWriter, stamp: Stamp, place: Place
) -> tuple[int, int, int, int]:
    """In whole points, a third of a millimetre: pyHanko's fields know no finer."""
    if not 1 <= place.page <= int(writer.root["/Pages"]["/Count"]):
        raise OffThePage(place)
    width, height = _paper(writer, place.page)
    x, y = place.x_mm * MM, height - place.y_mm * MM
    across, up = stamp.width_mm * MM / 2, stamp.height_mm * MM / 2
    box = (round(x - across), round(y - up), round(x + across), round(y + up))
    if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height:
        raise OffThePage(place)
    return box


def _paper(writer: IncrementalPdfFileWriter, page: int) -> tuple[float, float]:
    """Width and height in points; the box may be inherited from the tree above."""
    node = writer.find_page_for_modification(page - 1)[0].get_object()
    while "/MediaBox" not in node:
        node = node["/Parent"]
    left, bottom, right, top = (float(value) for value in node["/MediaBox"])
    return right - left, top - bottom


def _page_edges(writer: IncrementalPdfFileWriter, stamp: Stamp) -> None:
    """骑缝章: each page carries its slice of the seal at the outer edge, at half height."""
    pages = int(writer.root["/Pages"]["/Count"])
    for bundle in bundles(pages):
        for turn, page in enumerate(bundle):
            _slice(writer, stamp, page=page, turn=turn, of=len(bundle))


def _slice(
    writer: IncrementalPdfFileWriter, stamp: Stamp, *, page: int, turn: int, of: int
) -> None:
    left, right = (round(stamp.picture.width * edge / of) for edge in (turn, turn + 1))
    picture = stamp.picture.crop((left, 0, right, stamp.picture.height))
    width, height = stamp.width_mm * MM / of, stamp.height_mm * MM
    across, up = _paper(writer, page + 1)
    shown = PdfImage(
        picture, writer=writer, box=layout.BoxConstraints(width=width, height=height)
    ).as_form_xobject()
    annotation = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/Stamp"),
            generic.pdf_name("/Rect"): generic.ArrayObject(
                generic.FloatObject(value)
                for value in (across - width, (up - height) / 2, across, (up + height) / 2)
            ),
            generic.pdf_name("/F"): generic.NumberObject(PRINTED_AND_LOCKED),
            generic.pdf_name("/Contents"): generic.TextStringObject(f"骑缝章：{stamp.name}"),
            generic.pdf_name("/AP"): generic.DictionaryObject(
                {generic.pdf_name("/N"): writer.add_object(shown)}
            ),
        }
    )
    reference = writer.find_page_for_modification(page)[0]
    writer.register_annotation(reference, writer.add_object(annotation))
