"""OFD files with a seal of GB/T 38540 V4, by our own writer; keys and certificates by openssl."""

import base64
import subprocess
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from asn1crypto import keys, pem, x509
from PIL import Image, ImageDraw

from shared_apps.trust.guomi import ses, sm2

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
YEAR = timedelta(days=365)
SIGN = "Doc_0/Signs/Sign_0"
FONT = '<ofd:Font ID="3" FontName="仿宋" FamilyName="仿宋"/>'
MEDIA = (
    '<ofd:MultiMedia ID="9" Type="Image" Format="PNG">'
    "<ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia>"
)
PICTURE = '<ofd:ImageObject ID="5" Boundary="100 100 20 20" CTM="20 0 0 20 0 0" ResourceID="9"/>'
RULE = (
    '<ofd:PathObject ID="7" Boundary="28 72 156 1" LineWidth="0.7">'
    '<ofd:StrokeColor Value="230 0 18"/>'
    "<ofd:AbbreviatedData>M 0 0 L 156 0 B 1 2 3 4 5 6 C</ofd:AbbreviatedData></ofd:PathObject>"
)


@dataclass(frozen=True)
class Keeper:
    """An SM2 key with a self-signed certificate."""

    key: sm2.PrivateKey
    certificate: bytes
    key_file: Path
    certificate_file: Path

    @property
    def since(self) -> datetime:
        """openssl certifies from the moment it is asked."""
        validity = x509.Certificate.load(self.certificate)["tbs_certificate"]["validity"]
        return validity["not_before"].native


