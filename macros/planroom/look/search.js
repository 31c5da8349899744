/* Search: Escape leaves the box at once, and who opened a page from a file hears where the index cannot be fetched. */
(() => {
  "use strict"

  const { all, eachPage } = planroom

  // The theme hears the key only once it has seen the focus, a moment after the box has got it.
  addEventListener("keydown", ({ key, target, isComposing }) => {
    if (key === "Escape" && !isComposing && target.matches?.(".md-search__input")) target.blur()
  })

  eachPage(() => {
    if (location.protocol !== "file:") return
    for (const said of all("[data-needs-server]")) said.textContent = said.dataset.needsServer
  })
})()
