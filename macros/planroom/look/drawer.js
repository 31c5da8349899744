/* The menu of narrow windows, with the keyboard too: a button opens it; Escape, or going on behind it, closes it. */
(() => {
  "use strict"

  const { all, eachPage } = planroom

  const narrow = matchMedia("(max-width: 76.234375em)")
  const box = () => document.getElementById("__drawer")
  const menu = () => document.querySelector(".md-sidebar--primary")
  const isOpen = () => narrow.matches && box()?.checked

  function focusFirst(within) {
    const seen = all("a, [tabindex='0']", within).find((one) => one.checkVisibility({ visibilityProperty: true }))
    seen?.focus({ preventScroll: true })
  }

  // Material opens it with a label, which takes no focus. A button stands in its place.
  function opener() {
    const label = document.querySelector(".md-header label[for='__drawer']")
    if (!label || document.querySelector(".pr-menu")) return
    const button = document.createElement("button")
    button.type = "button"
    button.className = "pr-menu md-header__button md-icon"
    button.setAttribute("aria-label", "Menu")
    button.setAttribute("aria-expanded", "false")
    button.append(...[...label.childNodes].map((node) => node.cloneNode(true)))
    button.addEventListener("click", () => box().click())
    box().addEventListener("change", () => {
      button.setAttribute("aria-expanded", String(box().checked))
      if (isOpen()) focusFirst(menu())
    })
    label.before(button)
  }

  // What leads into a part of the menu and back are labels as well; on a wide screen those of sections do nothing.
  function parts() {
    for (const label of all(".md-sidebar--primary label:not(.md-nav__link[tabindex='0']:not([data-pr-part]))")) {
      label.dataset.prPart = ""
      label.tabIndex = narrow.matches ? 0 : -1
    }
  }
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
