/* planroom: the behaviour of its pages. No dependency, no request; works from a file and with instant navigation.
   Without it every row, every text and every diagram is there all the same. The HTML is in theme/README.md.

   The parts share this object and nothing else: each says what it does for which elements of a page. */
const planroom = (() => {
  "use strict"

  const all = (selector, root = document) => [...root.querySelectorAll(selector)]

  // A part of an address as text; a stray % in it stands for itself.
  const decoded = (text) => {
    try { return decodeURIComponent(text) } catch { return text }
  }

  const WORDS = {
    en: { code: "Code", table: "Table", task: "Task", menu: "Menu", search: "Search", close: "Close", back: "Back" },
    it: { code: "Codice", table: "Tabella", task: "Attività", menu: "Menu", search: "Cerca", close: "Chiudi", back: "Indietro" },
  }
  const language = () => document.documentElement.lang || "en"
  const word = (key) => (WORDS[language().slice(0, 2)] || WORDS.en)[key]

  const starts = []

  // Does something for every page that comes, once; `article` is its content.
  const eachPage = (start) => { starts.push(start) }

  // Does something for every element of every page; "article" stands for the content as a whole.
  const each = (selector, start) => eachPage((article) => {
    if (selector === "article") start(article)
    else all(selector, article).forEach((element) => start(element))
  })

  // Keeps what is chosen on a page in its address, so that a link or a way back leads to the same.
  function keep(values) {
    const url = new URL(location.href)
    for (const [name, value] of Object.entries(values)) {
      if (value) url.searchParams.set(name, value)
      else url.searchParams.delete(name)
    }
    try {
      history.replaceState(history.state, "", url)
    } catch {
      // Some browsers allow no change of the address of a file; the page works without.
    }
  }

  // How texts are compared when they are looked for: without accents and capitals.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()

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

  // The theme opens and closes its parts with labels, which take no focus and say nothing to those who listen: a button
  // stands in place of one, where there is a script.
  function buttonFor(label, className, name) {
    const button = document.createElement("button")
    button.type = "button"
    button.className = `${className} ${label.className}`
    button.setAttribute("aria-label", name)
    button.append(...[...label.childNodes].map((node) => node.cloneNode(true)))
    button.addEventListener("click", () => document.getElementById(label.htmlFor).click())
    label.before(button)
    return button
  }

  return { all, buttonFor, copyText, decoded, language, word, keep, plain, each, eachPage, starts, data: {} }
})()
