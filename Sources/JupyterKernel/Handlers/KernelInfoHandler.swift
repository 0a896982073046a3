import JupyterProtocol

/// Says what kernel and language this is.
struct KernelInfoHandler<Context: KernelFacts>: MessageHandler {
  static var type: MessageType { .kernelInfo }
  typealias Request = NoContent

  struct Reply: Encodable {
    var status = ReplyStatus.ok
    var protocolVersion = MessageComposer.protocolVersion
    var implementation: String
    var implementationVersion: String
    var languageInfo: KernelDescription.Language
    var banner: String
    var debugger = false
    var helpLinks: [KernelDescription.HelpLink]
    /// Optional parts of the protocol that we have: no debugger, no subshells.
    var supportedFeatures: [String] = []

    private enum CodingKeys: String, CodingKey {
      case status, implementation, banner, debugger
      case protocolVersion = "protocol_version"
      case implementationVersion = "implementation_version"
      case languageInfo = "language_info"
      case helpLinks = "help_links"
      case supportedFeatures = "supported_features"
    }
  }

  func reply(to request: Request, in exchange: Exchange, with context: Context) -> Reply? {
    let description = context.description
    return Reply(
      implementation: description.implementation, implementationVersion: description.version,
      languageInfo: description.language, banner: description.banner,
      helpLinks: description.helpLinks)
  }
}
