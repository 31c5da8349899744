/* Many findings: the page has the worst, and the long list beside it has them all. */
(() => {
  "use strict"

  const { keep, plain, each } = planroom
  const { make, loader, tell, listen } = planroom.longList

  const STEP = 100
  const [SEVERITY, CODE, NAME, PATH, LINE, COLUMN, SYSTEM, HINT, MESSAGE] = Array(9).keys()

  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1)
  const opened = (text) => (/^[a-z]+( |$)/.test(text) ? capital(text) : text)

  const link = (href, text, name) => make("a", { href, ...(name && { class: name }) }, text)

  // A message with its quoted words as code.
  const said = (text) => opened(text).split(/`([^`]+)`/).map((part, at) => (at % 2 ? make("code", {}, part) : part))

  function findingList(form) {
    const list = document.querySelector("#all-findings")
    const parts = {
      count: form.nextElementSibling,
      more: list.nextElementSibling.querySelector("button"),
      empty: document.querySelector('[data-empty-for="#all-findings"]'),
      step: STEP,
    }
    const fields = [...form.elements].filter((field) => field.name)
    const script = loader(form.dataset.findings)
    const load = () => script().then(() => { data = planroom.findings })
    let data = null
    let found = null

    const text = (row, column) => data.texts[row[column]]
    const place = (row) => `${text(row, PATH)}:${row[LINE]}:${row[COLUMN]}`

    function textOf(row) {
      const title = data.titles[text(row, SYSTEM)] || ""
      return plain([text(row, CODE), text(row, NAME), place(row), title, text(row, HINT), row[MESSAGE]].join(" "))
    }

    function fitting() {
      data.words ||= data.rows.map(textOf)
      const words = plain(form.elements.text.value).split(/\s+/).filter(Boolean)
      const severity = form.elements.severity.value
      const system = form.elements.system?.value
      return data.rows.filter((row, at) =>
        (!severity || text(row, SEVERITY) === severity) && (!system || text(row, SYSTEM) === system) &&
        words.every((one) => data.words[at].includes(one)))
    }

    function rowOf(row) {
      const there = data.view.replace("PATH", () => encodeURI(text(row, PATH))).replace("987654321", row[LINE])
      const where = there ? link(there, place(row), "pr-path") : make("span", { class: "pr-path" }, place(row))
      const code = text(row, CODE)
      const check = link(data.checks.replace("code", code.toLowerCase()), `${code} ${text(row, NAME)}`)
      const title = data.titles[text(row, SYSTEM)]
      const hint = text(row, HINT)
      return make("div", { class: "pr-finding pr-finding--wide" },
        make("span", { class: `pr-sev pr-sev--${text(row, SEVERITY)}` }, capital(text(row, SEVERITY))),
        make("div", {}, make("p", { class: "pr-finding__say" }, ...said(row[MESSAGE])), make("p", {}, where)),
        make("div", {}, make("p", {}, ...said(hint), hint && !/[.?]$/.test(hint) ? "." : ""),
          make("p", { class: "pr-small" }, check, title ? ` · ${title}` : "")))
    }

    function draw(from) {
      const rows = found.slice(from, from + STEP).map(rowOf)
      if (from) list.append(...rows)
      else list.replaceChildren(...rows)
      tell(parts, Math.min(from + STEP, found.length), found.length, data.rows.length)
    }

    const refresh = () => load().then(() => { found = fitting(); draw(0) }, () => {})

    function chosen() {
      refresh()
      keep(Object.fromEntries(fields.map((field) => [field.name, field.value])))
    }

    listen(form, parts, fields, load, chosen, () => {
      // The first time the page's own rows are the beginning of the list.
      found ||= fitting()
      draw(list.children.length)
    })

    const asked = new URLSearchParams(location.search)
    for (const field of fields) field.value = asked.get(field.name) ?? ""
    if (fields.some((field) => field.value)) refresh()
  }

  each("form[data-findings]", findingList)
})()
