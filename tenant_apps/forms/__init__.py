"""表单: what an office asks for, drawn by the unit itself; published versions never change.

On the wire a form is `{name, schema, ui}`. **`ui` is what the author draws**; `schema`, the JSON
Schema 2020-12 of the answers, is derived from it by the server and never sent by a client.

    ui = {"title": "用车申请单", "fields": [Field, …]}         # in the order they are read

    Field = {
      "name": "reason",        # ^[a-z][a-z0-9_]{0,39}$, unique; API: stored, conditions ask for it
      "widget": "text",        # see below
      "label": "用车事由",
      "help"?, "placeholder"?, "suffix"?: text      "width"?: "full" | "half" | "third"
      "required"?: bool        "required_when"?: Rule          "visible"?: Rule
      "computed"?: Expression  (number, money, text; then nobody types it)
      "default"?: a value      (shown on a fresh form)
      limits by widget: "max_length"?, "min"?, "max"?, "decimals"?, "options"?: [{value, label}],
      "source"?: key of sources.py instead of options, "multiple"?: bool, "most"?: int,
      "precision"?: "date" | "half" | "minute", "columns"?: [Field, …], "sums"?: [column name, …],
      "text"?: words of a note
    }

    widget      what it is            the answer
    text        单行文字              text            textarea  多行文字   text
    phone       手机号                "13800000000"   number    数字       number
    money       金额（大写）          number, two decimals
    date        日期                  "2026-11-24"    datetime  日期时间   "2026-11-24T08:30+08:00"
    range       起止时间              {"start", "end"}: days for precision "date", else moments;
                                      "half" means 上午 09:00–12:00 and 下午 13:00–18:00
    radio, select  单选, 下拉         an option's value      checkboxes  多选   list of values
    switch      开关                  bool
    people      人员                  list of staff ids, one unless "multiple"
    department  部门                  department id
    files       附件                  list of attachment ids (POST /api/forms/files first)
    table       明细表                list of rows {column: answer}, columns of simple kinds
    note, heading  说明文字, 小标题   nothing

    Rule: conditions.py, the same tree that opens a branch of a flow.
    Expression: expressions.py, e.g. {"op": "sum", "args": [{"field": "items.amount"}]}.

Answers: `{name: answer}`; absent and null both mean "not answered". Rights of a step: `{name:
"hidden" | "read" | "edit" | "required"}`, as a node of a flow carries them in `fields`;
rights.rights(form, …) completes them. checking.check(form, answers, rights, before) is the only
way answers come in. The browser's twin of conditions, expressions and settling is
frontend/src/lib/forms; both are held to tests/fixtures/form-rules.json.
"""
