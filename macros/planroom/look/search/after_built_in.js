/* The index in the browser: the theme's engine, whose words are compared without accents. */
{
  const { plain, learn, serve } = planroomSearch
  const ask = (message) => new Promise((resolve) => {
    planroomEngine.answered = resolve
    planroomEngine.listener({ data: message })
  })

  const Token = lunr.Token
  lunr.Token = function (text, about) { return new Token(plain(text || ""), about) }
  lunr.Token.prototype = Token.prototype

  planroomEngine.listen("message", serve(
    async (message) => {
      learn(message.data.docs)
      await ask(message)
    },
    // Of a path the engine would take braces and colons for its own signs.
    (query) => ask({ type: 2, data: plain(/[/{}]/.test(query) ? query.replace(/[/{}:]+/g, " ") : query) }),
  ))
}
