/// What a kernel says about itself and its language.
package struct KernelDescription: Sendable {
  package var implementation: String
  package var version: String
  package var banner: String
  package var language: Language
  package var helpLinks: [HelpLink]

  package init(
    implementation: String, version: String, banner: String, language: Language,
    helpLinks: [HelpLink]
  ) {
    self.implementation = implementation
    self.version = version
    self.banner = banner
    self.language = language
    self.helpLinks = helpLinks
  }

  /// What front ends need to colour, save and convert cells.
  package struct Language: Encodable, Equatable, Sendable {
    package var name: String
    package var version: String
    package var mediaType: String
    package var fileExtension: String
    /// How nbconvert colours.
    package var pygmentsLexer: String
    /// How notebooks colour.
    package var codeMirrorMode: CodeMirrorMode

    package init(
      name: String, version: String, mediaType: String, fileExtension: String,
      pygmentsLexer: String, codeMirrorMode: CodeMirrorMode
    ) {
      self.name = name
      self.version = version
      self.mediaType = mediaType
      self.fileExtension = fileExtension
      self.pygmentsLexer = pygmentsLexer
      self.codeMirrorMode = codeMirrorMode
    }

    private enum CodingKeys: String, CodingKey {
      case name, version
      case mediaType = "mimetype"
      case fileExtension = "file_extension"
      case pygmentsLexer = "pygments_lexer"
      case codeMirrorMode = "codemirror_mode"
    }
  }

  /// A language by name, and by a media type where that name is unknown.
  package struct CodeMirrorMode: Encodable, Equatable, Sendable {
    package var name: String
    package var mime: String

    package init(name: String, mime: String) {
      self.name = name
      self.mime = mime
    }
  }

  package struct HelpLink: Encodable, Equatable, Sendable {
    package var text: String
    package var url: String

    package init(text: String, url: String) {
      self.text = text
      self.url = url
    }
  }
}
