/* planroom's search, in the worker that the theme's search box talks to. It speaks the theme's own protocol, so that
   box, keyboard and list are the theme's, whichever index answers. Here: what both indexes share. */
const planroomSearch = (() => {
  "use strict"

  const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3, WAKE = "wake"
  const PAUSE_MS = 40
  const LONG_PAUSE_MS = 250 // One letter matches nearly everything, and another one mostly follows.
  const GROUPS_IN_FULL = 30
  const MOST_NAMED = 8
  const BROUGHT = 0.01 // A page of no more weight is one that planroom brings.
  const WORDS_BEFORE = 8
  const WORDS_AFTER = 22
  const NUMBER = /^(?:adr|decision|#|no\.?)? ?0*(\d+)$/

  const send = self.postMessage.bind(self)
  const fromFile = self.parent && self.parent !== self && self.parent.location.protocol === "file:"

  // Words as they are compared: an accent is no difference, nor is a capital.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
  const key = (text) => plain(text).replace(/[\s-]+/g, " ").trim()
  const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

  /* Names: who types one exactly wants what is called so, and nothing before it. */

  const known = new Map()
  const named = new Map()
  const leads = new Map()

  function name(word, entry) {
    const at = key(word)
    if (!at) return
    const there = named.get(at)
    if (!there) named.set(at, [entry])
    else if (!there.includes(entry)) there.push(entry)
  }

  const unescaped = (html) => html
    .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&")

  function learn(entries) {
    for (const entry of entries) {
      known.set(entry.location, entry)
      const page = entry.location.split("#")[0]
      if (entry.text && !leads.has(page)) leads.set(page, entry.text)
      if (entry.common || !entry.kind && entry.location.includes("#")) continue
      for (const word of entry.names || []) name(word, entry)
      const title = unescaped(entry.title)
      name(title, entry)
      name(title.replace(/^\d+\s+/, ""), entry)
    }
  }

  function exactly(query) {
    const asked = key(query.replace(/^["']|["']$/g, ""))
    const number = NUMBER.exec(asked)
    const found = [...(named.get(asked) || []), ...(number && named.get(number[1])) || []]
    return [...new Set(found)].sort((a, b) => (b.boost ?? 1) - (a.boost ?? 1)).slice(0, MOST_NAMED)
  }

  /* Hits, as the theme's list takes them: title and text are HTML. */

  function label(entry) {
    if (!entry.kind) return ""
    const parts = [`<span>${entry.kind}</span>`]
    if (entry.detail) parts.push(`<span class="pr-hit__detail">${entry.detail}</span>`)
    if (entry.status) parts.push(`<span class="pr-chip${entry.chip ? ` pr-chip--${entry.chip}` : ""}">${entry.status}</span>`)
    return `<span class="pr-hit">${parts.join(" ")}</span> `
  }

  // The words around the first marked one, or the first words.
  function excerpt(html) {
    const words = html.replace(/<(?!\/?mark>)[^>]*>/g, " ").split(/\s+/).filter(Boolean)
    const marked = words.findIndex((word) => word.includes("<mark>"))
    const start = marked <= WORDS_BEFORE ? 0 : marked - WORDS_BEFORE
    const end = Math.max(marked, start) + WORDS_AFTER
    if (!words.length) return ""
    return `<p>${start ? "… " : ""}${words.slice(start, end).join(" ")}${end < words.length ? " …" : ""}</p>`
  }

  // From a file, no server adds the name of the page to the address of its folder.
  const place = (location) => fromFile ? location.replace(/(^|\/)(?=#|$)/, "$1index.html") : location

  const hit = (entry) => ({
    location: place(entry.location),
    title: label(entry) + entry.title,
    text: excerpt(entry.text || leads.get(entry.location) || ""),
    score: entry.score ?? 0,
    terms: entry.terms || {},
  })

  // Groups are a page with its sections. Those that are named come first, then those with all the words in their
  // titles, what planroom brings comes last, and of the many at the end only the page is shown.
  function shown(groups, query) {
    const first = exactly(query).map((entry) => {
      const at = groups.findIndex((group) => group.some((one) => one.location === entry.location))
      const page = !entry.location.includes("#")
      if (page && at >= 0) {
        const group = groups.splice(at, 1)[0]
        return [...group.filter((one) => one.location === entry.location), ...group.filter((one) => one.location !== entry.location)]
      }
      const found = at >= 0 && groups[at].find((one) => one.location === entry.location)
      return [found || entry]
    })
    const page = (group) => known.get(group[0].location.split("#")[0])
    const brings = (group) => (page(group)?.boost ?? 1) <= BROUGHT
    const words = key(query).split(" ")
    const titled = (group) => {
      const title = key(unescaped(page(group)?.title ?? ""))
      return words.every((word) => title.includes(word))
    }
    const own = groups.filter((group) => !brings(group))
    const best = groups.reduce((most, group) => Math.max(most, ...group.map((one) => one.score)), 0)
    first.push(...own.filter(titled))
    first.forEach((group, place) => {
      group[0] = { ...group[0], score: best + first.length - place }
    })
    const others = own.filter((group) => !titled(group))
    return [...first, ...others, ...groups.filter(brings)].map((group, place) => {
      const whole = place < GROUPS_IN_FULL ? group : group.filter((one) => !one.location.includes("#")).slice(0, 1)
      return (whole.length ? whole : group.slice(0, 1)).map((one) => hit({ ...known.get(one.location), ...one }))
    })
  }

  /* Queries: one at a time, and only the last of those that came meanwhile. */

  let waiting = null
  let busy = false

  async function run(answer) {
    const query = waiting
    waiting = null
    const { items, suggest } = query.trim() ? await answer(query) : { items: [] }
    if (waiting === null) send({ type: RESULT, data: { items: query.trim() ? shown(items, query) : [], suggest } })
    if (waiting === null) busy = false
    else setTimeout(run, 0, answer)
  }

  // Making an index takes a processor for seconds: a reader who does not search is spared that on every page.
  let wake = null
  const awake = new Promise((resolve) => { wake = resolve })

  // `setup` gets the index that the page has loaded, `answer` a query; both may take their time. After a key,
  // others are waited for for a `pause`.
  function serve(setup, answer, pause = PAUSE_MS) {
    return async ({ data: message }) => {
      if (message.type === WAKE) {
        wake()
      } else if (message.type === SETUP) {
        await awake
        await setup(message)
        send({ type: READY })
      } else if (message.type === QUERY) {
        waiting = message.data
        if (!busy) setTimeout(run, waiting.length === 1 ? LONG_PAUSE_MS : pause, answer)
        busy = true
      }
    }
  }

  return { plain, escaped, learn, known, serve, fromFile }
})()
