/* planroom: the behaviour of its pages. No dependency, no request; works from a file and with instant navigation.
   Without it every row, every text and every diagram is there all the same. The HTML is in ../README.md. */
(() => {
  "use strict"

  const all = (selector, root = document) => [...root.querySelectorAll(selector)]

  const WORDS = {
    en: { code: "Code", table: "Table", task: "Task" },
    it: { code: "Codice", table: "Tabella", task: "Attività" },
  }
  const language = () => document.documentElement.lang || "en"
  const word = (key) => (WORDS[language().slice(0, 2)] || WORDS.en)[key]

  /* Filter bars ---------------------------------------------------------------------------------------------- */

  const LONG_LIST = 500
  const PAUSE_MS = 150

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()

  const rowsOf = (target) =>
    target.tBodies ? [...target.tBodies].flatMap((body) => [...body.rows]) : [...target.children]

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
    const read = () => rowsOf(target).map((row) => [row, plain(`${row.textContent} ${row.dataset.text || ""}`)])

    function apply() {
      rows ||= read()
      const words = plain(form.elements.text?.value || "").split(/\s+/).filter(Boolean)
      const chosen = fields.filter((field) => field.name !== "text" && field.value)
      let shown = 0
      for (const [row, text] of rows) {
        const fits =
          words.every((one) => text.includes(one)) &&
          chosen.every((field) => (row.dataset[field.name] || "").split("|").includes(field.value))
        if (row.hidden === fits) row.hidden = !fits
        if (fits) shown += 1
      }
      if (empty) empty.hidden = shown > 0
      if (count) {
        const said = shown === rows.length ? whole : count.dataset.some.replace("{n}", shown.toLocaleString(language()))
        if (count.textContent !== said) count.textContent = said
      }
    }

    function keep() {
      const url = new URL(location.href)
      for (const field of fields) {
        if (field.value) url.searchParams.set(field.name, field.value)
        else url.searchParams.delete(field.name)
      }
      try {
        history.replaceState(history.state, "", url)
      } catch {
        // Some browsers allow no change of the address of a file; the filter works without.
      }
    }

    function clear() {
      clearTimeout(due)
      for (const field of fields) field.value = ""
      apply()
      keep()
    }

    // A long table takes the browser up to a second to lay out anew; then typing must not wait for it.
    form.addEventListener("input", () => {
      clearTimeout(due)
      if (rows?.length > LONG_LIST) due = setTimeout(() => { apply(); keep() }, PAUSE_MS)
      else { apply(); keep() }
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

  /* Sortable tables ------------------------------------------------------------------------------------------ */

  function sortableTable(table) {
    const heads = all("thead th", table)
    const order = new Intl.Collator(language(), { numeric: true, sensitivity: "base" })
    const keyOf = (row, column) => {
      const cell = row.cells[column]
      return (cell?.dataset.sort ?? cell?.textContent ?? "").trim()
    }

    function sort(column, direction) {
      const body = table.tBodies[0]
      const keyed = [...body.rows].map((row) => [keyOf(row, column), row])
      const numbers = keyed.every(([key]) => key === "" || Number.isFinite(Number(key)))
      keyed.sort(([a], [b]) => {
        if (a === "" || b === "") return (a === "") - (b === "")
        return direction * (numbers ? a - b : order.compare(a, b))
      })
      body.append(...keyed.map(([, row]) => row))
    }

    heads.forEach((head, column) => {
      head.querySelector("button")?.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending"
        for (const other of heads) other.removeAttribute("aria-sort")
        head.setAttribute("aria-sort", up ? "ascending" : "descending")
        sort(column, up ? 1 : -1)
      })
    })
  }

  /* Diagrams ------------------------------------------------------------------------------------------------- */

  const TEXT_PX = 14
  const TABLE_TEXT_PX = 12
  const LEAST_TEXT_PX = 11
  const STEP = 1.25
  const LARGEST = 4
  // What the page's style sheet gives to a diagram; a downloaded file has to carry it along.
  const DRAWN = [
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "opacity",
    "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline",
  ]

  function diagram(figure) {
    const view = figure.querySelector(".pr-diagram__view")
    const svg = view?.querySelector("svg")
    const source = figure.querySelector(".pr-diagram__source")
    const acts = { copy }
    if (svg) Object.assign(acts, zooming(figure, view, svg), { download })

    function copy(button) {
      copyText((source.content || source).textContent).then(() => {
        const before = button.textContent
        if (button.dataset.done === before) return
        button.textContent = button.dataset.done
        setTimeout(() => { button.textContent = before }, 2000)
      }, () => {})
    }

    function download() {
      const link = document.createElement("a")
      link.href = URL.createObjectURL(new Blob([standalone(svg)], { type: "image/svg+xml" }))
      link.download = `${figure.dataset.file || figure.id || "diagram"}.svg`
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href), 1000)
    }

    figure.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-act]")
      if (button) acts[button.dataset.act]?.(button)
    })
  }

  function zooming(figure, view, svg) {
    const { width, height } = svg.viewBox.baseVal
    let scale = 1
    let touched = false

    const room = () => {
      const style = getComputedStyle(view)
      return [
        view.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight),
        view.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom),
      ]
    }
    const isFull = () => figure === document.fullscreenElement || figure.classList.contains("pr-diagram--full")

    // Zooms and keeps the point under (x, y) of the view where it is.
    function zoomTo(wanted, x = view.clientWidth / 2, y = view.clientHeight / 2) {
      const before = scale
      scale = Math.min(LARGEST, Math.max(0.1, wanted))
      svg.style.width = `${width * scale}px`
      svg.style.height = `${height * scale}px`
      view.scrollLeft = (view.scrollLeft + x) * (scale / before) - x
      view.scrollTop = (view.scrollTop + y) * (scale / before) - y
      view.classList.toggle(
        "pr-diagram__view--pan", view.scrollWidth > view.clientWidth || view.scrollHeight > view.clientHeight,
      )
    }

    function fit() {
      const [wide, high] = room()
      zoomTo(isFull() ? Math.min(wide / width, high / height, 2) : Math.min(1, wide / width))
    }

    // At first as wide as the page allows, but never with letters too small to read: then it scrolls.
    function start() {
      const [wide] = room()
      const text = svg.classList.contains("pr-svg--er") ? TABLE_TEXT_PX : TEXT_PX
      if (wide > 0) zoomTo(Math.max(LEAST_TEXT_PX / text, Math.min(1, wide / width)))
    }

    function full() {
      if (isFull()) {
        if (document.fullscreenElement) document.exitFullscreen()
        figure.classList.remove("pr-diagram--full")
      } else if (figure.requestFullscreen) {
        figure.requestFullscreen().catch(() => figure.classList.add("pr-diagram--full"))
      } else {
        figure.classList.add("pr-diagram--full") // Phones on which only videos may fill the screen.
      }
    }

    // From the first zoom on the frame keeps its height, so that the page below does not move.
    function zoom(...to) {
      if (!touched) view.style.height = `${view.offsetHeight}px`
      touched = true
      zoomTo(...to)
    }
    function release() {
      touched = false
      view.style.height = ""
    }

    const acts = {
      in: () => zoom(scale * STEP),
      out: () => zoom(scale / STEP),
      fit: () => { release(); fit() },
      full,
    }
    const keys = { "+": acts.in, "=": acts.in, "-": acts.out, 0: acts.fit }

    view.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return
      event.preventDefault()
      keys[event.key]()
    })
    figure.addEventListener("keydown", (event) => {
      if (event.key === "Escape") figure.classList.remove("pr-diagram--full")
    })
    view.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return
      event.preventDefault()
      const box = view.getBoundingClientRect()
      zoom(scale * Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top)
    }, { passive: false })
    panning(view)

    let wasFull = false
    new ResizeObserver(() => {
      const nowFull = isFull()
      if (nowFull !== wasFull) release()
      if (!touched) (nowFull ? fit : start)()
      wasFull = nowFull
    }).observe(view)
    return acts
  }

  // With a mouse the picture is dragged; a finger scrolls it anyway.
  function panning(view) {
    let from = null
    let moved = false
    view.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button !== 0) return
      from = { x: event.clientX + view.scrollLeft, y: event.clientY + view.scrollTop }
      moved = false
    })
    view.addEventListener("pointermove", (event) => {
      if (!from) return
      const [left, top] = [from.x - event.clientX, from.y - event.clientY]
      if (!moved && Math.hypot(left - view.scrollLeft, top - view.scrollTop) < 4) return
      if (!moved) view.setPointerCapture(event.pointerId)
      moved = true
      view.classList.add("pr-diagram__view--panning")
      view.scrollTo({ left, top, behavior: "instant" })
    })
    const stop = () => {
      from = null
      view.classList.remove("pr-diagram__view--panning")
    }
    view.addEventListener("pointerup", stop)
    view.addEventListener("pointercancel", stop)
    view.addEventListener("dragstart", (event) => event.preventDefault())
    // The end of a drag is not a click on what lies below.
    view.addEventListener("click", (event) => {
      if (!moved) return
      moved = false
      event.preventDefault()
      event.stopPropagation()
    }, true)
  }

  function standalone(svg) {
    const copy = svg.cloneNode(true)
    const originals = [svg, ...all("*", svg)]
    const copies = [copy, ...all("*", copy)]
    originals.forEach((original, index) => {
      const style = getComputedStyle(original)
      for (const name of DRAWN) copies[index].style.setProperty(name, style.getPropertyValue(name))
    })
    const { width, height } = svg.viewBox.baseVal
    copy.style.background = getComputedStyle(svg.closest(".pr-diagram")).backgroundColor
    copy.style.width = `${width}px`
    copy.style.height = `${height}px`
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg")
    return new XMLSerializer().serializeToString(copy)
  }

  // A page that was opened from a file or over plain http has no clipboard object.
  function copyText(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text)
    const area = document.createElement("textarea")
    area.value = text
    document.body.append(area)
    area.select()
    const done = document.execCommand("copy")
    area.remove()
    return done ? Promise.resolve() : Promise.reject()
  }

  /* Places --------------------------------------------------------------------------------------------------- */

  function openPlace() {
    let id = location.hash.slice(1)
    try { id = decodeURIComponent(id) } catch { /* A stray % in the address names the place as it stands. */ }
    const place = id && document.getElementById(id)
    if (!place) return
    let opened = false
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      opened ||= !fold.open
      fold.open = true
    }
    if (opened) place.scrollIntoView()
  }

  // The other language opens at the same place.
  function languageSwitch(link) {
    link.addEventListener("click", () => { link.hash = location.hash })
  }

  /* Scroll areas --------------------------------------------------------------------------------------------- */

  function headingBefore(element) {
    for (let at = element; at && !at.matches("article"); at = at.parentElement) {
      for (let before = at; before; before = before.previousElementSibling) {
        if (before.matches("h1, h2, h3, h4, h5, h6")) return before
      }
    }
    return document.querySelector("article h1")
  }

  function textOf(element) {
    if (!element) return ""
    const copy = element.cloneNode(true)
    for (const link of all(".headerlink", copy)) link.remove()
    return copy.textContent.trim()
  }

  function nameOf(area) {
    if (area.matches("code")) {
      const file = area.closest(".highlight")?.querySelector(".filename")
      return textOf(file) || `${word("code")}: ${textOf(headingBefore(area))}`
    }
    return textOf(area.querySelector("caption")) || `${word("table")}: ${textOf(headingBefore(area))}`
  }

  // What scrolls sideways can be reached and scrolled with the keyboard; what does not is no stop on the way.
  function scrollAreas(article) {
    const names = new Map()
    for (const area of all(".md-typeset__scrollwrap, .pr-scroll, pre > code", article)) {
      const scrolls = area.scrollWidth > area.clientWidth
      if (scrolls && !area.dataset.prArea) {
        area.dataset.prArea = area.getAttribute("aria-label") || nameOf(area)
      }
      if (scrolls) {
        const name = area.dataset.prArea
        const nth = (names.get(name) || 0) + 1
        names.set(name, nth)
        area.setAttribute("tabindex", "0")
        area.setAttribute("role", "region")
        area.setAttribute("aria-label", nth > 1 ? `${name} (${nth})` : name)
      } else if (area.getAttribute("role") === "region") {
        area.removeAttribute("tabindex")
        area.removeAttribute("role")
      }
    }
  }

  // The button beside a code block is no landmark, though Material makes it one.
  function codeButtons(article) {
    for (const nav of all("nav.md-code__nav", article)) nav.setAttribute("role", "presentation")
  }

  function watchScrollAreas(article) {
    let due = false
    const look = () => {
      if (due) return
      due = true
      requestAnimationFrame(() => { due = false; scrollAreas(article); codeButtons(article) })
    }
    new ResizeObserver(look).observe(article)
    // Material wraps tables of Markdown and adds buttons to code only after the page has come.
    new MutationObserver(look).observe(article, { childList: true, subtree: true })
    look()
  }

  /* Task lists ----------------------------------------------------------------------------------------------- */

  function taskBox(box) {
    const copy = box.closest("li").cloneNode(true)
    for (const nested of all("ul, ol", copy)) nested.remove()
    box.setAttribute("aria-label", copy.textContent.trim() || word("task"))
  }

  /* Start: once for the document, and once for each page that instant navigation puts into it -------------------- */

  function page() {
    const article = document.querySelector("article")
    if (!article || article.dataset.prReady) return
    article.dataset.prReady = ""
    // Instant navigation keeps the html element of the page before.
    const lang = document.querySelector("[data-pr-lang]")?.dataset.prLang
    if (lang) document.documentElement.lang = lang
    all("form.pr-filter[data-target]", article).forEach(filterBar)
    all("table.pr-table--sort", article).forEach(sortableTable)
    all("figure.pr-diagram", article).forEach(diagram)
    all(".pr-lang a", article).forEach(languageSwitch)
    all('li > input[type="checkbox"], .task-list-control > input', article).forEach(taskBox)
    watchScrollAreas(article)
    openPlace()
  }

  addEventListener("hashchange", openPlace)
  if (window.document$) window.document$.subscribe(page)
  else if (document.readyState === "loading") addEventListener("DOMContentLoaded", page)
  else page()
})()
