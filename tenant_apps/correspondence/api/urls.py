from django.urls import URLPattern, path

from tenant_apps.correspondence.api import (
    fonts,
    incoming,
    joint,
    numbers,
    ofd,
    outgoing,
    papers,
    registers,
    sealing,
    standing,
    taking,
)

urlpatterns: list[URLPattern] = [
    path("outgoing", outgoing.OutgoingList.as_view()),
    path("outgoing/<uuid:document_id>", outgoing.OutgoingDetail.as_view()),
    path("outgoing/<uuid:document_id>/attachments", outgoing.OutgoingAttachments.as_view()),
    path(
        "outgoing/<uuid:document_id>/attachments/<uuid:attachment_id>",
        outgoing.OutgoingAttachment.as_view(),
    ),
    path("outgoing/<uuid:document_id>/pdf", outgoing.OutgoingPdf.as_view()),
    path("outgoing/<uuid:document_id>/ofd", ofd.OutgoingOfdCopy.as_view()),
    path("outgoing/<uuid:document_id>/capsule", outgoing.OutgoingCapsule.as_view()),
    path("outgoing/<uuid:document_id>/pages/<int:number>", outgoing.OutgoingPage.as_view()),
    path("outgoing/<uuid:document_id>/draft_paper", papers.DraftPaper.as_view()),
    path("outgoing/<uuid:document_id>/dispatch_slip", papers.DispatchSlip.as_view()),
    path("outgoing/<uuid:document_id>/docx", papers.OutgoingWord.as_view()),
    path("outgoing/<uuid:document_id>/certificate", papers.OutgoingCertificate.as_view()),
    path("outgoing/<uuid:document_id>/certificate/pdf", papers.OutgoingCertificateSheet.as_view()),
    *(
        path(f"outgoing/<uuid:document_id>/{verb}", view.as_view())
        for verb, view in outgoing.VERBS.items()
    ),
    path("outgoing/<uuid:document_id>/seals", sealing.OutgoingSeals.as_view()),
    path("outgoing/<uuid:document_id>/seal", sealing.OutgoingSeal.as_view()),
    path("outgoing/<uuid:document_id>/reprint", sealing.OutgoingReprint.as_view()),
    path("outgoing/<uuid:document_id>/joint", joint.OutgoingJoint.as_view()),
    path("outgoing/<uuid:document_id>/joint/urge", joint.OutgoingJointUrge.as_view()),
    path("joint", joint.MatterList.as_view()),
    path("joint/<uuid:matter_id>", joint.MatterDetail.as_view()),
    path("joint/<uuid:matter_id>/acknowledge", joint.MatterAcknowledge.as_view()),
    path("joint/<uuid:matter_id>/retract", joint.MatterRetract.as_view()),
    path("joint/<uuid:matter_id>/seal", joint.MatterSeal.as_view()),
    path("joint/<uuid:matter_id>/standing", joint.MatterStanding.as_view()),
    path("joint/<uuid:matter_id>/pdf", joint.MatterPdf.as_view()),
    path("joint/<uuid:matter_id>/ofd", ofd.MatterOfdCopy.as_view()),
    path("joint/<uuid:matter_id>/pages/<int:number>", joint.MatterPaper.as_view()),
    path(
        "joint/<uuid:matter_id>/attachments/<uuid:attachment_id>",
        joint.MatterAttachment.as_view(),
    ),
    path("outgoing/<uuid:document_id>/standing", standing.OutgoingStanding.as_view()),
    *(
        path(f"outgoing/<uuid:document_id>/{verb}", view.as_view())
        for verb, view in standing.VERBS.items()
    ),
    path("incoming/<uuid:document_id>/standing", standing.IncomingStanding.as_view()),
    path("incoming/<uuid:document_id>/annul", standing.IncomingAnnul.as_view()),
    path("standings", standing.StandingNotices.as_view()),
    path("standings/<uuid:change_id>/acknowledge", standing.StandingNoticed.as_view()),
    path("fonts", fonts.FontList.as_view()),
    path("fonts/<str:face>", fonts.FontDetail.as_view()),
    path("registers/<str:book>", registers.Lines.as_view()),
    path("registers/<str:book>/xlsx", registers.Workbook.as_view()),
    path("registers/<str:book>/pdf", registers.Sheet.as_view()),
    path("letterheads", numbers.Letterheads.as_view()),
    path("letterheads/sample", numbers.LetterheadPage.as_view()),
    path("letterheads/sample/pdf", numbers.LetterheadSheet.as_view()),
    path("limits", numbers.Limits.as_view()),
    path("tracing", numbers.Tracing.as_view()),
    path("letterheads/<uuid:letterhead_id>", numbers.OneLetterhead.as_view()),
    path("numbers", numbers.Numbers.as_view()),
    path("numbers/<uuid:number_id>/give_up", numbers.GivenUp.as_view()),
    path("paper", taking.Papers.as_view()),
    path("paper/<uuid:folder>", taking.Paper.as_view()),
    path("paper/<uuid:folder>/files", taking.PaperFiles.as_view()),
    path("paper/<uuid:folder>/files/<uuid:attachment_id>", taking.PaperFile.as_view()),
    path("paper/<uuid:folder>/like", taking.PaperLike.as_view()),
    path("incoming", incoming.IncomingList.as_view()),
    path("incoming/instructions", incoming.Instructions.as_view()),
    path("incoming/urging", incoming.Urging.as_view()),
    path("incoming/<uuid:document_id>", incoming.IncomingDetail.as_view()),
    path(
        "incoming/<uuid:document_id>/attachments/<uuid:attachment_id>",
        incoming.IncomingAttachment.as_view(),
    ),
    path(
        "incoming/<uuid:document_id>/attachments/<uuid:attachment_id>/ofd",
        ofd.IncomingOfd.as_view(),
    ),
    path(
        "incoming/<uuid:document_id>/attachments/<uuid:attachment_id>/ofd/<int:number>",
        ofd.IncomingOfdPage.as_view(),
    ),
    path("incoming/<uuid:document_id>/pdf", incoming.IncomingPdf.as_view()),
    path("incoming/<uuid:document_id>/ofd", ofd.IncomingOfdCopy.as_view()),
    path("incoming/<uuid:document_id>/capsule", incoming.IncomingCapsule.as_view()),
    path("incoming/<uuid:document_id>/seals", incoming.IncomingSeals.as_view()),
    path("incoming/<uuid:document_id>/pages/<int:number>", incoming.IncomingPage.as_view()),
    path("incoming/<uuid:document_id>/slip", papers.IncomingSlip.as_view()),
    *(
        path(f"incoming/<uuid:document_id>/{verb}", view.as_view())
        for verb, view in {**incoming.VERBS, **incoming.BEGINNINGS}.items()
    ),
]
