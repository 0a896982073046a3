public import TandemCatalog

/// What stands after the `.` of data, as `take` and `split`.
public enum DataMethods {
  public static let all: [ReceiverEntry] = [
    whereEntry, takeEntry, shuffleEntry, splitEntry, selectEntry, withEntry, inputsEntry,
    pairsEntry,
  ]

  /// The names that a column cannot be reached by after a `.`.
  static let names = Set(all.map(\.descriptor.name))

  /// An entry of a method that gives data; the new data's text is the call.
  static func entry(
    _ name: String, _ summary: String, details: [String] = [], source: String? = nil,
    paper: String? = nil, differs: String? = nil, examples: [String] = [],
    _ arguments: [ArgumentDescriptor],
    make: @escaping @Sendable (Dataset, Arguments) throws -> Dataset
  ) -> ReceiverEntry {
    let descriptor = MethodDescriptor(
      name, gives: .data, on: .data, summary, source: source, paper: paper, differs: differs,
      details: details, examples: examples, arguments)
    return ReceiverEntry(descriptor) { receiver, arguments in
      guard case .object(let object) = receiver, let data = object as? Dataset else {
        preconditionFailure("'\(name)' of \(receiver.kind.phrase)")
      }
      var made = try make(data, arguments)
      made.sourceText = text(data, name, arguments.text(for: descriptor))
      made.origin = nil
      return .object(made)
    }
  }
}

extension DataMethods {
  /// The most that the text of data may have, in bytes.
  static let textLimit = 10_000

  /// The call as text.
  ///
  /// A column among the arguments has its data's text in it: what is made from itself
  /// again and again doubles each time, so that a long text is cut and no longer makes the data.
  private static func text(_ data: Dataset, _ name: String, _ arguments: String) -> String {
    let text = "\(data.sourceText).\(name)(\(arguments))"
    return text.utf8.count <= textLimit ? text : "\(data.sourceText.prefix(200))….\(name)(…)"
  }
}

extension Arguments {
  /// The columns of a list argument whose items are columns or names of columns.
  func columns(_ name: String, of data: Dataset) throws -> [Column]? {
    guard case .list(let values) = self[value: name] else { return nil }
    return try values.map { value in
      if case .text(let text) = value { return try data.requireColumn(text) }
      guard case .object(let object) = value, let column = object as? Column else {
        preconditionFailure("argument '\(name)' holds \(value.kind.phrase)")
      }
      return column
    }
  }
}
