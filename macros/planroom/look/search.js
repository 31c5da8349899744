/* Search: reached, named and left by everybody; who opened a page from a file hears where the index cannot be fetched. */
(() => {
  "use strict"

  const { all, buttonFor, eachPage, word } = planroom

  const narrow = matchMedia("(max-width: 59.984375em)")
  const box = () => document.getElementById("__search")
  const dialog = () => document.querySelector(".md-search")

  // In a narrow window the search covers the page, as a dialog; closed it is no stop on the way, and closing gives the
  // focus back. In a wide one it is a field of the header.
  function state() {
    const covers = narrow.matches
    const isOpen = box().checked
    const said = covers ? { role: "dialog", "aria-modal": "true", "aria-label": word("search") } : {}
    for (const name of ["role", "aria-modal", "aria-label"]) {
      if (name in said) dialog().setAttribute(name, said[name])
      else dialog().removeAttribute(name)
    }
    if (covers && !isOpen) dialog().setAttribute("aria-hidden", "true")
    else dialog().removeAttribute("aria-hidden")
    dialog().querySelector(".md-search__input").tabIndex = covers && !isOpen ? -1 : 0
    document.querySelector(".pr-search-open").setAttribute("aria-expanded", String(isOpen))
  }

  function openers() {
    const label = document.querySelector(".md-header__button[for='__search']")
    if (!label || document.querySelector(".pr-search-open")) return
    const opener = buttonFor(label, "pr-search-open", word("search"))
    opener.setAttribute("aria-haspopup", "dialog")
    buttonFor(dialog().querySelector(".md-search__icon[for='__search']"), "pr-search-close", word("close"))
    box().addEventListener("change", () => {
      const hadFocus = dialog().contains(document.activeElement) || document.activeElement === document.body
      state()
      if (box().checked) dialog().querySelector(".md-search__input").focus()
      else if (narrow.matches && hadFocus) opener.focus()
    })
    narrow.addEventListener("change", state)
    state()
  }

  // The theme hears the key only once it has seen the focus, a moment after the box has got it.
  addEventListener("keydown", ({ key, target, isComposing }) => {
    if (key === "Escape" && !isComposing && target.matches?.(".md-search__input")) target.blur()
  })

  // The theme knows `/`; this one is known from other sites, and works in a filter's field too.
  addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event
    if (key.toLowerCase() !== "k" || ctrlKey === metaKey || altKey || shiftKey || !dialog()) return
    event.preventDefault()
    if (narrow.matches) document.querySelector(".pr-search-open").click()
    else dialog().querySelector(".md-search__input").focus()
  })

  // The keyboard of a phone lies over the page and does not make it smaller: what it covers can still be scrolled to.
  const view = window.visualViewport
  view?.addEventListener("resize", () => {
    const covered = Math.max(0, Math.round(innerHeight - view.height * view.scale))
    document.documentElement.style.setProperty("--pr-covered", `${covered}px`)
  })

  eachPage(openers)
  eachPage(() => {
    if (location.protocol !== "file:") return
    for (const said of all("[data-needs-server]")) said.textContent = said.dataset.needsServer
  })
})()
