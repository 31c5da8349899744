/* Search: where the index has to be fetched, a page that was opened from a file says that it cannot be. */
(() => {
  "use strict"

  const { all, eachPage } = planroom

  eachPage(() => {
    if (location.protocol !== "file:") return
    for (const said of all("[data-needs-server]")) said.textContent = said.dataset.needsServer
  })
})()
