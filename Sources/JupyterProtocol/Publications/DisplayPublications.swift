/// The value of a cell, by MIME type.
package struct ExecuteResult: Publication, Equatable {
  package static let type = MessageType.executeResult
  package var executionCount: Int
  package var data: [String: JSONValue]
  package var metadata: [String: JSONValue]

  package init(
    executionCount: Int, data: [String: JSONValue], metadata: [String: JSONValue]
  ) {
    self.executionCount = executionCount
    self.data = data
    self.metadata = metadata
  }

  private enum CodingKeys: String, CodingKey {
    case executionCount = "execution_count"
    case data
    case metadata
  }
}

/// A value that a cell shows on its way.
package struct DisplayData: Publication, Equatable {
  package static let type = MessageType.displayData
  package var data: [String: JSONValue]
  package var metadata: [String: JSONValue]
  package var transient: Transient

  /// What a notebook file does not keep: the name by which a later message replaces the display.
  package struct Transient: Encodable, Sendable, Equatable {
    package var displayID: String?

    package init(displayID: String?) { self.displayID = displayID }

    private enum CodingKeys: String, CodingKey { case displayID = "display_id" }
  }

  package init(data: [String: JSONValue], metadata: [String: JSONValue], id: String?) {
    self.data = data
    self.metadata = metadata
    transient = Transient(displayID: id)
  }
}

/// Another picture for a display that is there already.
package struct UpdateDisplayData: Publication, Equatable {
  package static let type = MessageType.updateDisplayData
  package var data: [String: JSONValue]
  package var metadata: [String: JSONValue]
  package var transient: DisplayData.Transient

  package init(data: [String: JSONValue], metadata: [String: JSONValue], id: String) {
    self.data = data
    self.metadata = metadata
    transient = DisplayData.Transient(displayID: id)
  }
}
