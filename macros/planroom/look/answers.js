/* Answers: what a person says to the questions of a checklist. They are kept in this browser, and nowhere else,
   until they stand in the file that the page makes the text of. */
(() => {
  "use strict"

  const { all, copyText, each } = planroom

  const VERDICTS = { pass: "Pass", fail: "Fail", "not-applicable": "Not applicable", waived: "Waived" }
  const LABELS = {
    evidence: "Evidence", reason: "Reason", by: "Answered by", date: "Date", owner: "Owner", expires: "Expires",
  }
  const DAYS = ["date", "expires"]
  const TEXT_PLACE = "PLANROOM-ANSWERS"

  // Words that YAML may read as something else than a text are quoted, as JSON quotes them.
  const PLAIN = /^[A-Za-z][A-Za-z0-9]*(?:[ -][A-Za-z0-9]+)*$|^https?:\/\/[\w./~%+=&?-]+$/
  const RESERVED = /^(?:true|false|null|yes|no|on|off|y|n)$/i
  const UNSEEN = /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g
  const code = (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`

  function scalar(text) {
    if (PLAIN.test(text) && !RESERVED.test(text)) return text
    return JSON.stringify(text.replace(/[\ud800-\udfff]/gu, "\ufffd")).replace(UNSEEN, code)
  }

  function entry(id, answer) {
    const lines = Object.keys(LABELS)
      .filter((key) => answer[key])
      .map((key) => `    ${key}: ${DAYS.includes(key) ? answer[key] : scalar(answer[key])}\n`)
    return `  ${scalar(id)}:\n    verdict: ${answer.verdict}\n${lines.join("")}`
  }

  const today = () => {
    const now = new Date()
    return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
  }

  const make = (name, values = {}, ...children) => {
    const made = Object.assign(document.createElement(name), values)
    made.append(...children)
    return made
  }

  const chip = (verdict, kind = verdict === "not-applicable" ? "na" : verdict) =>
    make("span", { className: `pr-chip pr-chip--${kind}`, textContent: VERDICTS[verdict] })

  const asObject = (text) => {
    try {
      const value = JSON.parse(text)
      return value && typeof value === "object" && !Array.isArray(value) ? value : {}
    } catch {
      return {}
    }
  }

  const same = (one, other) =>
    ["verdict", ...Object.keys(LABELS)].every((key) => (one[key] || "") === (other[key] || ""))

  // Answers by question; some browsers keep nothing, and then they last as long as the page.
  function memory(key) {
    let held = {}
    let keeps = true

    function read() {
      try {
        const text = localStorage.getItem(key)
        if (keeps) held = asObject(text || "{}")
      } catch {
        keeps = false
      }
      return held
    }

    function write(answers) {
      held = answers
      try {
        if (Object.keys(answers).length) localStorage.setItem(key, JSON.stringify(answers))
        else localStorage.removeItem(key)
      } catch {
        keeps = false
      }
    }

    return { read, write, keeps: () => keeps }
  }

  function answers(section) {
    const { store, path, target, href = "", longest } = section.dataset
    const needed = asObject(section.dataset.needed)
    const exists = "exists" in section.dataset
    const rows = new Map(all("[data-question]").map((row) => [row.dataset.question, row]))
    const kept = memory(store)
    const question = (id) => rows.get(id).querySelector("th").textContent.trim()
    const inFile = (id) => asObject(rows.get(id).dataset.answer || "{}")

    // What the page has no question for, and what the file says by now, is no answer to be written any more.
    function given() {
      const found = Object.entries(kept.read()).filter(([id, answer]) =>
        rows.has(id) && answer && answer.verdict in VERDICTS &&
        Object.values(answer).every((value) => typeof value === "string") && !same(answer, inFile(id)))
      return Object.fromEntries(found)
    }

    // No answer overrules what a check finds; a question may be put off, or said to make no sense.
    function verdictOf(row, answer) {
      const { files } = row.dataset
      if (files === "not-applicable") return files
      if (answer.verdict === "not-applicable" || answer.verdict === "waived") return answer.verdict
      return files === "fail" ? files : answer.verdict
    }

    const counts = (verdict) => verdict !== "not-applicable" && verdict !== "waived"

    function preview(found) {
      let passed = Number(section.dataset.passed)
      let applicable = Number(section.dataset.applicable)
      let held = 0
      for (const [id, answer] of Object.entries(found)) {
        const row = rows.get(id)
        const before = row.dataset.verdict
        const after = verdictOf(row, answer)
        if (answer.verdict === "pass" && after === "fail") held += 1
        if (!("scored" in row.dataset)) continue
        passed += (after === "pass") - (before === "pass")
        applicable += counts(after) - counts(before)
      }
      const many = Object.keys(found).length
      const said = [`With ${many === 1 ? "this answer" : `these ${many} answers`} ${passed} of ${applicable} passed`]
      if (applicable) {
        const share = 100 * passed / applicable
        const isMet = share >= Number(target)
        const shown = isMet ? Math.round(share * 10) / 10 : Math.min(Math.round(share * 10), Math.ceil(target * 10) - 1) / 10
        said.push(`${shown}\u00a0%`)
        const short = Math.ceil(target * applicable / 100 - 1e-9) - passed
        if (target) said.push(isMet ? `the target of ${target}\u00a0% is met` : `${short} short of the target of ${target}\u00a0%`)
      }
      const more = held ? ` ${held} of them ${held === 1 ? "fails" : "fail"} all the same: no answer overrules a check.` : ""
      return `${said.join(", ")}.${more}${kept.keeps() ? "" : " This browser keeps nothing: copy the text before you leave the page."}`
    }

    const status = make("p", { className: "pr-count", tabIndex: -1 })
    status.setAttribute("role", "status")
    const list = make("ul", { className: "pr-given" })
    const how = make("p")
    const text = make("code")
    const frame = make("pre", { tabIndex: 0 }, text)
    frame.setAttribute("role", "region")
    frame.setAttribute("aria-label", `Text for ${path}`)
    const copy = make("button", { type: "button", className: "pr-button", textContent: "Copy the text" })
    const link = make("a", { textContent: exists ? "Edit the file" : "Make the file" })
    const forget = make("button", { type: "button", className: "pr-button", textContent: "Forget all" })
    const acts = make("p", { className: "pr-acts" }, copy, " ", ...(href ? [link, " "] : []), forget)
    const next = make("button", { type: "button", className: "pr-button" })
    const begin = make("p", { className: "pr-acts" }, next)
    const whole = make("div", {}, list, how, frame, acts)
    section.prepend(status, begin, whole)
    const sample = all("[data-sample]", section)

    const open = (found) => [...rows.values()]
      .filter((row) => "asked" in row.dataset && row.dataset.verdict === "unanswered" && !(row.dataset.question in found))

    function addressOf(yaml) {
      if (!("takesText" in section.dataset)) return href
      const filled = href.replace(TEXT_PLACE, encodeURIComponent(yaml))
      return filled.length <= Number(longest) ? filled : href.replace(new RegExp(`[?&][^?&=]*=${TEXT_PLACE}`), "")
    }

    function where(found) {
      const replaced = Object.keys(found).filter((id) => Object.keys(inFile(id)).length)
      const there = make("code", { textContent: path })
      if (!exists) return ["This is the new file ", there, ":"]
      const parts = ["Put this into ", there, " below ", make("code", { textContent: "answers:" })]
      replaced.forEach((id, index) => {
        parts.push(index ? ", " : ", in place of what is there for ", make("code", { textContent: id }))
      })
      return [...parts, ":"]
    }

    function button(word, id, act) {
      const made = make("button", { type: "button", className: "pr-answer", textContent: word })
      made.setAttribute("aria-label", `${word}: ${question(id)}`)
      made.addEventListener("click", () => act(id, made))
      return made
    }

    function show(said = "") {
      const found = given()
      const ids = Object.keys(found)
      const left = open(found).length
      whole.hidden = !ids.length
      for (const one of sample) one.hidden = ids.length > 0
      const line = ids.length ? preview(found) : ""
      status.textContent = [said, line].filter(Boolean).join(" ")
      next.textContent = left === 1 ? "Answer the open question" : `Answer the ${left} open questions`
      begin.hidden = !left
      list.replaceChildren(...ids.map((id) => make("li", {}, make("span", { textContent: question(id) }), " ", chip(found[id].verdict),
        " ", button("Change", id, ask), " ", button("Remove", id, remove))))
      how.replaceChildren(...where(found))
      const entries = ids.map((id) => entry(id, found[id])).join("")
      text.textContent = exists ? entries : `answers:\n${entries}`
      if (href) link.href = addressOf(text.textContent)
      for (const [id, row] of rows) {
        row.querySelector(".pr-yours")?.remove()
        if (found[id]) row.cells[1].append(make("span", { className: "pr-small pr-yours", textContent: `Yours: ${VERDICTS[found[id].verdict].toLowerCase()}` }))
      }
    }

    function remove(id) {
      const { [id]: gone, ...others } = kept.read()
      kept.write(others)
      show("Removed.")
      status.focus()
    }

    // The form, made when it is first asked for.
    let dialog = null
    let form = null
    let current = ""
    let opener = null

    const chosen = () => form.elements.verdict.value

    function fit() {
      const wanted = needed[chosen()] || []
      for (const key of Object.keys(LABELS)) {
        const field = form.elements[key]
        const shown = wanted.includes(key) || key === "evidence" && chosen() === "fail"
        field.closest("div").hidden = !shown
        field.disabled = !shown
        field.required = wanted.includes(key)
      }
      const row = rows.get(current)
      const hints = []
      if (row.dataset.files === "fail" && ["pass", "fail"].includes(chosen())) {
        hints.push("What the files say fails this question, and no answer overrules that: mend it, or waive it until a day.")
      }
      if (row.dataset.evidence && chosen() === "pass") hints.push(`Wanted: ${row.dataset.evidence}`)
      form.querySelector("[data-hint]").textContent = hints.join(" ")
    }

    function build() {
      const radios = Object.entries(VERDICTS).map(([value, word]) =>
        make("label", {}, make("input", { type: "radio", name: "verdict", value, required: true }), ` ${word}`))
      const fields = Object.entries(LABELS).map(([key, word]) => {
        const input = make("input", { name: key, id: `answer-${key}`, type: DAYS.includes(key) ? "date" : "text", autocomplete: "off" })
        if (!DAYS.includes(key)) Object.assign(input, { pattern: "[\\s\\S]*\\S[\\s\\S]*", title: "Some words" })
        return make("div", {}, make("label", { htmlFor: input.id, textContent: word }), input)
      })
      const hint = make("p", { className: "pr-small" })
      hint.dataset.hint = ""
      hint.setAttribute("role", "status")
      const title = make("p", { id: "answer-question", className: "pr-finding__say" })
      const act = (value, word, type = "submit") => make("button", { type, value, className: "pr-button", textContent: word })
      const close = act("cancel", "Cancel", "button")
      close.addEventListener("click", () => dialog.close())
      form = make("form", {}, title,
        make("fieldset", {}, make("legend", { textContent: "Verdict" }), ...radios), hint, ...fields,
        make("p", { className: "pr-acts" }, act("save", "Save"), " ", act("next", "Save and go on"), " ", close))
      form.addEventListener("change", fit)
      form.addEventListener("submit", save)
      dialog = make("dialog", { className: "pr-dialog" }, form)
      dialog.setAttribute("aria-labelledby", title.id)
      dialog.addEventListener("close", () => { (opener?.isConnected && opener.offsetParent ? opener : status).focus() })
      section.append(dialog)
    }

    function ask(id, from = null) {
      if (!dialog) build()
      current = id
      if (from) opener = from
      const found = given()
      const before = found[id] || inFile(id)
      const last = Object.values(found).at(-1) || {}
      form.querySelector(".pr-finding__say").textContent = question(id)
      // What a check decides can only be put off.
      const verdict = before.verdict || (rows.get(id).dataset.files === "fail" ? "waived" : "pass")
      for (const radio of form.elements.verdict) radio.checked = radio.value === verdict
      for (const key of Object.keys(LABELS)) {
        form.elements[key].value = before[key] || (key === "by" || key === "owner" ? last[key] || "" : key === "date" ? today() : "")
      }
      // An answer that is given anew is given today.
      if (!found[id]) form.elements.date.value = today()
      form.elements.date.max = today()
      form.elements.expires.min = today()
      form.elements.expires.max = "9999-12-31"
      form.querySelector("[value='next']").hidden = !open({ ...found, [id]: true }).length
      fit()
      if (!dialog.open) dialog.showModal()
      form.querySelector("[name='verdict']:checked").focus()
    }

    function save(event) {
      event.preventDefault()
      const answer = { verdict: chosen() }
      for (const key of Object.keys(LABELS)) {
        const field = form.elements[key]
        const value = field.value.trim().replace(/\s+/g, " ")
        if (!field.disabled && value) answer[key] = value
      }
      const held = { ...kept.read(), [current]: answer }
      kept.write(held)
      show("Saved.")
      const [following] = event.submitter?.value === "next" ? open(given()) : []
      if (following) ask(following.dataset.question)
      else dialog.close()
    }

    copy.addEventListener("click", () => {
      copyText(text.textContent).then(() => show("Copied."), () => {
        getSelection().selectAllChildren(text)
        show("Press Ctrl+C: the text is selected.")
      })
    })
    forget.addEventListener("click", () => {
      kept.write({})
      show("Forgotten.")
      status.focus()
    })
    next.addEventListener("click", () => {
      const [first] = open(given())
      if (first) ask(first.dataset.question, next)
    })

    // Where a person is asked, a button opens the form.
    for (const one of all("a[data-answers]")) if (rows.has(one.dataset.answers)) one.replaceWith(button("Answer", one.dataset.answers, ask))
    for (const [id, row] of rows) {
      if (!("asked" in row.dataset) || row.querySelector(".pr-answer")) continue
      row.cells[3].append(" ", button(row.dataset.answer ? "Change" : "Answer", id, ask))
    }
    show()
  }

  each(".pr-answers[data-needed]", answers)
})()
