/* Diagrams: zoom, pan, full screen, copy and download. */
(() => {
  "use strict"

  const { all, copyText, each, word } = planroom

  const TEXT_PX = 14
  const TABLE_TEXT_PX = 12
  const LEAST_TEXT_PX = 11
  const STEP = 1.25
  const LARGEST = 4
  // What the page's style sheet gives to a diagram; a downloaded file has to carry it along.
  const DRAWN = [
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "opacity",
    "font-family", "font-size", "font-weight", "font-style", "text-anchor", "dominant-baseline", "text-decoration",
    "paint-order", "stroke-linejoin",
  ]

  function diagram(figure) {
    const view = figure.querySelector(".pr-diagram__view")
    const svg = view?.querySelector("svg")
    const source = figure.querySelector(".pr-diagram__source")
    const acts = { copy }
    if (svg) Object.assign(acts, zooming(figure, view, svg), { download })

    function copy(button) {
      copyText(source.textContent).then(() => {
        const before = button.textContent
        if (button.dataset.done === before) return
        button.textContent = button.dataset.done
        setTimeout(() => { button.textContent = before }, 2000)
      }, () => {})
    }

    function download() {
      const link = document.createElement("a")
      link.href = URL.createObjectURL(new Blob([standalone(svg)], { type: "image/svg+xml" }))
      link.download = `${figure.dataset.file || figure.id || "diagram"}.svg`
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href), 1000)
    }

    figure.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-act]")
      if (button) acts[button.dataset.act]?.(button)
    })
  }

  function zooming(figure, view, svg) {
    const { width, height } = svg.viewBox.baseVal
    let scale = 1
    let shown = start // What a change of the frame's size does again: as at first, fitted, or nothing once zoomed.

    const room = () => {
      const style = getComputedStyle(view)
      return [
        view.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight),
        view.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom),
      ]
    }
    const isFull = () => figure === document.fullscreenElement || figure.classList.contains("pr-diagram--full")

    // Zooms and keeps the point under (x, y) of the view where it is.
    function zoomTo(wanted, x = view.clientWidth / 2, y = view.clientHeight / 2) {
      const before = scale
      scale = Math.min(LARGEST, Math.max(0.1, wanted))
      svg.style.width = `${width * scale}px`
      svg.style.height = `${height * scale}px`
      view.scrollLeft = (view.scrollLeft + x) * (scale / before) - x
      view.scrollTop = (view.scrollTop + y) * (scale / before) - y
      view.classList.toggle(
        "pr-diagram__view--pan", view.scrollWidth > view.clientWidth || view.scrollHeight > view.clientHeight,
      )
    }

    function fit() {
      const [wide, high] = room()
      zoomTo(isFull() ? Math.min(wide / width, high / height, 2) : Math.min(1, wide / width))
    }

    // At first as wide as the page allows, but never with letters too small to read: then it scrolls.
    function start() {
      const [wide] = room()
      const text = svg.classList.contains("pr-svg--er") ? TABLE_TEXT_PX : TEXT_PX
      if (wide > 0) zoomTo(Math.max(LEAST_TEXT_PX / text, Math.min(1, wide / width)))
    }

    function full() {
      if (isFull()) {
        if (document.fullscreenElement) document.exitFullscreen()
        figure.classList.remove("pr-diagram--full")
      } else if (figure.requestFullscreen) {
        figure.requestFullscreen().catch(() => figure.classList.add("pr-diagram--full"))
      } else {
        figure.classList.add("pr-diagram--full") // Phones on which only videos may fill the screen.
      }
    }

    // From the first zoom on the frame keeps its height, so that the page below does not move.
    function zoom(...to) {
      if (shown) view.style.height = `${view.offsetHeight}px`
      shown = null
      zoomTo(...to)
    }
    function show(how) {
      shown = how
      view.style.height = ""
      how()
    }

    const acts = {
      in: () => zoom(scale * STEP),
      out: () => zoom(scale / STEP),
      fit: () => show(fit),
      full,
    }
    const keys = { "+": acts.in, "=": acts.in, "-": acts.out, 0: acts.fit }

    view.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return
      event.preventDefault()
      keys[event.key]()
    })
    figure.addEventListener("keydown", (event) => {
      if (event.key === "Escape") figure.classList.remove("pr-diagram--full")
    })
    view.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return
      event.preventDefault()
      const box = view.getBoundingClientRect()
      zoom(scale * Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top)
    }, { passive: false })
    panning(view)

    let wasFull = false
    const filling = figure.querySelector("button[data-act='full']")
    const offered = filling.textContent
    new ResizeObserver(() => {
      const nowFull = isFull()
      if (nowFull !== wasFull) {
        show(nowFull ? fit : start)
        filling.textContent = nowFull ? word("close") : offered // No key does that on a phone.
      } else shown?.()
      wasFull = nowFull
    }).observe(view)
    return acts
  }

  // With a mouse the picture is dragged; a finger scrolls it anyway.
  function panning(view) {
    let from = null
    let moved = false
    view.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button !== 0) return
      from = { x: event.clientX + view.scrollLeft, y: event.clientY + view.scrollTop }
      moved = false
    })
    view.addEventListener("pointermove", (event) => {
      if (!from) return
      const [left, top] = [from.x - event.clientX, from.y - event.clientY]
      if (!moved && Math.hypot(left - view.scrollLeft, top - view.scrollTop) < 4) return
      if (!moved) view.setPointerCapture(event.pointerId)
      moved = true
      view.classList.add("pr-diagram__view--panning")
      view.scrollTo({ left, top, behavior: "instant" })
    })
    const stop = () => {
      from = null
      view.classList.remove("pr-diagram__view--panning")
    }
    view.addEventListener("pointerup", stop)
    view.addEventListener("pointercancel", stop)
    view.addEventListener("dragstart", (event) => event.preventDefault())
    // The end of a drag is not a click on what lies below.
    view.addEventListener("click", (event) => {
      if (!moved) return
      moved = false
      event.preventDefault()
      event.stopPropagation()
    }, true)
  }

  function standalone(svg) {
    const copy = svg.cloneNode(true)
    const originals = [svg, ...all("*", svg)]
    const copies = [copy, ...all("*", copy)]
    originals.forEach((original, index) => {
      const style = getComputedStyle(original)
      for (const name of DRAWN) copies[index].style.setProperty(name, style.getPropertyValue(name))
    })
    const { width, height } = svg.viewBox.baseVal
    // A picture with colours of its own has those of the light scheme, whatever the page shows.
    const isOwn = !svg.classList.contains("pr-drawn")
    copy.style.background = isOwn ? "#ffffff" : getComputedStyle(svg.closest(".pr-diagram")).backgroundColor
    copy.style.width = `${width}px`
    copy.style.height = `${height}px`
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg")
    return new XMLSerializer().serializeToString(copy)
  }

  each("figure.pr-diagram", diagram)
})()
