"""The only way answers come in: types, rights, rules and computations, all on the server.

    cleaned = check(version, answers, rights, before, folder=request.pk)

`answers` holds what the person sends: absent fields stay as in `before`, null clears one.
A field one may only read may be sent back unchanged; any other value is refused by name, and so is
any value for a field one does not see. What a rule hides is dropped, what is computed is computed
again. Returns every answer of the form as it is to be kept; raises BadAnswers with `by_field`
(`items.2.price` inside a table). New attachments must lie in `folder` (see uploads.py).
"""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from shared_apps.kernel.errors import Invalid
from tenant_apps.forms import conditions, references, settling, spans, values
from tenant_apps.forms.fields import Field, Shape
from tenant_apps.forms.models import FormVersion
from tenant_apps.forms.rights import Right
from tenant_apps.forms.schema import list_limit

LARGEST = 256_000  # characters of JSON
Answers = Mapping[str, Any]


class BadAnswers(Invalid):
    code = "forms.bad_answers"


class AnswersTooLarge(Invalid):
    status = 413
    code = "forms.answers_too_large"


def check(
    form: FormVersion | Shape,
    answers: Any,
    rights: Mapping[str, Right],
    before: Answers | None = None,
    *,
    folder: UUID | None = None,
) -> dict[str, Any]:
    shape = form.shape if isinstance(form, FormVersion) else form
    _refuse_heaps(answers)
    kept, errors = _taken(shape, answers, rights, before or {})
    settled = settling.settle(shape, kept, spans.span)
    errors |= references.faults(shape, settled.values, before or {}, folder=folder)
    for one in shape.answered:
        if one.name in settled.hidden:
            errors = {place: said for place, said in errors.items() if not _within(place, one)}
        elif _is_missing(one, rights.get(one.name, "hidden"), settled.values):
            errors.setdefault(one.name, f"{_verb(one)}{one.label}。")
    if errors:
        raise BadAnswers(
            f"有 {len(errors)} 处需要修改。", by_field={place: [errors[place]] for place in errors}
        )
    return settled.values


def _refuse_heaps(answers: Any) -> None:
    if not isinstance(answers, dict):
        raise BadAnswers("填写内容的格式不正确，请刷新页面后重试。")
    try:
        size = len(json.dumps(answers, ensure_ascii=False, allow_nan=False))
    except (ValueError, RecursionError):
        raise BadAnswers("填写内容的格式不正确，请刷新页面后重试。") from None
    if size > LARGEST:
        raise AnswersTooLarge("填写内容过多，请把长篇材料作为附件上传。")


def _within(place: str, one: Field) -> bool:
    return place == one.name or place.startswith(f"{one.name}.")


def _taken(
    shape: Shape, answers: Answers, rights: Mapping[str, Right], before: Answers
) -> tuple[dict[str, Any], dict[str, str]]:
    """What is kept of before, overlaid by what this person may say; and what they may not."""
    known = {one.name: one for one in shape.answered}
    kept = {name: value for name, value in before.items() if name in known}
    errors = {str(name)[:80]: "表单里没有这一项。" for name in answers if name not in known}
    for name, one in known.items():
        if name not in answers or one.is_computed:
            continue
        right = rights.get(name, "hidden")
        if right in ("edit", "required"):
            kept.pop(name, None)
            value, wrong = taken(one, answers[name])
            errors |= wrong
            if conditions.is_filled(value):
                kept[name] = value
        elif problem := _trespass(one, right, answers[name], before.get(name)):
            errors[name] = problem
    return kept, errors


def _trespass(one: Field, right: Right, said: Any, before: Any) -> str:
    if said is None:
        unchanged = right == "hidden" or not conditions.is_filled(before)
    else:
        # Whether a guess was right is not for those to learn who may not see the answer.
        unchanged = right == "read" and _alike(one, said, before)
    return "" if unchanged else f"您在这一环节不能修改“{one.label}”。"


def _alike(one: Field, said: Any, before: Any) -> bool:
    if not conditions.is_filled(said):
        return not conditions.is_filled(before)
    return said == before or taken(one, said) == (before, {})


def taken(one: Field, value: Any) -> tuple[Any, dict[str, str]]:
    """One field's answer as it is kept, and what is wrong with it by place."""
    if not conditions.is_filled(value):
        return None, {}
    if one.widget == "table":
        return _rows(one, value)
    try:
        return values.normal(one, value), {}
    except values.Wrong as wrong:
        return None, {one.name: str(wrong)}


def _rows(table: Field, value: Any) -> tuple[list[dict[str, Any]] | None, dict[str, str]]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return None, {table.name: "明细的格式不正确，请刷新页面后重试。"}
    if len(value) > list_limit(table):
        return None, {table.name: f"明细最多 {list_limit(table)} 行，现有 {len(value)} 行。"}
    rows: list[dict[str, Any]] = []
    errors: dict[str, str] = {}
    for row in value:
        if _is_blank(table, row):
            continue  # a line somebody began and left is no answer
        found, wrong = _row(table, row)
        errors |= {f"{table.name}.{len(rows)}.{place}": said for place, said in wrong.items()}
        rows.append(found)
    return rows, errors


def _is_blank(table: Field, row: dict[str, Any]) -> bool:
    known = {column.name: column for column in table.columns}
    return all(
        name in known and (known[name].is_computed or not conditions.is_filled(row[name]))
        for name in row
    )


def _row(table: Field, row: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    known = {column.name: column for column in table.columns}
    found: dict[str, Any] = {}
    errors = {str(name)[:80]: "明细里没有这一列。" for name in row if name not in known}
    for name, column in known.items():
        if column.is_computed:
            continue
        value, wrong = taken(column, row.get(name))
        errors |= wrong
        if conditions.is_filled(value):
            found[name] = value
        elif column.required and not wrong:
            errors[name] = f"{_verb(column)}{column.label}。"
    return found, errors


def _is_missing(one: Field, right: Right, answers: Answers) -> bool:
    if one.is_computed or right not in ("edit", "required") or one.name in answers:
        return False
    return right == "required" or (
        one.required_when is not None and conditions.holds(one.required_when, answers)
    )


PICKED = {
    "date",
    "datetime",
    "range",
    "radio",
    "select",
    "checkboxes",
    "switch",
    "people",
    "department",
}


def _verb(one: Field) -> str:
    return "请选择" if one.widget in PICKED else "请上传" if one.widget == "files" else "请填写"
