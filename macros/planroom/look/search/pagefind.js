/* Pagefind's index: of it the browser fetches the pieces in which the words of a query are. */
{
  const { plain, escaped, learn, known, serve, fromFile } = planroomSearch
  const HITS = 12
  const PAUSE_MS = 120 // In a large site the beginnings of a word are in all pages, and each answer delays the next.
  const SECTIONS = 3
  const BESIDE = /#pr-beside-?/
  const APART = /[\s\-,:;!?=[\]{}()"/`<>&]+|\.(?!\d)/g
  let index = null

  // Nothing is fetched before somebody goes to the search box.
  async function open() {
    const home = new URL("../../../", self.location.href)
    const [pagefind, names] = await Promise.all([
      import(new URL("pagefind/pagefind.js", home).href),
      fetch(new URL("search/names.json", home)).then((answer) => answer.json()),
    ])
    await pagefind.options({ baseUrl: "/", excerptLength: 26, ranking: { pageLength: 0.2, termSimilarity: 4 } })
    await pagefind.init()
    learn(names)
    return pagefind
  }

  // An excerpt without the heading that Pagefind puts in front.
  function marked(excerpt, title) {
    const words = excerpt.replace(/&(?!lt;|gt;|amp;)/g, "&amp;").split(" ")
    const heading = title.split(/\s+/).map(escaped)
    const bare = (word) => (word || "").replace(/<\/?mark>/g, "").replace(/\.$/, "")
    const cut = heading.findIndex((_, from) => heading.slice(from).every((word, at) => bare(words[at]) === bare(word)))
    return words.slice(cut < 0 ? 0 : heading.length - cut).join(" ")
  }

  const weight = (section) => section.weighted_locations.reduce((sum, one) => sum + one.balanced_score, 0)

  function group(page, score, terms) {
    const location = decodeURI(page.url).replace(/^\//, "")
    const title = known.get(location)?.title || escaped(page.meta.title || "")
    // Sections by their anchors, the best first; what stands beside one counts for it and is not shown.
    const found = new Map([["", { title, text: "" }]])
    for (const one of page.sub_results.sort((a, b) => weight(b) - weight(a))) {
      const text = BESIDE.test(one.url) ? "" : marked(one.excerpt, one.title)
      const anchor = one.url.replace(BESIDE, "#").replace(/^[^#]*/, "").replace(/^#$/, "")
      const there = found.get(anchor)
      const heading = page.anchors.find((at) => at.id === anchor.slice(1))?.text
      if (there) there.text ||= text
      else found.set(anchor, { title: known.get(location + anchor)?.title || escaped(heading || one.title), text })
    }
    return [...found].slice(0, SECTIONS + 1).map(([anchor, section], place) => ({
      ...section, location: location + anchor, score: score - (place > 1 ? 0.001 : 0), terms,
    }))
  }

  async function answer(query) {
    index ||= open()
    const pagefind = await index
    const words = plain(query).replace(APART, " ").trim()
    if (!words) return { items: [] }
    const of = async (whose) => (await pagefind.search(words, { filters: { of: whose } })).results
    // What planroom brings comes after everything of the project, which no weight of Pagefind's achieves.
    const first = await of("project")
    const found = first.length < HITS ? [...first, ...await of("planroom")] : first
    const best = await Promise.all(found.slice(0, HITS).map(async (one) => [await one.data(), one.score]))
    const terms = Object.fromEntries(words.split(" ").map((word) => [word, true]))
    return { items: best.map(([page, score]) => group(page, score, terms)) }
  }

  // From a file nothing can be fetched; the search box says so.
  if (!fromFile) self.addEventListener("message", serve(() => { index ||= open() }, answer, PAUSE_MS))
}
