/* The theme's own worker stands below. It is to listen to us, and to answer to us. */
const planroomEngine = { listener: null, answered: null }
{
  const listen = self.addEventListener.bind(self)
  self.addEventListener = (type, listener, ...more) => {
    if (type === "message") planroomEngine.listener = listener
    else listen(type, listener, ...more)
  }
  planroomEngine.listen = listen
  self.postMessage = (message) => planroomEngine.answered(message.data)
}
