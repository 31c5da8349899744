/* Many decisions: the page has the newest, and the long list beside it has them all, to be filtered and sorted. */
(() => {
  "use strict"

  const { all, language, keep, plain, each } = planroom
  const { make, loader, tell, listen } = planroom.longList

  const STEP = 200
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  const [NUMBER, TITLE, HREF, STATUS, WORD, DATE, SYSTEMS, OWNERS, TAGS, SUCCESSORS, MORE, LANGUAGE] = Array(12).keys()

  const day = (iso) => {
    const [year, month, date] = iso.split("-").map(Number)
    return `${date} ${MONTHS[month - 1]} ${year}`
  }
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1)
  const wordOf = (row) => row[WORD] || (row[STATUS] === "unknown" ? "" : capital(row[STATUS]))

  const link = (href, text, lang) => make("a", { href, ...(lang && { lang }) }, text)

  function decisionList(form) {
    const table = document.querySelector(form.dataset.target)
    const parts = {
      count: form.nextElementSibling,
      more: document.querySelector(`[data-more-for="${form.dataset.target}"] button`),
      empty: document.querySelector(`[data-empty-for="${form.dataset.target}"]`),
      step: STEP,
    }
    const heads = all("thead th", table)
    const fields = [...form.elements].filter((field) => field.name)
    const order = new Intl.Collator(language(), { numeric: true, sensitivity: "base" })
    const asked = new URLSearchParams(location.search)
    const script = loader(form.dataset.script)
    let data = null
    let found = []
    let most = STEP
    let sorted = { key: "decision", up: false }

    const load = () => script().then(() => {
      if (data) return
      data = planroom.data[table.id]
      data.texts = data.rows.map(textOf)
      offer()
      take()
    })

    const names = (list, places) => places.map((place) => list[place])
    const systemNames = (row) => row[SYSTEMS].map((place) => data.systems[place][1])

    function textOf(row) {
      const number = row[NUMBER] && `${row[NUMBER]} ADR-${row[NUMBER]} ADR-${Number(row[NUMBER])}`
      const date = row[DATE] && day(row[DATE])
      const lists = [...systemNames(row), ...names(data.owners, row[OWNERS]), ...names(data.tags, row[TAGS])]
      return plain([number, row[TITLE], wordOf(row), date, ...lists, row[MORE]].join(" "))
    }

    // The page offers the most common choices; the others come with the rows.
    function offer() {
      const choices = {
        system: data.systems, owner: data.owners.map((name) => [name, name]), tag: data.tags.map((tag) => [tag, tag]),
      }
      for (const [name, pairs] of Object.entries(choices)) {
        const field = form.elements[name]
        if (!field || field.options.length > pairs.length) continue
        const value = field.value
        field.replaceChildren(field.options[0], ...pairs.map(([key, text]) => new Option(text, key)))
        field.value = value
      }
    }

    // What the address asks for, also of choices that were not there before the rows came.
    function take() {
      for (const field of fields) {
        const value = asked.get(field.name)
        if (value !== null && !field.value) field.value = value
      }
    }

    const keys = {
      decision: null,
      status: (row) => wordOf(row),
      date: (row) => row[DATE],
      system: (row) => systemNames(row).join(", "),
      owner: (row) => names(data.owners, row[OWNERS]).join(", "),
      tag: (row) => names(data.tags, row[TAGS]).join(", "),
    }

    function inOrder(places) {
      const key = keys[sorted.key]
      if (!key) return sorted.up ? places.reverse() : places
      const compare = sorted.key === "date" ? (a, b) => (a < b ? -1 : Number(a > b)) : order.compare
      const keyed = places.map((place) => [key(data.rows[place]), place])
      keyed.sort(([a, first], [b, second]) => {
        if (a === "" || b === "") return (a === "") - (b === "") || first - second
        return (sorted.up ? compare(a, b) : compare(b, a)) || first - second
      })
      return keyed.map(([, place]) => place)
    }

    function fitting() {
      const words = plain(form.elements.text.value).split(/\s+/).filter(Boolean)
      const place = (list, value) => list.findIndex((item) => item === value || item[0] === value)
      const tests = []
      const status = form.elements.status?.value
      if (status) tests.push((row) => row[STATUS] === status)
      const lists = [["system", data.systems, SYSTEMS], ["owner", data.owners, OWNERS], ["tag", data.tags, TAGS]]
      for (const [name, list, column] of lists) {
        const value = form.elements[name]?.value
        if (!value) continue
        const wanted = name === "system" ? list.findIndex(([key]) => key === value) : place(list, value)
        tests.push((row) => row[column].includes(wanted))
      }
      const places = []
      data.rows.forEach((row, at) => {
        if (words.every((one) => data.texts[at].includes(one)) && tests.every((fits) => fits(row))) places.push(at)
      })
      return places
    }

    function draw(from) {
      const body = table.tBodies[0]
      const rows = found.slice(from, most).map((place) => rowOf(data.rows[place]))
      if (from) body.append(...rows)
      else body.replaceChildren(...rows)
      tell(parts, Math.min(most, found.length), found.length, data.rows.length)
    }

    function rowOf(row) {
      const cell = (...inside) => make("td", { role: "cell", class: "pr-fact" }, ...inside)
      const cells = {
        date: () => cell(...(row[DATE] ? [make("time", { datetime: row[DATE] }, day(row[DATE]))] : [])),
        system: () => cell(...systemNames(row).flatMap((name, at) => [at ? ", " : "", make("span", { class: "pr-name" }, name)])),
        owner: () => cell(names(data.owners, row[OWNERS]).join(", ")),
        tag: () => cell(names(data.tags, row[TAGS]).join(", ")),
      }
      const number = row[NUMBER] ? [make("span", { class: "pr-no" }, row[NUMBER]), " "] : []
      const kind = row[STATUS] === "unknown" ? "" : ` pr-chip--${row[STATUS]}`
      const by = row[SUCCESSORS].flatMap(([label, href]) => [
        " ", make("span", { class: "pr-small" }, "by ", link(href, label)),
      ])
      return make("tr", { role: "row" },
        make("th", { role: "rowheader", scope: "row" }, ...number, link(row[HREF], row[TITLE], row[LANGUAGE])), " ",
        cell(make("span", { class: `pr-chip${kind}` }, wordOf(row)), ...by), " ",
        ...data.columns.flatMap((name) => [cells[name](), " "]))
    }

    function show() {
      most = STEP
      found = inOrder(fitting())
      draw(0)
    }

    function choose(key, up) {
      sorted = { key, up }
      for (const head of heads) {
        if (head.dataset.key === key) head.setAttribute("aria-sort", up ? "ascending" : "descending")
        else head.removeAttribute("aria-sort")
      }
    }

    const remember = () => keep({
      ...Object.fromEntries(fields.map((field) => [field.name, field.value])),
      sort: sorted.key === "decision" && !sorted.up ? "" : sorted.key + (sorted.up ? "" : "-"),
    })
    const refresh = () => load().then(() => { show(); remember() }, () => {})

    for (const head of heads) {
      head.querySelector("button").addEventListener("click", () => {
        choose(head.dataset.key, head.getAttribute("aria-sort") !== "ascending")
        refresh()
      })
    }
    listen(form, parts, fields, load, refresh, () => {
      // The first time the page's own rows are the beginning of the list.
      if (!found.length) found = inOrder(fitting())
      const from = table.tBodies[0].rows.length
      most = from + STEP
      draw(from)
      table.tBodies[0].rows[from]?.querySelector("a").focus()
    })

    const sort = asked.get("sort")
    const head = sort && heads.find((one) => one.dataset.key === sort.replace(/-$/, ""))
    if (head) choose(head.dataset.key, !sort.endsWith("-"))
    if (head || fields.some((field) => asked.get(field.name))) load().then(() => { take(); show() }, () => {})
  }

  each("form.pr-filter[data-script]", decisionList)
})()
