import JupyterProtocol

extension MIMEBundle {
  /// The data as a message carries them: text as text, JSON types as JSON.
  var jsonData: [String: JSONValue] {
    Dictionary(
      data.map { type, text in (type, Self.isJSON(type) ? Self.parse(text) : .text(text)) }
    ) { first, _ in first }
  }

  /// The metadata that say how to show the data.
  var jsonMetadata: [String: JSONValue] { metadata.mapValues(JSONValue.text) }

  private static func isJSON(_ type: String) -> Bool {
    type == "application/json" || type.hasSuffix("+json")
  }

  private static func parse(_ text: String) -> JSONValue {
    (try? JSONCoding.decode(JSONValue.self, from: Array(text.utf8))) ?? .text(text)
  }
}
