/* The menu of narrow windows, with the keyboard too: a button opens it; Escape, or going on behind it, closes it. */
(() => {
  "use strict"

  const { all, buttonFor, eachPage, word } = planroom

  const narrow = matchMedia("(max-width: 76.234375em)")
  const box = () => document.getElementById("__drawer")
  const menu = () => document.querySelector(".md-sidebar--primary")
  const isOpen = () => narrow.matches && box()?.checked

  function focusFirst(within) {
    const seen = all("a, button", within).find((one) => one.checkVisibility({ visibilityProperty: true }))
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
  const boxOf = (button) => document.getElementById(button.nextElementSibling.htmlFor)

  // What leads into a part of the menu and back are labels as well; on a wide screen titles lead nowhere.
  function parts() {
    for (const label of all(".md-sidebar--primary label:not([for='__drawer'], .pr-part + label)")) {
      const isTitle = label.matches(".md-nav__title")
      const text = textOf(label) || textOf(label.parentElement.querySelector("a"))
      const button = buttonFor(label, "pr-part", isTitle ? `${word("back")}: ${text}` : text)
      button.addEventListener("click", () => {
        if (isOpen()) focusFirst(button.parentElement.closest(".md-nav__item") ?? menu())
      })
    }
    expanded()
  }
  function expanded() {
    for (const button of all(".pr-part:not(.md-nav__title)")) button.setAttribute("aria-expanded", String(boxOf(button).checked))
  }
  addEventListener("change", ({ target }) => {
    if (target.matches?.(".md-nav__toggle")) expanded()
  })

  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) {
      box().click()
      document.querySelector(".pr-menu").focus()
    }
  }, true)
  addEventListener("focusin", (event) => {
    if (isOpen() && !menu().contains(event.target)) box().click()
  })

  eachPage(opener)
  eachPage(parts)
})()
