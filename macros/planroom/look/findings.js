/* Many findings: the page has the worst, a script beside it has them all. That is loaded when somebody filters or
   asks for more, and a bounded number of rows is drawn from it, as text and nothing else. */
(() => {
  "use strict"

  const { language, keep, plain, each } = planroom

  const STEP = 100
  const PAUSE_MS = 80
  const [SEVERITY, CODE, NAME, PATH, LINE, COLUMN, SYSTEM, HINT, MESSAGE] = Array(9).keys()

  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1)
  const opened = (text) => (/^[a-z]+( |$)/.test(text) ? capital(text) : text)

  function make(tag, name, ...inside) {
    const made = document.createElement(tag)
    if (name) made.className = name
    made.append(...inside)
    return made
  }

  function link(href, text, name = "") {
    const made = make("a", name, text)
    made.href = href
    return made
  }

  // A message with its quoted words as code.
  const said = (text) => opened(text).split(/`([^`]+)`/).map((part, at) => (at % 2 ? make("code", "", part) : part))

  function findingList(form) {
    const list = document.querySelector("#all-findings")
    const count = form.nextElementSibling
    const more = list.nextElementSibling.querySelector("button")
    const empty = document.querySelector('[data-empty-for="#all-findings"]')
    const fields = [...form.elements].filter((field) => field.name)
    let data = null
    let loading = null
    let due = 0
    let found = null

    function load() {
      loading ||= new Promise((resolve, reject) => {
        const script = document.createElement("script")
        script.src = form.dataset.findings
        script.onload = resolve
        script.onerror = reject
        document.head.append(script)
      }).then(() => { data = planroom.findings })
      return loading
    }

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
      const where = there ? link(there, place(row), "pr-path") : make("span", "pr-path", place(row))
      const code = text(row, CODE)
      const check = link(data.checks.replace("code", code.toLowerCase()), `${code} ${text(row, NAME)}`)
      const title = data.titles[text(row, SYSTEM)]
      const hint = text(row, HINT)
      return make("div", "pr-finding pr-finding--wide",
        make("span", `pr-sev pr-sev--${text(row, SEVERITY)}`, capital(text(row, SEVERITY))),
        make("div", "", make("p", "pr-finding__say", ...said(row[MESSAGE])), make("p", "", where)),
        make("div", "", make("p", "", ...said(hint), hint && !/[.?]$/.test(hint) ? "." : ""),
          make("p", "pr-small", check, title ? ` · ${title}` : "")))
    }

    function draw(from) {
      const rows = found.slice(from, from + STEP).map(rowOf)
      if (from) list.append(...rows)
      else list.replaceChildren(...rows)
      const shown = Math.min(from + STEP, found.length)
      const figure = (number) => number.toLocaleString(language())
      const total = count.dataset.some.replace("{n} of ", "")
      let told = found.length === data.rows.length ? total : count.dataset.some.replace("{n}", figure(found.length))
      if (shown < found.length) told += count.dataset.shown.replace("{n}", figure(shown))
      if (count.textContent !== told) count.textContent = told
      const left = Math.min(STEP, found.length - shown)
      more.parentElement.hidden = left <= 0
      more.textContent = more.dataset.some.replace("{n}", figure(left))
      empty.hidden = found.length > 0
    }

    const refresh = () => load().then(() => { found = fitting(); draw(0) }, () => {})

    function chosen() {
      refresh()
      keep(Object.fromEntries(fields.map((field) => [field.name, field.value])))
    }

    function clear() {
      for (const field of fields) field.value = ""
      chosen()
    }

    form.addEventListener("focusin", () => load().catch(() => {}), { once: true })
    form.addEventListener("input", () => { clearTimeout(due); due = setTimeout(chosen, PAUSE_MS) })
    form.addEventListener("submit", (event) => event.preventDefault())
    form.addEventListener("reset", (event) => { event.preventDefault(); clear() })
    empty.addEventListener("click", (event) => {
      if (!event.target.closest('[data-act="clear"]')) return
      clear()
      fields[0].focus()
    })
    more.parentElement.hidden = false
    more.textContent = more.dataset.some.replace("{n}", STEP)
    more.addEventListener("click", () => load().then(() => {
      // The first time the page's own rows are the beginning of the list.
      found ||= fitting()
      draw(list.children.length)
    }, () => {}))

    const asked = new URLSearchParams(location.search)
    for (const field of fields) field.value = asked.get(field.name) ?? ""
    if (fields.some((field) => field.value)) refresh()
  }

  each("form[data-findings]", findingList)
})()
