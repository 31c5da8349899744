/* Places: what the address names is opened, and the other language opens at the same place. */
(() => {
  "use strict"

  const { all, decoded, each, eachPage } = planroom

  function openPlace() {
    const id = decoded(location.hash.slice(1))
    const place = id && document.getElementById(id)
    if (!place) {
      // The first page of a large contract leads on to the page that shows the operation.
      const link = id && all(".pr-ops a").find((one) => decoded(one.hash.slice(1)) === id)
      if (link) location.replace(link.href)
      return
    }
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

  // What has moved to a page of its own has left a link at its place, which stands for all that was below it.
  function leadOn() {
    const id = location.hash.slice(1)
    const link = all("a[id][href*='#']:not([href^='#'])")
      .filter((one) => id === one.id || id.startsWith(`${one.id}-`))
      .sort((one, other) => other.id.length - one.id.length)[0]
    if (!link || document.getElementById(id) !== link && document.getElementById(id)) return
    const there = new URL(link.href)
    there.hash = id
    location.replace(there)
  }

  // The theme shows by colour and weight alone which of its links lead to where the reader is.
  function current() {
    const here = location.href.split("#")[0].split("?")[0]
    for (const link of all(".md-tabs__item--active a")) link.setAttribute("aria-current", "true")
    for (const link of all(".md-sidebar--primary .md-nav__link[href], .md-path__link")) {
      if (link.href.split("#")[0] === here) link.setAttribute("aria-current", "page")
    }
  }

  each(".pr-lang a", languageSwitch)
  eachPage(current)
  eachPage(leadOn)
  addEventListener("hashchange", leadOn)
  eachPage(openPlace)
  addEventListener("hashchange", openPlace)
})()
