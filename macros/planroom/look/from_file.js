/* Pages that were opened from a file: a link to a folder leads to its page, as a server would have it. */
(() => {
  "use strict"

  if (location.protocol !== "file:") return

  function lead(event) {
    const link = event.target.closest?.("a[href]")
    if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html"
  }

  // Before anybody follows the link or copies its address; those of search results come later than the page.
  for (const kind of ["pointerdown", "keydown", "click", "auxclick", "contextmenu"]) addEventListener(kind, lead, true)
})()
