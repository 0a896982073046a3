/// What could stand at a cursor; `start` and `end` say what a match replaces.
///
/// All offsets count Unicode scalars.
package struct CompletionList: Sendable, Equatable {
  package var matches: [Match]
  package var start: Int
  package var end: Int

  package init(matches: [Match], start: Int, end: Int) {
    self.matches = matches
    self.start = start
    self.end = end
  }

  package struct Match: Sendable, Equatable {
    package var text: String
    /// `function`, `keyword`, `instance`, `property` or `value`: what a front end draws an icon for.
    package var type: String
    package var signature: String?

    package init(_ text: String, type: String, signature: String? = nil) {
      self.text = text
      self.type = type
      self.signature = signature
    }
  }
}
