/// What a kernel needs of a language; the kernel knows the session only through it.
///
/// An engine is made, used and dropped on the evaluation thread. All offsets count Unicode scalars,
/// as the protocol does.
package protocol CellEngine: AnyObject {
  /// Runs a cell. Everything that the cell shows goes to `output`, in order, while it runs.
  func execute(_ cell: CellRequest, output: any CellOutput) -> CellResult

  /// Evaluates one of a request's `user_expressions`; gives a MIME bundle or an error.
  func evaluate(_ expression: String) -> Result<MIMEBundle, CellError>

  func complete(_ code: String, cursor: Int) -> CellCompletions

  /// The page of what stands at the cursor, or `nil`.
  func inspect(_ code: String, cursor: Int, detail: Int) -> MIMEBundle?

  /// Whether a console should run the text, and how far to indent the next line.
  func completeness(of code: String) -> (status: CellCompleteness, indent: Int?)
}

/// What a front end asks to run.
package struct CellRequest: Sendable {
  package var code: String
  /// What `In [ ]` shows; the number that errors name.
  package var count: Int
  package var isSilent: Bool
  package var allowsInput: Bool

  package init(code: String, count: Int, isSilent: Bool, allowsInput: Bool) {
    self.code = code
    self.count = count
    self.isSilent = isSilent
    self.allowsInput = allowsInput
  }
}

/// Data of one value by MIME type; text as text, JSON types as serialised JSON text.
package struct MIMEBundle: Sendable, Equatable {
  package var data: [String: String]
  /// Metadata by key, each a text, as `vscode_altText`.
  package var metadata: [String: String]

  package init(_ data: [String: String], metadata: [String: String] = [:]) {
    self.data = data
    self.metadata = metadata
  }
}

/// Where a cell's output goes, while it runs.
package protocol CellOutput: AnyObject {
  func write(_ text: String, toErrorStream: Bool)

  /// Shows a value; with an `id`, a later `update` can replace it.
  func display(_ bundle: MIMEBundle, id: String?, isUpdate: Bool)

  func clear(waitsForOutput: Bool)

  /// Asks the person for a line; `nil` if the cell was interrupted while it waited.
  func ask(_ prompt: String, isHidden: Bool) throws(InputUnavailable) -> String?
}

/// The front end that sent the cell takes no input.
package struct InputUnavailable: Error {
  package init() {}
}

/// How a cell ended.
package enum CellResult: Sendable {
  /// The value that the cell shows last, if any, and a page for the pager.
  case finished(value: MIMEBundle?, pages: [MIMEBundle])
  case failed(CellError)
}

/// An error as Jupyter shows it.
package struct CellError: Error, Sendable, Equatable {
  package var name: String
  package var value: String
  /// Lines with ANSI colours.
  package var traceback: [String]

  package init(name: String, value: String, traceback: [String]) {
    self.name = name
    self.value = value
    self.traceback = traceback
  }
}

package enum CellCompleteness: String, Sendable {
  case complete, incomplete, invalid, unknown
}

/// What could stand at the cursor; `start` and `end` say what a match replaces.
package struct CellCompletions: Sendable, Equatable {
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
    /// What JupyterLab draws an icon for: `function`, `keyword`, `instance`, `property`.
    package var type: String
    package var signature: String?

    package init(text: String, type: String, signature: String? = nil) {
      self.text = text
      self.type = type
      self.signature = signature
    }
  }
}
