/* The menu of narrow windows, with the keyboard too: a button opens it; Escape, or going on behind it, closes it. */
(() => {
  "use strict"

  const { all, buttonFor, eachPage, word } = planroom

  const narrow = matchMedia("(max-width: 76.234375em)")
  const box = () => document.getElementById("__drawer")
  const menu = () => document.querySelector(".md-sidebar--primary")
  const isOpen = () => narrow.matches && box()?.checked

  function focusFirst(within) {
    const seen = all("a, [tabindex='0']", within).find((one) => one.checkVisibility({ visibilityProperty: true }))
    seen?.focus({ preventScroll: true })
  }

  function opener() {
    const label = document.querySelector(".md-header label[for='__drawer']")
    if (!label || document.querySelector(".pr-menu")) return
    const button = buttonFor(label, "pr-menu", word("menu"))
    button.setAttribute("aria-expanded", "false")
    box().addEventListener("change", () => {
      button.setAttribute("aria-expanded", String(box().checked))
      if (isOpen()) focusFirst(menu())
    })
  }

  const textOf = (element) => element?.textContent.trim().replace(/\s+/g, " ") || ""
  const boxOf = (label) => document.getElementById(label.htmlFor)

  // What leads into a part of the menu and back are labels as well: they take the focus, and say what they do. On a wide
  // screen those of sections do nothing.
  function parts() {
    for (const label of all(".md-sidebar--primary label:not([for='__drawer'])")) {
      label.dataset.prPart ??= label.matches(".md-nav__link[tabindex='0']") ? "wide" : ""
      const isTitle = label.matches(".md-nav__title")
      const works = narrow.matches || label.dataset.prPart === "wide"
      label.tabIndex = works ? 0 : -1
      if (!works) {
        for (const said of ["role", "aria-label", "aria-expanded"]) label.removeAttribute(said)
        continue
      }
      const text = textOf(label) || textOf(label.parentElement.querySelector("a"))
      label.setAttribute("role", "button")
      label.setAttribute("aria-label", isTitle ? `${word("back")}: ${text}` : text)
      if (!isTitle) label.setAttribute("aria-expanded", String(boxOf(label).checked))
    }
  }
  addEventListener("change", ({ target }) => {
    if (target.matches?.(".md-sidebar--primary .md-nav__toggle")) parts()
  })
  narrow.addEventListener("change", parts)

  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) {
      box().click()
      document.querySelector(".pr-menu").focus()
    }
    if ((event.key === " " || event.key === "Enter") && event.target.matches(".md-sidebar--primary label")) {
      event.preventDefault()
      event.stopPropagation() // Material would do it again.
      event.target.click()
      if (isOpen()) focusFirst(event.target.parentElement.closest(".md-nav__item") ?? menu())
    }
  }, true)
  addEventListener("focusin", (event) => {
    if (isOpen() && !menu().contains(event.target)) box().click()
  })

  eachPage(opener)
  eachPage(parts)
})()
