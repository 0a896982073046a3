/// Shows every client what a cell asked, and its number.
package struct ExecuteInput: Publication, Equatable {
  package static let type = MessageType.executeInput
  package var code: String
  package var executionCount: Int

  package init(code: String, executionCount: Int) {
    self.code = code
    self.executionCount = executionCount
  }

  private enum CodingKeys: String, CodingKey {
    case code
    case executionCount = "execution_count"
  }
}

/// Text on standard output or standard error.
package struct StreamText: Publication, Equatable {
  package static let type = MessageType.stream
  package var name: Name
  package var text: String

  package enum Name: String, Encodable, Sendable {
    case stdout, stderr
  }

  package init(_ text: String, on name: Name) {
    self.name = name
    self.text = text
  }
}

/// The error that ended a cell, or a failed request's answer.
package struct ErrorReport: Publication, Equatable {
  package static let type = MessageType.error
  package var name: String
  package var value: String
  package var traceback: [String]

  package init(name: String, value: String, traceback: [String]) {
    self.name = name
    self.value = value
    self.traceback = traceback
  }

  private enum CodingKeys: String, CodingKey {
    case name = "ename"
    case value = "evalue"
    case traceback
  }
}

/// Takes back what a cell has shown so far.
package struct ClearOutput: Publication, Equatable {
  package static let type = MessageType.clearOutput
  /// Keep the old output until the new one is there, so that nothing flickers.
  package var wait: Bool

  package init(wait: Bool) { self.wait = wait }
}
