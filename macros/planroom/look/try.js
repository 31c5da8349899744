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
  // Swagger UI puts a link to an operation into the button that opens it, where neither can be told from the other, and
  // names no list of servers. What opens keeps its address all the same.
  new MutationObserver(() => {
    for (const link of place.querySelectorAll(".opblock-summary-control a[href]")) link.removeAttribute("href")
    place.querySelector("#servers")?.setAttribute("aria-label", "Server")
  }).observe(place, { childList: true, subtree: true })
  const count = Object.values(spec.paths || {}).reduce((sum, item) => sum + Object.keys(item || {}).length, 0)
  SwaggerUIBundle({
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
})()
