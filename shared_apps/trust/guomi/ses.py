"""电子签章数据 of GB/T 38540, version 4: its ASN.1, and the two signatures in it."""

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import core, x509

from shared_apps.trust.guomi import sm2

SM2_WITH_SM3 = "1.2.156.10197.1.501"


class Header(core.Sequence):
    _fields = [("ID", core.IA5String), ("version", core.Integer), ("Vid", core.IA5String)]


class Extension(core.Sequence):
    _fields = [
        ("oid", core.ObjectIdentifier),
        ("critical", core.Boolean, {"default": False}),
        ("value", core.OctetString),
    ]


class Extensions(core.SequenceOf):
    _child_spec = Extension


class Certificates(core.SequenceOf):
    _child_spec = core.OctetString


class Property(core.Sequence):
    _fields = [
        ("type", core.Integer),
        ("name", core.UTF8String),
        ("certListType", core.Integer),
        ("certList", core.Any),
        ("createDate", core.GeneralizedTime),
        ("validStart", core.GeneralizedTime),
        ("validEnd", core.GeneralizedTime),
    ]


class Picture(core.Sequence):
    _fields = [
        ("type", core.IA5String),
        ("data", core.OctetString),
        ("width", core.Integer),
        ("height", core.Integer),
    ]


class SealInfo(core.Sequence):
    _fields = [
        ("header", Header),
        ("esID", core.IA5String),
        ("property", Property),
        ("picture", Picture),
        ("extensions", Extensions, {"explicit": 0, "optional": True}),
    ]


class ESeal(core.Sequence):
    _fields = [
        ("eSealInfo", SealInfo),
        ("cert", core.OctetString),
        ("signAlgID", core.ObjectIdentifier),
        ("signedValue", core.OctetBitString),
    ]


class ToSign(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("eseal", ESeal),
        ("timeInfo", core.GeneralizedTime),
        ("dataHash", core.OctetBitString),
        ("propertyInfo", core.IA5String),
        ("extensions", Extensions, {"explicit": 0, "optional": True}),
    ]


class Signature(core.Sequence):
    _fields = [
        ("toSign", ToSign),
        ("cert", core.OctetString),
        ("signatureAlgID", core.ObjectIdentifier),
        ("signature", core.OctetBitString),
        ("timeStamp", core.OctetBitString, {"explicit": 0, "optional": True}),
    ]


class NotThisVersion(ValueError):
    """An older structure, or none at all: it is not judged."""


@dataclass(frozen=True)
class Judged:
    """A seal in a document, and everything that is wrong with it."""

    name: str
    signer: str
    issuer: str
    serial: str
    sealed_at: datetime
    expires_at: datetime
    picture: bytes
    picture_type: str
    problems: tuple[str, ...]
    holder: x509.Certificate
    maker: x509.Certificate

    @property
    def organization(self) -> str:
        """The unit whose seal it is, as its certificate says."""
        return str(self.holder.subject.native.get("organization_name") or self.signer)


def judge(value: bytes, *, signed: bytes) -> Judged:
    """`signed` is Signature.xml, byte for byte as it lies in the file."""
    try:
        read = Signature.load(value, strict=True)
        to_sign, certificate = read["toSign"], x509.Certificate.load(read["cert"].native)
        if to_sign["version"].native != 4:
            raise NotThisVersion("version")
        seal = to_sign["eseal"]
        info = seal["eSealInfo"]
        prop, picture = info["property"], info["picture"]
        moment = to_sign["timeInfo"].native
        return Judged(
            name=prop["name"].native,
            signer=_named(certificate.subject),
            issuer=_named(certificate.issuer),
            serial=f"{certificate.serial_number:x}",
            sealed_at=moment,
            expires_at=prop["validEnd"].native,
            picture=picture["data"].native,
            picture_type=picture["type"].native.lower(),
            problems=tuple(_problems(read, certificate, signed)),
            holder=certificate,
            maker=x509.Certificate.load(seal["cert"].native),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise NotThisVersion(str(error)) from None


def _problems(read: Signature, certificate: x509.Certificate, signed: bytes) -> list[str]:
    to_sign, found = read["toSign"], []
    seal = to_sign["eseal"]
    prop, moment = seal["eSealInfo"]["property"], to_sign["timeInfo"].native
    if to_sign["dataHash"].native != sm2.sm3(signed):
        found.append("签章之后文件被改动。")
    if not _holds(read["signatureAlgID"], certificate, read["signature"], to_sign):
        found.append("签章的数字签名无效。")
    maker = x509.Certificate.load(seal["cert"].native)
    # 制章者 signs the seal's information alone, not the certificate beside it.
    if not _holds(seal["signAlgID"], maker, seal["signedValue"], seal["eSealInfo"]):
        found.append("印章不是制章者签发的原件。")
    if not _listed(prop, read["cert"].native):
        found.append("签章人的证书不在印章的使用者之列。")
    if not prop["validStart"].native <= moment <= prop["validEnd"].native:
        found.append("签章时印章不在有效期内。")
    validity = certificate["tbs_certificate"]["validity"]
    if not validity["not_before"].native <= moment <= validity["not_after"].native:
        found.append("签章时证书不在有效期内。")
    return found


def _holds(
    algorithm: core.ObjectIdentifier,
    certificate: x509.Certificate,
    value: core.OctetBitString,
    what: core.Sequence,
) -> bool:
    if algorithm.dotted != SM2_WITH_SM3:
        return False
    key = certificate["tbs_certificate"]["subject_public_key_info"]["public_key"]
    public = sm2.point_of(bytes(key.native))
    return public is not None and sm2.verifies(public, value.native, what.dump())


def _listed(prop: Property, certificate: bytes) -> bool:
    """By the whole certificate, or by its digest (certListType 2)."""
    if prop["certListType"].native == 1:
        known = Certificates.load(prop["certList"].dump())
        return certificate in [one.native for one in known]
    return sm2.sm3(certificate) in prop["certList"].dump()


def _named(name: x509.Name) -> str:
    said = name.native
    return str(said.get("common_name") or said.get("organization_name") or "")