def openssl(*words: object) -> str:
    done = subprocess.run(
        ["openssl", *map(str, words)], capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def keeper(folder: Path, name: str = "太和镇人民政府") -> Keeper:
    key, certificate = folder / "sm2.key", folder / "sm2.pem"
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", key)
    openssl(
        *("req", "-new", "-x509", "-key", key, "-out", certificate, "-days", "3650", "-utf8"),
        *("-sm3", "-sigopt", "distid:1234567812345678", "-subj", f"/C=CN/CN={name}"),
    )
    _, _, der = pem.unarmor(key.read_bytes())
    number = keys.PrivateKeyInfo.load(der)["private_key"].parsed["private_key"].native
    _, _, made = pem.unarmor(certificate.read_bytes())
    return Keeper(sm2.PrivateKey(number), made, key, certificate)


def picture() -> bytes:
    image = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((3, 3, 57, 57), outline=(214, 0, 15, 255), width=4)
    target = BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def _xml(text: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode()


def parts(text: str = "公文正文测试内容") -> dict[str, bytes]:
    """A page with a template under it: text, a path, a picture."""
    return {
        **_frame(),
        "Doc_0/Res/a.png": picture(),
        "Doc_0/Tpls/Tpl_0/Content.xml": _xml(
            f'<ofd:Page {NS}><ofd:Content><ofd:Layer ID="8">{RULE}</ofd:Layer></ofd:Content>'
            "</ofd:Page>"
        ),
        "Doc_0/Pages/Page_0/Content.xml": _xml(
            f'<ofd:Page {NS}><ofd:Template TemplateID="6" ZOrder="Background"/><ofd:Content>'
            '<ofd:Layer ID="2">'
            '<ofd:TextObject ID="4" Boundary="28 37 156 6" Font="3" Size="5.571">'
            '<ofd:FillColor Value="0 0 0"/>'
            f'<ofd:TextCode X="0" Y="4.9" DeltaX="g 7 5.571">{text}</ofd:TextCode>'
            f"</ofd:TextObject>{PICTURE}</ofd:Layer></ofd:Content></ofd:Page>"
        ),
    }


def doubled(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same file with a second document in it, of another text."""
    body = (
        "<ofd:DocBody><ofd:DocInfo><ofd:DocID>b</ofd:DocID></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )
    second = {
        name.replace("Doc_0/", "Doc_1/"): content
        for name, content in parts("第二份文档").items()
        if name.startswith("Doc_0/") and "Signs" not in name
    }
    listed = files["OFD.xml"].replace(b"</ofd:OFD>", body.encode())
    return files | second | {"OFD.xml": listed}


def _frame() -> dict[str, bytes]:
    """What every file has around its pages."""
    return {
        "OFD.xml": _xml(
            f'<ofd:OFD {NS} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
            f"<ofd:DocID>{'a' * 32}</ofd:DocID></ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
            "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>"
        ),
        "Doc_0/Document.xml": _xml(
            f"<ofd:Document {NS}><ofd:CommonData><ofd:MaxUnitID>10</ofd:MaxUnitID><ofd:PageArea>"
            "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
            "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
            '<ofd:TemplatePage ID="6" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
            "</ofd:Document>"
        ),
        "Doc_0/PublicRes.xml": _xml(
            f'<ofd:Res {NS} BaseLoc="Res"><ofd:Fonts>{FONT}</ofd:Fonts>'
            f"<ofd:MultiMedias>{MEDIA}</ofd:MultiMedias></ofd:Res>"
        ),
        "Doc_0/Signs/Signatures.xml": _xml(
            f"<ofd:Signatures {NS}><ofd:MaxSignId>1</ofd:MaxSignId>"
            '<ofd:Signature ID="1" Type="Seal" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>'
        ),
    }


def sealed(
    keeper: Keeper, files: dict[str, bytes] | None = None, *, at: datetime | None = None
) -> dict[str, bytes]:
    """Sealed an hour after the keeper was certified, if nothing else is said."""
    files = dict(files or parts())
    references = "".join(
        f'<ofd:Reference FileRef="/{name}"><ofd:CheckValue>'
        f"{base64.b64encode(sm2.sm3(content)).decode()}</ofd:CheckValue></ofd:Reference>"
        for name, content in files.items()
    )
    signed = _xml(
        f'<ofd:Signature {NS}><ofd:SignedInfo><ofd:Provider ProviderName="Heshu"/>'
        f"<ofd:SignatureMethod>{ses.SM2_WITH_SM3}</ofd:SignatureMethod>"
        f'<ofd:References CheckMethod="1.2.156.10197.1.401">{references}</ofd:References>'
        '<ofd:StampAnnot ID="1" PageRef="1" Boundary="120 200 42 42"/></ofd:SignedInfo>'
        "<ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>"
    )
    files[f"{SIGN}/Signature.xml"] = signed
    files[f"{SIGN}/SignedValue.dat"] = signature(keeper, signed, at=at).dump()
    return files


def signature(keeper: Keeper, signed: bytes, *, at: datetime | None = None) -> ses.Signature:
    to_sign = ses.ToSign(
        {
            "version": 4,
            "eseal": eseal(keeper),
            "timeInfo": at or keeper.since + timedelta(hours=1),
            "dataHash": sm2.sm3(signed),
            "propertyInfo": f"/{SIGN}/Signature.xml",
        }
    )
    return ses.Signature(
        {
            "toSign": to_sign,
            "cert": keeper.certificate,
            "signatureAlgID": ses.SM2_WITH_SM3,
            "signature": keeper.key.sign(to_sign.dump()),
        }
    )


def eseal(keeper: Keeper) -> ses.ESeal:
    info = ses.SealInfo(
        {
            "header": {"ID": "ES", "version": 4, "Vid": "Heshu"},
            "esID": "50011700000001",
            "property": {
                "type": 1,
                "name": "太和镇人民政府",
                "certListType": 1,
                "certList": ses.Certificates([keeper.certificate]),
                "createDate": keeper.since,
                "validStart": keeper.since - YEAR,
                "validEnd": keeper.since + 5 * YEAR,
            },
            "picture": {"type": "png", "data": picture(), "width": 42, "height": 42},
        }
    )
    return ses.ESeal(
        {
            "eSealInfo": info,
            "cert": keeper.certificate,
            "signAlgID": ses.SM2_WITH_SM3,
            "signedValue": keeper.key.sign(info.dump()),
        }
    )


def zipped(files: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as ofd:
        for name, content in files.items():
            ofd.writestr(name, content)
    return target.getvalue()
