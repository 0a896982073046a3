package import JupyterProtocol

/// One request on its way through the kernel, and the means to answer it.
package struct Exchange {
  package let request: IncomingMessage
  package let channel: Channel
  package let composer: MessageComposer
  package let outlet: any Outlet

  package init(
    request: IncomingMessage, channel: Channel, composer: MessageComposer, outlet: any Outlet
  ) {
    self.request = request
    self.channel = channel
    self.composer = composer
    self.outlet = outlet
  }

  /// Tells all clients something that follows from the request.
  package func publish(_ content: some Publication) {
    outlet.post(composer.compose(publication: content, after: request))
  }

  /// Answers who asked.
  func reply(_ content: some Encodable, startedAt start: String) {
    outlet.post(
      composer.compose(
        content, as: request.header.type.reply, on: channel, to: request.identities,
        after: request, metadata: ["started": start]))
  }
}
