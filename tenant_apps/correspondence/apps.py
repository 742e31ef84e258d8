from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "tenant_apps.correspondence"
    verbose_name = "公文"

    def ready(self) -> None:
        from tenant_apps.correspondence import (
            handlers,  # noqa: F401  registers what we answer to
            inking,
            searching,
        )
        from tenant_apps.correspondence.flows import FACTS
        from tenant_apps.correspondence.holding import register_all
        from tenant_apps.workflow import formfields

        _subjects()
        for key, facts in FACTS.items():
            formfields.tell(key, facts)
        register_all()
        inking.register_all()
        searching.register_all()


def _subjects() -> None:
    """What runs of ours are about, and who is told when one moves."""
    from tenant_apps.correspondence import inking, matters, seal_desk
    from tenant_apps.correspondence.actions import partnering, turning
    from tenant_apps.workflow.subjects import SubjectKind, register

    outgoing = SubjectKind(
        "outgoing",
        "发文",
        own_verbs=True,
        url=lambda run: f"/outgoing/{run.subject_id}",
        why_not_turn=turning.why_not_turn,
        locked=turning.LOCKED,
        moved=turning.follow,
        beside=inking.follow,
    )
    incoming = SubjectKind(
        "incoming",
        "收文",
        own_verbs=True,
        url=lambda run: f"/incoming/{run.subject_id}",
        beside=inking.follow,
    )
    joint = SubjectKind("joint", "联合签发", url=matters.page_of, moved=partnering.moved)
    joint_seal = SubjectKind(
        seal_desk.THEIRS,
        "用印",
        own_verbs=True,
        url=matters.page_of,
        moved=partnering.seal_moved,
        stays_with=seal_desk.CUSTODY,
    )
    our_seal = SubjectKind(
        seal_desk.OURS,
        "用印",
        own_verbs=True,
        url=lambda run: f"/outgoing/{run.subject_id}",
        stays_with=seal_desk.CUSTODY,
    )
    for kind in (outgoing, incoming, joint, our_seal, joint_seal):
        register(kind)
