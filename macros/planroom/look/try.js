/* The page on which a contract is tried: starts Swagger UI with the description that stands beside it. */
(() => {
  "use strict"

  const FEW_OPERATIONS = 40

  const dark = matchMedia("(prefers-color-scheme: dark)")
  const scheme = () => document.documentElement.classList.toggle("dark-mode", dark.matches)
  dark.addEventListener("change", scheme)
  scheme()

  const spec = window.planroomContract
  const place = document.getElementById("try")
  // Swagger UI would ask the host of an `openIdConnectUrl` at once. Its token can be entered all the same.
  const schemes = [...Object.values(spec.components?.securitySchemes ?? {}), ...(spec["x-planroom-parts"] ?? [])]
  for (const scheme of schemes) {
    if (scheme?.type !== "openIdConnect") continue
    delete scheme.openIdConnectUrl
    Object.assign(scheme, { type: "http", scheme: "bearer" })
  }
  // What Swagger UI leaves without a name, and what it shows that no keyboard can scroll.
  const NAMES = {
    "#servers": "Server",
    ".copy-to-clipboard > button": "Copy",
    "textarea.body-param__text": "Body of the request",
    ".close-modal": "Close",
  }
  function forEveryone() {
    // A link to an operation stands in the button that opens it, where neither can be told from the other. What opens
    // keeps its address all the same.
    for (const link of place.querySelectorAll(".opblock-summary-control a[href]")) link.removeAttribute("href")
    for (const [which, name] of Object.entries(NAMES)) {
      for (const one of place.querySelectorAll(which)) one.setAttribute("aria-label", name)
    }
    for (const choice of place.querySelectorAll("tr[data-param-name] select")) {
      choice.setAttribute("aria-label", choice.closest("tr").dataset.paramName)
    }
    // Its headings begin below one that is not shown.
    for (const heading of place.querySelectorAll("h3, h4, h5")) heading.ariaLevel = String(heading.tagName[1] - 1)
    for (const area of place.querySelectorAll("pre.microlight, .renderedMarkdown")) {
      if (area.scrollWidth > area.clientWidth || area.matches("pre")) area.tabIndex = 0
    }
  }
  new MutationObserver(forEveryone).observe(place, { childList: true, subtree: true })
  const count = Object.values(spec.paths || {}).reduce((sum, item) => sum + Object.keys(item || {}).length, 0)
  const ui = SwaggerUIBundle({
    spec,
    domNode: place,
    deepLinking: true,
    displayOperationId: true,
    docExpansion: count > FEW_OPERATIONS ? "none" : "list",
    filter: count > FEW_OPERATIONS,
    // The page of the contract shows the schemas.
    defaultModelsExpandDepth: -1,
    tryItOutEnabled: true,
    // No other host is asked to judge the description.
    validatorUrl: null,
    oauth2RedirectUrl: new URL(place.dataset.redirect, location.href).href,
  })
  // References within the description are followed from where it lies, and Swagger UI takes no file for that. Nothing
  // is asked of the address in its place: all that is referred to is in the description.
  if (location.protocol === "file:") ui.specActions.updateUrl("https://contract.invalid/")
})()
