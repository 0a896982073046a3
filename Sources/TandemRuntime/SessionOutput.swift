/// Where the output of a cell goes while it runs; whoever shows the session implements it.
package protocol SessionOutput: AnyObject {
  func write(_ text: String, toErrorStream: Bool)

  /// Shows a value; with an `id`, a later call can replace it by `isUpdate`.
  func display(_ bundle: SessionBundle, id: String?, isUpdate: Bool)

  func clear(waitsForOutput: Bool)

  /// Asks the person for a line; `nil` if the cell was interrupted while it waited.
  func ask(_ prompt: String, isHidden: Bool) throws(InputRefused) -> String?
}

/// Whoever sent the cell takes no input.
package struct InputRefused: Error {
  package init() {}
}

/// One value in every form in which it can be shown, by MIME type.
package struct SessionBundle: Sendable, Equatable {
  package var data: [String: String]
  package var metadata: [String: String]

  package init(_ data: [String: String], metadata: [String: String] = [:]) {
    self.data = data
    self.metadata = metadata
  }

  /// The form that every front end can show.
  package var text: String { data["text/plain"] ?? "" }
}

/// How a cell ended.
package enum SessionResult: Sendable {
  /// The value that the cell shows last, if any, and pages for the pager.
  case finished(value: SessionBundle?, pages: [SessionBundle])
  case failed(SessionError)
}

/// The errors of a cell, as they are shown.
package struct SessionError: Error, Sendable, Equatable {
  /// The first error's id.
  package var name: String
  /// The first error's message.
  package var value: String
  /// All errors, with colours for a terminal.
  package var traceback: [String]
  /// All errors as plain text.
  package var text: String

  package init(name: String, value: String, traceback: [String], text: String) {
    self.name = name
    self.value = value
    self.traceback = traceback
    self.text = text
  }
}
