/// An error in what a person wrote, or a warning: what is wrong, where, and what would be right.
///
/// `id` is also the name of its test, of its help page and the `ename` that Jupyter is told. Factories
/// stand beside the stage that finds the error.
public struct Diagnostic: Error, Equatable, Sendable {
  public var id: String
  /// Whether it ends the cell.
  public var severity = Severity.error
  /// What is wrong: lower case, no full stop, names in 'quotes'.
  public var message: String
  /// The least that is wrong; `nil` where no text is at fault.
  public var span: SourceSpan?
  /// What is at `span`: "did you mean 'experts'?", "gets [13]".
  public var label: String?
  /// Other places that make it wrong, drawn with `---` below them.
  public var related: [Related] = []
  public var notes: [String] = []
  public var help: [String] = []
  public var fixIts: [FixIt] = []

  /// What comes of it: an error ends the cell, a warning is shown while it goes on.
  public enum Severity: String, Equatable, Sendable { case error, warning }

  /// Another place, and what is there.
  public struct Related: Equatable, Sendable {
    public var span: SourceSpan
    public var label: String

    /// Creates a mark at another place.
    public init(_ span: SourceSpan, _ label: String) {
      self.span = span
      self.label = label
    }
  }

  /// Creates an error at a place.
  public init(_ id: String, _ message: String, at span: SourceSpan?, label: String? = nil) {
    self.id = id
    self.message = message
    self.span = span
    self.label = label
  }
}

/// A change of the text that would mend an error.
public struct FixIt: Equatable, Sendable {
  public var span: SourceSpan
  public var replacement: String

  /// Creates a change that puts `replacement` where `span` is.
  public init(_ span: SourceSpan, _ replacement: String) {
    self.span = span
    self.replacement = replacement
  }
}

/// Several independent errors of one cell, reported together in the order of their places.
public struct DiagnosticList: Error, Equatable, Sendable {
  public var diagnostics: [Diagnostic]

  /// Creates a list; it is never empty.
  public init(_ diagnostics: [Diagnostic]) {
    precondition(!diagnostics.isEmpty, "a list of errors holds at least one")
    self.diagnostics = diagnostics
  }
}
