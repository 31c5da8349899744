/* What long lists share: the page has the first rows, a script beside it has them all and is loaded when somebody
   filters or asks for more; a bounded number of rows is drawn from it, as text and nothing else. */
(() => {
  "use strict"

  const { language } = planroom

  const PAUSE_MS = 80

  function make(tag, attributes, ...inside) {
    const made = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
    made.append(...inside)
    return made
  }

  // Loads a script at the first call; every call gives the same promise.
  function loader(src) {
    let loading = null
    return () => loading ||= new Promise((resolve, reject) => {
      const script = document.createElement("script")
      script.src = src
      script.onload = resolve
      script.onerror = reject
      document.head.append(script)
    })
  }

  const figure = (number) => number.toLocaleString(language())

  // Says how many there are and how many are shown, and offers the next ones.
  function tell({ count, more, empty, step }, shown, found, all) {
    const total = count.dataset.some.replace("{n} of ", "")
    let said = found === all ? total : count.dataset.some.replace("{n}", figure(found))
    if (shown < found) said += count.dataset.shown.replace("{n}", figure(shown))
    if (count.textContent !== said) count.textContent = said
    const left = Math.min(step, found - shown)
    more.parentElement.hidden = left <= 0
    more.textContent = more.dataset.some.replace("{n}", figure(left))
    empty.hidden = found > 0
  }

  // Runs `refresh` after every change of the form, and `load` when somebody first comes to it.
  function listen(form, { more, empty, step }, fields, load, refresh, onMore) {
    let due = 0
    const clear = () => {
      for (const field of fields) field.value = ""
      refresh()
    }
    form.addEventListener("focusin", () => load().catch(() => {}), { once: true })
    form.addEventListener("input", () => { clearTimeout(due); due = setTimeout(refresh, PAUSE_MS) })
    form.addEventListener("submit", (event) => event.preventDefault())
    form.addEventListener("reset", (event) => { event.preventDefault(); clear() })
    empty.addEventListener("click", (event) => {
      if (!event.target.closest('[data-act="clear"]')) return
      clear()
      fields[0].focus()
    })
    more.parentElement.hidden = false
    more.textContent = more.dataset.some.replace("{n}", figure(step))
    more.addEventListener("click", () => load().then(onMore, () => {}))
  }

  Object.assign(planroom, { longList: { make, loader, tell, listen } })
})()
