/* Places: what the address names is opened, and the other language opens at the same place. */
(() => {
  "use strict"

  const { each, eachPage } = planroom

  function openPlace() {
    let id = location.hash.slice(1)
    try { id = decodeURIComponent(id) } catch { /* A stray % in the address names the place as it stands. */ }
    const place = id && document.getElementById(id)
    if (!place) return
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

  each(".pr-lang a", languageSwitch)
  eachPage(openPlace)
  addEventListener("hashchange", openPlace)
})()
