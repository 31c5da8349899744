/* The theme starts the worker of its search with the page; it begins to work when somebody goes to the search box. */
{
  const Own = window.Worker
  const workers = []
  window.Worker = class extends Own {
    constructor(...given) {
      super(...given)
      workers.push(this)
    }
  }
  const wake = ({ target }) => {
    if (!target.closest?.(".md-search, [for='__search']")) return
    for (const worker of workers) worker.postMessage({ type: "wake" })
  }
  for (const sign of ["focusin", "pointerover", "pointerdown"]) addEventListener(sign, wake, { passive: true })
}
