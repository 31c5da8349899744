/* Filter bars: rows that fit what is typed and chosen, kept in the address. */
(() => {
  "use strict"

  const { decoded, language, plain, keep, each } = planroom

  const LONG_LIST = 500
  const PAUSE_MS = 150

  const rowsOf = (target) =>
    target.tBodies
      ? [...target.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.matches(".pr-group"))
      : [...target.children]

  // What a row states of itself, by one of its parts or by its group.
  const valueOf = (row, name) =>
    row.dataset[name] ?? row.querySelector(`[data-${name}]`)?.dataset[name] ?? row.parentElement.dataset[name] ?? ""
  const linkOf = (row) => decoded(row.querySelector("a")?.hash.slice(1) || "")

  function filterBar(form) {
    const target = document.querySelector(form.dataset.target)
    if (!target) return
    const fields = [...form.elements].filter((field) => field.name)
    const count = form.nextElementSibling?.matches(".pr-count") ? form.nextElementSibling : null
    const whole = count?.textContent
    const empty = document.querySelector(`[data-empty-for="${form.dataset.target}"]`)
    // The text of a row is read once, at the first key: a list may have thousands of them.
    let rows = null
    let due = 0
    const read = () => rowsOf(target).map((row) => [row, plain(`${row.textContent} ${row.dataset.text || row.id || linkOf(row)}`)])

    function apply() {
      rows ||= read()
      const words = plain(form.elements.text?.value || "").split(/\s+/).filter(Boolean)
      const chosen = fields.filter((field) => field.name !== "text" && field.value)
      let shown = 0
      for (const [row, text] of rows) {
        const fits =
          words.every((one) => text.includes(one)) &&
          chosen.every((field) => valueOf(row, field.name).split("|").includes(field.value))
        if (row.hidden === fits) row.hidden = !fits
        if (fits) shown += 1
      }
      // The heading of a group stays as long as one of its rows does.
      for (const head of target.querySelectorAll(".pr-group")) {
        head.hidden = ![...head.parentElement.rows].some((row) => row !== head && !row.hidden)
      }
      if (empty) empty.hidden = shown > 0
      if (count) {
        const said = shown === rows.length ? whole : count.dataset.some.replace("{n}", shown.toLocaleString(language()))
        if (count.textContent !== said) count.textContent = said
      }
    }

    function show() {
      apply()
      keep(Object.fromEntries(fields.map((field) => [field.name, field.value])))
    }

    function clear() {
      clearTimeout(due)
      for (const field of fields) field.value = ""
      show()
    }

    // A long table takes the browser up to a second to lay out anew; then typing must not wait for it.
    form.addEventListener("input", () => {
      clearTimeout(due)
      if (rows?.length > LONG_LIST) due = setTimeout(show, PAUSE_MS)
      else show()
    })
    form.addEventListener("submit", (event) => event.preventDefault())
    form.addEventListener("reset", (event) => { event.preventDefault(); clear() })
    empty?.addEventListener("click", (event) => {
      if (!event.target.closest('[data-act="clear"]')) return
      clear()
      fields[0]?.focus()
    })

    const asked = new URLSearchParams(location.search)
    for (const field of fields) {
      const value = asked.get(field.name)
      if (value !== null) field.value = value
    }
    if (fields.some((field) => field.value)) apply()
  }

  each("form.pr-filter[data-target]:not([data-script])", filterBar)
})()
